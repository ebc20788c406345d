// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/query_words.h"

#include "storage/records/label.h"
#include "storage/text_search.h"
#include "storage/trace_facts.h"

#include <algorithm>
#include <array>
#include <vector>

namespace steplight {

namespace {

/// A word without a value: what it asks of a trace and, unless empty, of a step.
struct Flag {
    std::string_view word;
    const char* trace;
    const char* step;
};

constexpr std::array<Flag, 16> flags = {{
    {"labelled", "t.marks & 127", "s.marks & 127"},
    {"unlabelled", "NOT t.marks & 127", "NOT s.marks & 127"},
    {"left", "t.undecided = 1", ""},
    {"mine", "", ""},
    {"today", "", ""},
    {"skipped", "t.marks & 8", "s.marks & 8"},
    {"cannot-judge", "t.marks & 16", "s.marks & 16"},
    {"bad-question", "t.whole_marks & 32", ""},
    {"wrong-key", "t.whole_marks & 64", ""},
    {"disagree", "t.disagreement >= 0.5",
     "max(ifnull(s.mc, -1), ifnull(s.judge, -1), ifnull(s.prm, -1))"
     " - min(ifnull(s.mc, 2), ifnull(s.judge, 2), ifnull(s.prm, 2)) >= 0.5"},
    {"dropped", "t.dropped = 1", ""},
    {"judge-only", "t.judge_only = 1", "s.judge = 0 AND s.mc > 0"},
    {"convincing", "t.convincing = 1", ""},
    {"lucky", "t.lucky = 1", ""},
    {"low-confidence", "t.low_confidence = 1", "s.prm BETWEEN 0.3 AND 0.7"},
    {"rivals", "t.marks & 128", "s.marks & 128"},
}};

/// The values that key:value may have; an empty list = any text. onStep: can stand inside any( ).
struct Key {
    std::string_view key;
    std::vector<std::string_view> values;
    bool onStep;
};

const std::vector<Key>& keys()
{
    static const std::vector<Key> all = {
        {"answer", {"right", "wrong", "unknown"}, false},
        {"images", {"missing", "found"}, false},
        {"dataset", {}, false},
        {"policy", {}, false},
        {"file", {}, false},
        {"by", {}, false},
        {"mc", {"none"}, true},
        {"prm", {"none"}, true},
        {"judge", {"-", "0", "+", "none"}, true},
        {"given", {"-", "0", "+", "none"}, true},
        {"label", {"-1", "0", "1", "+1", "none", "skipped", "cannot-judge"}, true},
        {"error", {"perception", "reasoning", "knowledge", "format", "answer"}, true},
        {"section", {"perception", "reasoning"}, true},
    };
    return all;
}

template <class List, class Word>
auto* found(const List& list, Word List::value_type::*name, std::string_view word)
{
    const auto at = std::find_if(list.begin(), list.end(),
                                 [&](const auto& entry) { return entry.*name == word; });
    return at == list.end() ? nullptr : &*at;
}

std::string listed(const std::vector<std::string_view>& values)
{
    std::string text;
    for (const auto value : values)
        text += (text.empty() ? "" : value == values.back() ? " or " : ", ") + std::string(value);
    return text;
}

std::string problemWithWord(const Predicate& predicate, bool inStep)
{
    const auto* key = found(keys(), &Key::key, predicate.key);
    if (!key)
        return "There is no \"" + predicate.key +
               ":\" in queries; put the word in quotation marks to search for it";
    if (inStep && !key->onStep)
        return "\"" + predicate.key + ":\" is about traces and cannot stand inside any( )";
    if (predicate.value.empty())
        return "\"" + predicate.key + ":\" needs a value";
    if (!key->values.empty() &&
        std::find(key->values.begin(), key->values.end(), predicate.value) == key->values.end())
        return "\"" + predicate.key + ":\" is followed by " + listed(key->values);
    return {};
}

std::string onSomeStep(const std::string& condition)
{
    return "EXISTS (SELECT 1 FROM steps s WHERE s.trace = t.key AND " + condition + ")";
}

Condition compareTrace(const Predicate& p)
{
    if (p.key == "steps" || p.key == "disagreement")
        return {"t." + p.key + " " + p.op + " ?", {p.number}};
    const std::string least = "t." + p.key + "_min ", most = "t." + p.key + "_max ";
    if (p.op == "=")
        return {"(" + least + "<= ? AND " + most + ">= ? AND " + onSomeStep("s." + p.key + " = ?") +
                    ")",
                {p.number, p.number, p.number}};
    return {(p.op[0] == '<' ? least : most) + p.op + " ?", {p.number}};
}

Condition namedTrace(const std::string& column, const std::string& part)
{
    return {"t." + column + " IN (SELECT key FROM names WHERE name LIKE ? ESCAPE '\\')",
            {likePattern(part)}};
}

Condition labelledBy(const std::string& name)
{
    return {"t.key IN (SELECT c.trace FROM current_labels c JOIN labels l ON l.key = c.label"
            " WHERE l.state <> 'unlabelled' AND l.annotator ="
            " (SELECT key FROM annotators WHERE name = ?))",
            {name}};
}

/// judge and given: sign of the value in column, a minimum or maximum of which is given for traces.
std::string signCondition(const std::string& column, const std::string& value, bool trace)
{
    if (value == "-")
        return trace ? "t." + column + "_min = 0" : "s." + column + " = 0";
    if (value == "+")
        return trace ? "t." + column + "_max = 1" : "s." + column + " = 1";
    const std::string step = value == "none" ? "s." + column + " IS NULL"
                                             : "s." + column + " > 0 AND s." + column + " < 1";
    return trace ? onSomeStep(step) : step;
}

int markOf(const Predicate& p)
{
    if (p.key == "error")
        return markErrorKind << static_cast<int>(*errorKindFromWord(p.value));
    return marksOf(*verdictFromWord(p.value));
}

std::string labelCondition(const Predicate& p, bool trace)
{
    const std::string row = trace ? "t" : "s";
    if (p.value == "none")
        return trace ? "t.labelled < t.steps" : "NOT s.marks & 127";
    return row + ".marks & " + std::to_string(markOf(p));
}

Condition wordTrace(const Predicate& p)
{
    if (p.key == "answer")
        return {p.value == "unknown" ? "t.correct IS NULL"
                : p.value == "right" ? "t.correct = 1"
                                     : "t.correct = 0",
                {}};
    if (p.key == "images")
        return {std::string("t.question ") + (p.value == "found" ? "NOT IN" : "IN") +
                    " (SELECT question FROM question_images WHERE hash IS NULL)",
                {}};
    if (p.key == "dataset" || p.key == "policy" || p.key == "file")
        return namedTrace(p.key, p.value);
    if (p.key == "by")
        return labelledBy(p.value);
    if (p.key == "mc" || p.key == "prm" || p.key == "judge" || p.key == "given")
        return {signCondition(p.key, p.value, true), {}};
    if (p.key == "section")
        return {onSomeStep(stepCondition(p).sql), {}};
    return {labelCondition(p, true), {}};
}

} // namespace

bool isComparedKey(std::string_view key)
{
    return key == "mc" || key == "prm" || key == "steps" || key == "disagreement";
}

bool isFlag(std::string_view word)
{
    return found(flags, &Flag::word, word) != nullptr;
}

std::string problemWith(const Predicate& predicate, bool inStep)
{
    switch (predicate.kind) {
    case Predicate::Kind::text:
        return predicate.value.empty() ? "The text to look for is empty" : "";
    case Predicate::Kind::word:
        return problemWithWord(predicate, inStep);
    case Predicate::Kind::compare:
        return inStep && predicate.key != "mc" && predicate.key != "prm"
                   ? "\"" + predicate.key + "\" is about traces and cannot stand inside any( )"
                   : "";
    case Predicate::Kind::flag:
        return inStep && !*found(flags, &Flag::word, predicate.key)->step
                   ? "\"" + predicate.key + "\" is about traces and cannot stand inside any( )"
                   : "";
    }
    return {};
}

Condition traceCondition(const Predicate& predicate, const QueryContext& context)
{
    switch (predicate.kind) {
    case Predicate::Kind::text:
        return textCondition(predicate.value, context);
    case Predicate::Kind::compare:
        return compareTrace(predicate);
    case Predicate::Kind::word:
        return wordTrace(predicate);
    case Predicate::Kind::flag:
        break;
    }
    if (predicate.key == "mine")
        return labelledBy(context.annotator);
    if (predicate.key == "today")
        return {"t.key IN (SELECT trace FROM labels WHERE created_at >= ?"
                " AND state <> 'unlabelled')",
                {context.todayBegan}};
    return {found(flags, &Flag::word, predicate.key)->trace, {}};
}

Condition stepCondition(const Predicate& predicate)
{
    switch (predicate.kind) {
    case Predicate::Kind::text:
        return {"EXISTS (SELECT 1 FROM step_texts x WHERE x.trace = s.trace AND x.step = s.step"
                " AND x.text LIKE ? ESCAPE '\\')",
                {likePattern(predicate.value)}};
    case Predicate::Kind::compare:
        return {"s." + predicate.key + " " + predicate.op + " ?", {predicate.number}};
    case Predicate::Kind::flag:
        return {found(flags, &Flag::word, predicate.key)->step, {}};
    case Predicate::Kind::word:
        break;
    }
    if (predicate.key == "section")
        return {predicate.value == "perception" ? "s.section = 0" : "s.section = 1", {}};
    if (predicate.key == "label" || predicate.key == "error")
        return {labelCondition(predicate, false), {}};
    return {signCondition(predicate.key, predicate.value, false), {}};
}

} // namespace steplight
