// SPDX-License-Identifier: GPL-3.0-or-later
// Bringing a database to the version this program writes. Called by Project while it opens.
#pragma once

#include "storage/project.h"

namespace steplight {

constexpr std::int32_t projectApplicationId = 0x53544C54; ///< "STLT" in the file's header

int currentSchemaVersion();
/// 0 for an empty file. Throws "not-a-project" for other people's databases, "newer-version",
/// and "damaged" for one that holds triggers or views, which no project has.
int readSchemaVersion(Project& project);
/// Runs the schema steps from that version on, each in one transaction; a project that has
/// something in it is first copied to project-v<version>.db beside it.
void migrate(Project& project, int fromVersion);

} // namespace steplight
