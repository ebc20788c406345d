// SPDX-License-Identifier: GPL-3.0-or-later
// A button that shows the shape of region that it draws; its words are in the tooltip. GUI thread
// only.
#pragma once

#include "storage/records/label.h"

#include <QToolButton>

namespace steplight {

class ShapeButton final : public QToolButton
{
    Q_OBJECT

public:
    explicit ShapeButton(Region::Shape shape, QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Region::Shape m_shape;
};

} // namespace steplight
