// SPDX-License-Identifier: GPL-3.0-or-later
// The reference's rule on its own published result (../shared/data): from the recorded candidates
// it takes the same one and reads the same answer.
#include "engine/grade/answer.h"
#include "engine/search/selection.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

using namespace steplight;
using Json = nlohmann::json;

namespace {

/// Python wrote a bare NaN into it.
Json recorded(const std::filesystem::path& file)
{
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return Json::parse(std::regex_replace(text.str(), std::regex(": NaN\\b"), ": null"));
}

} // namespace

TEST(Replay, TheReferencesRuleTakesWhatTheReferenceTook)
{
    const std::filesystem::path file =
        STEPLIGHT_SHARED_DATA "/vlprm-tts/result-0-1000-20251003_165623.json";
    if (!std::filesystem::exists(file))
        GTEST_SKIP() << "needs ../shared/data/vlprm-tts";
    const Json items = recorded(file);
    ASSERT_EQ(items.size(), 8U);
    int rejected = 0, boxed = 0;
    for (const Json& item : items) {
        const Json& step = item.at("iteration_history").at(0);
        std::vector<std::optional<search::Judged>> candidates;
        for (const Json& one : step.at("candidates_info")) {
            const double reward = one.at("reward");
            const double plus = one.at("reward_result").at("positive_prob");
            // How long the PRM's prompt was is not recorded; its reward tells, to the token.
            const double length = reward > 0 ? std::pow(std::pow(plus, 0.3) / reward, 1 / 0.6) : 1;
            EXPECT_NEAR(length, std::round(length), 1e-6);
            candidates.push_back(
                search::judge(search::Rule::reference, plus, std::llround(length)));
            EXPECT_NEAR(candidates.back()->reward, reward, 1e-12);
            candidates.back()->minus = one.at("reward_result").at("negative_prob");
            rejected += candidates.back()->reward < 0 ? 1 : 0;
        }
        ASSERT_EQ(candidates.size(), 16U);
        const std::size_t chosen = search::choose(candidates);
        EXPECT_EQ(chosen, step.at("chosen_step_index").get<std::size_t>());
        const std::string text = step.at("candidates_info").at(chosen).at("candidate_step");
        EXPECT_EQ(text, item.at("final_steps").back().get<std::string>());
        const std::string answer = boxedAnswer(text);
        EXPECT_EQ(answer, item.at("pred_answer").get<std::string>());
        boxed += answer == text ? 0 : 1;
    }
    EXPECT_EQ(boxed, 4); // the others have no box, so all of the text is the answer
    EXPECT_GT(rejected, 20);
}
