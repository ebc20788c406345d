// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/folder_lock.h"

#include "engine/core/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace steplight {

FolderLock::FolderLock(const std::filesystem::path& folder, int inherited) : m_file(inherited)
{
    if (m_file < 0)
        m_file = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_file < 0)
        throw EngineError("disk", "The lock of " + folder.string() +
                                      " cannot be opened: " + std::strerror(errno) + ".");
    ::fcntl(m_file, F_SETFD, FD_CLOEXEC);
    if (::flock(m_file, LOCK_EX | LOCK_NB) == 0)
        return;
    ::close(m_file);
    throw EngineError("busy", "Another engine is at work in " + folder.string() +
                                  ". Nothing was changed; wait for it, or cancel that run.");
}

FolderLock::~FolderLock()
{
    ::close(m_file);
}

} // namespace steplight
