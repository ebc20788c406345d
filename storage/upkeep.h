// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping a project sound: text index, check, backup. Called on the project's thread.
#pragma once

#include "storage/project.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace steplight {

/// Adds texts to the full-text index for about budget; true while some are left. Call it after an
/// import until it is false. Searches are right before that too, only slower.
bool indexTexts(Project& project, std::chrono::milliseconds budget = std::chrono::milliseconds(50));

/// Each problem is a sentence with how to mend it; empty = sound.
std::vector<std::string> checkProject(Project& project);

/// Works out anew, from estimates and labels, everything that docs/schema.md calls worked out.
/// Data are not touched. In slices: labels may come in between.
void mendProject(Project& project);

struct Backup {
    std::filesystem::path file;
    std::int64_t bytes = 0;
    std::string sha256;
};
/// A whole copy of the database in one file, consistent while others write. Throws "exists", "io".
Backup backup(Project& project, const std::filesystem::path& file);

} // namespace steplight
