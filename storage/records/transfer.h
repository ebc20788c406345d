// SPDX-License-Identifier: GPL-3.0-or-later
// What an import did and what an export will do. Plain values, any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace steplight {

/// What the verb `formats` lists.
struct FormatLine {
    std::string name;
    std::string description; ///< one line
};

struct RejectedRow {
    std::int64_t line = 0; ///< 1-based line of the file (record number in a JSON array)
    std::string reason;    ///< short and true: "no [Reasoning] section", "broken JSON: ..."
};

/// rows = traces + questionsOnly + duplicates + rejected.size(), in every file.
struct ImportedFile {
    std::string path;
    std::string format;
    std::int64_t rows = 0;
    std::int64_t questions = 0;     ///< new questions
    std::int64_t questionsOnly = 0; ///< rows that bring a question and no trace
    std::int64_t traces = 0;
    std::int64_t steps = 0;
    std::int64_t duplicates = 0;
    std::int64_t nonFinite = 0; ///< bare NaN/Infinity read as null
    std::vector<RejectedRow> rejected;
    /// What of the kept rows was kept in another form, or not at all: words -> times.
    std::map<std::string, std::int64_t> altered;
};

struct ImportReport {
    std::vector<ImportedFile> files;
    std::int64_t judgeReplies = 0, judgeMatched = 0, judgeUnmatched = 0, judgeUnparsable = 0;
    std::int64_t imagesFound = 0, imagesMissing = 0;
    std::vector<std::string> skipped; ///< files of a folder that no format knows
    bool cancelled = false;
};

struct ImportProgress {
    std::string path;
    std::int64_t bytes = 0, totalBytes = 0; ///< over all files
    std::int64_t traces = 0;                ///< kept so far
};

struct ExportRecipe {
    std::string format = "vlprm-chat";
    std::string out;
    std::string query;                ///< which traces; empty = all
    std::string rule = "human-first"; ///< how labels and estimates become training labels
    std::string set = "full";         ///< or "balanced" or "ablation" (docs/formats.md)
    double threshold = 0.0;           ///< mc: a step is wrong when value <= threshold
    bool operator==(const ExportRecipe&) const = default;
};

struct ExportedFile {
    std::string path;
    std::int64_t rows = 0;
    std::string sha256;
};

struct ExportReport {
    std::vector<ExportedFile> files;
    std::int64_t traces = 0;      ///< that the query gives
    std::int64_t stepsBefore = 0; ///< theirs
    std::int64_t steps = 0;       ///< that carry a training label
    std::int64_t rows = 0;
    std::map<std::string, std::int64_t> dropped; ///< reason -> rows or labels the form cannot say
    /// What of the labels the form has no place for (also where a rule passes them over): part ->
    /// how many.
    std::map<std::string, std::int64_t> unsaid;
    std::vector<std::string> samples; ///< up to five rows as text, for the preview
    bool cancelled = false;           ///< nothing was written then
};

} // namespace steplight
