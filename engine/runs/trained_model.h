// SPDX-License-Identifier: GPL-3.0-or-later
// What a training leaves in its folder: a model that can be used like any other. Main thread of the
// training's first process.
#pragma once

#include "engine/prm/model_folder.h"
#include "engine/training/recipe.h"

#include <filesystem>

namespace steplight {

/// `trained`, adapters merged into it, as `run`/model, whole or not there; in the type that the
/// recipe names, else in that of the model it began with. Throws EngineError "disk".
void leaveModel(const std::filesystem::path& run, const ModelFolder& trained, const Recipe& recipe);

} // namespace steplight
