// SPDX-License-Identifier: GPL-3.0-or-later
// A PRM as a search asks it (models.h): beginnings of solutions of one question, in as few passes
// as there may be. One thread an object.
#pragma once

#include "engine/prm/prm.h"
#include "engine/search/models.h"

#include <stop_token>

namespace steplight::search {

class PrmScorer
{
public:
    // question: without steps. All are to outlive it.
    PrmScorer(const Prm& prm, const ScoreRequest& question, std::stop_token stop)
        : m_prm(prm), m_question(question), m_stop(std::move(stop))
    {
    }

    // Throws EngineError "cancelled".
    std::vector<std::optional<StepScores>> score(std::span<const std::vector<std::string>> all);

    std::int64_t failed() const { return m_failed; } // that could not be scored
    const std::string& why() const { return m_why; } // the first of them

private:
    std::optional<StepScores> take(const ScoreOutcome& outcome);

    const Prm& m_prm;
    const ScoreRequest& m_question;
    std::stop_token m_stop;
    std::int64_t m_failed = 0;
    std::string m_why;
};

} // namespace steplight::search
