// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/scripted_annotator.h"

#include "app/controllers/label_controller.h"
#include "ui/canvas/canvas.h"
#include "ui/label/label_page.h"

#include <QTest>
#include <QWindow>

#include <stdexcept>

namespace steplight {

namespace {

constexpr int longestMs = 20'000;
constexpr double hardlyWins = 0.1; // under two rollouts of sixteen

LabelPage& pageOf(Window& window)
{
    return *window.shell().findChild<LabelPage*>();
}

std::size_t ownLabels(const LabelPage& page, const std::string& annotator)
{
    const auto& labels = page.savedLabels();
    return static_cast<std::size_t>(
        std::count_if(labels.begin(), labels.end(),
                      [&](const Label& label) { return label.annotator == annotator; }));
}

} // namespace

int firstErrorOf(const TraceDetail& detail)
{
    for (const JudgeReply& reply : detail.judgeReplies)
        if (reply.firstError)
            return *reply.firstError;
    for (const Estimate& estimate : detail.estimates) // by step
        if (estimate.kind == EstimateKind::mc && estimate.value && *estimate.value < hardlyWins)
            return estimate.step;
    return -1;
}

void ScriptedAnnotator::waitUntil(const std::function<bool()>& done, const char* what) const
{
    if (!QTest::qWaitFor(done, longestMs))
        throw std::runtime_error(std::string("waited in vain until ") + what);
}

void ScriptedAnnotator::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(m_window.shell().windowHandle(), key, modifiers);
    ++m_keys;
}

void ScriptedAnnotator::drawBox()
{
    auto& canvas = *pageOf(m_window).findChild<Canvas*>();
    waitUntil([&] { return canvas.hasImage(); }, "the picture is there");
    press(Qt::Key_B);
    const auto at = [&](double across, double down) {
        const QRect picture = canvas.rect();
        return canvas.mapTo(&m_window.shell(),
                            QPoint(int(picture.width() * across), int(picture.height() * down)));
    };
    QWindow* window = m_window.shell().windowHandle();
    QTest::mousePress(window, Qt::LeftButton, {}, at(.4, .4));
    QTest::mouseMove(window, at(.5, .5));
    QTest::mouseMove(window, at(.6, .6));
    QTest::mouseRelease(window, Qt::LeftButton, {}, at(.6, .6));
}

void ScriptedAnnotator::label(const TraceDetail& detail)
{
    LabelPage& page = pageOf(m_window);
    waitUntil([&] { return page.traceId() == detail.trace.id; }, "the trace is shown");
    const int error = firstErrorOf(detail);
    const int right = error < 0 ? static_cast<int>(detail.trace.steps.size()) : error;
    for (int step = 0; step < right; ++step)
        press(Qt::Key_1);
    if (error >= 0) {
        const bool seen =
            detail.trace.steps[static_cast<std::size_t>(error)].section == Section::perception;
        press(Qt::Key_E);
        press(seen ? Qt::Key_P : Qt::Key_R);
        if (seen)
            drawBox();
    }
    const int labelled = right + (error >= 0);
    m_steps += labelled;
    waitUntil(
        [&] {
            return ownLabels(page, m_window.session()->annotator()) ==
                   static_cast<std::size_t>(labelled);
        },
        "all labels are saved");
    press(Qt::Key_Return);
}

} // namespace steplight
