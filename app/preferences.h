// SPDX-License-Identifier: GPL-3.0-or-later
// What the window remembers of this user on this machine: recent projects, theme, language, keys,
// sizes.
// GUI thread.
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

/// The keys that differ from the defaults; what cannot be read is left out.
KeyChoice keys();
void setKeys(const KeyChoice& keys);

/// State of a window or page under a key of the caller's ("window", "label", "trace//path").
QByteArray state(const QString& key);
void setState(const QString& key, const QByteArray& state);

} // namespace steplight::preferences
