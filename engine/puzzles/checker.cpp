// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/checker.h"

#include <algorithm>

namespace steplight::puzzles {
namespace {

using Kind = Claim::Kind;

bool holds(const Sign& sign, const std::array<int, 3>& values)
{
    const auto v = [&](std::size_t i) { return values[std::size_t(sign.of[i])]; };
    const auto runs = [&](int step) {
        return v(1) == (v(0) + step) % 5 && v(2) == (v(1) + step) % 5;
    };
    switch (sign.premise) {
    case Premise::apart:
        return v(0) != v(1) && v(0) != v(2);
    case Premise::grow:
        return runs(1);
    case Premise::shrink:
        return runs(4);
    case Premise::same:
        break;
    }
    return v(0) == v(1);
}

} // namespace

std::vector<Sign> signsOf(Family family, Attribute attribute)
{
    using P = Premise;
    switch (family) {
    case Family::grid: // left, above, diagonal
        return {{Rule::row, P::same, {1, 2}, 0, Source::that},
                {Rule::column, P::same, {0, 2}, 1, Source::that},
                {Rule::shift, P::apart, {2, 0, 1}, 2, Source::that}};
    case Family::sequence: { // one, two, three before
        std::vector<Sign> signs{{Rule::alternate, P::same, {0, 2}, 1, Source::that}};
        if (attribute == Attribute::count) {
            signs.push_back({Rule::grow, P::grow, {2, 1, 0}, 0, Source::more});
            signs.push_back({Rule::shrink, P::shrink, {2, 1, 0}, 0, Source::fewer});
        }
        signs.push_back({Rule::cycle, P::apart, {0, 1, 2}, 2, Source::that});
        return signs;
    }
    case Family::ring: // opposite, neighbour, the neighbour's opposite
        return {{Rule::opposite, P::same, {1, 2}, 0, Source::that},
                {Rule::pair, P::same, {0, 2}, 1, Source::that},
                {Rule::cross, P::same, {0, 1}, 2, Source::that}};
    case Family::odd:
        break;
    }
    return {};
}

/// Whether the quoted cells are different ones, each was said to have the value beside it, and the
/// values compare as it is said.
bool Checker::quotes(const Claim& claim) const
{
    const std::size_t count = quotedIn(claim.kind);
    for (std::size_t i = 0; i < count; ++i)
        if (said(claim.cells[i], claim.attribute) != claim.values[i].index ||
            std::count(claim.cells.begin(), claim.cells.begin() + int(count), claim.cells[i]) > 1)
            return false;
    return claim.relations == relationsOf(claim.values, count);
}

std::optional<Sign> signShownBy(Family family, Attribute attribute,
                                const std::array<int, 3>& values)
{
    for (const Sign& sign : signsOf(family, attribute))
        if (holds(sign, values))
            return sign;
    return std::nullopt;
}

std::optional<Sign> Checker::shown(Attribute attribute) const
{
    std::array<int, 3> values{};
    if (m_puzzle->family == Family::odd)
        return std::nullopt;
    const auto at = cited(m_puzzle->family, m_puzzle->hidden);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto value = said(at[i], attribute);
        if (!value)
            return std::nullopt;
        values[i] = *value;
    }
    return signShownBy(m_puzzle->family, attribute, values);
}

bool Checker::readsRight(const Claim& claim)
{
    const int cell = claim.cells[0];
    bool right = isVisible(*m_puzzle, cell);
    for (const Value& value : claim.values) {
        right = right && m_puzzle->value(cell, value.attribute) == value;
        m_said[std::size_t(cell)][std::size_t(value.attribute)] = value.index;
    }
    return right;
}

bool Checker::rulesRight(const Claim& claim)
{
    m_rules[std::size_t(claim.attribute)] = claim.rule;
    const auto sign = shown(claim.attribute);
    if (!sign || sign->rule != claim.rule || !quotes(claim))
        return false;
    const auto at = cited(m_puzzle->family, m_puzzle->hidden);
    return std::is_permutation(at.begin(), at.end(), claim.cells.begin());
}

