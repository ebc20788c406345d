// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/scoring.h"

#include <algorithm>
#include <cmath>

namespace steplight {

using namespace protocol;

Result scoreTrace(const Prm& prm, ImageFolder& images, const TraceInput& trace,
                  std::stop_token stop)
{
    ScoreRequest request{trace.question, trace.options, {}, {}};
    for (const ImageFile& image : trace.images)
        request.imageBytes.push_back(images.read(image));
    for (const Step& step : trace.steps)
        request.steps.push_back(step.text);
    const ScoreResult scored = prm.score(request, stop);
    Result result{trace.id, {}, scored.tokens, scored.seconds};
    for (const double plus : scored.plus)
        result.scores.push_back(std::isfinite(plus) ? std::optional(plus) : std::nullopt);
    return result;
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

Prm loadPrm(const std::filesystem::path& folder, int threads, const ProgressFn& progress)
{
    try {
        if (folder.empty())
            throw EngineError("model", "No model is named.");
        return Prm::load(folder, progress, threads);
    } catch (const EngineError& error) {
        if (error.code() == "cancelled")
            throw;
        throw EngineError("model",
                          "The model in " + folder.string() + " cannot be loaded. " + error.what());
    } catch (const std::bad_alloc&) {
        throw EngineError("model", "The model in " + folder.string() +
                                       " does not fit into this machine's memory.");
    }
}

ModelLoaded describe(const Prm& prm)
{
    return {prm.name(), prm.modelHash(), prm.profile().hash, "cpu", prm.summary()};
}

} // namespace steplight
