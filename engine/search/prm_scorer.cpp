// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/search/prm_scorer.h"

#include <algorithm>
#include <cmath>

namespace steplight::search {
namespace {

// About as many as the steps have.
std::int64_t tokensIn(const std::vector<std::string>& steps)
{
    constexpr std::size_t bytesPerToken = 3;
    std::size_t bytes = 0;
    for (const std::string& step : steps)
        bytes += step.size();
    return std::int64_t(bytes / bytesPerToken);
}

} // namespace

std::vector<std::optional<StepScores>>
PrmScorer::score(std::span<const std::vector<std::string>> all)
{
    std::vector<std::optional<StepScores>> scores;
    while (scores.size() < all.size()) {
        std::vector<ScoreRequest> pass;
        std::int64_t tokens = 0;
        for (std::size_t i = scores.size(); i < all.size(); ++i) {
            tokens += tokensIn(all[i]);
            if (!pass.empty() && tokens > m_prm.tokensPerPass())
                break;
            pass.push_back(m_question);
            pass.back().steps = all[i];
        }
        for (const ScoreOutcome& outcome : m_prm.score(pass, m_stop))
            scores.push_back(take(outcome));
    }
    return scores;
}

std::optional<StepScores> PrmScorer::take(const ScoreOutcome& outcome)
{
    const auto fail = [&](const std::string& why) {
        if (m_failed++ == 0)
            m_why = why;
        return std::nullopt;
    };
    if (const auto* error = std::get_if<EngineError>(&outcome))
        return fail(error->what());
    const auto& result = std::get<ScoreResult>(outcome);
    if (!std::all_of(result.plus.begin(), result.plus.end(),
                     [](double plus) { return std::isfinite(plus); }))
        return fail("The PRM gave no finite number for a step.");
    return StepScores{result.plus, result.tokens, result.askedTokens};
}

} // namespace steplight::search
