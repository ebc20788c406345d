// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/published.h"

#include "engine/grade/answer.h"
#include "engine/puzzles/draw.h"
#include "engine/text/policy_steps.h"
#include "engine/text/profile.h"

#include <nlohmann/json.hpp>

namespace steplight::puzzles {
namespace {

using Json = nlohmann::ordered_json;

std::string promptOf(const Puzzle& puzzle)
{
    return "Look at the picture and solve the puzzle in the question.\n\n<question>\n" +
           question(puzzle) +
           "\n</question>\n\nFirst write down what you see under [Visual Elements], then think "
           "under "
           "[Reasoning], one idea in each <step_i>. Give the answer as $\\boxed{}$ inside "
           "<correct_answer>.";
}

std::string responseOf(const protocol::Solution& solution)
{
    return renderPolicyTurn({}, policyStepsOf(solution.steps), solution.answer);
}

Json scoresOf(const protocol::Solution& solution)
{
    Json all = Json::array();
    for (std::size_t i = 0; i < solution.steps.size(); ++i) {
        Json step{{"step", solution.steps[i].text}};
        if (i < solution.estimates.size() && solution.estimates[i].total > 0) {
            const auto& [correct, total] = solution.estimates[i];
            step["score"] = double(correct) / double(total);
            step["num_mc_correct"] = correct;
            step["num_mc_total"] = total;
        }
        all.push_back(std::move(step));
    }
    return all;
}

const char* wordOf(Error error)
{
    return error == Error::perception  ? "perception"
           : error == Error::reasoning ? "reasoning"
                                       : "unreadable";
}

Json truthOf(const Puzzle& puzzle, const std::vector<Step>& steps)
{
    const std::vector<Verdict> verdicts = verdictsOf(puzzle, steps);
    Json all = Json::array();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool perception = steps[i].section == Section::perception;
        Json step{{"section", perception ? "perception" : "reasoning"},
                  {"local", verdicts[i].local},
                  {"cumulative", verdicts[i].cumulative}};
        if (!verdicts[i].local)
            step["error_kind"] = wordOf(verdicts[i].error);
        const auto claim = readSentence(steps[i].text, puzzle.family);
        if (claim && claim->kind == Claim::Kind::read)
            step["region"] = boxOf(puzzle, claim->cells.front());
        all.push_back(std::move(step));
    }
    return all;
}

} // namespace

Published publish(const Puzzle& puzzle, const protocol::Solution& solution, const std::string& uid,
                  const std::string& image, const JudgeFaults& faults, Random& random)
{
    const Json rollout{{"image", image},
                       {"question", promptOf(puzzle)},
                       {"answer", answer(puzzle)},
                       {"uid", uid},
                       {"image_path", image},
                       {"response", responseOf(solution)},
                       {"steps_with_score", scoresOf(solution)},
                       {"final_answer_correct", sameAnswer(solution.answer, answer(puzzle))}};
    const Json truth{{"uid", uid},
                     {"puzzle", combination(puzzle)},
                     {"answer", answer(puzzle)},
                     {"final", solution.answer},
                     {"final_correct", sameAnswer(solution.answer, answer(puzzle))},
                     {"steps", truthOf(puzzle, solution.steps)}};
    return {rollout.dump() + "\n", judge(puzzle, solution.steps, faults, random),
            truth.dump() + "\n"};
}

} // namespace steplight::puzzles
