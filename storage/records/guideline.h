// SPDX-License-Identifier: GPL-3.0-or-later
// How a project wants its steps judged: the guideline's words, and its grammar of errors, which
// refines the kinds of error and names reasons to overrule an estimate. Plain values, any thread.
#pragma once

#include "storage/records/label.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// A kind of error within one of the five families. A label keeps the family as its errorKind and
/// the word as its reason.
struct Refinement {
    ErrorKind family = ErrorKind::perception;
    std::string word;  ///< as it is stored; never translated
    std::string title; ///< as it is shown; empty = the program's own words for the word
    char letter = 0;   ///< a to z, 0 = none: by the pointer alone
    bool operator==(const Refinement&) const = default;
};

/// Why an estimate of one kind may be mistaken: a word of Verdict::overrules.
struct OverruleReason {
    EstimateKind kind = EstimateKind::judge;
    std::string word, title; ///< as above
    char letter = 0;         ///< as above
    bool operator==(const OverruleReason&) const = default;
};

/// Letters differ among all refinements, so that one letter says the same after E and after R;
/// those of overrules differ within their kind.
struct Grammar {
    std::vector<Refinement> refinements;
    std::vector<OverruleReason> overrules;
    bool operator==(const Grammar&) const = default;
};

/// What holds where a project has no guideline of its own.
const Grammar& defaultGrammar();
const Refinement* findRefinement(const Grammar& grammar, std::string_view word);
const OverruleReason* findOverrule(const Grammar& grammar, EstimateKind kind,
                                   std::string_view word);

/// Stored as a reason by "own words"; its letter is o.
constexpr std::string_view ownWordsReason = "other";
constexpr char ownWordsLetter = 'o';
constexpr std::string_view nitpick = "nitpick"; ///< the judge's, which has a key of its own

enum class GrammarFault {
    none,
    noWord,     ///< nothing could be stored
    badWord,    ///< longer than 60 bytes, or one that the program keeps for itself
    sameWord,   ///< as another row's
    badLetter,  ///< none of a to z, or one that the program keeps for itself
    sameLetter, ///< as another row's that is offered beside it
    noFamily    ///< of no family, or of a kind of estimate that cannot be overruled
};
/// One for each row: refinements, then overrules.
std::vector<GrammarFault> grammarFaults(const Grammar& grammar);
bool isSound(const Grammar& grammar);

/// One version. Versions are only added; the one that was saved last holds.
struct Guideline {
    std::string version; ///< empty = the project has none
    std::string text;    ///< Markdown
    Grammar grammar = defaultGrammar();
    std::string annotator;      ///< who saved it
    std::int64_t createdAt = 0; ///< milliseconds since 1970 UTC; saved again: of the last time
    /// A sentence when the stored grammar cannot be read and the default stands in for it.
    std::string problem;
};

} // namespace steplight
