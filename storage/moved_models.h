// SPDX-License-Identifier: GPL-3.0-or-later
// A project that lies elsewhere than it did. Called by Project while it opens.
#pragma once

#include "storage/project.h"

namespace steplight {

/// The database knows models by their whole paths, also those that the project's own runs made.
/// Where the project was moved or copied, these become the paths here, so that a model's parent,
/// what it learnt and what it scored stay known. A run is known by its id; one whose model is not
/// here stays where it was.
void followMovedModels(Project& project);

} // namespace steplight
