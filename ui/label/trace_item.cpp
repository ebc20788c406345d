// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/trace_item.h"

#include "ui/pages/trace_table_model.h"
#include "ui/theme.h"

#include <QPainter>

namespace steplight {

QSize TraceItem::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const
{
    const int words = QFontMetrics(fontOf(TextSize::small)).height();
    return {option.rect.width(), words + barcodeSize(1).height() + 3 * metrics::gap};
}

void TraceItem::paint(QPainter* painter, const QStyleOptionViewItem& option,
                      const QModelIndex& index) const
{
    const auto* model = qobject_cast<const TraceTableModel*>(index.model());
    const TraceRow* row = model ? model->row(index.row()) : nullptr;
    const Theme& theme = Theme::of(option.palette);
    const bool current = row && row->id == m_current;
    painter->save();
    if (current || option.state & QStyle::State_Selected)
        paintSelected(*painter, option.rect, theme);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, theme.hover);
    if (current)
        painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())),
                          theme.accent);
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(theme.accent, 2));
        painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
    }
    const QRect inner =
        option.rect.adjusted(metrics::grid, metrics::gap, -metrics::grid, -metrics::gap);
    painter->setFont(fontOf(TextSize::small));
    const QFontMetrics fm = painter->fontMetrics();
    painter->setPen(row ? theme.text : theme.muted);
    const QString mark = !row || !row->correct ? QString()
                         : *row->correct       ? QStringLiteral("✓")
                                               : QStringLiteral("✕");
    const int markWidth = mark.isEmpty() ? 0 : fm.horizontalAdvance(mark) + metrics::grid;
    const QString words =
        row ? QString::fromStdString(row->question).simplified() : QStringLiteral("…");
    const QRect line(inner.x(), inner.y(), inner.width(), fm.height());
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                      fm.elidedText(words, Qt::ElideRight, line.width() - markWidth));
    painter->setPen(theme.muted);
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, mark);
    if (row) {
        const QString done =
            QStringLiteral("%1/%2").arg(row->labelled).arg(static_cast<int>(row->cells.size()));
        const int room = fm.horizontalAdvance(QStringLiteral("88/88")) + metrics::grid;
        const QRect below(inner.x(), line.bottom() + metrics::gap, inner.width(),
                          barcodeSize(1).height());
        painter->setFont(figuresOf(TextSize::small));
        painter->drawText(below, Qt::AlignRight | Qt::AlignVCenter, done);
        paintBarcode(*painter, below.adjusted(0, 0, -room, 0), row->cells, m_style, theme);
    }
    painter->restore();
}

} // namespace steplight
