// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/drops.h"

#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace steplight {

QStringList droppedPaths(const QMimeData& mime)
{
    QStringList paths;
    for (const QUrl& url : mime.urls())
        if (url.isLocalFile() && QFileInfo::exists(url.toLocalFile()))
            paths << url.toLocalFile();
    return paths;
}

QStringList droppedFolders(const QMimeData& mime)
{
    QStringList folders;
    for (const QString& path : droppedPaths(mime))
        if (QFileInfo(path).isDir())
            folders << path;
    return folders;
}

} // namespace steplight
