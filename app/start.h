// SPDX-License-Identifier: GPL-3.0-or-later
// Bringing up the window: application, theme, language. Main thread.
#pragma once

#include "ui/theme.h"

#include <QApplication>
#include <QString>

#include <memory>
#include <string>

namespace steplight {

/// A QApplication with the program's name, organisation and icon. Off screen when asked, or when
/// there is no display.
std::unique_ptr<QApplication> makeApplication(bool offScreen);
/// True when a window can be shown to somebody.
bool hasDisplay();
/// Installs theme and language ("system", "en", "zh_CN") for all windows.
/// textPercent is of the desktop's size of text.
void applyAppearance(Scheme scheme, const QString& language, int textPercent = 100);

/// Opens the window on a project folder (empty = start page) and stays until it is closed. The exit
/// code.
int openWindow(const std::string& folder);

} // namespace steplight
