// SPDX-License-Identifier: GPL-3.0-or-later
// A trace as a row of small lit cells, one a step, so that a hundred traces read as a barcode:
// fill = estimate, gap = section boundary, mark above = a person's label. GUI thread only.
#pragma once

#include "storage/records/trace_row.h"
#include "ui/light.h"

#include <QSize>
#include <QString>
#include <QStyledItemDelegate>

#include <functional>

class QPainter;
class QRect;

namespace steplight {

struct BarcodeStyle {
    LightSource source = LightSource::mc;
    double threshold = 0.5;
    bool hidden = false; ///< blind: all cells hatched, labels still shown
};

/// Paints the cells left-aligned into rect; many steps are narrowed down to 2 pixels a cell, and
/// beyond that the row ends in "…". Cells that say nothing are hatched.
void paintBarcode(QPainter& painter, const QRect& rect, const std::vector<LitCell>& cells,
                  const BarcodeStyle& style, const Theme& theme);
/// The size at which every cell has its full width.
QSize barcodeSize(int steps);
/// "7 steps: 4 right, 1 undecided, 2 wrong, 0 without estimate; 3 labelled" for screen readers.
QString barcodeWords(const std::vector<LitCell>& cells, const BarcodeStyle& style);

/// Paints one column of any view as barcodes. cellsOf gives the row at an index, or nullptr while
/// it is not there yet; the pointer is used only during the call.
class BarcodeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using CellsOf = std::function<const std::vector<LitCell>*(const QModelIndex&)>;

    explicit BarcodeDelegate(CellsOf cellsOf, QObject* parent = nullptr);

    void setStyle(const BarcodeStyle& style); ///< the view must be updated by the caller

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    CellsOf m_cellsOf;
    BarcodeStyle m_style;
};

} // namespace steplight
