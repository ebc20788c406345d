// SPDX-License-Identifier: GPL-3.0-or-later
// Reads data files into a project. Called on the project's thread; safe to repeat, so a killed or
// cancelled import is continued by importing the same paths again.
#pragma once

#include "storage/project.h"
#include "storage/records/transfer.h"

#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace steplight {

struct ImportOptions {
    std::string format; ///< of the paths (not of the judge's); empty = told by content
    std::vector<std::filesystem::path> imageFolders; ///< looked in before the data file's folder
    std::vector<std::filesystem::path> judgePaths;   ///< batch requests and replies, in any order
    bool copyImages = true; ///< false: refer to the pictures where they lie
};

/// Called between transactions, some twenty times a second: the callee may write to the project.
using ImportProgressed = std::function<void(const ImportProgress&)>;

/// Files, folders (every file below that a format knows; the rest is listed as skipped) or "-" for
/// standard input. Solutions are read first, then what was sent to judges, then their replies; the
/// report's files stand in that order. A judge's file has no rows but the rejected ones: what it
/// holds is counted in judge*. Throws StorageError "no-such-file", "no-such-format", "io" before
/// anything is read, and whatever the database throws; what was committed until then is kept.
ImportReport importPaths(Project& project, std::span<const std::filesystem::path> paths,
                         const ImportOptions& options, const ImportProgressed& progressed = {},
                         std::stop_token stop = {});

std::vector<FormatLine> importFormatLines();

} // namespace steplight
