// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/query_words.h"

#include <algorithm>
#include <array>
#include <vector>

namespace steplight {

namespace {

struct Flag {
    std::string_view word;
    bool onStep; ///< can stand inside any( )
};

constexpr std::array<Flag, 19> flags = {{
    {"labelled", true},    {"unlabelled", true}, {"left", false},          {"mine", false},
    {"today", false},      {"skipped", true},    {"cannot-judge", true},   {"bad-question", false},
    {"wrong-key", false},  {"disagree", true},   {"dropped", false},       {"judge-only", true},
    {"convincing", false}, {"lucky", false},     {"low-confidence", true}, {"rivals", true},
    {"overruled", true},   {"agreed", true},     {"training", false},
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
        {"source", {}, false},
        {"dataset", {}, false},
        {"policy", {}, false},
        {"file", {}, false},
        {"by", {}, false},
        {"model", {}, false},
        {"scored-by", {}, false},
        {"mc", {"none"}, true},
        {"prm", {"none"}, true},
        {"judge", {"-", "0", "+", "none"}, true},
        {"given", {"-", "0", "+", "none"}, true},
        {"label", {"-1", "0", "1", "none", "skipped", "cannot-judge"}, true},
        {"step", {"wrong", "right"}, true},
        {"error", {"perception", "reasoning", "knowledge", "format", "answer"}, true},
        {"reason", {}, true},
        {"overruled", {"mc", "judge", "prm"}, true},
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

std::string aboutTraces(const std::string& word)
{
    return "\"" + word + "\" is about traces and cannot stand inside any( )";
}

std::string problemWithWord(const Predicate& predicate, bool inStep)
{
    const auto* key = found(keys(), &Key::key, predicate.key);
    if (!key)
        return "There is no \"" + predicate.key +
               ":\" in queries; put the word in quotation marks to search for it";
    if (inStep && !key->onStep)
        return aboutTraces(predicate.key + ":");
    if (predicate.value.empty())
        return "\"" + predicate.key + ":\" needs a value";
    if (!key->values.empty() &&
        std::find(key->values.begin(), key->values.end(), predicate.value) == key->values.end())
        return "\"" + predicate.key + ":\" is followed by " + listed(key->values);
    return {};
}

} // namespace

bool isComparedKey(std::string_view key)
{
    return key == "mc" || key == "prm" || key == "steps" || key == "labels" ||
           key == "annotators" || key == "disagreement";
}

bool isStepValue(std::string_view key)
{
    return key == "mc" || key == "judge" || key == "prm" || key == "given";
}

bool isCritic(std::string_view key)
{
    return key == "mc" || key == "judge" || key == "prm" || key == "person";
}

bool isKey(std::string_view key)
{
    return found(keys(), &Key::key, key) != nullptr;
}

bool isFlag(std::string_view word)
{
    return found(flags, &Flag::word, word) != nullptr;
}

std::string plainKey(std::string_view key)
{
    return std::string(key == "annotator" ? "by" : key);
}

std::string plainValue(std::string_view key, std::string_view value)
{
    const bool sign = key == "judge" || key == "given";
    if (!sign && key != "label")
        return std::string(value);
    if (value == "wrong" || value == "-" || value == "-1")
        return sign ? "-" : "-1";
    if (value == "right" || value == "+" || value == "1" || value == "+1")
        return sign ? "+" : "1";
    return std::string(value == "neutral" ? "0" : value);
}

std::string problemWith(const Predicate& predicate, bool inStep)
{
    switch (predicate.kind) {
    case Predicate::Kind::text:
        return predicate.value.empty() ? "The text to look for is empty" : "";
    case Predicate::Kind::word:
        return problemWithWord(predicate, inStep);
    case Predicate::Kind::compare:
        return inStep && !isStepValue(predicate.key) && predicate.key != "annotators"
                   ? aboutTraces(predicate.key)
                   : "";
    case Predicate::Kind::difference:
        return predicate.key == predicate.other && predicate.source == predicate.otherSource
                   ? "\"" + predicate.key + "\" is compared with itself"
                   : "";
    case Predicate::Kind::firstError:
        return inStep ? aboutTraces("first-error:") : "";
    case Predicate::Kind::flag:
        return inStep && !found(flags, &Flag::word, predicate.key)->onStep
                   ? aboutTraces(predicate.key)
                   : "";
    }
    return {};
}

} // namespace steplight
