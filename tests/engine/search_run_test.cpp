// SPDX-License-Identifier: GPL-3.0-or-later
// `steplight-engine run` of kind "search" as a real process: the tiny checkpoint is policy and PRM.
// It writes no form, so it is read as prose.
#include "engine/protocol/example.h"
#include "tests/engine/run_fixture.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace steplight;
using namespace steplight::protocol;
using steplight::test::Child;
using steplight::test::textTrace;
using steplight::test::tinyModel;
namespace fs = std::filesystem;

namespace {

const std::string everything =
    "single,majority,likelihood,weighted,oneshot,mean,min,last,product,odds,greedy,beam,dvts,mcts";

class SearchRuns : public steplight::test::RunFixture
{
protected:
    void SetUp() override
    {
        RunFixture::SetUp();
        request.kind = "search";
        request.seed = 3;
        request.settings = {{"threads", "1"},  {"prm", tinyModel()}, {"strategies", everything},
                            {"form", "prose"}, {"n", "4"},           {"beam", "2"},
                            {"expand", "2"},   {"max_tokens", "12"}};
    }
    void ask(int questions)
    {
        for (int i = 0; i < questions; ++i) {
            TraceInput question = textTrace("q" + std::to_string(i), 0);
            question.question += " Basket " + std::to_string(i) + ".";
            addLine(writeExample({question, {}, "8", false}));
        }
    }
    void again()
    {
        fs::remove(folder / "events.jsonl");
        writeFolder();
    }
    /// By strategy and how many of the pool it looked at.
    static std::map<std::pair<std::string, std::int64_t>, Searched::Choice>
    choicesOf(const Searched& searched)
    {
        std::map<std::pair<std::string, std::int64_t>, Searched::Choice> choices;
        for (const Searched::Choice& choice : searched.choices)
            EXPECT_TRUE(choices.insert({{choice.strategy, choice.n}, choice}).second);
        return choices;
    }
};

/// The first of the greatest.
template <typename Of> std::int64_t bestOf(const std::vector<Searched::Pooled>& pool, Of of)
{
    return std::max_element(pool.begin(), pool.end(),
                            [&](const auto& a, const auto& b) { return of(a) < of(b); }) -
           pool.begin();
}

} // namespace

TEST_F(SearchRuns, everyStrategyAnswersEveryQuestion)
{
    ask(3);
    addLine("{}\n");
    writeFolder();
    ASSERT_EQ(run(), 0);
    theEnd<Done>();
    const auto models = all<ModelLoaded>();
    ASSERT_EQ(models.size(), 2U);
    EXPECT_EQ(models[0].role, "policy");
    EXPECT_EQ(models[1].role, "prm");
    ASSERT_EQ(all<Warning>().size(), 1U);
    EXPECT_EQ(all<Warning>().at(0).code, "line");
    const auto questions = all<Searched>();
    ASSERT_EQ(questions.size(), 3U);
    for (const Searched& searched : questions) {
        ASSERT_EQ(searched.pool.size(), 4U);
        auto choices = choicesOf(searched);
        EXPECT_EQ(choices.size(), 1U + 9 * 3 + 4); // 1, 2 and 4 of the pool
        for (const Searched::Pooled& one : searched.pool) {
            EXPECT_EQ(one.scores.size(), one.steps.size());
            EXPECT_TRUE(one.whole);
            EXPECT_GT(one.askedTokens, one.tokens);
            EXPECT_LE(one.tokens, 12);
        }
        const auto of = [&](const char* strategy) { return choices.at({strategy, 4}).index; };
        EXPECT_EQ(of("oneshot"), bestOf(searched.pool, [](const auto& one) { return *one.whole; }));
        EXPECT_EQ(of("last"),
                  bestOf(searched.pool, [](const auto& one) { return one.scores.back(); }));
        EXPECT_EQ(of("likelihood"), bestOf(searched.pool, [](const auto& one) {
                      return *one.logProb / double(one.tokens);
                  }));
        EXPECT_EQ(of("mean"), bestOf(searched.pool, [](const auto& one) {
                      return std::accumulate(one.scores.begin(), one.scores.end(), 0.0) /
                             double(one.scores.size());
                  }));
        for (const char* name : {"greedy", "beam", "dvts", "mcts"}) {
            const Searched::Choice& choice = choices.at({name, 0});
            ASSERT_FALSE(choice.path.empty()) << name;
            const Searched::Node& leaf = choice.tree.at(std::size_t(choice.path.back()));
            EXPECT_EQ(leaf.answer, choice.answer);
            EXPECT_TRUE(leaf.score);
            EXPECT_EQ(choice.correct, false);
            EXPECT_GT(choice.policyTokens, 0);
            EXPECT_GT(choice.prmTokens, choice.policyTokens); // it reads the question as well
        }
        EXPECT_EQ(choices.at({"mcts", 0}).tree.at(0).visits, 4);
    }
    const auto metrics = all<Metrics>().at(0).values;
    EXPECT_EQ(metrics.at("questions"), 3);
    EXPECT_EQ(metrics.at("graded"), 3);
    for (const char* name : {"single", "odds", "beam", "majority_at_beam", "pass_1", "oracle"})
        EXPECT_EQ(metrics.at(name), 0) << name;
    const double written = metrics.at("majority_policy_tokens");
    EXPECT_EQ(metrics.at("mean_policy_tokens"), written);
    EXPECT_LT(metrics.at("single_policy_tokens"), written);
    EXPECT_EQ(metrics.at("majority_prm_tokens"), 0);
    const auto curves = all<Curve>(); // a strategy each
    ASSERT_EQ(curves.size(), 14U);
    for (const Curve& curve : curves)
        if (curve.name == "tokens_majority") {
            ASSERT_EQ(curve.rows.size(), 3U); // 1, 2 and 4 of the pool
            EXPECT_EQ(curve.rows.back().at(1), written);
        }
}

