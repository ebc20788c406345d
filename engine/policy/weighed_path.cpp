// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/policy/estimation.h"

#include <utility>

namespace steplight {

WeighedPath::WeighedPath(const PolicyForm& form, Synthesised&& solution, bool keepRollouts)
    : m_form(form), m_solution(std::move(solution)), m_keepRollouts(keepRollouts)
{
    m_solution.estimates.resize(m_solution.turn->steps.size());
    m_rollouts.resize(steps());
}

Estimation::Prefix WeighedPath::prefix(std::size_t steps) const
{
    const auto& all = m_solution.turn->steps;
    return {std::to_string(m_solution.index) + "." + std::to_string(steps - 1), steps,
            renderPolicyTurn(m_form, {all.begin(), all.begin() + std::ptrdiff_t(steps)}, "")};
}

void WeighedPath::take(const Estimation::Prefix& prefix, Estimation::Weighed&& weighed)
{
    m_solution.estimates[prefix.steps - 1] = weighed.estimate;
    if (m_keepRollouts)
        m_rollouts[prefix.steps - 1] = std::move(weighed.rollouts);
}

SearchNodes WeighedPath::nodes()
{
    SearchNodes all{m_solution.problem, m_solution.index, {SearchNode{}}};
    std::vector<PolicyStep> since; // the last node
    for (std::size_t i = 0; i < steps(); ++i) {
        since.push_back(m_solution.turn->steps[i]);
        if (m_solution.estimates[i].total == 0)
            continue;
        all.nodes.push_back({std::int64_t(all.nodes.size()) - 1, std::exchange(since, {}),
                             m_solution.estimates[i], 0, std::nullopt, std::move(m_rollouts[i])});
    }
    return all;
}

void WeighedPath::finish(const SynthesisNews& news)
{
    if (SearchNodes all = nodes(); m_keepRollouts && news.nodes && all.nodes.size() > 1)
        news.nodes(std::move(all));
    news.made(std::move(m_solution));
}

} // namespace steplight
