// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/agreement.h"

#include "storage/team/coefficients.h"
#include "storage/team/overlap.h"
#include "storage/team/words.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <set>

namespace steplight {

namespace {

constexpr int resamples = 1000;
constexpr std::uint64_t seed = 1;

/// Ratings of many traces. Equal units are kept once, so that a resample only counts them.
class Table
{
public:
    explicit Table(std::size_t traces) : m_ofTrace(traces) {}

    void add(std::size_t trace, const std::vector<std::optional<int>>& ratings)
    {
        const auto [place, isNew] = m_places.try_emplace(ratings, m_units.size());
        if (isNew)
            m_units.push_back({ratings, 0});
        m_ofTrace[trace].push_back(place->second);
    }

    std::size_t traces() const { return m_ofTrace.size(); }

    Ratings drawn(const std::vector<int>& times) const
    {
        Ratings units = m_units;
        for (std::size_t trace = 0; trace < times.size(); ++trace)
            for (const std::size_t unit : m_ofTrace[trace])
                units[unit].times += times[trace];
        return units;
    }

private:
    std::map<std::vector<std::optional<int>>, std::size_t> m_places;
    Ratings m_units;
    std::vector<std::vector<std::size_t>> m_ofTrace;
};

/// As numpy.percentile: between two values in proportion.
double percentile(const std::vector<double>& sorted, double share)
{
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

using Figures = std::vector<std::optional<double>>;

/// figures: what is told of the traces, each as often as it was drawn.
std::vector<Estimated> estimate(std::size_t traces,
                                const std::function<Figures(const std::vector<int>&)>& figures)
{
    std::vector<Estimated> estimates;
    for (const auto& value : figures(std::vector<int>(traces, 1)))
        estimates.push_back({value, {}, {}});
    std::vector<std::vector<double>> drawn(estimates.size());
    std::mt19937_64 random(seed);
    for (int i = 0; i < resamples; ++i) {
        std::vector<int> times(traces, 0);
        for (std::size_t n = 0; n < traces; ++n)
            ++times[random() % traces];
        const Figures told = figures(times);
        for (std::size_t k = 0; k < told.size(); ++k)
            if (told[k])
                drawn[k].push_back(*told[k]);
    }
    for (std::size_t k = 0; k < estimates.size(); ++k) {
        if (!estimates[k].value || drawn[k].size() * 10 < std::size_t{resamples} * 9)
            continue;
        std::sort(drawn[k].begin(), drawn[k].end());
        estimates[k].low = percentile(drawn[k], 0.025);
        estimates[k].high = percentile(drawn[k], 0.975);
    }
    return estimates;
}

std::int64_t unitsOf(const Ratings& ratings, const std::function<bool(const Unit&)>& counts)
{
    std::int64_t units = 0;
    for (const Unit& unit : ratings)
        units += counts(unit) ? unit.times : 0;
    return units;
}

struct Pair {
    std::size_t one, other;
    std::int64_t units;
};

std::vector<Pair> pairsOf(const Ratings& ratings, std::size_t raters)
{
    std::vector<Pair> pairs;
    for (std::size_t one = 0; one < raters; ++one)
        for (std::size_t other = one + 1; other < raters; ++other)
            if (const auto units = unitsOf(ratings, [&](const Unit& unit) {
                    return unit.ratings[one] && unit.ratings[other];
                }))
                pairs.push_back({one, other, units});
    return pairs;
}

Coefficients coefficients(const Table& table, const std::vector<std::string>& annotators,
                          Match match)
{
    const Ratings all = table.drawn(std::vector<int>(table.traces(), 1));
    const auto pairs = pairsOf(all, annotators.size());
    const auto told = estimate(table.traces(), [&](const std::vector<int>& times) {
        const Ratings ratings = table.drawn(times);
        Figures figures = {agreeingShare(ratings, match), gwetsCoefficient(ratings, match),
                           match == Match::exact ? krippendorffsAlpha(ratings) : std::nullopt};
        for (const Pair& pair : pairs)
            figures.push_back(cohensKappa(ratings, pair.one, pair.other, match));
        return figures;
    });
    Coefficients result;
    result.units = unitsOf(all, isShared);
    result.share = told[0];
    result.ac1 = told[1];
    result.alpha = told[2];
    for (std::size_t i = 0; i < pairs.size(); ++i)
        result.pairs.push_back(
            {annotators[pairs[i].one], annotators[pairs[i].other], pairs[i].units, told[3 + i]});
    return result;
}

/// Overlaps of those who both marked an area for a step, trace by trace.
std::vector<std::vector<double>> overlapsOf(const Words& said)
{
    std::vector<std::vector<double>> overlaps;
    for (const auto& [id, words] : said) {
        auto& ofTrace = overlaps.emplace_back();
        for (const auto& [step, people] : words.steps)
            for (auto one = people.begin(); one != people.end(); ++one)
                for (auto other = std::next(one); other != people.end(); ++other)
                    if (haveArea(one->second.regions) && haveArea(other->second.regions))
                        ofTrace.push_back(overlap(one->second.regions, other->second.regions));
    }
    return overlaps;
}

RegionAgreement regionAgreement(const Words& said)
{
    const auto overlaps = overlapsOf(said);
    RegionAgreement regions;
    for (const auto& ofTrace : overlaps)
        regions.pairs += static_cast<std::int64_t>(ofTrace.size());
    regions.overlap = estimate(overlaps.size(), [&](const std::vector<int>& times) -> Figures {
        double sum = 0, pairs = 0;
        for (std::size_t trace = 0; trace < times.size(); ++trace)
            for (const double one : overlaps[trace]) {
                sum += times[trace] * one;
                pairs += times[trace];
            }
        return {pairs > 0 ? std::optional(sum / pairs) : std::nullopt};
    })[0];
    return regions;
}

Agreement agreementOf(Visibility visibility, const Words& said)
{
    std::set<std::string> names;
    for (const auto& [id, words] : said)
        for (const auto& [step, people] : words.steps)
            for (const auto& [name, word] : people)
                names.insert(name);
    Agreement result;
    result.visibility = visibility;
    result.annotators.assign(names.begin(), names.end());
    Table steps(said.size()), firstErrors(said.size());
    std::size_t trace = 0;
    for (const auto& [id, words] : said) {
        const auto row = [&](const auto& ratingBy) {
            std::vector<std::optional<int>> ratings;
            for (const auto& name : result.annotators)
                ratings.push_back(ratingBy(name));
            return ratings;
        };
        for (const auto& [step, people] : words.steps)
            steps.add(trace,
                      row([&, at = step](const auto& name) { return ratingOf(words, at, name); }));
        firstErrors.add(trace, row([&](const auto& name) { return firstErrorOf(words, name); }));
        ++trace;
    }
    result.steps = coefficients(steps, result.annotators, Match::exact);
    result.firstErrors = coefficients(firstErrors, result.annotators, Match::exact);
    result.firstErrorsWithinOne = coefficients(firstErrors, result.annotators, Match::withinOne);
    result.regions = regionAgreement(said);
    return result;
}

} // namespace

std::vector<Agreement> agreement(Project& project, const std::string& query)
{
    std::vector<Agreement> all;
    for (const auto& [visibility, said] : readWords(project, query))
        all.push_back(agreementOf(visibility, said));
    return all;
}

} // namespace steplight
