// SPDX-License-Identifier: GPL-3.0-or-later
// How the steps look; steps_view.cpp says how they behave.
#include "ui/chips.h"
#include "ui/label/step_span.h"
#include "ui/label/steps_view.h"
#include "ui/stamp.h"
#include "ui/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>

#include <algorithm>

namespace steplight {

namespace {

constexpr int numberHeight = 22;
constexpr int splitSquare = 11; // the mark of disagreement, before the number

QString columnWords(EstimateKind kind)
{
    switch (kind) {
    case EstimateKind::mc:
        return StepsView::tr("rollouts");
    case EstimateKind::judge:
        return StepsView::tr("judge");
    case EstimateKind::prm:
        return StepsView::tr("P(+)");
    case EstimateKind::given:
        return StepsView::tr("±");
    }
    return {};
}

bool lightsBy(LightSource source, EstimateKind kind)
{
    switch (source) {
    case LightSource::mc:
        return kind == EstimateKind::mc;
    case LightSource::judge:
        return kind == EstimateKind::judge;
    case LightSource::prm:
        return kind == EstimateKind::prm;
    case LightSource::given:
        return kind == EstimateKind::given;
    case LightSource::combined:
        return kind != EstimateKind::given;
    }
    return false;
}

} // namespace

void StepsView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    const Theme& theme = Theme::of(this);
    painter.fillRect(event->rect(), theme.background);
    painter.translate(0, -verticalScrollBar()->value());
    const QRect seen = event->rect().translated(0, verticalScrollBar()->value());
    for (const HeadingBlock& heading : m_layout.headings())
        if (heading.rect.intersects(seen))
            paintHeading(painter, heading);
    for (const StepBlock& block : m_layout.steps())
        if (block.rect.adjusted(-4, -4, 4, 4).intersects(seen))
            paintStep(painter, block);
    if (m_layout.tailSteps() > 0) {
        painter.setFont(fontOf(TextSize::small));
        painter.setPen(theme.muted);
        painter.drawText(
            m_layout.tail().adjusted(metrics::strip + m_layout.numberWidth(), 0, 0, 0),
            Qt::AlignLeft | Qt::AlignVCenter,
            QStringLiteral("▸ ") +
                (m_layout.tailSteps() == 1
                     ? tr("1 step after the first error, left open")
                     : tr("%1 steps after the first error, left open").arg(m_layout.tailSteps())));
    }
}

void StepsView::paintHeading(QPainter& painter, const HeadingBlock& heading) const
{
    const Theme& theme = Theme::of(this);
    QFont font = fontOf(TextSize::small);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(theme.muted);
    const QRect words = heading.rect.adjusted(0, 6, 0, -2);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, heading.text);
    const int from = words.left() + painter.fontMetrics().horizontalAdvance(heading.text) + 8;
    int to = words.right();
    if (heading.columns && !m_layout.steps().empty() && !m_layout.columns().empty()) {
        const int x = m_layout.steps().front().rect.x() + m_layout.steps().front().chips.x();
        painter.setFont(fontOf(TextSize::small));
        for (const ChipColumn& column : m_layout.columns())
            painter.drawText(QRect(x + column.x + 2, words.top(), column.width + 8, words.height()),
                             Qt::AlignLeft | Qt::AlignVCenter, columnWords(column.kind));
        to = x - 8;
    }
    painter.fillRect(QRect(from, words.center().y(), std::max(0, to - from), 1), theme.hairline);
}

void StepsView::paintStep(QPainter& painter, const StepBlock& block) const
{
    paintGround(painter, block);
    paintNumber(painter, block);
    paintWords(painter, block);
    if (showsEstimates(block.step))
        paintChips(painter, block);
    paintStamps(painter, block);
}

void StepsView::paintGround(QPainter& painter, const StepBlock& block) const
{
    const Theme& theme = Theme::of(this);
    const QRect strip(block.rect.topLeft(), QSize(metrics::strip, block.rect.height()));
    const auto value = showsEstimates(block.step)
                           ? lightOf(cellOf(m_labelling.detail(), block.step), m_look.source)
                           : std::nullopt;
    if (value) {
        const int bin = binOf(*value, m_look.source == LightSource::prm ? m_look.threshold : 0.5);
        painter.fillRect(block.rect, tintColour(bin, theme));
        painter.fillRect(strip, lightColour(bin, theme));
    } else {
        painter.fillRect(block.rect, theme.background);
        paintNoEstimate(painter, strip, theme);
    }

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    if (const Label* label = m_labelling.mine(block.step)) {
        const bool doubt = label->verdict.state == LabelState::cannotJudge;
        painter.setPen(QPen(theme.text, metrics::labelEdge, doubt ? Qt::DotLine : Qt::SolidLine,
                            Qt::FlatCap, Qt::MiterJoin));
        painter.drawRect(QRectF(block.rect).adjusted(1, 1, -1, -1));
    }
    if (block.step == m_frame.current || isLit(block.step)) {
        const bool thick = hasFocus() || isLit(block.step);
        painter.setPen(QPen(theme.accent, thick ? metrics::focusRing : 1));
        painter.drawRoundedRect(QRectF(block.rect).adjusted(-2.5, -2, 2.5, 2), metrics::corner,
                                metrics::corner);
    }
    painter.restore();
}

