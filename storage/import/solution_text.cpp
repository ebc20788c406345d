// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/solution_text.h"

#include "storage/import/json.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>

namespace steplight {
namespace {

constexpr auto npos = std::string_view::npos;

std::string lower(std::string_view text)
{
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

struct OpenTag {
    std::size_t begin = npos; ///< of "<tag_"
    std::size_t inside = 0;   ///< first byte after ">"
    std::string number;       ///< what stands after "tag_"
};

OpenTag findTag(std::string_view text, std::string_view tag, std::size_t from,
                std::string_view bracket = "<")
{
    const std::string start = std::string(bracket).append(tag).append("_");
    for (auto at = text.find(start, from); at != npos; at = text.find(start, at + 1)) {
        const auto name = at + start.size();
        constexpr std::size_t longest = 6; // of a number, or "n"
        const auto length = text.substr(name, longest + 1).find('>');
        if (length != npos)
            return {at, name + length + 1, std::string(text.substr(name, length))};
    }
    return {};
}

std::optional<int> wholeNumber(std::string_view digits)
{
    int value = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc{} || stop != end)
        return std::nullopt;
    return value;
}

/// Where each "</tag_n>" stands, by n: found in one pass, since many may be missing.
std::map<std::string, std::vector<std::size_t>, std::less<>> endsOf(std::string_view text,
                                                                    std::string_view tag)
{
    std::map<std::string, std::vector<std::size_t>, std::less<>> ends;
    const OpenTag none;
    for (OpenTag end = findTag(text, tag, 0, "</"); end.begin != none.begin;
         end = findTag(text, tag, end.inside, "</"))
        ends[end.number].push_back(end.begin);
    return ends;
}

void readParts(std::string_view part, std::string_view tag, Section section, TaggedText& out)
{
    const auto first = static_cast<std::ptrdiff_t>(out.parts.size());
    const auto ends = endsOf(part, tag);
    for (OpenTag open = findTag(part, tag, 0); open.begin != npos;) {
        const auto number = wholeNumber(open.number);
        const auto all = ends.find(open.number);
        std::size_t close = npos;
        if (all != ends.end())
            if (const auto next =
                    std::lower_bound(all->second.begin(), all->second.end(), open.inside);
                next != all->second.end())
                close = *next;
        out.unreadLast = !number || close == npos;
        if (!out.unreadLast) {
            out.unordered = out.unordered || (out.parts.size() > std::size_t(first) &&
                                              out.parts.back().number >= *number);
            out.parts.push_back(
                {section, *number, trimmed(part.substr(open.inside, close - open.inside))});
            open = findTag(part, tag, close);
        } else {
            open = findTag(part, tag, open.inside);
        }
    }
    std::stable_sort(out.parts.begin() + first, out.parts.end(),
                     [](const auto& a, const auto& b) { return a.number < b.number; });
}

/// "1,234" without its commas; the text as it is where they do not part thousands.
std::string withoutThousands(std::string_view text)
{
    const std::string_view whole = text.substr(0, text.find('.'));
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const std::size_t behind = whole.size() - i; // of four, the first is a comma
        const bool comma = behind % 4 == 0 && i > 0;
        if ((whole[i] == ',') != comma)
            return std::string(text);
    }
    std::string digits(text);
    std::erase(digits, ',');
    return digits;
}

/// "-3", "+3", "- 3" and "1,234" as a number; unset when it is none of digits, sign and point.
std::optional<double> plainNumber(std::string_view text)
{
    std::string digits;
    if (text.starts_with('-') || text.starts_with('+')) {
        digits = text.front() == '-' ? "-" : "";
        text = text.substr(std::min(text.find_first_not_of(' ', 1), text.size()));
    }
    digits += text.find(',') == npos ? std::string(text) : withoutThousands(text);
    if (digits.empty() || digits.find_first_not_of("0123456789.-") != std::string::npos)
        return std::nullopt;
    double value = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (error != std::errc{} || stop != end || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<char> singleLetter(std::string_view text)
{
    std::string bare;
    for (const char c : lower(text))
        if (c != '(' && c != ')' && c != '.' && c != ' ')
            bare.push_back(c);
    if (bare.size() == 1 && bare[0] >= 'a' && bare[0] <= 'z')
        return bare[0];
    return std::nullopt;
}

} // namespace

TaggedText readTagged(std::string_view reply, std::string_view tag)
{
    TaggedText result;
    const auto visual = std::min(reply.find("[Visual Elements]"), reply.find("[Perception]"));
    const auto reasoning = reply.find("[Reasoning]", visual == npos ? 0 : visual);
    result.perceptionHeading = visual != npos;
    result.reasoningHeading = reasoning != npos;
    if (visual != npos) // the first heading of the text
        readParts(reply.substr(visual, reasoning == npos ? npos : reasoning - visual), tag,
                  Section::perception, result);
    if (reasoning != npos || visual == npos) {
        const auto begin = reasoning == npos ? 0 : reasoning;
        const auto answer = tag == "step" ? reply.find("<correct_answer>", begin) : npos;
        readParts(reply.substr(begin, answer == npos ? npos : answer - begin), tag,
                  Section::reasoning, result);
    }
    return result;
}

std::optional<std::string> insideTag(std::string_view text, std::string_view tag)
{
    const std::string close = "</" + std::string(tag) + ">";
    const std::string open = "<" + std::string(tag) + ">";
    const auto end = text.rfind(close);
    const auto begin = end == npos ? npos : text.substr(0, end).rfind(open);
    if (begin == npos)
        return std::nullopt;
    return trimmed(text.substr(begin + open.size(), end - begin - open.size()));
}

std::optional<std::string> boxed(std::string_view text)
{
    const auto plain = text.rfind("\\boxed{");
    const auto eaten = text.rfind("\boxed{"); // "\b" was read as a backspace
    if (plain == npos && eaten == npos)
        return std::nullopt;
    const bool isPlain = eaten == npos || (plain != npos && plain > eaten);
    const auto begin = isPlain ? plain + 7 : eaten + 6;
    int depth = 1;
    for (auto i = begin; i < text.size(); ++i) {
        depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
        if (depth == 0)
            return trimmed(text.substr(begin, i - begin));
    }
    return std::nullopt;
}

std::string finalAnswer(std::string_view reply)
{
    if (const auto tagged = insideTag(reply, "correct_answer"))
        return boxed(*tagged).value_or(*tagged);
    return boxed(reply).value_or(std::string());
}

namespace {

bool isListedOption(std::string_view question, const std::string& answer)
{
    constexpr std::string_view head = "\nOptions:";
    const auto begin = question.rfind(head);
    if (begin == std::string_view::npos)
        return false;
    std::string_view rest = question.substr(begin + head.size());
    rest = rest.substr(0, rest.find('\n'));
    while (!rest.empty()) {
        const auto comma = std::min(rest.find(','), rest.size());
        if (lower(trimmed(rest.substr(0, comma))) == lower(answer))
            return true;
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return false;
}

} // namespace

std::optional<bool> answerCorrect(std::string_view answer, std::string_view key,
                                  std::string_view question)
{
    const std::string a = trimmed(answer), k = trimmed(key);
    if (a.empty() || k.empty())
        return std::nullopt;
    if (lower(a) == lower(k))
        return true;
    const auto numberA = plainNumber(a), numberK = plainNumber(k);
    if (numberA && numberK)
        return std::abs(*numberA - *numberK) < 1e-9;
    const auto letterA = singleLetter(a), letterK = singleLetter(k);
    if (letterA && letterK)
        return *letterA == *letterK;
    if (isListedOption(question, a) && isListedOption(question, k))
        return false; // two options, and not the same one
    return std::nullopt;
}

std::optional<bool> answerCorrect(std::string_view answer, const Question& question)
{
    const auto& options = question.options;
    const auto option = [&](std::string_view said) -> std::optional<std::size_t> {
        for (std::size_t i = 0; i < options.size(); ++i)
            if (answerCorrect(said, options[i]) == true)
                return i;
        const auto letter = singleLetter(said);
        const auto index = letter ? static_cast<std::size_t>(*letter - 'a') : options.size();
        return index < options.size() ? std::optional(index) : std::nullopt;
    };
    const auto chosen = option(answer), right = option(question.answer);
    return chosen && right ? *chosen == *right
                           : answerCorrect(answer, question.answer, question.text);
}

std::string lastLetter(std::string_view text, std::size_t options)
{
    const auto apart = [&](std::size_t i) {
        return i >= text.size() || !std::isalnum(static_cast<unsigned char>(text[i]));
    };
    for (std::size_t i = text.size(); i-- > 0;)
        if (text[i] >= 'A' && static_cast<std::size_t>(text[i] - 'A') < options && apart(i + 1) &&
            (i == 0 || apart(i - 1)))
            return std::string(1, text[i]);
    return {};
}

std::string plainQuestion(std::string_view prompt)
{
    if (auto tagged = insideTag(prompt, "question"); tagged && !tagged->empty())
        return *tagged;
    const std::string whole = trimmed(prompt);
    return whole.find("<step_1>") == std::string::npos
               ? whole
               : trimmed(whole.substr(0, whole.find("\n\n")));
}

} // namespace steplight
