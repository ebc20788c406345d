// SPDX-License-Identifier: GPL-3.0-or-later
// What one step of a solution says, and its English: one sentence for one claim, both ways. Any
// thread.
#pragma once

#include "engine/puzzles/puzzle.h"

namespace steplight::puzzles {

/// What is said of cells' values before a conclusion is drawn.
enum class Premise {
    none,
    same,  ///< two cells are alike
    apart, ///< the first differs from the second and the third
    grow,  ///< each of three has one more than the one before it; one follows five
    shrink
};

/// How the asked cell's value comes from another's.
enum class Source { that, more, fewer };
int taken(Source source, int index); ///< the value's index; counts go round

struct Claim {
    enum class Kind {
        read,        ///< cell, values: what lies there
        rule,        ///< premise, its cells, attribute, rule: so this rule holds
        take,        ///< attribute, cells {asked, source}, source, value
        ruleAndTake, ///< both in one step: the premise's cells, then the two of `take`
        check,       ///< two cells are alike, as the rule says
        odd,         ///< cells {odd, other, odd}: another value, so it is the odd one
        answer       ///< both values
    };
    Kind kind = Kind::read;
    Premise premise = Premise::none;
    Source source = Source::that;
    std::vector<int> cells; ///< of the puzzle's table
    Attribute attribute = Attribute::colour;
    Rule rule = Rule::row;
    std::vector<Value> values;
};

int cellsOf(Premise premise); ///< 0, 2, 3, 3, 3

std::string sentence(const Claim& claim, Family family);

/// Exactly the sentences above, whatever the blanks between words. Unset for any other text and for
/// cells outside the table.
std::optional<Claim> readSentence(std::string_view text, Family family);

/// Every word of every question and sentence, once: what a policy's tokenizer must know.
std::vector<std::string> vocabulary();

} // namespace steplight::puzzles
