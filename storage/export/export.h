// SPDX-License-Identifier: GPL-3.0-or-later
// Writes traces with their labels as a data set for trainers. Called on the project's thread, which
// may also be that of a read-only connection.
#pragma once

#include "storage/project.h"
#include "storage/records/transfer.h"

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

struct ExportProgress {
    std::int64_t traces = 0; ///< looked at so far
    std::int64_t total = 0;
};
using ExportProgressed = std::function<void(const ExportProgress&)>;

/// preview: the same counts, drops and samples, and nothing is written.
enum class ExportMode { preview, write };

/// The forms of people's labels know no rule, no set and no threshold; labelme's out is a folder.
/// Writes recipe.out, its data card (out + ".card.json") and the pictures it names, beside it under
/// images/<two digits>/<sha256>.<ending>. Files appear whole or not at all; a cancelled or failed
/// export leaves the older ones. The same project and recipe give the same bytes. Throws
/// StorageError "no-such-format", "no-such-rule", "no-such-set", "io", and QueryError.
ExportReport exportTraces(Project& project, const ExportRecipe& recipe,
                          ExportMode mode = ExportMode::write,
                          const ExportProgressed& progressed = {}, std::stop_token stop = {});

/// What of the labels of these traces the form has no place for: part -> how many. Exports say it
/// in their reports, too; a preview before anything is written. Throws as exportTraces() does.
std::map<std::string, std::int64_t> unsaidBy(Project& project, const std::string& format,
                                             const std::string& query);

std::vector<FormatLine> exportFormatLines();

/// Whether a rule makes the format's labels; the others say people's labels as they are.
bool isTrainingFormat(std::string_view format);

} // namespace steplight
