// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/steps_view.h"

#include "ui/chips.h"
#include "ui/label/detail_row.h"
#include "ui/label/keys.h"
#include "ui/label/rating_row.h"
#include "ui/label/step_span.h"
#include "ui/label/steps_access.h"
#include "ui/math/formulas.h"
#include "ui/stamp.h"
#include "ui/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <QToolTip>

#include <algorithm>

namespace steplight {

StepsView::StepsView(const Labelling& labelling, Formulas& formulas, QWidget* parent)
    : QAbstractScrollArea(parent), m_labelling(labelling), m_formulas(formulas),
      m_rating(new RatingRow(viewport())), m_controls(m_rating), m_detail(new DetailRow(viewport()))
{
    m_frame.formulas = &m_formulas;
    installStepsAccess();
    setAccessibleName(tr("Steps"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setCursor(Qt::IBeamCursor);
    m_rating->hide();
    m_detail->hide();
    connect(m_detail, &DetailRow::heightChanged, this, [this] {
        relayout();
        showDetailRow();
        viewport()->update();
    });
    connect(&m_formulas, &Formulas::ready, this, &StepsView::relayoutInPlace);
}

void StepsView::showTrace(const std::string& annotator)
{
    StepsFrame frame;
    frame.annotator = annotator;
    frame.formulas = m_frame.formulas;
    m_frame = frame;
    m_anchor = m_cursor = {};
    m_detail->closeInputs();
    relayout();
    verticalScrollBar()->setValue(0);
    viewport()->update();
}

void StepsView::setControls(QWidget* controls)
{
    m_rating->hide();
    m_controls = controls;
    m_controls->setParent(viewport());
    relayout();
}

void StepsView::labelsChanged()
{
    relayout();
    describe();
    viewport()->update();
}

void StepsView::setLook(const StepsLook& look)
{
    m_look = look;
    labelsChanged();
}

void StepsView::setCurrent(int step, int subject)
{
    const bool moved = step != m_frame.current;
    m_frame.current = step;
    m_frame.subject = subject;
    relayout();
    if (moved)
        centre();
    describe();
    viewport()->update();
}

std::optional<Region::Span> StepsView::takeSelection(int step)
{
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    if (from == to || from.step != step || to.step != step)
        return {};
    const std::string& text = m_labelling.detail().trace.steps[static_cast<std::size_t>(step)].text;
    const Region::Span span{letterAt(text, from.at), letterAt(text, to.at)};
    m_anchor = m_cursor = {};
    viewport()->update();
    return span;
}

void StepsView::toggleTail()
{
    m_frame.tailOpen = !m_frame.tailOpen;
    labelsChanged();
}

void StepsView::setTypeset(bool on)
{
    m_frame.formulas = on ? &m_formulas : nullptr;
    relayoutInPlace();
}

void StepsView::relayoutInPlace()
{
    const StepBlock* before = m_layout.block(m_frame.current);
    const int top = before ? before->rect.top() : 0;
    relayout();
    if (const StepBlock* after = m_layout.block(m_frame.current); after && before)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + after->rect.top() - top);
    placeControls();
    viewport()->update();
}

void StepsView::relayout()
{
    m_frame.width = viewport()->width();
    // What StepsLayout::controls() will give them.
    const int inner =
        std::max(120, m_frame.width - 3 * metrics::grid - metrics::strip - m_layout.numberWidth());
    m_frame.currentControls = m_frame.current >= 0 ? m_controls->heightForWidth(inner) : 0;
    m_frame.subjectControls = m_frame.subject >= 0 ? m_detail->heightForWidth(inner) : 0;
    m_layout.lay(m_labelling, m_look, m_frame);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(QFontMetrics(font()).height() * 2);
    verticalScrollBar()->setRange(0, std::max(0, m_layout.height() - viewport()->height()));
    placeControls();
}

void StepsView::placeControls()
{
    const int scrolled = verticalScrollBar()->value();
    const auto place = [&](QWidget* row, int step, int above, int height) {
        const StepBlock* block = m_layout.block(step);
        row->setVisible(block && height > 0);
        if (!block)
            return;
        const QRect area = m_layout.controls(*block);
        row->setGeometry(area.x(), area.y() + above - scrolled, area.width(), height);
    };
    const bool both = m_frame.current == m_frame.subject;
    place(m_controls, m_frame.current, 0, m_frame.currentControls);
    place(m_detail, m_frame.subject, both ? m_frame.currentControls + metrics::gap : 0,
          m_frame.subjectControls);
}

void StepsView::centre()
{
    const StepBlock* block = m_layout.block(m_frame.current);
    if (!block)
        return;
    QScrollBar* bar = verticalScrollBar();
    const int third = viewport()->height() / 3;
    const int middle = block->rect.center().y() - bar->value();
    int value = bar->value();
    if (middle < third)
        value += middle - third;
    else if (middle > 2 * third)
        value += middle - 2 * third;
    // A step taller than the window begins at the top.
    value = std::min(value, block->rect.top() - metrics::grid);
    bar->setValue(value);
    placeControls();
}

void StepsView::showDetailRow()
{
    const StepBlock* block = m_layout.block(m_frame.subject);
    if (!block || !m_detail->isAsking())
        return;
    QScrollBar* bar = verticalScrollBar();
    const int below = block->rect.bottom() + metrics::grid - bar->value() - viewport()->height();
    if (below > 0)
        bar->setValue(bar->value() + below);
    placeControls();
}

QPoint StepsView::toContent(const QPoint& view) const
{
    return view + QPoint(0, verticalScrollBar()->value());
}

const StepBlock* StepsView::blockAt(const QPoint& content) const
{
    for (const StepBlock& block : m_layout.steps())
        if (block.rect.contains(content))
            return &block;
    return nullptr;
}

std::optional<StepsView::TextPlace> StepsView::placeAt(const QPoint& content) const
{
    const StepBlock* nearest = nullptr;
    int least = 0;
    for (const StepBlock& block : m_layout.steps()) {
        const int away =
            std::max({0, block.rect.top() - content.y(), content.y() - block.rect.bottom()});
        if (!nearest || away < least) {
            nearest = &block;
            least = away;
        }
    }
    if (!nearest)
        return {};
    QPoint in = content - nearest->rect.topLeft() - nearest->text;
    in.setY(std::clamp(in.y(), 0, std::max(0, nearest->textHeight - 1)));
    return TextPlace{nearest->step, nearest->words->placeAt(in)};
}

void StepsView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressed = toContent(event->pos());
    m_dragged = false;
    const auto place = placeAt(m_pressed);
    m_selecting = place.has_value();
    if (!place)
        return;
    m_cursor = *place;
    if (!(event->modifiers() & Qt::ShiftModifier) || m_anchor.step < 0)
        m_anchor = *place;
    viewport()->update();
}

void StepsView::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint content = toContent(event->pos());
    const StepBlock* over = blockAt(content);
    const bool line = (over && over->folds && m_layout.foldLine(*over).contains(content)) ||
                      m_layout.tail().contains(content);
    viewport()->setCursor(line ? Qt::PointingHandCursor : Qt::IBeamCursor);
    if (!m_selecting || !(event->buttons() & Qt::LeftButton))
        return;
    m_dragged |= (content - m_pressed).manhattanLength() >= QApplication::startDragDistance();
    if (event->pos().y() < 0 || event->pos().y() > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() +
                                      (event->pos().y() < 0 ? -20 : 20));
    if (const auto place = placeAt(content); place && m_dragged) {
        m_cursor = *place;
        viewport()->update();
    }
}

