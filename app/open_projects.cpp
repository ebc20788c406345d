// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/open_projects.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QSettings>

namespace steplight {
namespace {

const QString group = QStringLiteral("open");

/// A process of this number that is another program has only taken the number over.
bool lives(const QString& pid)
{
    const QString link = QStringLiteral("/proc/%1/exe").arg(pid);
    const QString program = QFileInfo(link).symLinkTarget();
    const QString own = QCoreApplication::applicationFilePath();
    return program == own ||
           program == own % QStringLiteral(" (deleted)"); // an upgrade replaced it
}

} // namespace

OpenProject::OpenProject(const QString& folder)
    : m_key(QStringLiteral("%1/%2").arg(group).arg(QCoreApplication::applicationPid()))
{
    QSettings settings;
    settings.setValue(m_key % QStringLiteral("/folder"), folder);
    settings.setValue(m_key % QStringLiteral("/since"), QDateTime::currentMSecsSinceEpoch());
    settings.sync(); // a crash asks nobody
}

OpenProject::~OpenProject()
{
    QSettings().remove(m_key);
}

std::vector<LostWindow> takeLostWindows()
{
    QSettings settings;
    std::vector<LostWindow> lost;
    settings.beginGroup(group);
    for (const QString& pid : settings.childGroups()) {
        if (lives(pid))
            continue;
        lost.push_back({settings.value(pid % QStringLiteral("/folder")).toString(),
                        settings.value(pid % QStringLiteral("/since")).toLongLong()});
        settings.remove(pid);
    }
    return lost;
}

} // namespace steplight
