// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/scoring.h"

#include "engine/core/device.h"
#include "engine/prm/memory.h"

#include <algorithm>
#include <cmath>

namespace steplight {

using namespace protocol;

namespace {

ScoreRequest requestOf(ImageFolder& images, const TraceInput& trace)
{
    ScoreRequest request{trace.question, trace.options, {}, {}};
    for (const ImageFile& image : trace.images)
        request.imageBytes.push_back(images.read(image));
    for (const Step& step : trace.steps)
        request.steps.push_back(step.text);
    return request;
}

Result resultOf(const TraceInput& trace, const ScoreResult& scored)
{
    Result result{trace.id,         {}, scored.tokens, scored.seconds, scored.keptImageTokens,
                  scored.keptTokens};
    for (const double plus : scored.plus)
        result.scores.push_back(std::isfinite(plus) ? std::optional(plus) : std::nullopt);
    return result;
}

} // namespace

Result scoreTrace(const Prm& prm, ImageFolder& images, const TraceInput& trace,
                  std::stop_token stop)
{
    return resultOf(trace, prm.scoreAgain(requestOf(images, trace), std::move(stop)));
}

std::vector<TraceOutcome> scoreTraces(const Prm& prm, ImageFolder& images,
                                      std::span<const TraceInput> traces, std::stop_token stop)
{
    std::vector<TraceOutcome> outcomes(traces.size());
    std::vector<ScoreRequest> requests;
    std::vector<std::size_t> places; // of the requests among the outcomes
    for (std::size_t i = 0; i < traces.size(); ++i)
        try {
            requests.push_back(requestOf(images, traces[i]));
            places.push_back(i);
        } catch (const EngineError& error) {
            outcomes[i] = error;
        }
    const auto scored = prm.score(requests, std::move(stop));
    for (std::size_t k = 0; k < scored.size(); ++k) {
        const std::size_t i = places[k];
        if (const auto* error = std::get_if<EngineError>(&scored[k]))
            outcomes[i] = *error;
        else
            outcomes[i] = resultOf(traces[i], std::get<ScoreResult>(scored[k]));
    }
    return outcomes;
}

Explanation explainStep(const Prm& prm, ImageFolder& images, const ExplainCall& call,
                        const ProgressFn& progress, std::stop_token stop)
{
    const ExplainRequest request{requestOf(images, call.of.trace),
                                 static_cast<std::size_t>(call.step), call.method,
                                 static_cast<int>(call.points), static_cast<int>(call.block)};
    const ExplainResult said = prm.explain(request, progress, stop);
    Explanation e{call.of.trace.id, call.step, call.method, said.plus, said.margin,
                  said.baseline,    said.sum,  {},          {},        said.seconds};
    if (std::isfinite(said.gap))
        e.gap = said.gap;
    for (const HeatMap& map : said.maps)
        e.maps.push_back({map.height, map.width, map.values});
    return e;
}

Result unscored(const TraceInput& trace)
{
    return {trace.id, std::vector<std::optional<double>>(trace.steps.size()), 0, 0};
}

std::size_t missingScores(const Result& result)
{
    return static_cast<std::size_t>(
        std::count(result.scores.begin(), result.scores.end(), std::nullopt));
}

Prm loadPrm(const std::filesystem::path& folder, int threads, const std::string& device,
            const ProgressFn& progress)
{
    try {
        if (folder.empty())
            throw EngineError("model", "No model is named.");
        return Prm::load(folder, progress, threads, device);
    } catch (const EngineError& error) {
        if (error.code() == "cancelled" || error.code() == "device")
            throw;
        throw EngineError("model",
                          "The model in " + folder.string() + " cannot be loaded. " + error.what());
    } catch (...) {
        if (!isOutOfMemory(std::current_exception()))
            throw;
        throw EngineError("model", "The model in " + folder.string() +
                                       " does not fit into this machine's memory. Close other "
                                       "programs, or take a larger machine.");
    }
}

ModelLoaded describe(const Prm& prm)
{
    return {prm.name(), prm.modelHash(), prm.profile().hash, prm.device(), prm.summary()};
}

} // namespace steplight
