// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk_memory.h"

#include "storage/runs.h"

#include <utility>

namespace steplight {
namespace {

constexpr int writeAfter = 300; // ms

} // namespace

DeskMemory::DeskMemory(Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(writeAfter);
    connect(&m_soon, &QTimer::timeout, this, &DeskMemory::write);
}

DeskMemory::~DeskMemory()
{
    write();
}

void DeskMemory::note(const std::string& setting, const std::string& value)
{
    m_unwritten[setting] = value;
    m_soon.start();
}

void DeskMemory::write()
{
    if (m_unwritten.empty())
        return;
    m_session.writer().post(
        this,
        [known = std::exchange(m_unwritten, {})](Project& project) {
            project.transact([&] {
                for (const auto& [setting, value] : known)
                    setSetting(project, setting, value);
            });
        },
        [this] { emit written(); });
}

} // namespace steplight
