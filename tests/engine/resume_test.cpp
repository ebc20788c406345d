// SPDX-License-Identifier: GPL-3.0-or-later
// Each kind of run that takes its time, killed with kill -9 at twenty moments drawn at random and
// taken up each time, comes to the same as one left alone: one thread decides. Scores are the same
// to the last digit; of what a policy writes its words are, and all that is counted.
// A training is killed in train_test.cpp.
#include "engine/protocol/example.h"
#include "engine/puzzles/draw.h"
#include "engine/puzzles/lesson.h"
#include "tests/engine/run_fixture.h"

#include <chrono>
#include <random>
#include <set>

using namespace steplight;
using namespace steplight::protocol;
using steplight::test::Child;
using steplight::test::textTrace;
using steplight::test::tinyModel;
namespace fs = std::filesystem;

namespace {

struct Kind {
    const char* name;
    const char* kind;
    std::map<std::string, std::string> settings;
};

const Kind kinds[] = {
    {"Score", "score", {}},
    {"SynthesizeFlat", "synthesize", {{"estimate", "flat"}}},
    {"SynthesizeOmega", "synthesize", {{"estimate", "omega"}}},
    {"SynthesizeTree", "synthesize", {{"estimate", "tree"}}},
    {"Search", "search", {{"strategies", "majority,oneshot,mean,greedy,beam,dvts,mcts"}}},
};

class Resume : public steplight::test::RunFixture, public testing::WithParamInterface<Kind>
{
protected:
    void ask()
    {
        request.kind = GetParam().kind;
        request.seed = 5;
        request.settings.insert(GetParam().settings.begin(), GetParam().settings.end());
        const bool scores = request.kind == "score";
        if (request.kind == "synthesize")
            return askPuzzles();
        if (request.kind == "search")
            request.settings.insert({{"prm", tinyModel()},
                                     {"form", "prose"}, // the tiny checkpoint writes none
                                     {"max_tokens", "12"},
                                     {"n", "4"},
                                     {"beam", "2"},
                                     {"expand", "2"}});
        for (int i = 0; i < (scores ? 40 : 16); ++i) {
            TraceInput trace = textTrace("q" + std::to_string(i), scores ? 8 : 0);
            trace.question += " Basket " + std::to_string(i) + ".";
            addLine(scores ? writeTrace(trace) : writeExample({trace, {}, "8", false}));
        }
        writeFolder();
    }

    /// The shipped policy has a form, so its steps are estimated.
    void askPuzzles()
    {
        request.model = STEPLIGHT_SOURCE "/resources/policy";
        request.images = "images";
        request.settings.insert(
            {{"max_tokens", "240"}, {"batch", "16"}, {"solutions", "3"}, {"rollouts", "4"}});
        fs::create_directories(folder / "images");
        puzzles::Tasks tasks(7, puzzles::Split::validation);
        for (int i = 0; i < 4; ++i) {
            const puzzles::Task task = tasks.next();
            const puzzles::Image image(picture(task.puzzle));
            put("images/" + image.hash + ".png", image.bytes);
            addLine(writeExample({traceOf(task, image), {}, answer(task.puzzle), false}));
        }
        writeFolder();
    }

    /// What it came to, without what time it took. A node may be said again: the solution that it
    /// belongs to was not whole.
    std::set<std::string> cameTo() const
    {
        std::set<std::string> all;
        for (Event& event : events()) {
            if (auto* result = std::get_if<Result>(&event.body))
                result->seconds = 0;
            // Others are written beside it than before, so its last digits are others, too.
            if (auto* solution = std::get_if<Solution>(&event.body))
                solution->logProb = 0;
            const bool once = std::holds_alternative<Result>(event.body) ||
                              std::holds_alternative<Solution>(event.body) ||
                              std::holds_alternative<Searched>(event.body);
            if (!once && !std::holds_alternative<Node>(event.body) &&
                !std::holds_alternative<Curve>(event.body))
                continue;
            const bool fresh = all.insert(writeEvent(event)).second;
            EXPECT_TRUE(fresh || !once) << "said twice: " << writeEvent(event);
        }
        return all;
    }
};

/// What one has and the other has not, the beginnings of it.
std::string difference(const std::set<std::string>& one, const std::set<std::string>& other)
{
    std::string words;
    for (const auto* from : {&one, &other})
        for (const std::string& line : *from)
            if (!(from == &one ? other : one).contains(line))
                words += (from == &one ? "- " : "+ ") + line.substr(0, 3000) + '\n';
    return words;
}

} // namespace

INSTANTIATE_TEST_SUITE_P(Kinds, Resume, testing::ValuesIn(kinds),
                         [](const auto& one) { return std::string(one.param.name); });

TEST_P(Resume, killedTwentyTimesItComesToTheSame)
{
    ask();
    const auto begun = std::chrono::steady_clock::now();
    ASSERT_EQ(run(), 0);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begun);
    const std::set<std::string> alone = cameTo();
    EXPECT_GE(alone.size(), 12U);
    std::mt19937 random(11);
    // Most within what is left to do: the twenty starts share one run's work.
    std::uniform_int_distribution<long> moment(0, std::max(60L, long(took.count()) / 3));
    int kills = 0, lives = 1;
    fs::remove(folder / "events.jsonl");
    while (kills < 20) {
        Child engine({"run", folder.string()});
        std::this_thread::sleep_for(std::chrono::milliseconds(moment(random)));
        engine.signal(SIGKILL);
        kills += engine.wait() == -SIGKILL ? 1 : 0;
        const auto said = events();
        if (said.empty() || !isFinal(said.back()))
            continue;
        EXPECT_EQ(difference(alone, cameTo()), "") << "in life " << lives;
        ++lives;
        fs::remove(folder / "events.jsonl");
    }
    EXPECT_EQ(run(), 0);
    theEnd<Done>();
    EXPECT_EQ(difference(alone, cameTo()), "");
    std::cout << "killed " << kills << " times in " << lives << " runs of " << took.count()
              << " ms\n";
}
