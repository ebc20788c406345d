// SPDX-License-Identifier: GPL-3.0-or-later
// The truth of any step that a model writes about a puzzle. Any thread, one solution an object.
#pragma once

#include "engine/puzzles/claim.h"
#include "storage/records/trace.h"

namespace steplight::puzzles {

/// How the cited cells show a rule.
enum class Premise {
    same,  ///< two are alike
    apart, ///< the first differs from the second and the third
    grow,  ///< each of three has one more than the one before it; one follows five
    shrink
};

/// A rule as the cited cells show it: the premise speaks of some of them (indices into cited()),
/// the asked value comes from another.
struct Sign {
    Rule rule;
    Premise premise;
    std::array<int, 3> of; ///< `same` means the first two
    int from;
    Source source;
};

/// In the order in which they are tried: the first whose premise holds is the rule. odd has none.
std::vector<Sign> signsOf(Family family, Attribute attribute);

/// The first sign that fits the values of the cited cells.
std::optional<Sign> signShownBy(Family family, Attribute attribute,
                                const std::array<int, 3>& values);

enum class Error { none, perception, reasoning, unreadable };

struct Verdict {
    bool local = false;        ///< true by itself, given what the earlier steps said
    bool cumulative = false;   ///< this and every earlier step are locally true: the PRM's target
    Error error = Error::none; ///< of this step alone
};

/// What is said of a picture is held against the picture, what is concluded against what was said:
/// a conclusion that follows from a misread cell is right by itself.
class Checker
{
public:
    explicit Checker(const Puzzle& puzzle) : m_puzzle(&puzzle), m_said(puzzle.cards.size()) {}

    /// The next step; its section does not matter.
    Verdict check(std::string_view text);
    Verdict check(const Claim& claim);

    /// What the steps so far said of a cell.
    std::optional<int> said(int cell, Attribute attribute) const
    {
        return m_said[std::size_t(cell)][std::size_t(attribute)];
    }
    /// What the steps so far concluded: of the asked cell, of an attribute's rule, which cell is
    /// odd.
    std::optional<int> concluded(Attribute attribute) const
    {
        return m_values[std::size_t(attribute)];
    }
    std::optional<Rule> rule(Attribute attribute) const { return m_rules[std::size_t(attribute)]; }
    std::optional<int> odd() const { return m_odd; }
    /// By what was said of the cited cells; unset while something is missing.
    std::optional<Sign> shown(Attribute attribute) const;
    /// "red, star" when an answer was given.
    const std::string& answer() const { return m_answer; }

private:
    bool readsRight(const Claim& claim);
    bool rulesRight(const Claim& claim);
    bool takesRight(const Claim& claim);
    bool checksRight(const Claim& claim) const;
    bool isOdd(const Claim& claim);
    bool hasRight(const Claim& claim) const;
    bool answersRight(const Claim& claim);
    bool quotes(const Claim& claim) const;
    Verdict verdict(bool local, Error error);

    const Puzzle* m_puzzle;
    std::vector<std::array<std::optional<int>, 4>> m_said; ///< by cell and attribute
    std::array<std::optional<Rule>, 4> m_rules;            ///< by attribute, as concluded
    std::array<std::optional<int>, 4> m_values;            ///< of the asked cell, as concluded
    std::optional<int> m_odd;                              ///< odd: the cell, as concluded
    std::string m_answer;
    bool m_allRight = true;
};

/// A whole solution's, in order.
std::vector<Verdict> verdictsOf(const Puzzle& puzzle, const std::vector<Step>& steps);

} // namespace steplight::puzzles
