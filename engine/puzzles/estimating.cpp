// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/estimating.h"

#include "engine/puzzles/checker.h"

#include <algorithm>
#include <set>

namespace steplight::puzzles {
namespace {

constexpr int manyDemonstrations = 2000;

std::vector<Step> stepsOf(const PolicyTurn& turn)
{
    std::vector<Step> steps;
    for (const PolicyStep& step : turn.steps)
        steps.push_back({Section::reasoning, step.text});
    return steps;
}

std::size_t firstError(const Puzzle& puzzle, const PolicyTurn& turn)
{
    const auto verdicts = verdictsOf(puzzle, stepsOf(turn));
    return std::size_t(std::find_if(verdicts.begin(), verdicts.end(),
                                    [](const Verdict& one) { return !one.cumulative; }) -
                       verdicts.begin());
}

std::size_t firstHopeless(const std::vector<Estimate>& estimates)
{
    return std::size_t(
        std::find_if(estimates.begin(), estimates.end(),
                     [](const Estimate& e) { return e.total > 0 && e.correct == 0; }) -
        estimates.begin());
}

class Locating
{
public:
    Locating(const std::vector<Puzzle>& puzzles, const SynthesisOptions& options)
        : m_puzzles(puzzles), m_options(options)
    {
        Random random(options.seed);
        for (const Puzzle& puzzle : puzzles)
            m_policies.emplace_back(puzzle, manyDemonstrations, random);
    }
    Located run();

private:
    Usage write(const Policy::NextRequest& next, const Policy::WrittenFn& written) const;
    void take(const Synthesised& solution);

    const std::vector<Puzzle>& m_puzzles;
    const SynthesisOptions& m_options;
    std::vector<ScriptedPolicy> m_policies; // of the puzzles
    std::set<std::string> m_positions;
    Located m_located;
};

Usage Locating::write(const Policy::NextRequest& next, const Policy::WrittenFn& written) const
{
    for (std::size_t number = 0; const auto request = next(); ++number) {
        Random random(request->seed);
        for (std::int64_t i = 0; i < request->rollouts; ++i) {
            std::string text =
                m_policies.at(std::stoul(request->user)).goOn(request->written, random);
            const auto blanks = std::count_if(text.begin(), text.end(),
                                              [](char c) { return c == ' ' || c == '\n'; });
            written(
                {number, i, std::move(text), "stop", std::vector<double>(std::size_t(blanks) + 1)});
        }
    }
    return {};
}

void Locating::take(const Synthesised& solution)
{
    std::int64_t rollouts = 0;
    for (const Estimate& estimate : solution.estimates)
        rollouts += estimate.total;
    if (solution.correct.value() || rollouts == 0)
        return;
    ++m_located.searched;
    m_located.onWrong += rollouts;
    const std::size_t error =
        firstError(m_puzzles.at(std::stoul(solution.problem)), *solution.turn);
    const std::size_t hopeless = firstHopeless(solution.estimates);
    ++(hopeless < error ? m_located.early : hopeless > error ? m_located.late : m_located.right);
    if (hopeless != error)
        return;
    const auto begin = solution.turn->steps.begin();
    m_positions.insert(
        solution.problem + "\n" +
        renderPolicyTurn(scriptedForm(), {begin, begin + std::ptrdiff_t(error) + 1}, ""));
}

Located Locating::run()
{
    std::size_t number = 0;
    m_located.usage = synthesise(
        scriptedForm(), m_options,
        [this](const auto& next, const auto&, const auto& written, std::stop_token) {
            return write(next, written);
        },
        [&]() -> std::optional<Problem> {
            if (number == m_puzzles.size())
                return std::nullopt;
            const std::string id = std::to_string(number);
            return Problem{id, id, {}, answer(m_puzzles[number++]), {}};
        },
        {[this](Synthesised&& solution) { take(solution); }, {}, {}, {}});
    m_located.questions = std::int64_t(m_puzzles.size());
    m_located.positions = std::int64_t(m_positions.size());
    if (m_options.by != EstimateBy::flat) // only from them, and in a tree from what they share
        m_located.onWrong = m_located.usage.rollouts;
    return m_located;
}

} // namespace

const PolicyForm& scriptedForm()
{
    static const PolicyForm form{"", "{question}", "", "", "{step}\n", "Answer: {answer}"};
    return form;
}

ScriptedPolicy::ScriptedPolicy(const Puzzle& puzzle, int demonstrations, Random& random)
{
    for (int i = 0; i < demonstrations; ++i) {
        const Demonstration made = demonstrate(puzzle, {}, random);
        std::vector<PolicyStep> steps;
        for (const Step& step : made.steps)
            steps.push_back({false, step.text});
        m_texts.push_back(renderPolicyTurn(scriptedForm(), steps, made.answer));
    }
    std::sort(m_texts.begin(), m_texts.end());
}

std::string ScriptedPolicy::goOn(const std::string& written, Random& random) const
{
    const auto first = std::lower_bound(m_texts.begin(), m_texts.end(), written);
    const auto last = std::find_if_not(
        first, m_texts.end(), [&](const std::string& text) { return text.starts_with(written); });
    return (first + below(random, int(last - first)))->substr(written.size());
}

Located locate(const std::vector<Puzzle>& puzzles, const SynthesisOptions& options)
{
    return Locating(puzzles, options).run();
}

} // namespace steplight::puzzles
