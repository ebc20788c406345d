// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/box.h"
#include "engine/text/form.h"
#include "engine/text/profile.h"

#include <algorithm>
#include <charconv>
#include <map>

namespace steplight {
namespace {

// What stands before and after a place in a form. A form without the place reads as one that ends
// in it.
struct Around {
    std::string before, after;
    Around(const std::string& form, std::string_view place)
        : before(form.substr(0, form.find(place))),
          after(form.size() == before.size() ? "" : form.substr(before.size() + place.size()))
    {
    }
};

// Takes `part` from the front, blanks around it apart.
bool take(std::string_view& text, std::string_view part)
{
    text = trimmed(text);
    part = trimmed(part);
    if (!text.starts_with(part))
        return false;
    text.remove_prefix(part.size());
    return true;
}

std::string numbered(const std::string& form, int n)
{
    return fillForm(form, {{"{n}", std::to_string(n)}});
}

// What ends a step: a mark, or a blank such as the end of the line where the form has no more.
std::string_view endOf(const std::string& after)
{
    return trimmed(after).empty() ? after : trimmed(after);
}

// Whether the text is the beginning of `part`, or begins with it.
bool meets(std::string_view text, std::string_view part)
{
    return !part.empty() && (text.starts_with(part) || part.starts_with(text));
}

bool readSteps(const PolicyForm& form, std::string_view text, bool perception,
               std::vector<PolicyStep>& steps)
{
    const Around step(form.step, "{step}");
    for (int n = 1; !trimmed(text).empty(); ++n) {
        if (!take(text, numbered(step.before, n)))
            return false;
        const std::string after = numbered(step.after, n);
        const bool marked = !trimmed(after).empty();
        const std::string_view mark = endOf(after);
        const auto end = mark.empty() ? text.size() : std::min(text.find(mark), text.size());
        if (marked && end == text.size())
            return false;
        steps.push_back({perception, std::string(trimmed(text.substr(0, end)))});
        text.remove_prefix(std::min(text.size(), end + mark.size()));
    }
    return true;
}

std::optional<PolicyTurn> readAsWritten(const PolicyForm& form, std::string_view turn)
{
    const Around answer(form.answer, "{answer}");
    const std::string_view head = trimmed(answer.before), foot = trimmed(answer.after);
    const auto at = head.empty() ? std::string_view::npos : turn.rfind(head);
    if (at == std::string_view::npos)
        return std::nullopt;
    std::string_view rest = trimmed(turn.substr(at + head.size()));
    if (!rest.ends_with(foot))
        return std::nullopt;
    PolicyTurn read;
    read.answer = trimmed(rest.substr(0, rest.size() - foot.size()));

    std::string_view body = turn.substr(0, at);
    if (!take(body, form.perception))
        return std::nullopt;
    const std::string_view heading = trimmed(form.reasoning);
    const auto second = body.find(heading);
    if (second == std::string_view::npos)
        return std::nullopt;
    const bool seen = readSteps(form, body.substr(0, second), true, read.steps) &&
                      read.steps.empty() == heading.empty();
    const std::size_t before = read.steps.size();
    if (!seen || !readSteps(form, body.substr(second + heading.size()), false, read.steps) ||
        read.steps.size() == before || read.answer.empty())
        return std::nullopt;
    return read;
}

// Steps by their numbers; of an open one without its end nothing.
std::vector<PolicyStep> taggedSteps(std::string_view text, bool perception)
{
    constexpr std::string_view open = "<step_", close = "</step_";
    std::multimap<int, std::string> found;
    for (auto at = text.find(open); at != std::string_view::npos; at = text.find(open)) {
        text.remove_prefix(at + open.size());
        int n = 0;
        const auto [behind, error] = std::from_chars(text.data(), text.data() + text.size(), n);
        const auto digits = static_cast<std::size_t>(behind - text.data());
        if (error != std::errc{} || !text.substr(digits).starts_with('>'))
            continue;
        const std::string end = std::string(close).append(text.substr(0, digits)).append(">");
        if (const auto stop = text.find(end); stop != std::string_view::npos) {
            found.emplace(n, trimmed(text.substr(digits + 1, stop - digits - 1)));
            text.remove_prefix(stop + end.size());
        }
    }
    std::vector<PolicyStep> steps;
    for (auto& [n, step] : found)
        steps.push_back({perception, std::move(step)});
    return steps;
}

// As pipeline.md, 1a, has it. Nothing where the form would read these steps otherwise: from
// prefixes of them a policy writes on.
std::optional<PolicyTurn> readPublished(const PolicyForm& form, std::string_view turn)
{
    constexpr std::string_view visual = "[Visual Elements]", perception = "[Perception]",
                               reasoning = "[Reasoning]", open = "<correct_answer>",
                               close = "</correct_answer>";
    constexpr auto none = std::string_view::npos;
    const auto seen = std::min(turn.find(visual), turn.find(perception));
    const auto thought = seen == none ? none : turn.find(reasoning, seen);
    const auto said = thought == none ? none : turn.find(open, thought);
    const auto end = said == none ? none : turn.find(close, said);
    if (end == none)
        return std::nullopt;
    PolicyTurn read;
    read.steps = taggedSteps(turn.substr(seen, thought - seen), true);
    const auto concluded = taggedSteps(turn.substr(thought, said - thought), false);
    const std::string_view answer = turn.substr(said + open.size(), end - said - open.size());
    read.answer = trimmed(inBox(answer).value_or(answer));
    if (read.steps.empty() || concluded.empty() || read.answer.empty())
        return std::nullopt;
    read.steps.insert(read.steps.end(), concluded.begin(), concluded.end());
    const auto again = readAsWritten(form, renderPolicyTurn(form, read.steps, read.answer));
    const bool same = again && again->steps == read.steps && again->answer == read.answer;
    return same ? std::optional(std::move(read)) : std::nullopt;
}

} // namespace

std::optional<PolicyTurn> readPolicyTurn(const PolicyForm& form, std::string_view turn)
{
    auto read = readAsWritten(form, turn);
    return read || form.step != PolicyForm().step ? read : readPublished(form, turn);
}

std::string stepStop(const PolicyForm& form)
{
    const std::string after = Around(form.step, "{step}").after;
    return std::string(endOf(after.substr(0, after.find("{n}"))));
}

std::optional<PolicyStep> readNextStep(const PolicyForm& form,
                                       const std::vector<PolicyStep>& before, std::string_view text)
{
    const auto seen = std::count_if(before.begin(), before.end(),
                                    [](const auto& step) { return step.perception; });
    const auto concluded = std::ptrdiff_t(before.size()) - seen;
    const std::string_view heading = trimmed(form.reasoning);
    bool perception = !heading.empty() && concluded == 0;
    if (perception && seen > 0 && take(text, heading))
        perception = false;
    text = trimmed(text);
    const std::string answer = Around(form.answer, "{answer}").before;
    if ((perception && meets(text, heading)) || meets(text, trimmed(answer)))
        return std::nullopt;
    const auto n = static_cast<int>(perception ? seen : concluded) + 1;
    if (!take(text, numbered(Around(form.step, "{step}").before, n)) || trimmed(text).empty())
        return std::nullopt;
    return PolicyStep{perception, std::string(trimmed(text))};
}

} // namespace steplight
