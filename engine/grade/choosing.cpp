// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/grade/choosing.h"

#include "engine/grade/answer.h"
#include "engine/text/form.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <vector>

namespace steplight {

std::string_view nameOf(Aggregation aggregation)
{
    constexpr std::array<std::string_view, 5> names{"mean", "min", "last", "product", "odds"};
    return names[std::size_t(aggregation)];
}

double aggregated(Aggregation aggregation, std::span<const double> scores)
{
    const auto count = double(scores.size());
    switch (aggregation) {
    case Aggregation::mean:
        return std::accumulate(scores.begin(), scores.end(), 0.0) / count;
    case Aggregation::min:
        return *std::min_element(scores.begin(), scores.end());
    case Aggregation::last:
        return scores.back();
    case Aggregation::product:
        return std::accumulate(scores.begin(), scores.end(), 1.0, std::multiplies());
    case Aggregation::odds:
        break;
    }
    double sum = 0;
    for (const double score : scores) {
        const double p = std::min(score, 1 - 1e-4);
        sum += p / (1 - p);
    }
    return sum / count;
}

std::optional<std::size_t> firstBest(std::span<const std::optional<double>> values)
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] && (!best || *values[i] > *values[*best]))
            best = i;
    return best;
}

std::string voted(std::span<const std::string> answers, std::span<const double> weights)
{
    std::map<std::string, double> sums;
    std::vector<const double*> sumOf;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        double& sum = sums[canonicalAnswer(answers[i])];
        sum += weights[i];
        sumOf.push_back(&sum);
    }
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (!trimmed(answers[i]).empty() && (!best || *sumOf[i] > *sumOf[*best]))
            best = i;
    return best ? answers[*best] : "";
}

} // namespace steplight