bool Checker::takesRight(const Claim& claim)
{
    const int target = claim.cells[0], from = claim.cells[1];
    const Value value = claim.values[0];
    m_values[std::size_t(claim.attribute)] = value.index;
    if (target != m_puzzle->hidden)
        return false;
    const auto rule = m_rules[std::size_t(claim.attribute)];
    for (const Sign& sign : signsOf(m_puzzle->family, claim.attribute)) {
        if (sign.rule != rule || sign.source != claim.source)
            continue;
        const auto base = said(from, claim.attribute);
        return from == cited(m_puzzle->family, target)[std::size_t(sign.from)] && base &&
               value.index == taken(sign.source, *base);
    }
    return false;
}

bool Checker::checksRight(const Claim& claim) const
{
    return quotes(claim) && claim.relations[0] == Relation::same &&
           m_rules[std::size_t(claim.attribute)] == claim.rule && claim.rule != Rule::grow &&
           claim.rule != Rule::shrink && sameUnder(claim.rule, claim.cells[0], claim.cells[1]);
}

/// Of three in four cells two are alike and the third is not, or all are and the fourth is not.
bool Checker::isOdd(const Claim& claim)
{
    const int odd = claim.cells[3];
    m_odd = odd;
    if (m_puzzle->family != Family::odd || claim.attribute != m_puzzle->asked[0] ||
        !isVisible(*m_puzzle, odd) || !quotes(claim))
        return false;
    const auto alike = [&](std::size_t pair) { return claim.relations[pair] == Relation::same; };
    if (alike(0) && alike(1))
        return std::find(claim.cells.begin(), claim.cells.begin() + 3, odd) ==
               claim.cells.begin() + 3;
    return (alike(0) && odd == claim.cells[2]) || (alike(1) && odd == claim.cells[0]) ||
           (alike(2) && odd == claim.cells[1]);
}

bool Checker::hasRight(const Claim& claim) const
{
    return m_odd == claim.cells[0] &&
           said(claim.cells[0], claim.attribute) == claim.values[0].index;
}

bool Checker::answersRight(const Claim& claim)
{
    m_answer = pairOf(claim.values[0], claim.values[1]);
    for (std::size_t which : {0u, 1u}) {
        const Attribute attribute = m_puzzle->asked[which];
        const auto concluded = m_puzzle->family != Family::odd ? m_values[std::size_t(attribute)]
                               : m_odd                         ? said(*m_odd, attribute)
                                                               : std::nullopt;
        if (!concluded || claim.values[which] != Value{attribute, *concluded})
            return false;
    }
    return true;
}

Verdict Checker::verdict(bool local, Error error)
{
    m_allRight = m_allRight && local;
    return {local, m_allRight, local ? Error::none : error};
}

Verdict Checker::check(const Claim& claim)
{
    switch (claim.kind) {
    case Kind::read:
        return verdict(readsRight(claim), Error::perception);
    case Kind::rule:
        return verdict(rulesRight(claim), Error::reasoning);
    case Kind::take:
        return verdict(takesRight(claim), Error::reasoning);
    case Kind::check:
        return verdict(checksRight(claim), Error::reasoning);
    case Kind::odd:
        return verdict(isOdd(claim), Error::reasoning);
    case Kind::has:
        return verdict(hasRight(claim), Error::reasoning);
    case Kind::answer:
        break;
    }
    return verdict(answersRight(claim), Error::reasoning);
}

Verdict Checker::check(std::string_view text)
{
    const auto claim = readSentence(text, m_puzzle->family);
    return claim ? check(*claim) : verdict(false, Error::unreadable);
}

std::vector<Verdict> verdictsOf(const Puzzle& puzzle, const std::vector<Step>& steps)
{
    Checker checker(puzzle);
    std::vector<Verdict> verdicts;
    for (const Step& step : steps)
        verdicts.push_back(checker.check(step.text));
    return verdicts;
}

} // namespace steplight::puzzles
