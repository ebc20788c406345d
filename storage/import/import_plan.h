// SPDX-License-Identifier: GPL-3.0-or-later
// Which files an import reads, in which order, as which format. Any thread.
#pragma once

#include "storage/import/format.h"
#include "storage/import/import.h"
#include "storage/import/record_reader.h"

#include <memory>

namespace steplight {

struct PlannedFile {
    std::filesystem::path path;     ///< "-" = standard input
    const Format* format = nullptr; ///< null = told by its rows while reading, or unknown
    std::int64_t bytes = 0;         ///< 0 = unknown
    bool judge = false;             ///< named as a judge's file
    std::string noData;             ///< why the file is no data set at all; empty when it may be
};

struct ImportPlan {
    std::vector<PlannedFile> files; ///< solutions, then requests to judges, then their replies
    std::vector<std::string> skipped;
};

/// Throws StorageError "no-such-file", "no-such-format".
ImportPlan planImport(std::span<const std::filesystem::path> paths, const ImportOptions& options);

/// Reads a file or standard input. Throws StorageError "io" when it cannot be opened.
RecordReader::Source openSource(const std::filesystem::path& path);

/// simdjson's error in our words.
std::string brokenJson(simdjson::error_code error);

} // namespace steplight
