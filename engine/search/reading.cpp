// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/search/reading.h"

#include "engine/grade/answer.h"
#include "engine/text/box.h"
#include "engine/text/form.h"

#include <algorithm>

namespace steplight::search {
namespace {

constexpr std::string_view paragraph = "\n\n";

std::vector<PolicyStep> paragraphsOf(std::string_view text)
{
    std::vector<PolicyStep> steps;
    while (!text.empty()) {
        const std::string_view one = text.substr(0, text.find(paragraph));
        if (!trimmed(one).empty())
            steps.push_back({false, std::string(trimmed(one))});
        text.remove_prefix(std::min(text.size(), one.size() + paragraph.size()));
    }
    return steps;
}

} // namespace

std::string Reading::stop() const
{
    return m_prose ? std::string(paragraph) : stepStop(m_form);
}

std::string Reading::standing(const std::vector<PolicyStep>& steps) const
{
    if (!m_prose)
        return steps.empty() ? m_form.perception : renderPolicyTurn(m_form, steps, "");
    std::string turn;
    for (const PolicyStep& step : steps)
        turn.append(step.text).append(paragraph);
    return turn;
}

std::optional<PolicyTurn> Reading::whole(std::string_view response) const
{
    if (!m_prose) {
        auto turn = readPolicyTurn(m_form, response);
        if (turn)
            turn->answer = chosenOption(turn->answer, m_options);
        return turn;
    }
    PolicyTurn turn{paragraphsOf(response), {}};
    if (turn.steps.empty())
        return std::nullopt;
    turn.answer = answerIn(response);
    return turn;
}

std::string Reading::answerIn(std::string_view prose) const
{
    return chosenOption(proseAnswer(prose, m_options), m_options);
}

std::optional<Reading::Next> Reading::next(const std::vector<PolicyStep>& before,
                                           std::string_view text, bool stopped) const
{
    if (m_prose) {
        const std::string step(trimmed(text));
        if (step.empty() && (stopped || !inBox(standing(before))))
            return std::nullopt; // who says nothing has not come to an end
        return Next{{false, step},
                    stopped ? std::string() : answerIn(standing(before).append(step))};
    }
    const auto turn = readPolicyTurn(m_form, standing(before).append(text));
    if (turn && turn->steps.size() == before.size())
        return Next{{}, chosenOption(turn->answer, m_options)};
    auto step = stopped ? readNextStep(m_form, before, text) : std::nullopt;
    return step ? std::optional(Next{std::move(*step), {}}) : std::nullopt;
}

} // namespace steplight::search
