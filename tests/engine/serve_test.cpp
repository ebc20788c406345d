// SPDX-License-Identifier: GPL-3.0-or-later
// `steplight-engine serve` as a real process on the tiny checkpoint.
#include "engine/protocol/call.h"
#include "tests/engine/child.h"
#include "tests/engine/run_fixture.h"

#include <fstream>
#include <map>
#include <sys/resource.h>
#include <thread>

using namespace steplight;
using namespace steplight::protocol;
using steplight::test::Child;
using steplight::test::textTrace;
using steplight::test::tinyModel;

namespace {

std::string scoreLine(const std::string& id, std::size_t steps = 2,
                      const std::string& model = tinyModel())
{
    return writeCall({id, ScoreCall{model, "", textTrace("trace-" + id, steps)}});
}

/// A trace with a picture of the fixtures.
TraceInput seenTrace(const std::string& id, const std::string& lastStep)
{
    const std::string file = STEPLIGHT_SOURCE "/tests/fixtures/engine/images/97x61-1.png";
    TraceInput trace = textTrace(id);
    trace.images = {{Sha256().add(test::contentOf(file)).hex(), file}};
    trace.steps.push_back({Section::reasoning, lastStep});
    return trace;
}

/// All events until the final one of id.
std::vector<Event> until(Child& engine, const std::string& id)
{
    std::vector<Event> said;
    while (const auto line = engine.line()) {
        said.push_back(readEvent(*line));
        if (isFinal(said.back()) && said.back().id == id)
            return said;
    }
    ADD_FAILURE() << "no final event of " << id;
    said.push_back({id, Failed{"none", ""}});
    return said;
}

template <typename Body> int count(const std::vector<Event>& events)
{
    int found = 0;
    for (const Event& event : events)
        found += std::holds_alternative<Body>(event.body) ? 1 : 0;
    return found;
}

/// How much more a process may take than it has.
void limitMemory(pid_t process, std::int64_t more)
{
    std::int64_t pages = 0;
    std::ifstream("/proc/" + std::to_string(process) + "/statm") >> pages;
    const rlimit limit{static_cast<rlim_t>(pages * ::sysconf(_SC_PAGESIZE) + more), RLIM_INFINITY};
    ASSERT_EQ(::prlimit(process, RLIMIT_AS, &limit, nullptr), 0);
}

} // namespace

TEST(Serve, scoresAndKeepsTheModelLoaded)
{
    Child engine({"serve"});
    engine.write(scoreLine("1"));
    const auto first = until(engine, "1");
    EXPECT_TRUE(std::holds_alternative<Started>(first.front().body));
    EXPECT_TRUE(std::holds_alternative<Done>(first.back().body));
    EXPECT_EQ(count<ModelLoaded>(first), 1);
    EXPECT_EQ(count<Result>(first), 1);
    engine.write(scoreLine("2", 3));
    const auto second = until(engine, "2");
    EXPECT_EQ(count<ModelLoaded>(second), 0);
    for (const Event& event : second)
        if (const auto* result = std::get_if<Result>(&event.body)) {
            EXPECT_EQ(result->trace, "trace-2");
            EXPECT_EQ(result->scores.size(), 3U);
        }
    engine.closeInput();
    EXPECT_FALSE(engine.line().has_value());
    EXPECT_EQ(engine.wait(), 0);
}

TEST(Serve, closingStdinFinishesWhatWasAsked)
{
    Child engine({"serve"});
    for (const char* id : {"1", "2", "3"})
        engine.write(scoreLine(id));
    engine.closeInput();
    std::map<std::string, int> finals;
    while (const auto line = engine.line()) {
        const Event event = readEvent(*line);
        finals[event.id] += std::holds_alternative<Done>(event.body) ? 1 : 0;
    }
    EXPECT_EQ(finals, (std::map<std::string, int>{{"1", 1}, {"2", 1}, {"3", 1}}));
    EXPECT_EQ(engine.wait(), 0);
}

