// SPDX-License-Identifier: GPL-3.0-or-later
// A menu's entries of which one holds. GUI thread only.
#pragma once

class QAction;
class QActionGroup;
class QMenu;
class QString;
class QVariant;

namespace steplight {

QAction* addChoice(QMenu* menu, QActionGroup* group, const QString& text, const QVariant& data);
/// Checks the one that has the data.
void check(QActionGroup* group, const QVariant& data);

} // namespace steplight
