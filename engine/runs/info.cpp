// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/info.h"

#include "engine/core/device.h"
#include "engine/core/error.h"
#include "engine/prm/checkpoint.h"
#include "engine/prm/load_check.h"
#include "engine/prm/memory.h"
#include "engine/protocol/error.h"
#include "engine/protocol/request.h"
#include "engine/puzzles/stand_in.h"

#include <ATen/Parallel.h>
#include <nlohmann/json.hpp>
#include <torch/headeronly/version.h>

#include <filesystem>

namespace steplight {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

Json profileOf(const Profile& profile)
{
    return {{"from_file", profile.fromFile},
            {"plus", profile.plus},
            {"minus", profile.minus},
            {"temperature", profile.temperature},
            {"threshold", profile.threshold},
            {"min_pixels", profile.pixels.minPixels},
            {"max_pixels", profile.pixels.maxPixels},
            {"system", profile.system},
            {"first_turn", profile.firstTurn}};
}

std::string noteOf(const CheckpointFacts& facts)
{
    std::string note;
    if (!facts.profileFromFile)
        note = "No steplight_profile.json: asked as the published VL-PRM models are.";
    if (facts.dtype == "F16")
        note.append(note.empty() ? "" : " ")
            .append("Stored as float16, which its vision model overflows: computed wider.");
    return note;
}

Json factsOf(const CheckpointFacts& facts)
{
    const TextConfig& text = facts.config.text;
    const VisionConfig& vision = facts.config.vision;
    const MemoryPlan memory =
        planUse(facts.config, facts.parameters, facts.profileInFull.pixels.maxPixels, "auto");
    return {{"name", facts.name},
            {"hash", facts.hash},
            {"profile", facts.profile},
            {"parameters", facts.parameters},
            {"dtype", facts.dtype},
            {"note", noteOf(facts)},
            {"memory_needed", memory.needed},
            {"memory_there", memory.there},
            {"memory_place", memory.place},
            {"bytes", facts.bytes},
            {"architecture",
             {{"class", facts.architecture},
              {"layers", text.layers},
              {"width", text.hidden},
              {"heads", text.heads},
              {"vocabulary", text.vocab},
              {"context", text.maxPositions},
              {"vision_layers", vision.depth},
              {"vision_width", vision.hidden},
              {"patch", vision.patch}}},
            {"profile_facts", profileOf(facts.profileInFull)}};
}

Json factsOf(const puzzles::StandIn& judge)
{
    return {{"name", judge.name()},
            {"hash", judge.hash()},
            {"profile", "judge"},
            {"note", judge.summary()}};
}

Json checkOf(const LoadCheck& check)
{
    Json files = Json::array();
    for (const WeightFile& file : check.files)
        files.push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
    return {{"loads", check.loads},
            {"refused", check.refused},
            {"error", check.error},
            {"missing", check.faults.missing},
            {"misshapen", check.faults.misshapen},
            {"unused", check.faults.unused},
            {"faults", check.faults.all},
            {"memory_needed", check.memoryNeeded},
            {"memory_there", check.memoryThere},
            {"seconds", check.seconds},
            {"files", files}};
}

} // namespace

std::string engineInfo(bool asJson)
{
    const int threads = at::get_num_threads();
    const Gpu& found = gpu();
    if (!asJson)
        return "steplight-engine " STEPLIGHT_VERSION ", protocol " +
               std::to_string(protocol::version) + ", LibTorch " TORCH_VERSION ", cpu with " +
               std::to_string(threads) + " threads, GPU: " + found.sentence;
    Json devices{{{"name", "cpu"}, {"threads", threads}}};
    for (int i = 0; i < found.devices; ++i) {
        std::int64_t there = 0, all = 0;
        found.table->memory(i, &there, &all);
        devices.push_back({{"name", "cuda:" + std::to_string(i)},
                           {"model", nameOf(found, i)},
                           {"memory", all},
                           {"memory_there", there}});
    }
    return Json{{"version", STEPLIGHT_VERSION},
                {"protocol", protocol::version},
                {"libtorch", TORCH_VERSION},
                {"devices", devices},
                {"plugin", found.file.empty() ? Json() : Json(found.file)},
                {"gpu", found.sentence}}
        .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string progressLine(double share, const std::string& what)
{
    return Json{{"progress", share}, {"what", what}}.dump(-1, ' ', false,
                                                          Json::error_handler_t::replace);
}

std::string modelInfo(const std::string& folder, const InfoOptions& options)
{
    Json model;
    std::error_code unreadable;
    const bool judge = fs::exists(fs::path(folder) / protocol::judgeFile, unreadable);
    try {
        model = judge ? factsOf(puzzles::StandIn(folder)) : factsOf(describeCheckpoint(folder));
    } catch (const EngineError& error) {
        model = {{"error", error.what()}};
    } catch (const c10::Error& error) { // sizes that no machine has
        model = {{"error", error.what_without_backtrace()}};
    } catch (const fs::filesystem_error& error) { // a path that no system takes
        model = {{"error", error.what()}};
    }
    if (options.check && !judge)
        model["check"] = checkOf(checkCheckpoint(folder, options.progress));
    if (options.asJson)
        return Json{{"model", model}}.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string text;
    for (const auto& [key, value] : model.items())
        text += (text.empty() ? "" : "\n") + key + ": " + value.dump();
    return text;
}

} // namespace steplight
