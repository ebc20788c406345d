// SPDX-License-Identifier: GPL-3.0-or-later
// What was read from where, and the rows that could not be kept. Called on the project's thread.
// Adding is safe to repeat, so a killed import is continued by reading the file again.
#pragma once

#include "storage/project.h"
#include "storage/records/transfer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// Key of the file's record: made on the first reading, found again on later ones.
std::int64_t openImport(Project& project, const std::filesystem::path& file,
                        std::string_view format);
/// Keeps a row that could not be used; raw is cut to 64 KiB. The same row again adds nothing.
void keepRejected(Project& project, std::int64_t importKey, const RejectedRow& row,
                  std::string_view raw);
/// Notes the counts of this reading. A record without them is an import that was cut short.
void closeImport(Project& project, std::int64_t importKey, const ImportedFile& counts);

struct ImportRecord {
    std::string path;
    std::string format;
    bool finished = false;
    std::int64_t rejected = 0; ///< rows kept as rejected, over all readings
};
std::vector<ImportRecord> importRecords(Project& project);

struct RejectedRecord {
    std::string path;
    std::int64_t line = 0;
    std::string reason;
    std::string raw;
};
std::vector<RejectedRecord> rejectedRecords(Project& project, std::int64_t limit = 1000);

} // namespace steplight
