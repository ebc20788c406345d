// SPDX-License-Identifier: GPL-3.0-or-later
// Takes what is no person's word from one project into another. Called on the thread of both
// projects, inside a WriteSlice or transact() of the one that is written.
#pragma once

#include "storage/images.h"
#include "storage/project.h"

#include <string>

namespace steplight {

/// What a project did not have before.
struct Carried {
    bool isNew = false;
    int estimates = 0;
    int imagesMissing = 0; ///< pictures that the other project has no file of
};

/// The question and its pictures, by their bytes. Of a known one as addQuestion does. `keep` is for
/// pictures that `from` refers to; copies stay copies.
Carried carryQuestion(Project& from, const std::string& questionId, Project& into, Keep keep);

/// The trace with its estimates and judge replies; its question must be there. Labels stay behind.
/// Of a known trace as addTrace does; an estimate that `into` has from the same source stays.
Carried carryTrace(Project& from, const std::string& traceId, Project& into);

} // namespace steplight
