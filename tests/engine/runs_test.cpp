// SPDX-License-Identifier: GPL-3.0-or-later
// `steplight-engine run` as a real process on the tiny checkpoint.
#include "engine/protocol/error.h"
#include "engine/protocol/example.h"
#include "tests/engine/child.h"
#include "tests/engine/poison.h"
#include "tests/engine/run_fixture.h"

#include <cmath>
#include <fcntl.h>
#include <set>
#include <sys/file.h>
#include <thread>

using namespace steplight;
using namespace steplight::protocol;
using steplight::test::Child;
using steplight::test::contentOf;
using steplight::test::textTrace;
using steplight::test::tinyModel;
namespace fs = std::filesystem;

class Runs : public steplight::test::RunFixture
{
protected:
    ImageFile picture(const std::string& name) const
    {
        const std::string path = STEPLIGHT_SOURCE "/tests/fixtures/engine/images/" + name;
        return {Sha256().add(contentOf(path)).hex(), path};
    }
    void awaitResults(std::size_t count) const { await("\"result\"", count); }
};

TEST_F(Runs, scoresEveryTraceAndEndsOnce)
{
    TraceInput seen = textTrace("seen", 3);
    seen.images = {picture("97x61-1.png")};
    add(textTrace("text"));
    add(seen);
    writeFolder();
    EXPECT_EQ(run(), 0);
    theEnd<Done>();
    const auto results = all<Result>();
    ASSERT_EQ(results.size(), 2U);
    EXPECT_EQ(results[0].trace, "text");
    EXPECT_EQ(results[0].scores.size(), 2U);
    EXPECT_EQ(results[1].scores.size(), 3U);
    for (const Result& result : results)
        for (const auto& score : result.scores)
            EXPECT_TRUE(score && *score > 0 && *score < 1);
    const auto said = events();
    EXPECT_TRUE(std::holds_alternative<Started>(said.front().body));
    EXPECT_EQ(std::get<Started>(said.front().body).total, 2);
    EXPECT_EQ(all<ModelLoaded>().at(0).name, "tiny-old");
    EXPECT_EQ(all<Metrics>().at(0).values.at("traces"), 2);
    EXPECT_EQ(all<Metrics>().at(0).values.at("unscored"), 0);
    EXPECT_TRUE(all<Warning>().empty());
    EXPECT_FALSE(fs::exists(folder / "reserve"));
    EXPECT_NE(contentOf(folder / "engine.log").find("done"), std::string::npos);
}

TEST_F(Runs, aFinishedRunIsNotDoneAgain)
{
    add(textTrace("a"));
    writeFolder();
    EXPECT_EQ(run(), 0);
    const std::string before = contentOf(folder / "events.jsonl");
    EXPECT_EQ(run(), 0);
    EXPECT_EQ(contentOf(folder / "events.jsonl"), before);
}

