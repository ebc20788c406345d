// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/turn.h"

#include "engine/core/error.h"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace steplight {
namespace {

namespace fs = std::filesystem;

/// Whether an engine holds the folder's lock, at work or waiting.
bool isAlive(const fs::path& folder)
{
    const int file = ::open((folder / "lock").c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool alive = ::flock(file, LOCK_SH | LOCK_NB) != 0;
    ::close(file);
    return alive;
}

bool isFirst(const fs::path& folder)
{
    std::error_code gone; // a folder may be deleted meanwhile
    for (const fs::directory_entry& other : fs::directory_iterator(folder.parent_path(), gone))
        if (other.path().filename() < folder.filename() && isAlive(other.path()))
            return false;
    return true;
}

} // namespace

Turn::Turn(const fs::path& folder, const std::stop_token& stop)
{
    const fs::path own = fs::canonical(folder);
    const fs::path shared = own.parent_path() / "turn";
    m_file = ::open(shared.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (m_file < 0)
        throw EngineError("disk",
                          shared.string() + " cannot be opened: " + std::strerror(errno) + ".");
    while (!stop.stop_requested()) {
        if (::flock(m_file, LOCK_EX | LOCK_NB) == 0) {
            if (isFirst(own))
                return;
            ::flock(m_file, LOCK_UN);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    ::close(m_file);
    throw EngineError("cancelled", "The run was cancelled before its turn came.");
}

Turn::~Turn()
{
    ::close(m_file);
}

} // namespace steplight