void StepsView::paintNumber(QPainter& painter, const StepBlock& block) const
{
    const Theme& theme = Theme::of(this);
    const bool current = block.step == m_frame.current;
    const QRect place(block.rect.x() + metrics::strip + 4, block.rect.y() + block.text.y() - 1,
                      m_layout.numberWidth() - metrics::grid, withText(numberHeight));
    const QRect rect = place.adjusted(splitSquare + 2, 0, 0, 0);
    QFont font = figuresOf(TextSize::body);
    font.setWeight(current ? QFont::DemiBold : QFont::Normal);
    painter.save();
    painter.setFont(font);
    if (current) {
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath body;
        body.addRoundedRect(rect, metrics::corner, metrics::corner);
        painter.fillPath(body, theme.accent);
    }
    painter.setPen(current ? theme.onAccent : theme.muted);
    painter.drawText(rect, Qt::AlignCenter, QString::number(block.step + 1));
    painter.restore();
    if (showsEstimates(block.step) &&
        disagreementOf(m_labelling.detail(), block.step) >= disagreementFrom)
        paintDisagreement(
            painter,
            QRectF(place.x(), place.center().y() - splitSquare / 2, splitSquare, splitSquare),
            theme);
}

std::pair<int, int> StepsView::selectionIn(const StepBlock& block) const
{
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    if (from == to || block.step < from.step || block.step > to.step)
        return {};
    return {block.step == from.step ? from.at : 0,
            block.step == to.step ? to.at : static_cast<int>(block.words->source().size())};
}

void StepsView::setLit(std::vector<int> steps)
{
    if (steps == m_lit)
        return;
    m_lit = std::move(steps);
    // The first is brought into sight when none is.
    const QRect seen(toContent({0, 0}), viewport()->size());
    const auto inSight = [&](int step) {
        const StepBlock* block = m_layout.block(step);
        return block && seen.intersects(block->rect);
    };
    const StepBlock* first = m_lit.empty() ? nullptr : m_layout.block(m_lit.front());
    if (first && std::none_of(m_lit.begin(), m_lit.end(), inSight))
        verticalScrollBar()->setValue(first->rect.top() - metrics::grid);
    viewport()->update();
}

bool StepsView::isLit(int step) const
{
    return std::find(m_lit.begin(), m_lit.end(), step) != m_lit.end();
}

/// The words that regions of this annotator's label are about.
std::vector<TypesetUnderline> StepsView::spansIn(const StepBlock& block) const
{
    std::vector<TypesetUnderline> spans;
    const Label* label = m_labelling.mine(block.step);
    if (!label)
        return spans;
    const std::string& text =
        m_labelling.detail().trace.steps[static_cast<std::size_t>(block.step)].text;
    const Theme& theme = Theme::of(this);
    for (const Region& region : label->verdict.regions)
        if (region.span)
            spans.push_back({unitAt(text, region.span->begin), unitAt(text, region.span->end),
                             isLit(block.step) ? theme.accent : theme.text});
    return spans;
}

void StepsView::paintWords(QPainter& painter, const StepBlock& block) const
{
    const Theme& theme = Theme::of(this);
    const QPoint at = block.rect.topLeft() + block.text;
    const TypesetColours colours = TypesetColours::of(theme);
    const auto [from, to] = selectionIn(block);
    painter.save();
    if (block.hiddenLines > 0)
        painter.setClipRect(QRectF(0, at.y(), width(), block.textHeight));
    block.words->paint(painter, at, colours, from, to, block.textHeight, spansIn(block));
    painter.restore();
    painter.setFont(fontOf(TextSize::small));
    if (block.folds) {
        painter.setPen(theme.accent);
        painter.drawText(m_layout.foldLine(block), Qt::AlignLeft | Qt::AlignVCenter,
                         block.hiddenLines > 0 ? tr("%1 more lines").arg(block.hiddenLines)
                         : block.step == m_frame.current ? QString()
                                                         : tr("Fold"));
    }
    if (block.rewrite) { // a person's words have an edge as strong as a label's
        const QPoint place = block.rect.topLeft() + block.rewriteAt;
        painter.fillRect(QRect(place.x() - metrics::grid, place.y(), metrics::labelEdge,
                               block.rewrite->height()),
                         theme.text);
        block.rewrite->paint(painter, place, theme);
    }
    for (const AnalysisBlock& analysis : block.analyses) {
        const QPoint place = block.rect.topLeft() + analysis.topLeft;
        const int height = analysis.text->height();
        painter.fillRect(QRect(place.x() - metrics::grid, place.y(), 2, height), theme.edge);
        analysis.text->paint(painter, place, colours, 0, 0, height);
    }
}

void StepsView::paintChips(QPainter& painter, const StepBlock& block) const
{
    const QPoint origin = block.rect.topLeft() + block.chips;
    for (const Estimate& estimate : m_labelling.detail().estimates) {
        if (estimate.step != block.step)
            continue;
        for (const ChipColumn& column : m_layout.columns())
            if (column.kind == estimate.kind && column.source == estimate.source.name)
                paintChip(painter, origin + QPoint(column.x, 0), estimate, m_look.threshold,
                          lightsBy(m_look.source, estimate.kind), Theme::of(this));
    }
}

void StepsView::paintStamps(QPainter& painter, const StepBlock& block) const
{
    const Theme& theme = Theme::of(this);
    int y = block.rect.y() + block.text.y() - 1;
    const auto stamp = [&](const Label& label) {
        const QString initials = initialsOf(QString::fromStdString(label.annotator));
        const QSize size = stampSize(label.verdict, initials);
        paintStamp(painter, {block.rect.right() - metrics::grid - size.width() + 1, y},
                   label.verdict, initials, theme);
        y += size.height() + 2;
    };
    if (const Label* label = m_labelling.mine(block.step))
        stamp(*label);
    if (showsEstimates(block.step))
        for (const Label* label : m_labelling.others(block.step))
            stamp(*label);
}

} // namespace steplight
