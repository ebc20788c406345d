// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of kind "judge": the stand-in's folder, and `steplight-engine run` as a real process.
#include "engine/core/error.h"
#include "engine/puzzles/demonstration.h"
#include "engine/puzzles/stand_in.h"
#include "tests/engine/child.h"
#include "tests/engine/run_fixture.h"

#include <algorithm>

using namespace steplight;
using namespace steplight::protocol;
using namespace steplight::puzzles;
using steplight::test::Child;
using steplight::test::contentOf;
namespace fs = std::filesystem;

class Judges : public steplight::test::RunFixture
{
protected:
    /// A judge of so many puzzles in folder/judge, and a solution of each as a trace.
    void make(const JudgeFaults& faults, int count = 40)
    {
        fs::create_directories(folder / "judge");
        Random random(3);
        std::string lines;
        for (int i = 0; i < count; ++i) {
            const Puzzle puzzle = makePuzzle(random, families[std::size_t(i % 4)], 2);
            const std::string image = Sha256().add(std::to_string(i)).hex();
            lines += standInLine(image, puzzle);
            traces.push_back({std::string("t").append(std::to_string(i)),
                              question(puzzle),
                              {},
                              {{image, image + ".png"}},
                              demonstrate(puzzle, {}, random).steps});
            made.push_back(puzzle);
        }
        put("judge/steplight_judge.json", standInFile("some judge", faults));
        put("judge/puzzles.jsonl", lines);
        request.kind = "judge";
        request.model = (folder / "judge").string();
        request.settings.clear();
    }
    bool allRight(std::size_t i) const
    {
        const auto verdicts = verdictsOf(made[i], traces[i].steps);
        return std::all_of(verdicts.begin(), verdicts.end(),
                           [](const Verdict& verdict) { return verdict.local; });
    }

    std::vector<TraceInput> traces;
    std::vector<Puzzle> made;
};

TEST_F(Judges, KnowAPuzzleByItsState)
{
    Random random(5);
    for (int i = 0; i < 2000; ++i) {
        const Puzzle puzzle = makePuzzle(random, families[std::size_t(i % 4)], 1 + i % 2);
        const auto read = puzzleFrom(state(puzzle));
        ASSERT_TRUE(read) << state(puzzle);
        ASSERT_EQ(state(*read), state(puzzle));
        ASSERT_EQ(question(*read), question(puzzle));
        ASSERT_EQ(answer(*read), answer(puzzle));
    }
    const std::string good = state(makePuzzle(random, Family::grid, 2));
    for (const std::string& text :
         {std::string(), good + " 0000", good.substr(0, good.size() - 5), "x" + good,
          std::string("grid colour:row shape:shift 9 0 0 0"), good + "9"})
        EXPECT_FALSE(puzzleFrom(text)) << text;
}

TEST_F(Judges, TellTheTruthOfEveryTraceTheyKnow)
{
    make({0, 0, {}, 0, 0, 0, 0});
    for (const TraceInput& trace : traces)
        add(trace);
    add(test::textTrace("stranger"));
    addLine("no trace\n");
    writeFolder();
    EXPECT_EQ(Child({"run", folder.string()}).wait(), 0);
    theEnd<Done>();
    const auto replies = all<Judged>();
    ASSERT_EQ(replies.size(), traces.size());
    int wrong = 0;
    for (std::size_t i = 0; i < traces.size(); ++i) {
        EXPECT_EQ(replies[i].trace, traces[i].id);
        const bool correct = replies[i].reply.find("\nCorrect\n") != std::string::npos;
        EXPECT_EQ(correct, allRight(i)) << replies[i].reply;
        wrong += correct ? 0 : 1;
    }
    EXPECT_GT(wrong, 5);
    EXPECT_LT(wrong, 35);
    EXPECT_EQ(all<Warning>().size(), 2U);
    EXPECT_EQ(all<Metrics>().at(0).values.at("judged"), double(traces.size()));
    EXPECT_EQ(all<Metrics>().at(0).values.at("unknown"), 1);
    EXPECT_EQ(all<ModelLoaded>().at(0).name, "some judge");
}

TEST_F(Judges, SayTheSameWhenTheyAreTakenUp)
{
    make({0.5, 0.5, {Habit::orangeIsRed}, 0.9, 0.3, 0.2, 0.1});
    for (const TraceInput& trace : traces)
        add(trace);
    writeFolder();
    EXPECT_EQ(Child({"run", folder.string()}).wait(), 0);
    const auto whole = all<Judged>();
    // As a kill leaves it: the first ten replies and half a line.
    std::string begun;
    for (const Event& event : events())
        if (std::holds_alternative<Started>(event.body) ||
            std::holds_alternative<ModelLoaded>(event.body))
            begun += writeEvent(event);
    for (std::size_t i = 0; i < 10; ++i)
        begun += writeEvent({"", whole[i]});
    put("events.jsonl", begun + R"({"type":"judged","trace":"t10","re)");
    EXPECT_EQ(Child({"run", folder.string()}).wait(), 0);
    const auto again = all<Judged>();
    ASSERT_EQ(again.size(), whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        EXPECT_EQ(again[i].trace, whole[i].trace);
        EXPECT_EQ(again[i].reply, whole[i].reply);
    }
    theEnd<Done>();
}

TEST_F(Judges, AreRefusedWithFileAndLine)
{
    make({}, 3);
    const auto failsWith = [&](const std::string& words) {
        try {
            StandIn{folder / "judge"};
            ADD_FAILURE() << "it opened: " << words;
        } catch (const EngineError& error) {
            EXPECT_EQ(error.code(), "model");
            EXPECT_NE(std::string(error.what()).find(words), std::string::npos) << error.what();
        }
    };
    const std::string good = contentOf(folder / "judge/puzzles.jsonl");
    put("judge/puzzles.jsonl", good + "{\"state\":\"grid\"}\n");
    failsWith("puzzles.jsonl, line 4");
    put("judge/puzzles.jsonl", "[1]\n");
    failsWith("puzzles.jsonl, line 1");
    put("judge/steplight_judge.json", R"({"name":"x","puzzles":"puzzles.jsonl","slip":1.5})");
    failsWith("slip");
    put("judge/steplight_judge.json",
        R"({"name":"x","puzzles":"puzzles.jsonl","blind":["blue-is-red"]})");
    failsWith("blue-is-red");
    put("judge/steplight_judge.json", R"({"name":"x","puzzles":"../../none.jsonl"})");
    failsWith("judge/none.jsonl"); // never outside its folder
    put("judge/steplight_judge.json", "{");
    failsWith("steplight_judge.json");
}
