// SPDX-License-Identifier: GPL-3.0-or-later
// What one step of a solution says, and its English: one sentence for one claim, both ways. Any
// thread.
#pragma once

#include "engine/puzzles/puzzle.h"

namespace steplight::puzzles {

/// How the asked cell's value comes from another's.
enum class Source { that, more, fewer };
int taken(Source source, int index); ///< the value's index; counts go round

/// How a value compares with another of the same attribute. Of counts: one more or one fewer; one
/// follows five.
enum class Relation { same, other, more, fewer };
Relation relationOf(const Value& first, const Value& second);

struct Claim {
    enum class Kind {
        read,  ///< cell, values: what lies there
        rule,  ///< attribute, three cells with what was said of them, rule: so it holds
        take,  ///< attribute, cells {asked, source}, source, value
        check, ///< attribute, two cells with what was said of them: alike, as the rule says
        odd,   ///< attribute, three cells with what was said of them, the odd one
        has,   ///< attribute, the odd cell, value
        answer ///< both values
    };
    Kind kind = Kind::read;
    Source source = Source::that;
    std::vector<int> cells; ///< of the puzzle's table
    Attribute attribute = Attribute::colour;
    Rule rule = Rule::row;
    std::vector<Value> values;
    /// Of the quoted values: the second to the first, the third to the second, the first to the
    /// third.
    std::vector<Relation> relations;
};

/// How many cells a claim quotes what was said of: 3, of a check 2, else 0.
std::size_t quotedIn(Claim::Kind kind);
/// What the first `count` values show, which is what relations should be.
std::vector<Relation> relationsOf(const std::vector<Value>& values, std::size_t count);

std::string sentence(const Claim& claim, Family family);

/// Exactly the sentences above, whatever the blanks between words. Unset for any other text and for
/// cells outside the table.
std::optional<Claim> readSentence(std::string_view text, Family family);

/// Every word of every question and sentence, once: what a policy's tokenizer must know.
std::vector<std::string> vocabulary();

} // namespace steplight::puzzles
