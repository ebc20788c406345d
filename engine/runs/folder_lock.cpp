// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/folder_lock.h"

#include "engine/core/error.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace steplight {
namespace {

/// The process id, for people who wonder. The lock is the flock, not this.
void sayWho(int file)
{
    const std::string line = std::to_string(::getpid()) + '\n';
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, line.data(), line.size(), 0) < 0)
        return; // a full disk shows itself at the first event
}

} // namespace

FolderLock::FolderLock(const std::filesystem::path& folder, int inherited) : m_file(inherited)
{
    if (m_file < 0)
        m_file = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_file < 0)
        throw EngineError("disk", "The lock of " + folder.string() +
                                      " cannot be opened: " + std::strerror(errno) + ".");
    ::fcntl(m_file, F_SETFD, FD_CLOEXEC);
    // A reader that asks whether an engine lives holds the lock for an instant: try for half a
    // second.
    for (int attempt = 0; attempt < 20; ++attempt) {
        if (::flock(m_file, LOCK_EX | LOCK_NB) == 0) {
            sayWho(m_file);
            return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    ::close(m_file);
    throw EngineError("busy", "Another engine is at work in " + folder.string() +
                                  ". Nothing was changed; wait for it, or cancel that run.");
}

FolderLock::~FolderLock()
{
    ::close(m_file);
}

} // namespace steplight