TEST_F(SearchRuns, anEarlierSearchsSolutionsAreChosenFromAgain)
{
    request.settings["strategies"] = "majority,weighted,oneshot,last";
    ask(2);
    writeFolder();
    ASSERT_EQ(run(), 0);
    const std::string earlier = folder.string() + "-earlier";
    fs::create_directory(earlier);
    fs::copy(folder / "events.jsonl", earlier);
    const auto before = all<Searched>();
    const std::string hash = all<ModelLoaded>().at(0).hash; // the policy's
    again();
    request.settings["pool"] = earlier;
    request.seed = 99; // would write others
    writeFolder();
    ASSERT_EQ(run(), 0);
    const auto after = all<Searched>();
    ASSERT_EQ(after.size(), 2U);
    for (std::size_t i = 0; i < after.size(); ++i)
        EXPECT_EQ(writeEvent({"", after[i]}), writeEvent({"", before[i]}));
    again();
    request.settings["n"] = "5"; // more than there are
    writeFolder();
    EXPECT_NE(run(), 0);
    ASSERT_EQ(all<Warning>().size(), 2U);
    EXPECT_NE(all<Warning>().at(0).detail.find("fewer than 5 solutions"), std::string::npos);
    again();
    request.settings["pool"] = folder.string();
    writeFolder();
    EXPECT_NE(run(), 0);
    EXPECT_NE(theEnd<Failed>().detail.find("no solutions to choose from"), std::string::npos);
    again();
    std::string other = steplight::test::contentOf(fs::path(earlier) / "events.jsonl");
    other.replace(other.find(hash), 4, "ffff");
    std::ofstream(fs::path(earlier) / "events.jsonl") << other;
    request.settings["pool"] = earlier;
    writeFolder();
    EXPECT_NE(run(), 0);
    EXPECT_NE(theEnd<Failed>().detail.find("another policy"), std::string::npos);
    fs::remove_all(earlier);
}

TEST_F(SearchRuns, theReferencesRuleGoesByWhatIsRecorded)
{
    ask(4);
    request.settings["strategies"] = "oneshot";
    request.settings["rule"] = "reference";
    request.settings["n"] = "8";
    writeFolder();
    ASSERT_EQ(run(), 0);
    const auto questions = all<Searched>();
    ASSERT_EQ(questions.size(), 4U);
    for (const Searched& searched : questions)
        EXPECT_EQ(searched.choices.back().index, bestOf(searched.pool, [](const auto& one) {
                      const double plus = *one.whole;
                      return plus < 0.5 ? plus - 2 // the least P(-), where all are rejected
                                        : std::pow(plus, 0.3) / std::pow(one.askedTokens, 0.6);
                  }));
}

