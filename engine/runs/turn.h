// SPDX-License-Identifier: GPL-3.0-or-later
// One run at a time: those of a project that were ordered to wait for their turn share the flock on
// the file `turn` beside their folders, freed by the kernel however an engine ends. Any thread.
#pragma once

#include <filesystem>
#include <stop_token>

namespace steplight {

class Turn
{
public:
    /// Waits. The run whose folder's name comes first goes first: names are UUIDv7, so it is the
    /// one that was ordered first. Throws EngineError "cancelled", "disk".
    Turn(const std::filesystem::path& folder, const std::stop_token& stop);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    int m_file;
};

} // namespace steplight
