// SPDX-License-Identifier: GPL-3.0-or-later
// What was dropped on a window, as local paths. Any thread.
#pragma once

#include <QStringList>

class QMimeData;

namespace steplight {

QStringList droppedPaths(const QMimeData& mime);   ///< files and folders that exist
QStringList droppedFolders(const QMimeData& mime); ///< folders only

} // namespace steplight
