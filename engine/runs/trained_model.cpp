// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/trained_model.h"

#include "engine/core/durable_file.h"
#include "engine/core/error.h"
#include "engine/core/save.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace steplight {
namespace {

namespace fs = std::filesystem;

/// Gives the model in the folder a name of its own, if there is one, and takes its parent's
/// calibration from it, which was of other weights.
void amendProfile(const fs::path& model, const std::string& name)
{
    const fs::path file = model / "steplight_profile.json";
    auto profile = nlohmann::ordered_json::object(); // no more than a name: the defaults stay
    if (std::ifstream in(file); in)
        profile = nlohmann::ordered_json::parse(in);
    profile.erase("calibration");
    if (!name.empty())
        profile["name"] = name;
    if (!profile.empty())
        writeDurably(file, profile.dump(1) + "\n");
}

/// Of the model that the training began with.
at::ScalarType storedType(const ModelFolder& trained, const Recipe& recipe)
{
    if (recipe.fromNothing)
        return at::kFloat;
    const SafeTensors file = SafeTensors::openFolder(trained.path);
    return file.tensors().begin()->second.type == at::kBFloat16 ? at::kBFloat16 : at::kFloat;
}

} // namespace

void leaveModel(const fs::path& run, const ModelFolder& trained, const Recipe& recipe)
{
    const fs::path made = run / "model", partial = run / "model.partial";
    SaveOptions options{trained.path};
    options.type = recipe.saveAs ? *recipe.saveAs : storedType(trained, recipe);
    try {
        fs::remove_all(partial);
        saveModel(trained.model, partial, options);
        amendProfile(partial, recipe.name);
        fs::remove_all(made);
        fs::rename(partial, made);
    } catch (const fs::filesystem_error& error) {
        throw EngineError("disk",
                          "The model could not be written (" + std::string(error.what()) + ").");
    }
    syncFolder(run);
}

} // namespace steplight
