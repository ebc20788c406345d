// SPDX-License-Identifier: GPL-3.0-or-later
// Models that lie elsewhere than they did.
#pragma once

#include "storage/project.h"

namespace steplight {

/// Called by Project while it opens. The database knows models by their whole paths, also those
/// that the project's own runs made. Where the project was moved or copied, these become the paths
/// here, so that a model's parent, what it learnt and what it scored stay known. A run is known by
/// its id; one whose model is not here stays where it was.
void followMovedModels(Project& project);

/// Whatever the database says of the model (or of all below the folder) at `was`, it says of `now`.
void followModel(Project& project, const std::string& was, const std::string& now);

} // namespace steplight
