// SPDX-License-Identifier: GPL-3.0-or-later
// Brings the work of several people together: a union of rows (docs/team.md). Called on the
// project's thread.
#pragma once

#include "storage/project.h"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace steplight {

/// What the project did not have before.
struct Merged {
    std::int64_t questions = 0;
    std::int64_t traces = 0;
    std::int64_t estimates = 0;
    std::int64_t labelRows = 0;
    std::int64_t imagesMissing = 0; ///< pictures of the other's questions that it has no file of
};

/// done and total count traces.
using MergeProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Adds the questions, traces, pictures, estimates, judge replies, trees and label rows of the
/// project in `other`, which is only read; of an older version a copy is brought up to date.
/// Settings, queues, runs, models and records of imports are each project's own. Label rows,
/// current labels and what is counted of them come out the same in whatever order projects are
/// merged, and however often. In slices: a merge that was killed is finished by merging again.
/// Throws as opening `other` does.
Merged mergeProject(Project& into, const std::filesystem::path& other,
                    const MergeProgress& progress = {});

} // namespace steplight
