// SPDX-License-Identifier: GPL-3.0-or-later
// What the window remembers of this user on this machine: recent projects, theme, size of text,
// motion, language, keys, layouts. GUI thread.
#pragma once

#include "ui/key_map.h"
#include "ui/pages/start_page.h"
#include "ui/theme.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace steplight::preferences {

std::vector<RecentProject> recentProjects();
/// Puts folder first. picture and counts are what its card shows.
void noteProject(const RecentProject& project);
void forgetProject(const QString& folder);

Scheme scheme();
void setScheme(Scheme scheme);
QString language(); ///< "system", "en", "zh_CN"
void setLanguage(const QString& language);

int textPercent(); ///< of the desktop's size; one of textPercents (ui/shell/view_menu.h)
void setTextPercent(int percent);
bool motionReduced(); ///< until it is chosen here, what the desktop says
void setMotionReduced(bool reduced);

/// How the window is divided, by page, and which page is in front ("page").
using Layout = QMap<QString, QByteArray>;
QMap<QString, Layout> layouts(); ///< by name
void setLayouts(const QMap<QString, Layout>& layouts);
QString currentLayout(); ///< the name of the one used last
void setCurrentLayout(const QString& name);

/// The keys that differ from the defaults; what cannot be read is left out.
KeyChoice keys();
void setKeys(const KeyChoice& keys);

/// State of a window or page under a key of the caller's ("window", "label", "trace//path").
QByteArray state(const QString& key);
void setState(const QString& key, const QByteArray& state);

} // namespace steplight::preferences
