// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lit_step.h"

#include "ui/chips.h"
#include "ui/pages/flow_layout.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include <algorithm>

namespace steplight {

namespace {

bool isOf(const Estimate& estimate, LightSource source)
{
    switch (source) {
    case LightSource::mc:
        return estimate.kind == EstimateKind::mc;
    case LightSource::judge:
        return estimate.kind == EstimateKind::judge;
    case LightSource::prm:
        return estimate.kind == EstimateKind::prm;
    case LightSource::given:
        return estimate.kind == EstimateKind::given;
    case LightSource::combined: // lights by none alone
        break;
    }
    return false;
}

int stampsWidth(const std::vector<Label>& labels)
{
    int width = 0;
    for (const Label& label : labels)
        width = std::max(
            width,
            stampSize(label.verdict, initialsOf(QString::fromStdString(label.annotator))).width());
    return width;
}

} // namespace

LitStep::LitStep(const TraceDetail& detail, int step, LightSource source, QWidget* parent)
    : QWidget(parent)
{
    for (const Label& label : detail.labels)
        if (label.step == step && label.verdict.state != LabelState::unlabelled)
            m_labels.push_back(label);

    auto* figure = new QLabel(QString::number(step + 1), this);
    figure->setFont(figuresOf(TextSize::body));
    auto* text = new QLabel(
        QString::fromStdString(detail.trace.steps[static_cast<std::size_t>(step)].text).trimmed(),
        this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setMinimumWidth(1); // a long word must not widen the panel
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* chips = new QWidget(this);
    auto* flow = new FlowLayout(chips, metrics::gap);
    for (const Estimate& estimate : detail.estimates) {
        if (estimate.step != step)
            continue;
        const bool lights = isOf(estimate, source) && estimate.value && !m_value;
        if (lights)
            m_value = estimate.value;
        auto* chip = new EstimateChip(chips);
        chip->setEstimate(estimate, 0.5, lights);
        flow->addWidget(chip);
    }
    chips->setVisible(flow->count() > 0);

    auto* words = new QVBoxLayout;
    words->setSpacing(metrics::gap);
    words->addWidget(text);
    words->addWidget(chips);
    auto* row = new QHBoxLayout(this);
    const int stamps = m_labels.empty() ? 0 : stampsWidth(m_labels) + metrics::grid;
    row->setContentsMargins(metrics::strip + metrics::grid, metrics::gap + 2,
                            metrics::grid + stamps, metrics::gap + 2);
    row->setSpacing(metrics::grid);
    row->addWidget(figure, 0, Qt::AlignTop);
    row->addLayout(words, 1);
}

void LitStep::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    const QRect strip(0, 0, metrics::strip, height());
    if (m_value) {
        painter.fillRect(rect(), tintColour(binOf(*m_value), theme));
        painter.fillRect(strip, lightColour(binOf(*m_value), theme));
    } else {
        paintNoEstimate(painter, strip, theme);
    }
    if (m_labels.empty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const bool doubt = m_labels.front().verdict.state == LabelState::cannotJudge;
    painter.setPen(QPen(theme.text, metrics::labelEdge, doubt ? Qt::DotLine : Qt::SolidLine));
    painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    int y = metrics::gap + 2;
    for (const Label& label : m_labels) {
        const QString initials = initialsOf(QString::fromStdString(label.annotator));
        const QSize size = stampSize(label.verdict, initials);
        paintStamp(painter, {width() - metrics::grid - size.width(), y}, label.verdict, initials,
                   theme);
        y += size.height() + metrics::gap;
    }
}

} // namespace steplight
