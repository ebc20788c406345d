// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the tables labels, regions and supersedes as values, and back. For storage's own files.
#pragma once

#include "storage/project.h"
#include "storage/records/label.h"
#include "storage/sql.h"

#include <cstdint>
#include <string>
#include <vector>

namespace steplight {

struct LabelRow {
    std::int64_t key = 0;
    std::int64_t trace = 0;
    Label label;
};

/// state, rating and error_kind from three columns; regions and words are not read.
Verdict readVerdict(const Sql& sql, int column);

/// Rows in order of key. tail continues "... FROM labels l JOIN ... ", with its values: a join, a
/// WHERE, and so on.
template <class... Values> std::vector<LabelRow>
readLabels(Project& project, const std::string& tail, const Values&... values);
std::vector<LabelRow> readLabels(Sql& sql, Project& project);
extern const char* const labelColumns;

/// Appends the row with its regions; older are the keys that it supersedes. Brings current_labels
/// up to date; marks and facts are the caller's. Returns the row's key.
std::int64_t appendLabel(Project& project, const LabelRow& row, std::int64_t action,
                         const std::vector<std::int64_t>& older);

/// Key of the annotator of this name; made when new.
std::int64_t annotatorKey(Project& project, const std::string& name);

/// Keys of this annotator's rows on the step that nothing supersedes.
std::vector<std::int64_t> ownCurrentRows(Project& project, std::int64_t trace, int step,
                                         std::int64_t annotator);

/// Current rows that say what this one said, itself or copies by which undo and redo made it stand
/// again.
std::vector<std::int64_t> standingFor(Project& project, std::int64_t label);

/// kind is one of the words of actions.kind; standing as in the schema. Returns the key.
std::int64_t addAction(Project& project, const std::string& id, std::int64_t annotator,
                       const std::string& kind, std::optional<std::int64_t> subject, int standing);

/// Brings marks and facts of all steps and traces that these rows touch up to date.
void refreshTouched(Project& project, const std::vector<LabelRow>& rows);

std::int64_t millisecondsNow();

template <class... Values>
std::vector<LabelRow> readLabels(Project& project, const std::string& tail, const Values&... values)
{
    Sql sql(project, labelColumns + tail, values...);
    return readLabels(sql, project);
}

} // namespace steplight
