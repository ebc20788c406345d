// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/memory_plan.h"

#include "engine/core/device.h"
#include "engine/core/error.h"
#include "engine/core/processes.h"
#include "engine/core/weights.h"
#include "engine/protocol/example.h"
#include "engine/runs/input_file.h"
#include "engine/runs/local_processes.h"
#include "engine/runs/run_report.h"
#include "engine/runs/search_settings.h"
#include "engine/runs/settings.h"
#include "engine/runs/write_settings.h"
#include "engine/text/profile.h"

#include <algorithm>
#include <cstdlib>

namespace steplight {
namespace {

namespace fs = std::filesystem;

/// A model's folder as far as its headers go.
struct Outline {
    explicit Outline(const fs::path& folder)
        : config(readConfig(folder)), profile(loadProfile(folder)),
          file(SafeTensors::openFolder(folder))
    {
    }
    MemoryPlan plan(std::string_view device) const
    {
        return planUse(config, parametersOf(file), profile.pixels.maxPixels, device);
    }

    Config config;
    Profile profile;
    SafeTensors file;
};

/// What a policy's rollouts keep at their longest.
std::int64_t cacheOf(const Outline& policy, const WriteOptions& write,
                     const at::TensorOptions& place)
{
    const std::int64_t longest = std::min(write.maxTokens, policy.config.text.maxPositions);
    return bytesOfCache(policy.config.text, write.batch * longest,
                        static_cast<std::int64_t>(place.dtype().itemsize()));
}

std::int64_t learntOf(const Outline& model, const Recipe& recipe)
{
    const auto isAdapted = [&](const std::string& name) {
        return recipe.lora && std::ranges::any_of(recipe.lora->targets, [&](const auto& target) {
                   return name.starts_with("model.layers.") &&
                          name.ends_with("." + target + ".weight");
               });
    };
    std::int64_t learnt = 0;
    for (const auto& [newest, info] : model.file.tensors()) {
        const std::string name = oldName(newest);
        if (isChosen(name, recipe.learns))
            learnt += elementsOf(info);
        if (isAdapted(name) && info.shape.size() == 2)
            learnt += recipe.lora->rank * (info.shape[0] + info.shape[1]);
    }
    return learnt;
}

/// By its first example.
bool teachesPolicy(const fs::path& input)
{
    InputLines lines(input);
    const auto first = lines.next();
    return first && protocol::readExample(first->text).targets.empty();
}

MemoryPlan planTrain(const RunOptions& options, const protocol::RunRequest& request)
{
    const Outline model(modelFolderOf(options, request));
    const Recipe recipe = readRecipe(request.settings, model.profile.training);
    const at::TensorOptions place = placeOf(recipe.device);
    const auto others = readPlace([](const char* name) { return std::getenv(name); });
    const std::int64_t pixels = model.profile.pixels.maxPixels, here = localProcesses(recipe);
    const TrainingSize size =
        trainingSizeOf(model.config, recipe, learntOf(model, recipe),
                       std::max<std::int64_t>(others ? others->size : 1, here), recipe.tokens,
                       pixels, teachesPolicy(options.folder / "input.jsonl"));
    MemoryPlan plan = planMemory(model.config, parametersOf(model.file), pixels, place);
    plan.needed += planTraining(size, place).needed - memoryReserve;
    plan.needed *= here;
    return plan;
}

MemoryPlan planWriting(const fs::path& folder, const protocol::RunRequest& request)
{
    const std::string device = deviceOf(request);
    const Outline policy(folder);
    MemoryPlan plan = policy.plan(device);
    if (request.kind == "synthesize") {
        WriteOptions otherwise;
        otherwise.maxTokens = publishedLength;
        plan.needed += cacheOf(policy, writeSettings(request, otherwise), plan.where);
        return plan;
    }
    const SearchSettings settings = readSearchSettings(request);
    plan.needed += cacheOf(policy, settings.write, plan.where);
    const auto& strategies = settings.options.strategies;
    if (std::any_of(strategies.begin(), strategies.end(), search::needsPrm))
        plan.needed += Outline(settings.prm).plan(device).needed - memoryReserve;
    return plan;
}

} // namespace

std::optional<MemoryPlan> planRun(const RunOptions& options, const protocol::RunRequest& request)
{
    const fs::path folder = modelFolderOf(options, request);
    try {
        if (request.kind == "score")
            return Outline(folder).plan(deviceOf(request));
        if (request.kind == "synthesize" || request.kind == "search")
            return planWriting(folder, request);
        if (request.kind == "train")
            return planTrain(options, request);
    } catch (const std::exception&) { // what loads it says what is wrong
    }
    return std::nullopt;
}

TrainingSize trainingSizeOf(const Config& config, const Recipe& recipe, std::int64_t learnt,
                            std::int64_t processes, std::int64_t tokens, std::int64_t pixels,
                            bool policy)
{
    constexpr std::int64_t tokensOfAStep = 16;
    const TextConfig& t = config.text;
    const VisionConfig& v = config.vision;
    return {learnt,
            processes,
            tokens,
            8 * t.hidden + 5 * t.intermediate,
            recipe.recompute ? 1 : t.layers,
            policy                                ? t.vocab
            : recipe.over == LossOver::vocabulary ? t.vocab / tokensOfAStep
                                                  : 0,
            recipe.learns.tower ? pixels / (v.patch * v.patch) : 0,
            v.depth * (8 * v.hidden + 5 * v.intermediate)};
}

} // namespace steplight
