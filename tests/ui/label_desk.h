// SPDX-License-Identifier: GPL-3.0-or-later
// A Label page on a made-up trace, with the little that the program does around it: labels that are
// asked for come back as confirmed ones. GUI thread only.
#pragma once

#include "ui/image_loader.h"
#include "ui/label/label_page.h"
#include "ui/label/steps_view.h"

#include <QApplication>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <string>
#include <vector>

namespace steplight {

constexpr const char* annotator = "Ada Lovelace";

inline Estimate estimateOf(EstimateKind kind, int step, double value)
{
    Estimate estimate;
    estimate.kind = kind;
    estimate.step = step;
    estimate.value = value;
    estimate.won = kind == EstimateKind::mc ? static_cast<int>(value * 16) : 0;
    estimate.drawn = kind == EstimateKind::mc ? 16 : 0;
    estimate.source.name = "somebody";
    estimate.analysis = kind == EstimateKind::judge ? "The words <b>are</b> read well." : "";
    return estimate;
}

/// Half of the steps perceive, half reason; the estimates disagree on the step given.
inline TraceDetail traceOf(int steps, int disagreeAt = 2)
{
    TraceDetail detail;
    detail.question.text = "How many buses are there?";
    detail.question.answer = "3";
    detail.trace.id = "trace";
    detail.trace.answer = "4";
    detail.trace.correct = false;
    for (int i = 0; i < steps; ++i) {
        detail.trace.steps.push_back({i < steps / 2 ? Section::perception : Section::reasoning,
                                      "Step number " + std::to_string(i) + " says something."});
        detail.estimates.push_back(estimateOf(EstimateKind::mc, i, 0.75));
        detail.estimates.push_back(estimateOf(EstimateKind::judge, i, 1));
        detail.estimates.push_back(estimateOf(EstimateKind::prm, i, i == disagreeAt ? .1 : .8));
    }
    return detail;
}

/// Gives the question pictures of this size, one a colour, in files of the folder.
inline void addPictures(TraceDetail& detail, const QTemporaryDir& folder, const QSize& size,
                        const std::vector<QColor>& colours)
{
    for (const QColor& colour : colours) {
        QImage image(size, QImage::Format_RGB32);
        image.fill(colour);
        ImageRef ref;
        ref.path = folder.filePath(QStringLiteral("%1.png").arg(detail.question.images.size()))
                       .toStdString();
        ref.reference = ref.path;
        image.save(QString::fromStdString(ref.path));
        detail.question.images.push_back(ref);
    }
}

struct Desk {
    explicit Desk(const TraceDetail& shown = traceOf(8), Visibility mode = Visibility::open)
        : detail(shown)
    {
        QObject::connect(&page, &LabelPage::labelRequested, &page, [this](const LabelAction& a) {
            actions.push_back(a);
            if (answers)
                confirm(a);
        });
        page.resize(1366, 728);
        page.setAnnotator(annotator);
        page.setVisibility(mode); // before anything is seen
        page.show();
        page.setDetail(detail);
        if (!QTest::qWaitForWindowActive(&page))
            qFatal("the page does not become active");
        page.setFocus();
    }

    void confirm(const LabelAction& action)
    {
        for (const StepVerdict& said : action.verdicts) {
            std::erase_if(detail.labels, [&](const Label& l) {
                return l.step == said.step && l.annotator == annotator;
            });
            Label label;
            label.id = "label " + std::to_string(actions.size());
            label.traceId = action.traceId;
            label.step = said.step;
            label.annotator = annotator;
            label.verdict = said.verdict;
            detail.labels.push_back(label);
        }
        page.setLabels(detail.trace.id, detail.labels);
    }

    /// Where the keyboard goes.
    void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
    }
    void type(const QString& text)
    {
        for (const QChar letter : text)
            QTest::keyClicks(QApplication::focusWidget(), letter);
    }

    const Verdict& last() const { return actions.back().verdicts.back().verdict; }
    int lastStep() const { return actions.back().verdicts.back().step; }
    StepsView& steps() { return *page.findChild<StepsView*>(); }
    Canvas& canvas() { return *page.findChild<Canvas*>(); }

    TraceDetail detail;
    bool answers = true; ///< labels are confirmed at once
    std::vector<LabelAction> actions;
    ImageLoader loader;
    LabelPage page{loader};
};

} // namespace steplight