TEST_F(Runs, aBadTraceCostsItselfNotTheRun)
{
    TraceInput missing = textTrace("missing");
    missing.images = {{"", ""}};
    TraceInput gone = textTrace("gone");
    gone.images = {{std::string(64, 'a'), "no/such.png"}};
    TraceInput changed = textTrace("changed");
    changed.images = {{std::string(64, 'b'), picture("28x28-8.png").file}};
    put("picture.png", "no picture");
    TraceInput broken = textTrace("broken");
    broken.images = {{Sha256().add("no picture").hex(), (folder / "picture.png").string()}};
    const std::vector<TraceInput> bad{
        missing, gone, changed, broken, textTrace("stepless", 0), textTrace("long", 20'000)};
    for (const TraceInput& trace : bad)
        add(trace);
    addLine("{\"trace\":\n");
    addLine("\n");
    add(textTrace("good"));
    writeFolder();
    EXPECT_EQ(run(), 0);
    theEnd<Done>();
    std::map<std::string, std::string> codes;
    int lines = 0;
    for (const Warning& warning : all<Warning>()) {
        codes[warning.trace] = warning.code;
        lines += warning.code == "line" ? 1 : 0;
    }
    for (const char* id : {"missing", "gone", "changed", "broken"})
        EXPECT_EQ(codes[id], "image") << id;
    for (const char* id : {"stepless", "long"})
        EXPECT_EQ(codes[id], "input") << id;
    EXPECT_EQ(lines, 2);
    const auto results = all<Result>();
    ASSERT_EQ(results.size(), bad.size() + 1);
    for (std::size_t i = 0; i < bad.size(); ++i) {
        EXPECT_EQ(results[i].trace, bad[i].id);
        EXPECT_EQ(results[i].scores,
                  std::vector<std::optional<double>>(bad[i].steps.size(), std::nullopt));
    }
    EXPECT_TRUE(results.back().scores[0].has_value());
    EXPECT_EQ(all<Metrics>().at(0).values.at("unscored"), 6);
}

TEST_F(Runs, imagesAreFoundByHashInANamedFolder)
{
    const ImageFile picture = this->picture("28x28-8.png");
    fs::create_directories(folder / "pictures" / "sub");
    fs::copy(picture.file, folder / "pictures" / "sub" / (picture.hash + ".png"));
    TraceInput trace = textTrace("a");
    trace.images = {{picture.hash, "/another/machine/x.png"}};
    add(trace);
    writeFolder();
    EXPECT_EQ(run({"--images", (folder / "pictures").string()}), 0);
    EXPECT_TRUE(all<Warning>().empty());
    EXPECT_TRUE(all<Result>().at(0).scores.at(0).has_value());
}

TEST_F(Runs, killedAtAnyMomentItIsTakenUpAndNothingIsDoubled)
{
    constexpr std::size_t traces = 120;
    for (std::size_t i = 0; i < traces; ++i) {
        TraceInput trace = textTrace("t" + std::to_string(i), 30);
        trace.question += " Basket " + std::to_string(i) + "."; // else many are scored in one pass
        add(trace);
    }
    writeFolder();
    for (const std::size_t moment : {1U, 20U, 45U}) {
        Child engine({"run", folder.string()});
        awaitResults(moment);
        engine.signal(SIGKILL);
        EXPECT_EQ(engine.wait(), -SIGKILL);
        std::ofstream(folder / "events.jsonl", std::ios::app) << "{\"type\":\"result\",\"tra";
    }
    EXPECT_EQ(run(), 0);
    theEnd<Done>();
    std::set<std::string> ids;
    for (const Result& result : all<Result>())
        EXPECT_TRUE(ids.insert(result.trace).second) << result.trace;
    EXPECT_EQ(ids.size(), traces);
    EXPECT_EQ(all<Started>().size(), 4U);
    EXPECT_GE(all<Started>().back().done, 45);
    EXPECT_EQ(all<Metrics>().at(0).values.at("traces"), traces);
}

class Syntheses : public Runs, public testing::WithParamInterface<const char*>
{
};
INSTANTIATE_TEST_SUITE_P(Estimates, Syntheses, testing::Values("flat", "tree"),
                         [](const auto& one) { return std::string(one.param); });

TEST_P(Syntheses, killedWhileItWritesOneIsTakenUpAndComesToTheSame)
{
    request.kind = "synthesize";
    request.seed = 3;
    request.settings = {{"threads", "1"},
                        {"solutions", "3"},
                        {"max_tokens", "24"},
                        {"batch", "8"},
                        {"estimate", GetParam()}};
    for (int i = 0; i < 40; ++i)
        addLine(writeExample(
            {textTrace("q" + std::to_string(i), 0), {}, "8", false})); // questions have no steps
    addLine("{}\n");
    writeFolder();
    const auto written = [this] {
        std::map<std::pair<std::string, std::int64_t>, std::string> responses;
        for (const Solution& solution : all<Solution>())
            EXPECT_TRUE(
                responses.insert({{solution.question, solution.index}, solution.response}).second);
        std::set<std::string> grown;
        for (const Grown& one : all<Grown>())
            EXPECT_TRUE(grown.insert(one.question).second);
        EXPECT_EQ(grown.size(), GetParam() == std::string("tree") ? 40U : 0U);
        return responses;
    };
    EXPECT_EQ(run(), 0);
    const auto undisturbed = written();
    EXPECT_EQ(undisturbed.size(), 120U);
    EXPECT_EQ(all<Warning>().at(0).code, "line");
    EXPECT_EQ(all<Metrics>().at(0).values.at("solutions"), 120);
    const double read = all<Metrics>().at(0).values.at("read");
    EXPECT_EQ(all<Progress>().back().done, 123); // with those that the bad line would have had
    fs::remove(folder / "events.jsonl");
    for (const std::size_t moment : {1U, 50U, 100U}) {
        Child engine({"run", folder.string()});
        await("\"solution\"", moment);
        engine.signal(SIGKILL);
        engine.wait();
    }
    EXPECT_EQ(run(), 0);
    theEnd<Done>();
    EXPECT_EQ(written(), undisturbed);
    EXPECT_EQ(all<Metrics>().at(0).values.at("solutions"), 120) << "of all starts";
    EXPECT_EQ(all<Metrics>().at(0).values.at("read"), read);
}

TEST_F(Runs, aSettingOfASynthesisThatCannotBeIsAnErrorWithItsWords)
{
    request.kind = "synthesize";
    request.settings = {{"estimate", "omega-prm"}};
    addLine(writeExample({textTrace("q", 0), {}, "8", false}));
    writeFolder();
    EXPECT_EQ(run(), 1);
    const Failed failed = theEnd<Failed>();
    EXPECT_EQ(failed.code, "malformed");
    EXPECT_NE(failed.detail.find("\"omega-prm\"; it must be flat, omega or tree."),
              std::string::npos)
        << failed.detail;
}

TEST_F(Runs, rubbishInTheEventsHidesNothing)
{
    add(textTrace("a"));
    add(textTrace("b"));
    writeFolder();
    put("events.jsonl", std::string("\0\0\0\n", 4) +
                            writeEvent({"", Result{"a", {0.5, 0.5}, 1, 1}}) +
                            "{\"type\":\"dance\"}\n");
    EXPECT_EQ(run(), 0);
    const std::string text = contentOf(folder / "events.jsonl");
    EXPECT_EQ(text.find("\"trace\":\"a\""), text.rfind("\"trace\":\"a\""));
    EXPECT_NE(text.find("\"trace\":\"b\""), std::string::npos);
}

TEST_F(Runs, theSameTraceTwiceIsScoredOnce)
{
    add(textTrace("a"));
    add(textTrace("a"));
    writeFolder();
    EXPECT_EQ(run(), 0);
    EXPECT_EQ(all<Result>().size(), 1U);
}

TEST_F(Runs, aCancelFileStopsItAndTheResultsStay)
{
    for (int i = 0; i < 2000; ++i)
        add(textTrace("t" + std::to_string(i), 30));
    writeFolder();
    Child engine({"run", folder.string()});
    awaitResults(2);
    put("cancel", "");
    EXPECT_EQ(engine.wait(), 1);
    theEnd<Cancelled>();
    EXPECT_GE(all<Result>().size(), 2U);
    EXPECT_LT(all<Result>().size(), 2000U);
}

TEST_F(Runs, aDeletedFolderStopsIt)
{
    for (int i = 0; i < 2000; ++i)
        add(textTrace("t" + std::to_string(i), 30));
    writeFolder();
    Child engine({"run", folder.string()});
    awaitResults(1);
    fs::remove_all(folder);
    EXPECT_EQ(engine.wait(), 1);
}

TEST_F(Runs, aSignalLeavesItToBeTakenUp)
{
    for (int i = 0; i < 200; ++i)
        add(textTrace("t" + std::to_string(i), 30));
    writeFolder();
    Child engine({"run", folder.string()});
    awaitResults(1);
    engine.signal(SIGTERM); // a machine that is shut down is no cancel
    EXPECT_EQ(engine.wait(), 1);
    for (const Event& event : events())
        EXPECT_FALSE(isFinal(event));
    const std::size_t before = all<Result>().size();
    ASSERT_LT(before, 200u);
    EXPECT_NE(contentOf(folder / "engine.log").find("Start the run again"), std::string::npos);
    EXPECT_EQ(run(), 0);
    theEnd<Done>();
    EXPECT_EQ(all<Result>().size(), 200u);
    EXPECT_EQ(all<Started>().back().done, std::int64_t(before));
}

TEST_F(Runs, cancelledBeforeItBeginsItDoesNothing)
{
    add(textTrace("a"));
    writeFolder();
    put("cancel", "");
    EXPECT_EQ(run(), 1);
    theEnd<Cancelled>();
    EXPECT_TRUE(all<Result>().empty());
}

TEST_F(Runs, aSecondEngineIsRefusedAndWritesNothing)
{
    add(textTrace("a"));
    writeFolder();
    const int lock = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    ASSERT_EQ(::flock(lock, LOCK_EX), 0);
    EXPECT_EQ(run(), 1);
    EXPECT_FALSE(fs::exists(folder / "events.jsonl"));
    ::close(lock);
    EXPECT_EQ(run(), 0);
}

TEST_F(Runs, anInheritedLockIsItsOwn)
{
    add(textTrace("a"));
    writeFolder();
    const int lock = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT, 0644);
    ASSERT_EQ(::flock(lock, LOCK_EX), 0);
    EXPECT_EQ(run({"--lock-fd", std::to_string(lock)}), 0);
    ::close(lock);
    theEnd<Done>();
}

TEST_F(Runs, whatItCannotDoFailsWithACodeAndASentence)
{
    const auto failsWith = [&](const std::string& code, const std::string& words) {
        fs::remove(folder / "events.jsonl");
        EXPECT_EQ(run(), 1);
        const Failed failed = theEnd<Failed>();
        EXPECT_EQ(failed.code, code);
        EXPECT_NE(failed.detail.find(words), std::string::npos) << failed.detail;
        EXPECT_TRUE(std::holds_alternative<Started>(events().front().body));
    };
    add(textTrace("a"));
    writeFolder();
    const RunRequest good = request;
    put("input.jsonl", input + input);
    failsWith("input", "SHA-256");
    fs::remove(folder / "input.jsonl");
    failsWith("input", "cannot be opened");
    request.kind = "dance";
    writeFolder();
    failsWith("kind", "\"dance\"");
    request = good;
    request.model = "/no/such/model";
    writeFolder();
    failsWith("model", "/no/such/model");
    request = good;
    request.modelHash = "another";
    writeFolder();
    failsWith("model", "hash");
    request = good;
    request.settings["threads"] = "many";
    writeFolder();
    failsWith("malformed", "threads");
    request = good;
    writeFolder();
    std::string text = contentOf(folder / "request.json");
    put("request.json", text.replace(text.find("\"version\":1"), 11, "\"version\":9"));
    failsWith("version", "version 9; this program speaks version 1");
    put("request.json", "{\"version\":1,");
    failsWith("malformed", "not JSON");
    put("request.json", std::string(2U << 20, ' '));
    failsWith("too-large", "request.json");
}

TEST_F(Runs, anotherModelCannotContinueARun)
{
    for (int i = 0; i < 2; ++i)
        add(textTrace("t" + std::to_string(i)));
    writeFolder();
    put("events.jsonl", writeEvent({"", ModelLoaded{"other", "otherhash", "", "cpu", ""}}));
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(theEnd<Failed>().code, "model");
    EXPECT_TRUE(all<Result>().empty());
}

TEST_F(Runs, aFolderWithoutARequestIsNoRun)
{
    EXPECT_EQ(run(), 1);
    EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(Runs, theDeviceIsASetting)
{
    add(textTrace("a"));
    request.settings["device"] = "cpu";
    writeFolder();
    EXPECT_EQ(run(), 0);
    EXPECT_EQ(all<ModelLoaded>().at(0).device, "cpu");
    EXPECT_NE(all<ModelLoaded>().at(0).summary.find("GB needed"), std::string::npos);
    const std::string log = contentOf(folder / "engine.log");
    EXPECT_LT(log.find("GPU: "), log.find("reading the weights: "));
}

TEST(Info, saysWhyAFolderThatNoSystemTakesIsNoModel)
{
    Child info({"info", "--json", "--check", "--model", "/" + std::string(300, 'a')});
    std::string last;
    while (auto line = info.line())
        last = *line;
    EXPECT_TRUE(last.starts_with("{\"model\":{\"error\":\"")) << last;
    EXPECT_NE(last.find("\"check\":{\"loads\":false"), std::string::npos) << last;
}

TEST_F(Runs, saysFirstWhatMemoryItTakesAndWhatThereIs)
{
    add(textTrace("a"));
    writeFolder();
    EXPECT_EQ(run(), 0);
    const Started first = std::get<Started>(events().front().body);
    EXPECT_GT(first.memoryNeeded, std::int64_t(64) << 20);
    EXPECT_GT(first.memoryThere, first.memoryNeeded);
    EXPECT_NE(contentOf(folder / "engine.log").find("GB needed"), std::string::npos);
    Child info({"info", "--json", "--model", tinyModel()});
    const std::string said = info.line().value_or("");
    EXPECT_NE(said.find("\"memory_needed\":" + std::to_string(first.memoryNeeded) + ","),
              std::string::npos)
        << said;
    EXPECT_NE(said.find("\"memory_there\":"), std::string::npos) << said;
}

TEST_F(Runs, aSynthesisPlansWhatItsRolloutsKeep)
{
    request.kind = "synthesize";
    addLine(writeExample({textTrace("q", 0), {}, "8", false}));
    const auto needed = [&](const std::string& batch) {
        fs::remove(folder / "events.jsonl");
        request.settings = {{"threads", "1"},
                            {"solutions", "1"},
                            {"rollouts", "0"},
                            {"max_tokens", "8"},
                            {"batch", batch}};
        writeFolder();
        EXPECT_EQ(run(), 0) << contentOf(folder / "engine.log");
        return std::get<Started>(events().front().body).memoryNeeded;
    };
    EXPECT_LT(needed("1"), needed("4096"));
    EXPECT_NE(all<ModelLoaded>().at(0).summary.find("GB needed"), std::string::npos);
}

TEST_F(Runs, inWhichNothingCouldBeDoneFail)
{
    TraceInput missing = textTrace("missing");
    missing.images = {{"", ""}};
    add(missing);
    writeFolder();
    EXPECT_EQ(run(), 1);
    EXPECT_NE(theEnd<Failed>().detail.find("No trace could be scored. First: "), std::string::npos);
    EXPECT_NE(theEnd<Failed>().detail.find(all<Warning>().at(0).detail), std::string::npos);
    EXPECT_EQ(all<Result>().size(), 1U);
    request.kind = "synthesize";
    input.clear();
    request.traces = 0;
    addLine(writeExample({missing, {}, "8", false}));
    fs::remove(folder / "events.jsonl");
    writeFolder();
    EXPECT_EQ(run(), 1);
    EXPECT_NE(theEnd<Failed>().detail.find("No question could be worked on"), std::string::npos);
}

TEST_F(Runs, aCheckFindsAWeightThatIsNoNumber)
{
    fs::copy(tinyModel(), folder / "damaged");
    const auto check = [&] {
        Child info({"info", "--json", "--check", "--model", (folder / "damaged").string()});
        std::string last;
        while (auto line = info.line())
            last = *line;
        return last;
    };
    EXPECT_NE(check().find("\"loads\":true"), std::string::npos) << check();
    steplight::test::poison(folder / "damaged/model.safetensors", "model.embed_tokens.weight");
    const std::string said = check();
    EXPECT_NE(said.find("\"loads\":false"), std::string::npos) << said;
    EXPECT_NE(said.find("Its weight model.embed_tokens.weight"), std::string::npos) << said;
}

TEST_F(Runs, withoutTheDeviceItFailsBeforeItLoads)
{
    add(textTrace("a"));
    request.settings["device"] = "cuda";
    writeFolder();
    ::setenv("STEPLIGHT_PLUGIN", "/no/such/plugin.so", 1);
    EXPECT_EQ(run(), 1);
    Child info({"info", "--json"});
    const std::string said = info.line().value_or("");
    ::unsetenv("STEPLIGHT_PLUGIN");
    EXPECT_EQ(theEnd<Failed>().code, "device");
    EXPECT_NE(theEnd<Failed>().detail.find("No GPU can be used: the GPU plug-in does not load: "
                                           "/no/such/plugin.so"),
              std::string::npos);
    EXPECT_TRUE(all<ModelLoaded>().empty());
    EXPECT_NE(said.find("\"gpu\":\"the GPU plug-in does not load: "), std::string::npos) << said;
}

TEST_F(Runs, wrongUsageIsTwo)
{
    EXPECT_EQ(Child({"run"}).wait(), 2);
    EXPECT_EQ(Child({"dance"}).wait(), 2);
    EXPECT_EQ(Child({"run", "/no/such/folder"}).wait(), 2);
    EXPECT_EQ(Child({"--help"}).wait(), 0);
    Child info({"info", "--json"});
    EXPECT_EQ(info.line().value_or("").substr(0, 12), "{\"version\":\"");
    EXPECT_EQ(info.wait(), 0);
}

TEST_F(Runs, aFullDiskIsToldOfAndItGoesOnWhereThereIsRoom)
{
    // A file system of 256 KiB of our own, if this machine lets us make one.
    for (int i = 0; i < 20'000; ++i)
        add(textTrace("t" + std::to_string(i), 1));
    writeFolder();
    put("script", "set -e\nmkdir disk\nmount -t tmpfs -o size=256k none disk\ncd disk\n"
                  "ln -s ../input.jsonl ../request.json .\n" STEPLIGHT_BIN
                  "/steplight-engine run . 2>../said || echo $? >../code\ncp events.jsonl ..\n");
    const std::string command =
        "cd " + folder.string() + " && unshare --map-root-user --mount sh script 2>/dev/null";
    if (std::system(command.c_str()) != 0)
        GTEST_SKIP() << "this machine lets no user mount a tmpfs";
    EXPECT_EQ(contentOf(folder / "code"), "1\n");
    for (const Event& event : events()) // which has read every line: none is torn
        EXPECT_FALSE(isFinal(event));
    EXPECT_NE(contentOf(folder / "said").find("Make room. Start the run again"), std::string::npos);
    const std::size_t before = all<Result>().size();
    ASSERT_GT(before, 0u);
    EXPECT_EQ(run(), 0); // here there is room
    theEnd<Done>();
    EXPECT_EQ(all<Result>().size(), 20'000u);
}
