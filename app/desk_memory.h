// SPDX-License-Identifier: GPL-3.0-or-later
// Where one was in a project and how a picture was looked at: settings that may reach the disk a
// moment later, together. Panning a picture writes once, and no label waits for it. GUI thread.
#pragma once

#include "app/session.h"

#include <map>
#include <string>

namespace steplight {

class DeskMemory final : public QObject
{
    Q_OBJECT

public:
    explicit DeskMemory(Session& session, QObject* parent = nullptr);
    /// What is noted and not written yet is written by the session before it closes.
    ~DeskMemory() override;

    void note(const std::string& setting, const std::string& value);

signals:
    void written();

private:
    void write();

    Session& m_session;
    std::map<std::string, std::string> m_unwritten;
    QTimer m_soon;
};

} // namespace steplight
