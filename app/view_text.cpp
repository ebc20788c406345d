// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/view_text.h"

#include <QStringList>

namespace steplight {

std::string textOf(const CanvasView& view)
{
    const QString text = QString::number(view.zoom, 'g', 9) % u' ' %
                         QString::number(view.centre.x(), 'g', 9) % u' ' %
                         QString::number(view.centre.y(), 'g', 9);
    return text.toStdString();
}

std::optional<CanvasView> viewOf(const std::string& text)
{
    const QStringList numbers = QString::fromStdString(text).split(u' ');
    if (numbers.size() != 3)
        return std::nullopt;
    return CanvasView{numbers[0].toDouble(), {numbers[1].toDouble(), numbers[2].toDouble()}};
}

} // namespace steplight