TEST_F(SearchRuns, killedItIsTakenUpAndComesToTheSame)
{
    ask(20);
    request.settings["strategies"] = "majority,oneshot,beam,mcts";
    writeFolder();
    const auto told = [this] {
        std::map<std::string, std::string> answers;
        for (const Searched& searched : all<Searched>()) {
            std::string all;
            for (const Searched::Choice& choice : searched.choices)
                all += choice.strategy + ": " + choice.answer + "\n";
            EXPECT_TRUE(answers.insert({searched.question, all}).second);
        }
        return answers;
    };
    ASSERT_EQ(run(), 0);
    const auto undisturbed = told();
    const auto metrics = all<Metrics>().at(0).values;
    EXPECT_EQ(undisturbed.size(), 20U);
    again();
    for (const std::size_t moment : {1U, 8U}) {
        Child engine({"run", folder.string()});
        await("\"searched\"", moment);
        engine.signal(SIGKILL);
        engine.wait();
        std::ofstream(folder / "events.jsonl", std::ios::app) << "{\"type\":\"searched\",\"qu";
    }
    ASSERT_EQ(run(), 0);
    theEnd<Done>();
    EXPECT_EQ(told(), undisturbed);
    EXPECT_GE(all<Started>().back().done, 8);
    EXPECT_EQ(all<Metrics>().at(0).values, metrics);
}

TEST_F(SearchRuns, aCancelFileStopsItInTheMidstOfAQuestion)
{
    ask(500);
    request.settings["strategies"] = "oneshot,mcts";
    writeFolder();
    Child engine({"run", folder.string()});
    await("\"searched\"", 1);
    put("cancel", "");
    EXPECT_EQ(engine.wait(), 1);
    theEnd<Cancelled>();
    EXPECT_LT(all<Searched>().size(), 500U);
    EXPECT_TRUE(all<Metrics>().empty());
}

TEST_F(SearchRuns, aVoteNeedsNoPrm)
{
    ask(1);
    request.settings.erase("prm");
    request.settings["strategies"] = "single,majority";
    writeFolder();
    ASSERT_EQ(run(), 0);
    EXPECT_EQ(all<ModelLoaded>().size(), 1U);
    const Searched searched = all<Searched>().at(0);
    EXPECT_TRUE(searched.pool.at(0).scores.empty());
    EXPECT_FALSE(searched.pool.at(0).whole);
}

TEST_F(SearchRuns, whatHasNoFormIsNeverChosen)
{
    ask(1);
    request.settings.erase("form"); // the published layout, which this policy was not taught
    writeFolder();
    ASSERT_EQ(run(), 0);
    const Searched searched = all<Searched>().at(0);
    for (const Searched::Pooled& one : searched.pool) {
        EXPECT_TRUE(one.steps.empty());
        EXPECT_TRUE(one.scores.empty());
        EXPECT_FALSE(one.correct);
    }
    for (const Searched::Choice& choice : searched.choices) {
        EXPECT_EQ(choice.answer, "") << choice.strategy;
        EXPECT_EQ(choice.correct, false);
        EXPECT_EQ(choice.prmTokens, 0);
    }
}

TEST_F(SearchRuns, aQuestionWithoutItsPictureIsLeftOut)
{
    ask(1);
    TraceInput blind = textTrace("blind", 0);
    blind.images = {{std::string(64, 'a'), "gone.png"}};
    addLine(writeExample({blind, {}, "8", false}));
    request.settings["strategies"] = "majority";
    writeFolder();
    ASSERT_EQ(run(), 0);
    EXPECT_EQ(all<Searched>().size(), 1U);
    EXPECT_EQ(all<Warning>().at(0).code, "image");
}

TEST_F(SearchRuns, anotherPrmCannotContinueARun)
{
    ask(1);
    writeFolder();
    put("events.jsonl", writeEvent({"", ModelLoaded{"other", "otherhash", "", "cpu", "", "prm"}}));
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(theEnd<Failed>().code, "model");
    EXPECT_TRUE(all<Searched>().empty());
    request.settings["prm"] = "/no/such/prm";
    again();
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(theEnd<Failed>().code, "model");
}
