// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/plain_label.h"

#include <QLabel>

namespace steplight {

QLabel* plainLabel(QWidget* parent, const QString& text)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setText(text);
    return label;
}

} // namespace steplight
