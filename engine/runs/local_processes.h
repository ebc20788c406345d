// SPDX-License-Identifier: GPL-3.0-or-later
// The other processes of a training on this machine's processor: a small model's operations are too
// short to be shared out among threads (docs/performance.md has what these gain). Main thread.
#pragma once

#include <cstdint>
#include <thread>
#include <vector>

#include <sys/types.h>

#include "engine/runs/run.h"
#include "engine/training/recipe.h"

namespace steplight {

/// How many are to share each update: what the recipe says, or one a thread, eight at most; no more
/// than an update has examples. One on a GPU, and where torchrun or Slurm have placed this one
/// among others, or where this machine has no loopback interface.
std::int64_t localProcesses(const Recipe& recipe);

class LocalProcesses
{
public:
    /// Starts all but this one and shares the threads out. Their place is in the environment, where
    /// Processes::fromEnvironment looks for it: a file in the run's folder by which they meet.
    /// Throws EngineError "engine".
    LocalProcesses(const RunOptions& options, const Recipe& recipe, std::int64_t count);
    /// What they had to do is done, or never will be: they end. They end with this process, too;
    /// and it with them, in the middle of whatever it does, where one is killed.
    ~LocalProcesses();
    LocalProcesses(const LocalProcesses&) = delete;
    LocalProcesses& operator=(const LocalProcesses&) = delete;

private:
    std::filesystem::path m_meeting;
    std::vector<pid_t> m_others;
    std::jthread m_watch;
};

} // namespace steplight