TEST(Serve, aFailureCostsOneCall)
{
    Child engine({"serve"});
    engine.write(scoreLine("1", 2, "/no/such/model"));
    EXPECT_EQ(std::get<Failed>(until(engine, "1").back().body).code, "model");
    engine.write(scoreLine("2", 0));
    EXPECT_EQ(std::get<Failed>(until(engine, "2").back().body).code, "input");
    engine.write(scoreLine("3", 20'000));
    EXPECT_EQ(std::get<Failed>(until(engine, "3").back().body).code, "input");
    engine.write(scoreLine("4"));
    EXPECT_TRUE(std::holds_alternative<Done>(until(engine, "4").back().body));
}

TEST(Serve, whatIsNoCallIsAnsweredByFailed)
{
    Child engine({"serve"});
    engine.write("rubbish\n\n{}\n");
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(std::get<Failed>(until(engine, "").back().body).code, "malformed");
    engine.write("{\"version\":2,\"id\":\"7\",\"type\":\"score\"}\n");
    EXPECT_EQ(std::get<Failed>(until(engine, "7").back().body).code, "version");
    engine.write(std::string(17U << 20, 'x') + "\n");
    EXPECT_EQ(std::get<Failed>(until(engine, "").back().body).code, "too-large");
    engine.write(scoreLine("8"));
    EXPECT_TRUE(std::holds_alternative<Done>(until(engine, "8").back().body));
}

TEST(Serve, cancelledCallsEndOnceAndTheOthersGoOn)
{
    Child engine({"serve"});
    for (const char* id : {"1", "2", "3"})
        engine.write(scoreLine(id, 40));
    engine.write(writeCall({"c", CancelCall{"2"}}));
    engine.write(writeCall({"d", CancelCall{"never heard of"}}));
    std::map<std::string, int> finals, cancelled;
    while (finals.size() < 5) {
        const auto line = engine.line();
        ASSERT_TRUE(line.has_value());
        const Event event = readEvent(*line);
        if (isFinal(event))
            ++finals[event.id];
        cancelled[event.id] += std::holds_alternative<Cancelled>(event.body) ? 1 : 0;
    }
    EXPECT_EQ(finals,
              (std::map<std::string, int>{{"1", 1}, {"2", 1}, {"3", 1}, {"c", 1}, {"d", 1}}));
    EXPECT_EQ(cancelled["1"] + cancelled["3"], 0);
    engine.closeInput();
    EXPECT_FALSE(engine.line().has_value());
}

TEST(Serve, anEditedTraceIsComputedFromTheEditOn)
{
    Child engine({"serve"});
    const auto score = [&](const std::string& id, const std::string& lastStep) {
        engine.write(writeCall({id, ScoreCall{tinyModel(), "", seenTrace("t", lastStep)}}));
        for (const Event& event : until(engine, id))
            if (const auto* result = std::get_if<Result>(&event.body))
                return *result;
        ADD_FAILURE() << "no result of " << id;
        return Result{};
    };
    const Result first = score("1", "So 3."), second = score("2", "So 4 at most.");
    EXPECT_EQ(first.keptImages + first.keptTokens, 0);
    EXPECT_GT(second.keptImages, 4);
    EXPECT_GT(second.keptTokens, second.tokens / 2); // the last step is what differs
    EXPECT_LT(second.keptTokens, second.tokens);
    EXPECT_EQ(second.scores[0], first.scores[0]);
    EXPECT_NE(second.scores.back(), first.scores.back());
    const Result back = score("3", "So 3."), same = score("4", "So 3.");
    for (std::size_t i = 0; i < first.scores.size(); ++i)
        EXPECT_NEAR(*back.scores[i], *first.scores[i], 1e-6) << i;
    EXPECT_EQ(same.scores, back.scores);
    EXPECT_EQ(same.keptTokens, same.tokens);
}

TEST(Serve, explainsAStepByItsPictures)
{
    Child engine({"serve"});
    const ScoreCall of{tinyModel(), "", seenTrace("t", "So 3.")};
    engine.write(writeCall({"1", ExplainCall{of, 2, "integrated", 32, 1}}));
    const auto said = until(engine, "1");
    EXPECT_EQ(std::get<Started>(said.front().body).kind, "explain");
    EXPECT_TRUE(std::holds_alternative<Done>(said.back().body));
    EXPECT_GE(count<Progress>(said), 32);
    ASSERT_EQ(count<Explanation>(said), 1);
    for (const Event& event : said)
        if (const auto* e = std::get_if<Explanation>(&event.body)) {
            EXPECT_EQ(e->trace, "t");
            EXPECT_EQ(e->step, 2);
            ASSERT_EQ(e->maps.size(), 1U);
            EXPECT_GT(e->maps[0].values.size(), 4U);
            ASSERT_TRUE(e->gap);
            EXPECT_LE(*e->gap, 0.1);
        }
    engine.write(writeCall({"2", ExplainCall{of, 3, "integrated", 1, 1}}));
    EXPECT_EQ(std::get<Failed>(until(engine, "2").back().body).code, "input");
    engine.write(writeCall({"3", ExplainCall{{tinyModel(), "", textTrace("t")}, 0, "gradient"}}));
    EXPECT_EQ(std::get<Failed>(until(engine, "3").back().body).code, "input");
}

TEST(Serve, aNewerCallForTheSameTraceCancelsTheStaleOnes)
{
    Child engine({"serve"});
    std::string calls; // in one write: they are there before the model is
    for (const char* id : {"1", "2", "3"})
        calls += writeCall({id, ScoreCall{tinyModel(), "", textTrace("same", 40)}});
    calls += writeCall({"other", ScoreCall{tinyModel(), "", textTrace("another")}});
    engine.write(calls);
    const auto said = until(engine, "other");
    std::map<std::string, int> cancelled, done;
    for (const Event& event : said) {
        cancelled[event.id] += std::holds_alternative<Cancelled>(event.body) ? 1 : 0;
        done[event.id] += std::holds_alternative<Done>(event.body) ? 1 : 0;
    }
    EXPECT_EQ(cancelled, (std::map<std::string, int>{{"1", 1}, {"2", 1}, {"3", 0}, {"other", 0}}));
    EXPECT_EQ(done, (std::map<std::string, int>{{"1", 0}, {"2", 0}, {"3", 1}, {"other", 1}}));
    EXPECT_EQ(count<ModelLoaded>(said), 1) << "the loading was begun anew";
}

TEST(Serve, leavesWhenNobodyListens)
{
    Child engine({"serve"});
    engine.write(scoreLine("1"));
    until(engine, "1");
    engine.closeOutput();
    engine.write(scoreLine("2")); // stdin stays open
    EXPECT_EQ(engine.wait(), 0);
}

TEST(Serve, leavesWithItsCallerThoughItHasNothingToSay)
{
    Child engine({"serve"});
    engine.write(scoreLine("1"));
    until(engine, "1");
    engine.closeOutput();
    siginfo_t ended{}; // stdin stays open
    for (int i = 0; i < 1000 && ended.si_pid == 0; ++i) {
        ::waitid(P_PID, static_cast<id_t>(engine.id()), &ended, WEXITED | WNOHANG | WNOWAIT);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_EQ(ended.si_pid, engine.id()) << "it is still there";
}

TEST(Serve, aFullMemoryCostsOneCallAndIsSaid)
{
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the sanitizer takes all addresses for itself";
#endif
    int refused = 0, done = 0;
    for (const std::int64_t more : {1, 68, 400})
        for (const bool explains : {false, true}) {
            Child engine({"serve"});
            engine.write(scoreLine("1"));
            until(engine, "1");
            limitMemory(engine.id(), more << 20);
            TraceInput trace = seenTrace("t", "So 3.");
            trace.steps.resize(90, trace.steps.front());
            const ScoreCall of{tinyModel(), "", trace};
            engine.write(explains ? writeCall({"2", ExplainCall{of, 80, "integrated", 2, 1}})
                                  : writeCall({"2", of}));
            const Event end = until(engine, "2").back();
            if (const auto* failed = std::get_if<Failed>(&end.body)) {
                EXPECT_EQ(failed->code, "memory") << more << " MiB: " << failed->detail;
                EXPECT_NE(failed->detail.find("max_pixels"), std::string::npos) << failed->detail;
                ++refused;
            } else {
                ++done;
            }
            limitMemory(engine.id(), std::int64_t(4) << 30);
            engine.write(scoreLine("3"));
            EXPECT_TRUE(std::holds_alternative<Done>(until(engine, "3").back().body)) << more;
        }
    EXPECT_GE(refused, 2);
    EXPECT_GE(done, 2);
}

TEST(Serve, terminateCancelsAllAndLeaves)
{
    Child engine({"serve"});
    for (int i = 0; i < 200; ++i)
        engine.write(scoreLine(std::to_string(i), 40));
    engine.write(writeCall({"bye", TerminateCall{}}));
    std::map<std::string, int> finals;
    int cancelled = 0;
    while (const auto line = engine.line()) {
        const Event event = readEvent(*line);
        if (isFinal(event))
            ++finals[event.id];
        cancelled += std::holds_alternative<Cancelled>(event.body) ? 1 : 0;
    }
    EXPECT_EQ(finals.size(), 201U);
    for (const auto& [id, times] : finals)
        EXPECT_EQ(times, 1) << id;
    EXPECT_GT(cancelled, 0);
    EXPECT_EQ(engine.wait(), 0);
}
