// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/prm.h"

#include <ATen/ops/cat.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

#include "engine/core/device.h"
#include "engine/core/explain.h"
#include "engine/core/parameters.h"
#include "engine/core/rescore.h"
#include "engine/core/vision.h"
#include "engine/prm/fitting.h"
#include "engine/prm/memory.h"
#include "engine/prm/model_folder.h"
#include "engine/prm/picture_cache.h"
#include "engine/prm/prepare.h"

namespace steplight {
namespace {

ExplainBy methodOf(const std::string& name)
{
    if (name == "gradient")
        return ExplainBy::gradient;
    if (name == "integrated")
        return ExplainBy::integrated;
    if (name == "occlusion")
        return ExplainBy::occlusion;
    throw EngineError("input", "\"" + name + "\" is no method: gradient, integrated or occlusion.");
}

// f64 [h, w]
HeatMap heatMap(const at::Tensor& map)
{
    const at::Tensor flat = map.contiguous();
    const double* values = flat.const_data_ptr<double>();
    return {static_cast<int>(map.size(0)),
            static_cast<int>(map.size(1)),
            {values, values + flat.numel()}};
}

[[noreturn]] void throwNoRoom()
{
    throw EngineError("memory", "There is not enough memory for this trace and its images. Lower "
                                "max_pixels in the profile, close other programs, or choose "
                                "another device.");
}

// Seconds that the work took; what LibTorch and the allocator throw becomes a sentence. A GPU that
// fails does so for every trace after it, so it is no fault of this one.
template <typename Work> double atTheBoundary(const Model& model, const Work& work)
{
    const auto begin = std::chrono::steady_clock::now();
    try {
        work();
    } catch (const EngineError&) {
        throw;
    } catch (const c10::Error& e) {
        if (isOutOfMemory(std::current_exception()))
            throwNoRoom();
        throw EngineError(model.text.embed.is_cuda() ? "engine" : "input",
                          std::string("LibTorch: ") + e.what_without_backtrace());
    } catch (...) {
        if (isOutOfMemory(std::current_exception()))
            throwNoRoom();
        throw;
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

struct Prm::Loaded {
    ModelFolder folder;
    std::string summary;
    mutable PictureCache pictures;
    mutable Scored last = {}; // by scoreAgain()

    // A request as the model takes it.
    struct Prepared {
        ScoreInput input;
        int kept = 0; // image tokens that had their features already
        double seconds = 0;
    };

    Picture look(const std::string& bytes, std::stop_token stop) const;
    void requireRoomFor(const Grid& grid) const;
    void makeRoom() const; // forgets what would only save time
    Prepared prepare(const ScoreRequest& request, std::stop_token stop) const;
    std::vector<ScoreResult> score(std::span<const Prepared> prepared, std::stop_token stop) const;
    double plusOf(double margin) const
    {
        return 1.0 / (1.0 + std::exp(-margin / folder.profile.temperature));
    }
};

Picture Prm::Loaded::look(const std::string& bytes, std::stop_token stop) const
{
    const c10::InferenceMode inference;
    const VisionConfig& vision = folder.model.config.vision;
    const PreparedImage image = prepareImage(bytes, folder.profile, folder.preprocessing, vision);
    const VisionPlan plan = planVision(vision, {&image.grid, 1});
    requireRoomFor(image.grid);
    return {encodeImages(folder.model, image.patches, plan, std::move(stop)), image.grid};
}

// Throws EngineError "memory".
void Prm::Loaded::requireRoomFor(const Grid& grid) const
{
    const VisionConfig& vision = folder.model.config.vision;
    const at::Tensor& weight = folder.model.vision.patchW;
    const std::int64_t there = memoryThere(weight.device());
    const std::int64_t needed =
        memoryReserve +
        bytesOfLook(vision, grid.patches(), static_cast<std::int64_t>(weight.element_size()));
    if (there >= 0 && needed > there)
        throw EngineError(
            "memory",
            "A picture of " + std::to_string(grid.patches() / (vision.merge * vision.merge)) +
                " tokens takes " + gigabytes(needed) + " of memory, and " + gigabytes(there) +
                " are free. Lower max_pixels in the profile, close other "
                "programs, or choose another device.");
}

void Prm::Loaded::makeRoom() const
{
    last = {};
    pictures = PictureCache();
}

Prm::Loaded::Prepared Prm::Loaded::prepare(const ScoreRequest& request, std::stop_token stop) const
{
    if (request.steps.empty())
        throw EngineError("input", "The trace has no steps.");
    Prepared prepared;
    ScoreInput& input = prepared.input;
    std::vector<at::Tensor> features;
    std::vector<std::int64_t> imageTokens;
    for (const std::string& bytes : request.imageBytes) {
        bool known = false;
        const Picture picture = pictures.of(
            bytes, [&] { return look(bytes, stop); }, known);
        features.push_back(picture.features);
        input.grids.push_back(picture.grid);
        input.imageKey += picture.hash;
        imageTokens.push_back(picture.features.size(0));
        prepared.kept += known ? static_cast<int>(imageTokens.back()) : 0;
    }
    if (!features.empty())
        input.images = at::cat(features);
    const auto turns =
        renderTurns(folder.profile, request.question, request.options, request.steps);
    PrmChat chat =
        renderPrmChat(folder.tokenizer, folder.tokens, folder.profile.system, turns, imageTokens,
                      folder.profile.parseSpecials ? Specials::parse : Specials::plain);
    requireFit(folder, chat.ids.size());
    input.ids = std::move(chat.ids);
    input.rows = std::move(chat.rows);
    return prepared;
}

// In one pass; the time is shared out by length.
std::vector<ScoreResult> Prm::Loaded::score(std::span<const Prepared> prepared,
                                            std::stop_token stop) const
{
    std::vector<ScoreInput> inputs;
    double tokens = 0;
    for (const Prepared& one : prepared) {
        inputs.push_back(one.input);
        tokens += static_cast<double>(one.input.ids.size());
    }
    std::vector<ScoreResult> results(prepared.size());
    const double seconds = atTheBoundary(folder.model, [&] {
        const auto margins = scoreFitting(folder.model, inputs, folder.tokens.plus,
                                          folder.tokens.minus, std::move(stop));
        for (std::size_t i = 0; i < results.size(); ++i)
            for (const double margin : margins[i])
                results[i].plus.push_back(plusOf(margin));
    });
    for (std::size_t i = 0; i < results.size(); ++i) {
        const ScoreInput& input = inputs[i];
        results[i].tokens = static_cast<int>(input.ids.size());
        results[i].imageTokens =
            input.images.defined() ? static_cast<int>(input.images.size(0)) : 0;
        results[i].keptImageTokens = prepared[i].kept;
        results[i].askedTokens = static_cast<int>(input.rows.back()) + 1;
        results[i].seconds =
            prepared[i].seconds + seconds * static_cast<double>(input.ids.size()) / tokens;
    }
    return results;
}

Prm::Prm(std::unique_ptr<Loaded> loaded) : m_loaded(std::move(loaded)) {}
Prm::Prm(Prm&&) noexcept = default;
Prm& Prm::operator=(Prm&&) noexcept = default;
Prm::~Prm() = default;

Prm Prm::load(const std::filesystem::path& path, const ProgressFn& progress, int threads,
              std::string_view device)
{
    ModelFolder folder = openModelFolder(path, progress, threads);
    folder.tokens = findChatTokens(folder.tokenizer, folder.profile);
    const MemoryPlan memory = readWeights(folder, progress, device, For::use);
    std::string summary =
        sizesOf(folder) + " (" + memory.sentence() + "), profile " + folder.profile.name +
        (folder.profile.fromFile ? "" : " (built in; there is no steplight_profile.json)");
    return Prm(
        std::make_unique<Loaded>(Loaded{std::move(folder), std::move(summary), PictureCache()}));
}

ScoreResult Prm::score(const ScoreRequest& request, std::stop_token stop) const
{
    const ScoreOutcome outcome = score(std::span(&request, 1), std::move(stop)).front();
    if (const auto* error = std::get_if<EngineError>(&outcome))
        throw *error;
    return std::get<ScoreResult>(outcome);
}

ScoreResult Prm::scoreAgain(const ScoreRequest& request, std::stop_token stop) const
{
    const Loaded& l = *m_loaded;
    ScoreResult result;
    result.seconds = atTheBoundary(l.folder.model, [&] {
        const Loaded::Prepared prepared = l.prepare(request, stop);
        const ScoreInput& input = prepared.input;
        Rescored again;
        fitting(
            l.folder.model, input.ids.size(), 1,
            [&] {
                again = rescoreMargins(l.folder.model, input, l.folder.tokens.plus,
                                       l.folder.tokens.minus, l.last, stop);
            },
            [&] { l.makeRoom(); });
        for (const double margin : again.margins)
            result.plus.push_back(l.plusOf(margin));
        result.tokens = static_cast<int>(input.ids.size());
        result.imageTokens = input.images.defined() ? static_cast<int>(input.images.size(0)) : 0;
        result.keptImageTokens = prepared.kept;
        result.askedTokens = static_cast<int>(input.rows.back()) + 1;
        result.keptTokens = static_cast<int>(again.kept);
    });
    return result;
}

std::vector<ScoreOutcome> Prm::score(std::span<const ScoreRequest> requests,
                                     std::stop_token stop) const
{
    std::vector<ScoreOutcome> outcomes;
    std::vector<Loaded::Prepared> prepared;
    std::vector<std::size_t> places; // of what is prepared, among the outcomes
    const auto attempt = [](const auto& work) -> std::optional<EngineError> {
        try {
            work();
        } catch (const EngineError& error) {
            if (error.code() == "cancelled" || error.code() == "engine")
                throw;
            return error;
        }
        return std::nullopt;
    };
    for (const ScoreRequest& request : requests) {
        Loaded::Prepared one;
        const auto error = attempt([&] {
            one.seconds = atTheBoundary(m_loaded->folder.model,
                                        [&] { one = m_loaded->prepare(request, stop); });
        });
        if (error) {
            outcomes.emplace_back(*error);
            continue;
        }
        places.push_back(outcomes.size());
        outcomes.emplace_back(ScoreResult());
        prepared.push_back(std::move(one));
    }
    const auto take = [&](std::size_t from, std::size_t count) {
        return attempt([&] {
            auto results = m_loaded->score(std::span(prepared).subspan(from, count), stop);
            for (std::size_t i = 0; i < count; ++i)
                outcomes[places[from + i]] = std::move(results[i]);
        });
    };
    if (prepared.empty())
        return outcomes;
    auto error = take(0, prepared.size());
    if (error && prepared.size() == 1)
        outcomes[places[0]] = *error;
    else if (error) // too much for all together, or it fails in one: one by one
        for (std::size_t i = 0; i < prepared.size(); ++i)
            if (auto own = take(i, 1))
                outcomes[places[i]] = *own;
    return outcomes;
}

std::int64_t Prm::tokensPerPass() const
{
    constexpr double most = 16'384; // enough to keep a GPU busy
    if (device() == "cuda")
        return static_cast<std::int64_t>(most);
    constexpr double operations = 1e13; // some tens of seconds of a laptop
    double parameters = 0;
    for (const TextLayer& layer : m_loaded->folder.model.text.layers)
        for (const at::Tensor& weight : {layer.qkvW, layer.outW, layer.gateUpW, layer.downW})
            parameters += static_cast<double>(weight.numel());
    return static_cast<std::int64_t>(std::clamp(operations / (2 * parameters), 1.0, most));
}

ExplainResult Prm::explain(const ExplainRequest& request, const ProgressFn& progress,
                           std::stop_token stop) const
{
    const Loaded& l = *m_loaded;
    const ExplainHow how{methodOf(request.method), request.points, request.block};
    ExplainResult result;
    result.seconds = atTheBoundary(l.folder.model, [&] {
        const ScoreInput input = l.prepare(request.trace, stop).input;
        if (request.step >= input.rows.size())
            throw EngineError("input", "The trace has no step " + std::to_string(request.step) +
                                           "; it has " + std::to_string(input.rows.size()) + ".");
        const auto tell = [&](double share) {
            if (progress)
                progress(share, "explaining");
        };
        Explanation said;
        fitting(
            l.folder.model, input.ids.size(),
            4, // what goes into each layer, and a layer's gradient
            [&] {
                said = steplight::explain(
                    l.folder.model,
                    {input.ids, input.rows[request.step], input.images, input.grids},
                    l.folder.tokens.plus, l.folder.tokens.minus, how, tell, stop);
            },
            [&] { l.makeRoom(); });
        result = {l.plusOf(said.margin), said.margin, said.baseline, said.sum, said.gap(), {}, 0};
        for (const at::Tensor& map : said.maps)
            result.maps.push_back(heatMap(map));
    });
    return result;
}

void Prm::requireFinite() const
{
    steplight::requireFinite(m_loaded->folder.model);
}

const std::string& Prm::name() const
{
    return m_loaded->folder.name;
}
const std::string& Prm::modelHash() const
{
    return m_loaded->folder.modelHash;
}
const Profile& Prm::profile() const
{
    return m_loaded->folder.profile;
}
std::string Prm::device() const
{
    return m_loaded->folder.model.text.embed.is_cuda() ? "cuda" : "cpu";
}
const std::string& Prm::summary() const
{
    return m_loaded->summary;
}

} // namespace steplight
