// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/ranking.h"

#include <algorithm>

namespace steplight {

void Ranking::add(const JudgedTrace& trace, std::size_t group)
{
    for (const JudgedStep& step : trace)
        if (counts(step))
            m_steps.push_back({step.plus, static_cast<std::uint32_t>(group), isRight(step)});
}

void Ranking::sort()
{
    std::sort(m_steps.begin(), m_steps.end(),
              [](const Step& a, const Step& b) { return a.plus > b.plus; });
}

std::optional<double> Ranking::area(std::span<const double> weights) const
{
    double right = 0, wrong = 0, pairs = 0; // pairs: a right step above a wrong one
    for (std::size_t i = 0; i < m_steps.size();) {
        const double rightBefore = right;
        double wrongHere = 0;
        const double plus = m_steps[i].plus;
        for (; i < m_steps.size() && m_steps[i].plus == plus; ++i) {
            const double weight = weights.empty() ? 1 : weights[m_steps[i].group];
            (m_steps[i].right ? right : wrongHere) += weight;
        }
        pairs += wrongHere * (rightBefore + right) / 2;
        wrong += wrongHere;
    }
    return right > 0 && wrong > 0 ? std::optional(pairs / right / wrong) : std::nullopt;
}

std::vector<Ranking::Point> Ranking::curve(std::size_t most) const
{
    std::vector<Point> all{{0, 0}};
    Point sum;
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        (m_steps[i].right ? sum.right : sum.wrong) += 1;
        if (i + 1 == m_steps.size() || m_steps[i + 1].plus != m_steps[i].plus)
            all.push_back(sum);
    }
    if (sum.right == 0 || sum.wrong == 0)
        return {};
    std::vector<Point> kept;
    const std::size_t count = std::min(most, all.size());
    for (std::size_t i = 0; i < count; ++i) {
        const Point& point = all[count > 1 ? i * (all.size() - 1) / (count - 1) : 0];
        kept.push_back({point.wrong / sum.wrong, point.right / sum.right});
    }
    return kept;
}

} // namespace steplight
