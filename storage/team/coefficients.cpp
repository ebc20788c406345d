// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/coefficients.h"

#include <cstdlib>
#include <map>

namespace steplight {

namespace {

using Counts = std::map<int, double>; // category -> ratings, or a share of them

bool agree(int one, int other, Match match)
{
    return std::abs(one - other) <= (match == Match::exact ? 0 : 1);
}

Counts countsOf(const Unit& unit)
{
    Counts counts;
    for (const auto& rating : unit.ratings)
        if (rating)
            ++counts[*rating];
    return counts;
}

double total(const Counts& counts)
{
    double sum = 0;
    for (const auto& [category, count] : counts)
        sum += count;
    return sum;
}

/// The sum of weight(c, k) n(c) m(k) over all c, k.
template <class Weight> double pairsOf(const Counts& n, const Counts& m, const Weight& weight)
{
    double sum = 0;
    for (const auto& [c, some] : n)
        for (const auto& [k, others] : m)
            sum += weight(c, k) * some * others;
    return sum;
}

/// (observed - expected) / (1 - expected), of shares.
std::optional<double> beyondChance(double observed, double expected)
{
    if (!(expected < 1 - 1e-12))
        return std::nullopt;
    return (observed - expected) / (1 - expected);
}

} // namespace

bool isShared(const Unit& unit)
{
    return total(countsOf(unit)) >= 2;
}

std::optional<double> agreeingShare(const Ratings& ratings, Match match)
{
    const auto weight = [match](int c, int k) { return agree(c, k, match) ? 1.0 : 0.0; };
    double sum = 0, units = 0;
    for (const Unit& unit : ratings) {
        const Counts counts = countsOf(unit);
        const double raters = total(counts);
        if (raters < 2)
            continue;
        // A rating is no pair with itself.
        sum += unit.times * (pairsOf(counts, counts, weight) - raters) / (raters * (raters - 1));
        units += unit.times;
    }
    return units > 0 ? std::optional(sum / units) : std::nullopt;
}

std::optional<double> cohensKappa(const Ratings& ratings, std::size_t one, std::size_t other,
                                  Match match)
{
    Counts ofOne, ofOther;
    double agreeing = 0, units = 0;
    for (const Unit& unit : ratings) {
        const auto a = unit.ratings.at(one), b = unit.ratings.at(other);
        if (!a || !b)
            continue;
        ofOne[*a] += unit.times;
        ofOther[*b] += unit.times;
        agreeing += agree(*a, *b, match) ? unit.times : 0;
        units += unit.times;
    }
    if (units == 0)
        return std::nullopt;
    const double chance =
        pairsOf(ofOne, ofOther, [match](int c, int k) { return agree(c, k, match) ? 1.0 : 0.0; });
    return beyondChance(agreeing / units, chance / (units * units));
}

std::optional<double> gwetsCoefficient(const Ratings& ratings, Match match)
{
    Counts prevalence; // each unit's ratings are one in sum
    double units = 0;
    for (const Unit& unit : ratings) {
        const Counts counts = countsOf(unit);
        const double raters = total(counts);
        units += raters > 0 ? unit.times : 0;
        if (unit.times > 0)
            for (const auto& [category, count] : counts)
                prevalence[category] += unit.times * count / raters;
    }
    const auto observed = agreeingShare(ratings, match);
    const auto categories = static_cast<double>(prevalence.size());
    if (!observed || categories < 2)
        return std::nullopt;
    double spread = 0, weights = 0;
    for (const auto& [category, share] : prevalence) {
        spread += share / units * (1 - share / units);
        for (const auto& [neighbour, ignored] : prevalence)
            weights += agree(category, neighbour, match) ? 1 : 0;
    }
    return beyondChance(*observed, weights / (categories * (categories - 1)) * spread);
}

std::optional<double> krippendorffsAlpha(const Ratings& ratings)
{
    Counts pairable;
    for (const Unit& unit : ratings)
        if (const Counts counts = countsOf(unit); total(counts) >= 2)
            for (const auto& [category, count] : counts)
                pairable[category] += unit.times * count;
    std::map<int, double> rank; // ratings below the middle of a category
    double below = 0;
    for (const auto& [category, count] : pairable) {
        rank[category] = below + count / 2;
        below += count;
    }
    const auto distance = [&](int c, int k) {
        const double difference = rank[c] - rank[k];
        return difference * difference;
    };
    double disagreement = 0;
    for (const Unit& unit : ratings) {
        const Counts counts = countsOf(unit);
        if (const double raters = total(counts); raters >= 2)
            disagreement += unit.times * pairsOf(counts, counts, distance) / (raters - 1);
    }
    const double expected = pairsOf(pairable, pairable, distance);
    if (!(expected > 0))
        return std::nullopt;
    return 1 - (below - 1) * disagreement / expected;
}

} // namespace steplight
