// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/form.h"
#include "engine/text/profile.h"

#include <algorithm>

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

bool readSteps(const PolicyForm& form, std::string_view text, bool perception,
               std::vector<PolicyStep>& steps)
{
    const Around step(form.step, "{step}");
    for (int n = 1; !trimmed(text).empty(); ++n) {
        if (!take(text, numbered(step.before, n)))
            return false;
        // A mark ends the step, or a blank such as the end of the line where the form has no more.
        const std::string after = numbered(step.after, n);
        const bool marked = !trimmed(after).empty();
        const std::string_view mark = marked ? trimmed(after) : after;
        const auto end = mark.empty() ? text.size() : std::min(text.find(mark), text.size());
        if (marked && end == text.size())
            return false;
        steps.push_back({perception, std::string(trimmed(text.substr(0, end)))});
        text.remove_prefix(std::min(text.size(), end + mark.size()));
    }
    return true;
}

} // namespace

std::optional<PolicyTurn> readPolicyTurn(const PolicyForm& form, std::string_view turn)
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

} // namespace steplight
