// SPDX-License-Identifier: GPL-3.0-or-later
// What people say. Rows are only ever added. Called on the project's thread; each call is one
// transaction and on the disk before it returns.
#pragma once

#include "storage/project.h"
#include "storage/records/label.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// Why a region can be nobody's evidence, whatever its picture: a sentence; empty when it can. Any
/// thread.
std::string regionFault(const Region& region);

/// Records one action of one annotator: one row a step, one key press. Fills id, action, createdAt,
/// guideline (the version that holds) and supersedes (the annotator's own current rows there; ids
/// that the caller put in, as an adjudicator does, stay) and returns the rows as stored. Throws
/// "no-such-trace", "bad-label".
std::vector<Label> recordLabels(Project& project, std::vector<Label> rows);

/// Labels that come with data (annotator "dataset:<name>", or a person of another program). Their
/// ids are made of what they say, so the same ones again, or in another project, are the same rows.
/// They replace what they name in supersedes and nothing else: where one annotator's labels of a
/// step differ, they stand as rivals.
/// Number of new ones. No part of anyone's undo.
int addDatasetLabels(Project& project, const std::vector<Label>& rows);

struct UndoneAction {
    std::string action;         ///< the action taken back or done again
    std::vector<Label> subject; ///< its rows
    std::vector<Label> written; ///< the rows that this appended; what is current now
};
/// Takes back the annotator's last action that still stands, in whatever trace, passing over those
/// that others have replaced since. Unset when there is none.
std::optional<UndoneAction> undo(Project& project, const std::string& annotator);
/// Does again what the last undo took back; a new action in between has cut it.
std::optional<UndoneAction> redo(Project& project, const std::string& annotator);
bool canUndo(Project& project, const std::string& annotator);
bool canRedo(Project& project, const std::string& annotator);

/// Rows that nothing supersedes, withdrawn ones left out; by step, then age.
std::vector<Label> currentLabels(Project& project, std::string_view traceId);

/// The last actions that stand, newest first.
std::vector<Decision> recentDecisions(Project& project, const std::string& annotator, int limit);

/// The newest row of anybody: "saved 12:03, step 4, +1".
std::optional<Label> lastSaved(Project& project);

struct LabelCounts {
    std::int64_t left = 0;  ///< traces with undecided steps
    std::int64_t today = 0; ///< steps this annotator has labelled since local midnight
};
LabelCounts labelCounts(Project& project, const std::string& annotator);

/// Names of all who have labelled, "dataset:" ones included, in order of first label.
std::vector<std::string> annotators(Project& project);

} // namespace steplight
