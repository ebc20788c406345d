// SPDX-License-Identifier: GPL-3.0-or-later
// Which projects this user's windows have open, noted where a crash leaves it, so that the next
// start can say what became of them. GUI thread.
#pragma once

#include <QString>

#include <vector>

namespace steplight {

/// Noted until the object goes, or the process dies.
class OpenProject
{
public:
    explicit OpenProject(const QString& folder);
    ~OpenProject();
    OpenProject(const OpenProject&) = delete;
    OpenProject& operator=(const OpenProject&) = delete;

private:
    QString m_key;
};

struct LostWindow {
    QString folder;
    qint64 since = 0; ///< milliseconds since 1970 UTC
};
/// Windows whose process is gone without having closed them; told once.
std::vector<LostWindow> takeLostWindows();

} // namespace steplight
