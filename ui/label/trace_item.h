// SPDX-License-Identifier: GPL-3.0-or-later
// One trace in the queue panel: the beginning of its question above, its barcode and how far it is
// below. GUI thread only.
#pragma once

#include "ui/barcode.h"

#include <QStyledItemDelegate>

namespace steplight {

class TraceTableModel;

class TraceItem final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit TraceItem(QObject* parent = nullptr) : QStyledItemDelegate(parent) {}

    void setStyle(const BarcodeStyle& style) { m_style = style; }
    void setCurrent(const std::string& id) { m_current = id; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    BarcodeStyle m_style;
    std::string m_current;
};

} // namespace steplight
