// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access_role.h"

#include <QAccessibleWidget>
#include <QVariant>

namespace steplight {

namespace {

constexpr const char* roleProperty = "steplight.accessibleRole";

QAccessibleInterface* makeAccess(const QString&, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    const QVariant role = widget ? widget->property(roleProperty) : QVariant();
    return role.isValid()
               ? new QAccessibleWidget(widget, static_cast<QAccessible::Role>(role.toInt()))
               : nullptr;
}

} // namespace

void setAccessibleRole(QWidget* widget, QAccessible::Role role)
{
    static const bool once = (QAccessible::installFactory(makeAccess), true);
    Q_UNUSED(once);
    widget->setProperty(roleProperty, static_cast<int>(role));
}

} // namespace steplight
