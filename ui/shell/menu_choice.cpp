// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/menu_choice.h"

#include <QActionGroup>
#include <QMenu>
#include <QVariant>

namespace steplight {

QAction* addChoice(QMenu* menu, QActionGroup* group, const QString& text, const QVariant& data)
{
    QAction* action = menu->addAction(text);
    action->setCheckable(true);
    action->setData(data);
    group->addAction(action);
    return action;
}

void check(QActionGroup* group, const QVariant& data)
{
    for (QAction* action : group->actions())
        action->setChecked(action->data() == data);
}

} // namespace steplight
