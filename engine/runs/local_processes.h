// SPDX-License-Identifier: GPL-3.0-or-later
// The other processes of a training on this machine's processor: a small model's operations are too
// short to be shared out among threads (docs/performance.md has what these gain). Main thread.
#pragma once

#include <cstdint>
#include <vector>

#include <sys/types.h>

#include "engine/runs/run.h"
#include "engine/training/recipe.h"

namespace steplight {

/// How many are to share each update: what the recipe says, or one a core, eight at most; no
/// more than an update has examples. One on a GPU, and where torchrun or Slurm have placed this one
/// among others.
std::int64_t localProcesses(const Recipe& recipe);

class LocalProcesses
{
public:
    /// Starts all but this one, and gives all the same share of the cores. Their place is in the
    /// environment, where Processes::fromEnvironment looks for it. Throws EngineError "processes".
    LocalProcesses(const RunOptions& options, std::int64_t count);
    /// What they had to do is done, or never will be: they end. They end with this process, too.
    ~LocalProcesses();
    LocalProcesses(const LocalProcesses&) = delete;
    LocalProcesses& operator=(const LocalProcesses&) = delete;

private:
    std::vector<pid_t> m_others;
};

} // namespace steplight
