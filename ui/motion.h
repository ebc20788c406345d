// SPDX-License-Identifier: GPL-3.0-or-later
// Whether things on the screen may move of themselves. The window has no motion of its own; what
// there is are Qt's effects (menus, lists, scroll bars, the blinking cursor) and bars that only say
// "busy". GUI thread only.
#pragma once

#include <QtGlobal>

class QProgressBar;

namespace steplight {

/// For the whole application, now and for what is made later.
void setMotionReduced(bool reduced);
bool motionReduced();

/// What GTK's and KDE's settings say; there is nothing that Qt could ask before Qt 6.10.
bool desktopReducesMotion();

/// total 0 = no end in sight: the bar moves to and fro, or under reduced motion stays empty, and
/// the words beside it say what goes on.
void showProgress(QProgressBar& bar, qint64 done, qint64 total);

} // namespace steplight
