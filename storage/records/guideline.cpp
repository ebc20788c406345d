// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/records/guideline.h"

#include <algorithm>

namespace steplight {

namespace {

constexpr std::size_t longestWord = 60; // bytes

bool mayBeOverruled(EstimateKind kind)
{
    return kind == EstimateKind::mc || kind == EstimateKind::judge || kind == EstimateKind::prm;
}

bool isLetter(char letter)
{
    return letter >= 'a' && letter <= 'z';
}

GrammarFault wordFault(const std::string& word)
{
    if (word.empty())
        return GrammarFault::noWord;
    const bool controls =
        std::any_of(word.begin(), word.end(), [](unsigned char c) { return c < ' '; });
    return word.size() > longestWord || controls || word == ownWordsReason ? GrammarFault::badWord
                                                                           : GrammarFault::none;
}

/// beside: whether two rows are offered in one strip.
template <class Row, class Beside> void addFaults(const std::vector<Row>& rows,
                                                  const Beside& beside, bool keepsLetter,
                                                  std::vector<GrammarFault>& faults)
{
    for (const Row& row : rows) {
        GrammarFault fault = wordFault(row.word);
        const bool kept = keepsLetter && row.letter == ownWordsLetter;
        if (fault == GrammarFault::none && row.letter != 0 && (!isLetter(row.letter) || kept))
            fault = GrammarFault::badLetter;
        for (const Row& other : rows) {
            if (fault != GrammarFault::none || &other == &row || !beside(row, other))
                continue;
            if (other.word == row.word)
                fault = GrammarFault::sameWord;
            else if (row.letter != 0 && other.letter == row.letter)
                fault = GrammarFault::sameLetter;
        }
        faults.push_back(fault);
    }
}

} // namespace

// No letter of perception is one that draws (b, o, d, s, n, t), comments (c) or rewrites (w): these
// often follow it.
const Grammar& defaultGrammar()
{
    using E = ErrorKind;
    using K = EstimateKind;
    static const Grammar grammar{{{E::perception, "object", "", 'x'},
                                  {E::perception, "colour", "", 'h'},
                                  {E::perception, "shape or size", "", 'z'},
                                  {E::perception, "count", "", 'y'},
                                  {E::perception, "position", "", 'p'},
                                  {E::perception, "text read", "", 'f'},
                                  {E::perception, "missed object", "", 'm'},
                                  {E::perception, "invented object", "", 'i'},
                                  {E::reasoning, "arithmetic", "", 'a'},
                                  {E::reasoning, "logic", "", 'l'},
                                  {E::reasoning, "question misread", "", 'q'},
                                  {E::reasoning, "unsupported", "", 'u'}},
                                 {{K::mc, "lucky", "", 'l'},
                                  {K::mc, "unlucky", "", 'u'},
                                  {K::mc, "too few rollouts", "", 'f'},
                                  {K::judge, std::string(nitpick), "", 'n'},
                                  {K::judge, "misperceived", "", 'p'},
                                  {K::judge, "misread the step", "", 'r'},
                                  {K::judge, "wrong", "", 'w'},
                                  {K::prm, "misperceived", "", 'p'},
                                  {K::prm, "misread the step", "", 'r'},
                                  {K::prm, "position or length", "", 'l'},
                                  {K::prm, "wrong", "", 'w'}}};
    return grammar;
}

const Refinement* findRefinement(const Grammar& grammar, std::string_view word)
{
    const auto& all = grammar.refinements;
    const auto at =
        std::find_if(all.begin(), all.end(), [word](const auto& one) { return one.word == word; });
    return at == all.end() ? nullptr : &*at;
}

const OverruleReason* findOverrule(const Grammar& grammar, EstimateKind kind, std::string_view word)
{
    const auto& all = grammar.overrules;
    const auto at = std::find_if(all.begin(), all.end(), [&](const OverruleReason& one) {
        return one.kind == kind && one.word == word;
    });
    return at == all.end() ? nullptr : &*at;
}

std::vector<GrammarFault> grammarFaults(const Grammar& grammar)
{
    std::vector<GrammarFault> faults;
    addFaults(
        grammar.refinements, [](const Refinement&, const Refinement&) { return true; }, true,
        faults);
    for (std::size_t i = 0; i < grammar.refinements.size(); ++i)
        if (grammar.refinements[i].family == ErrorKind::none)
            faults[i] = GrammarFault::noFamily;
    addFaults(
        grammar.overrules,
        [](const OverruleReason& one, const OverruleReason& other) {
            return one.kind == other.kind;
        },
        false, faults);
    for (std::size_t i = 0; i < grammar.overrules.size(); ++i)
        if (!mayBeOverruled(grammar.overrules[i].kind))
            faults[grammar.refinements.size() + i] = GrammarFault::noFamily;
    return faults;
}

bool isSound(const Grammar& grammar)
{
    const auto faults = grammarFaults(grammar);
    return std::all_of(faults.begin(), faults.end(),
                       [](GrammarFault fault) { return fault == GrammarFault::none; });
}

} // namespace steplight
