// SPDX-License-Identifier: GPL-3.0-or-later
// A query with the project's own circumstances. For storage's own files.
#pragma once

#include "storage/project.h"
#include "storage/queries.h"

namespace steplight {

/// Compiled with the project's annotator, today, and how far the text index reaches.
Condition compileFor(Project& project, const std::string& query);

} // namespace steplight