void StepsView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_selecting)
        return;
    m_selecting = false;
    if (m_dragged) {
        if (QClipboard* clipboard = QApplication::clipboard(); clipboard->supportsSelection())
            clipboard->setText(selectedText(), QClipboard::Selection);
        return;
    }
    const QPoint content = toContent(event->pos());
    if (m_layout.tail().contains(content)) {
        toggleTail();
        return;
    }
    const StepBlock* block = blockAt(content);
    if (!block)
        return;
    if (block->folds && m_layout.foldLine(*block).contains(content)) {
        if (!m_frame.unfolded.erase(block->step))
            m_frame.unfolded.insert(block->step);
        labelsChanged();
    } else if (block->step != m_frame.current) {
        emit stepChosen(block->step);
    }
}

void StepsView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto place = placeAt(toContent(event->pos()));
    if (!place)
        return;
    const StepBlock* block = m_layout.block(place->step);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, block->words->source());
    finder.setPosition(place->at);
    const auto to = finder.toNextBoundary();
    const auto from = finder.toPreviousBoundary();
    m_anchor = {place->step, std::max(0, static_cast<int>(from))};
    m_cursor = {place->step,
                to < 0 ? static_cast<int>(block->words->source().size()) : static_cast<int>(to)};
    viewport()->update();
}

QString StepsView::selectedText() const
{
    const auto [from, to] = std::minmax(m_anchor, m_cursor);
    QStringList parts;
    for (const StepBlock& block : m_layout.steps()) {
        if (from == to || block.step < from.step || block.step > to.step)
            continue;
        const auto [begin, end] = selectionIn(block);
        parts << block.words->source().mid(begin, end - begin);
    }
    return parts.join(u'\n');
}

void StepsView::copy() const
{
    QString text = selectedText();
    if (text.isEmpty() && m_frame.current >= 0 && m_frame.current < m_labelling.steps())
        text = QString::fromStdString(
            m_labelling.detail().trace.steps[static_cast<std::size_t>(m_frame.current)].text);
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void StepsView::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    menu.addAction(selectedText().isEmpty() ? tr("Copy this step") : tr("Copy"), this,
                   &StepsView::copy);
    menu.exec(event->globalPos());
}

QString StepsView::tooltipAt(const QPoint& content) const
{
    const StepBlock* block = blockAt(content);
    if (!block || !showsEstimates(block->step))
        return {};
    const QPoint in = content - block->rect.topLeft() - block->chips;
    for (const Estimate& estimate : m_labelling.detail().estimates) {
        if (estimate.step != block->step)
            continue;
        for (const ChipColumn& column : m_layout.columns())
            if (column.kind == estimate.kind && column.source == estimate.source.name &&
                QRect(QPoint(column.x, 0), chipSize(estimate)).contains(in))
                return chipWords(estimate);
    }
    return {};
}

bool StepsView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const QString words = tooltipAt(toContent(help->pos()));
        // Words of models may look like HTML: a paragraph around the escaped text stays words.
        QToolTip::showText(help->globalPos(),
                           words.isEmpty() ? QString()
                                           : QStringLiteral("<p>%1</p>").arg(words.toHtmlEscaped()),
                           this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void StepsView::resizeEvent(QResizeEvent*)
{
    relayout();
    centre();
}

void StepsView::scrollContentsBy(int, int)
{
    placeControls();
    viewport()->update();
}

void StepsView::focusInEvent(QFocusEvent*)
{
    viewport()->update();
}

void StepsView::focusOutEvent(QFocusEvent*)
{
    viewport()->update();
}

void StepsView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::LanguageChange)
        labelsChanged();
}

} // namespace steplight
