// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader calls a widget that paints itself; Qt says "client area" of all of them. GUI
// thread only.
#pragma once

#include <QAccessible>

class QWidget;

namespace steplight {

void setAccessibleRole(QWidget* widget, QAccessible::Role role);

} // namespace steplight
