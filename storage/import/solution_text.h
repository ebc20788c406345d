// SPDX-License-Identifier: GPL-3.0-or-later
// The tagged text that VL-PRM's policy and judge write: sections, numbered tags, boxed answers.
// The rules are those of docs/formats.md. Any thread.
#pragma once

#include "storage/records/question.h"
#include "storage/records/trace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

/// One <tag_n>…</tag_n> of a section.
struct TaggedPart {
    Section section = Section::reasoning;
    int number = 0;
    std::string text; ///< blanks at both ends cut
};

struct TaggedText {
    bool perceptionHeading = false; ///< [Visual Elements] or [Perception]
    bool reasoningHeading = false;
    std::vector<TaggedPart> parts; ///< perception then reasoning, each by number
    bool unreadLast = false;       ///< the last tag of the text has no number (<tag_n>) or no end
    bool unordered = false;        ///< the numbers of a section do not rise as they are written
};

/// Reads the numbered tags ("step", "analysis") of a reply. Without any heading all parts are
/// reasoning.
TaggedText readTagged(std::string_view reply, std::string_view tag);

/// "Step 3: words" -> "words" when it is the step's own number, index counting from 0; blanks at
/// both ends cut.
std::string withoutStepNumber(std::string_view text, std::size_t index);

/// Steps of a reasoning without form, blanks at both ends cut: cut at tags <step> and <think> or
/// rules of --- or ***, else at numbers that begin a line ("Step 2:", "2.", "2)"), else at empty
/// lines, else at the ends of sentences; the first of these that gives two steps. So does Potato.
std::vector<std::string> splitReasoning(std::string_view text);

/// The text inside the last <tag>…</tag>; unset when there is none.
std::optional<std::string> insideTag(std::string_view text, std::string_view tag);

/// Content of the last \boxed{…} ("\x08oxed" too), its braces balanced; unset when there is none.
std::optional<std::string> boxed(std::string_view text);

/// The final answer of a reply: <correct_answer>, without \boxed{} and $; else a \boxed{} anywhere;
/// else empty.
std::string finalAnswer(std::string_view reply);

/// Whether an answer is right as far as it can be told without a model: equal but for case, or
/// both whole numbers, both decimal numbers, both single letters, or both among the options that
/// the question lists in a line "Options: a, b, c". Unset otherwise.
std::optional<bool> answerCorrect(std::string_view answer, std::string_view key,
                                  std::string_view question = {});
/// The same by the question's key; an option may be named by its letter ("C", the third), in answer
/// and key, and who names another option is wrong.
std::optional<bool> answerCorrect(std::string_view answer, const Question& question);

/// The last capital letter of one of so many options that stands alone in a text (pipeline.md §1e);
/// else empty.
std::string lastLetter(std::string_view text, std::size_t options);

/// The question inside a rollout prompt: <question>…</question>; else, when the prompt shows the
/// answer's layout (<step_1>), its first paragraph; else all of it.
std::string plainQuestion(std::string_view prompt);

} // namespace steplight
