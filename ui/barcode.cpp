// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/barcode.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace steplight {

namespace {

constexpr int cellWidth = 10;
constexpr int leastCellWidth = 2;
constexpr int glyphFrom = 9; // narrower cells have no room for a glyph
constexpr int cellHeight = 12;
constexpr int drop = 4; // a wrong cell hangs this much lower than a right one
constexpr int markHeight = 7;
constexpr int between = 1;
constexpr int sectionGap = 5;
constexpr int rowHeight = markHeight + between + cellHeight + drop;

bool startsSection(const std::vector<LitCell>& cells, std::size_t i)
{
    return i > 0 && cells[i].section != cells[i - 1].section;
}

int gapsIn(const std::vector<LitCell>& cells)
{
    int gaps = 0;
    for (std::size_t i = 1; i < cells.size(); ++i)
        gaps += startsSection(cells, i) ? 1 : 0;
    return gaps;
}

/// Width of a cell so that all fit into the given width, between 2 pixels and the full width.
int cellWidthFor(const std::vector<LitCell>& cells, int width)
{
    const int room = width - gapsIn(cells) * (sectionGap - between);
    return std::clamp(room / static_cast<int>(cells.size()) - between, leastCellWidth, cellWidth);
}

void paintCell(QPainter& painter, QRect cell, std::optional<double> value, double threshold,
               const Theme& theme)
{
    if (!value) {
        cell.translate(0, drop / 2);
        paintNoEstimate(painter, cell, theme);
        return;
    }
    const int bin = binOf(*value, threshold);
    cell.translate(0, bin < 3 ? drop : bin == 3 ? drop / 2 : 0);
    painter.fillRect(cell, lightColour(bin, theme));
    if (cell.width() < glyphFrom)
        return;
    QRectF glyph(0, 0, 7, 7);
    glyph.moveCenter(QRectF(cell).center());
    paintLightGlyph(painter, glyph, bin, chipTextColour(bin, theme));
}

/// A person's label: the glyph of the rating where there is room, else a tick.
void paintMark(QPainter& painter, const QRect& mark, const LitCell& cell, const Theme& theme)
{
    if (cell.state == LabelState::unlabelled)
        return;
    if (cell.state == LabelState::rated && mark.width() >= glyphFrom - 2) {
        QRectF glyph(0, 0, markHeight, markHeight);
        glyph.moveCenter(QRectF(mark).center());
        paintLightGlyph(painter, glyph, 3 + 3 * cell.rating, theme.text);
        return;
    }
    const int height = cell.state == LabelState::rated ? 3 : 1;
    painter.fillRect(mark.left(), mark.bottom() + 1 - height, mark.width(), height, theme.text);
}

} // namespace

QSize barcodeSize(int steps)
{
    return {steps * (cellWidth + between) + sectionGap, rowHeight};
}

void paintBarcode(QPainter& painter, const QRect& rect, const std::vector<LitCell>& cells,
                  const BarcodeStyle& style, const Theme& theme)
{
    if (cells.empty())
        return;
    const int width = cellWidthFor(cells, rect.width());
    const int all = static_cast<int>(cells.size()) * (width + between) - between +
                    gapsIn(cells) * (sectionGap - between);
    const int more = all <= rect.width() ? 0 : 14; // room for the "…"
    const int top = rect.top() + std::max(0, (rect.height() - rowHeight) / 2);
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    int x = rect.left();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        x += startsSection(cells, i) ? sectionGap - between : 0;
        const bool last = i + 1 == cells.size();
        const int room = rect.right() + 1 - x - (last ? 0 : more);
        if (room < width) {
            painter.setFont(fontOf(TextSize::small));
            painter.setPen(theme.muted);
            painter.drawText(QRect(x, top, more, rowHeight), Qt::AlignLeft | Qt::AlignVCenter,
                             QStringLiteral("…"));
            break;
        }
        paintMark(painter, QRect(x, top, width, markHeight), cells[i], theme);
        paintCell(painter, QRect(x, top + markHeight + between, width, cellHeight),
                  style.hidden ? std::nullopt : lightOf(cells[i], style.source), style.threshold,
                  theme);
        x += width + between;
    }
    painter.restore();
}

QString barcodeWords(const std::vector<LitCell>& cells, const BarcodeStyle& style)
{
    int right = 0, undecided = 0, wrong = 0, none = 0, labelled = 0;
    for (const LitCell& cell : cells) {
        labelled += cell.state != LabelState::unlabelled ? 1 : 0;
        const auto value = style.hidden ? std::nullopt : lightOf(cell, style.source);
        const int bin = value ? binOf(*value, style.threshold) : 0;
        (!value ? none : bin < 3 ? wrong : bin == 3 ? undecided : right) += 1;
    }
    const QString steps = BarcodeDelegate::tr("Steps: %1.").arg(cells.size());
    const QString people = BarcodeDelegate::tr("Labelled: %1.").arg(labelled);
    if (style.hidden)
        return steps + QLatin1Char(' ') + people;
    return steps + QLatin1Char(' ') +
           BarcodeDelegate::tr("Right: %1, undecided: %2, wrong: %3, no estimate: %4.")
               .arg(right)
               .arg(undecided)
               .arg(wrong)
               .arg(none) +
           QLatin1Char(' ') + people;
}

BarcodeDelegate::BarcodeDelegate(CellsOf cellsOf, QObject* parent)
    : QStyledItemDelegate(parent), m_cellsOf(std::move(cellsOf))
{
}

void BarcodeDelegate::setStyle(const BarcodeStyle& style)
{
    m_style = style;
}

void BarcodeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.text.clear();
    item.widget->style()->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);
    if (const std::vector<LitCell>* cells = m_cellsOf(index))
        paintBarcode(*painter, option.rect.adjusted(metrics::grid, 0, -metrics::gap, 0), *cells,
                     m_style, Theme::of(option.palette));
}

QSize BarcodeDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const std::vector<LitCell>* cells = m_cellsOf(index);
    const QSize size = barcodeSize(cells ? static_cast<int>(cells->size()) : 8);
    return {size.width() + metrics::grid + metrics::gap,
            std::max(size.height() + metrics::gap, metrics::hitTarget)};
}

} // namespace steplight
