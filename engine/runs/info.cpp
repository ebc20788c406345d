// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/info.h"

#include "engine/core/error.h"
#include "engine/prm/checkpoint.h"
#include "engine/protocol/error.h"

#include <ATen/Parallel.h>
#include <nlohmann/json.hpp>
#include <torch/headeronly/version.h>

#include <filesystem>

namespace steplight {
namespace {

namespace fs = std::filesystem;

/// The GPU plug-in beside the program or in its library folder; empty when it is not installed.
std::string pluginFile()
{
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
    for (const fs::path& folder : {program, program / "../lib/steplight"})
        if (fs::exists(folder / "libsteplight_cuda.so", error))
            return (folder / "libsteplight_cuda.so").lexically_normal();
    return {};
}

} // namespace

std::string engineInfo(bool asJson)
{
    const std::string plugin = pluginFile();
    const int threads = at::get_num_threads();
    if (asJson) {
        nlohmann::ordered_json object{{"version", STEPLIGHT_VERSION},
                                      {"protocol", protocol::version},
                                      {"libtorch", TORCH_VERSION},
                                      {"devices", {{{"name", "cpu"}, {"threads", threads}}}},
                                      {"plugin", nullptr}};
        if (!plugin.empty())
            object["plugin"] = plugin;
        return object.dump();
    }
    return "steplight-engine " STEPLIGHT_VERSION ", protocol " + std::to_string(protocol::version) +
           ", LibTorch " TORCH_VERSION ", cpu with " + std::to_string(threads) + " threads, " +
           (plugin.empty() ? "no GPU plug-in found" : "GPU plug-in " + plugin);
}

std::string modelInfo(const std::string& folder, bool asJson)
{
    nlohmann::ordered_json model;
    try {
        const CheckpointFacts facts = describeCheckpoint(folder);
        model = {
            {"name", facts.name},
            {"hash", facts.hash},
            {"profile", facts.profile},
            {"parameters", facts.parameters},
            {"dtype", facts.dtype},
            {"note", facts.profileFromFile
                         ? ""
                         : "No steplight_profile.json: asked as the published VL-PRM models are."}};
    } catch (const EngineError& error) {
        model = {{"error", error.what()}};
    }
    if (asJson)
        return nlohmann::ordered_json{{"model", model}}.dump();
    std::string text;
    for (const auto& [key, value] : model.items())
        text += (text.empty() ? "" : "\n") + key + ": " + value.dump();
    return text;
}

} // namespace steplight
