// SPDX-License-Identifier: GPL-3.0-or-later
// What one step of a solution says, and its English: one sentence for one claim, both ways. Any
// thread.
#pragma once

#include "engine/puzzles/puzzle.h"

namespace steplight::puzzles {

/// How the asked cell's value comes from another's.
enum class Source { that, more, fewer };
int taken(Source source, int index); ///< the value's index; counts go round

struct Claim {
    enum class Kind {
        read,        ///< cell, values: what lies there
        rule,        ///< attribute, cells and what was said of each, rule: so this rule holds
        take,        ///< attribute, cells {asked, source}, source, value
        ruleAndTake, ///< both in one step: the rule's cells and values, then those of `take`
        check,       ///< attribute, two cells and what was said of each: alike, as the rule says
        odd,         ///< the same, {odd, other, odd}: another value, so it is the odd one
        answer       ///< both values
    };
    Kind kind = Kind::read;
    Source source = Source::that;
    std::vector<int> cells; ///< of the puzzle's table
    Attribute attribute = Attribute::colour;
    Rule rule = Rule::row;
    std::vector<Value> values;
};

/// Of how many cells a rule's claim speaks: two where one is odd, three elsewhere.
int evidence(Family family);

std::string sentence(const Claim& claim, Family family);

/// Exactly the sentences above, whatever the blanks between words. Unset for any other text and for
/// cells outside the table.
std::optional<Claim> readSentence(std::string_view text, Family family);

/// Every word of every question and sentence, once: what a policy's tokenizer must know.
std::vector<std::string> vocabulary();

} // namespace steplight::puzzles
