// SPDX-License-Identifier: GPL-3.0-or-later
// A training as `steplight-engine run` carries it out, as real processes on the tiny checkpoint.
#include "engine/core/checkpoint.h"
#include "engine/prm/prm.h"
#include "engine/protocol/example.h"
#include "tests/core/free_port.h"
#include "tests/engine/child.h"
#include "tests/engine/poison.h"
#include "tests/engine/run_fixture.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>

using namespace steplight;
using namespace steplight::protocol;
using steplight::test::Child;
using steplight::test::contentOf;
using steplight::test::textTrace;
using steplight::test::tinyModel;
namespace fs = std::filesystem;

namespace {

const std::string rightStep = "There are 12 tiles, so 12 - 5 + 1 = 8.";
const std::string wrongStep = "There are 3 tiles, so 3 + 5 = 9.";

Example example(const std::string& id, bool right, bool validation = false)
{
    Example e{textTrace(id, 2), {1.0, right ? 1.0 : 0.0}, {}, validation};
    e.trace.question += " Basket " + id + ".";
    e.trace.steps[0] = {Section::perception, "I see a basket."};
    e.trace.steps[1].text = right ? rightStep : wrongStep;
    return e;
}

// The two processes of a training, placed by their environment.
struct Pair {
    explicit Pair(const fs::path& folder)
        : port(std::to_string(fixture::freePort())), second(place("1", folder)),
          first(place("0", folder))
    {
        for (const char* name : {"RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"})
            ::unsetenv(name);
    }
    std::vector<std::string> place(const char* rank, const fs::path& folder) const
    {
        ::setenv("RANK", rank, 1);
        ::setenv("WORLD_SIZE", "2", 1);
        ::setenv("MASTER_ADDR", "127.0.0.1", 1);
        ::setenv("MASTER_PORT", port.c_str(), 1);
        return {"run", folder.string()};
    }

    std::string port;
    Child second, first;
};

/// The engines at work in a folder.
std::vector<pid_t> enginesIn(const fs::path& folder)
{
    std::vector<pid_t> found;
    for (const auto& process : fs::directory_iterator("/proc"))
        if (contentOf(process.path() / "cmdline").find(folder.string() + '\0') != std::string::npos)
            found.push_back(std::stoi(process.path().filename()));
    return found;
}

} // namespace

class Train : public steplight::test::RunFixture
{
protected:
    void SetUp() override
    {
        RunFixture::SetUp();
        request.kind = "train";
        request.seed = 3;
        request.settings = {{"threads", "1"},
                            {"updates", "24"},
                            {"batch", "4"},
                            {"rate", "3e-3"},
                            {"evaluate_every", "4"}};
        for (int i = 0; i < 12; ++i)
            add(example(std::to_string(i), i % 2 == 0));
        for (int i = 100; i < 106; ++i)
            add(example(std::to_string(i), i % 2 == 0, true));
    }
    using RunFixture::add;
    void add(const Example& e) { addLine(writeExample(e)); }
    int run() { return Child({"run", folder.string()}).wait(); }
    fs::path model() const { return folder / "model"; }
    std::string weights() const { return contentOf(model() / "model.safetensors"); }
    void awaitCheckpoint(int step) const
    {
        char name[32];
        std::snprintf(name, sizeof name, "step-%08d", step);
        for (int i = 0; i < 6000 && !fs::exists(folder / "checkpoints" / name / "state.json"); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    // Everything anew but what was added.
    void again()
    {
        for (const char* name : {"events.jsonl", "checkpoints", "model", "engine.log", "cancel"})
            fs::remove_all(folder / name);
    }
    void expectSameBitsWhenKilledAfter(const std::vector<int>& updates)
    {
        request.settings["evaluate_every"] = "5";
        request.settings["batch"] = "5"; // the last of an epoch is shorter
        again();
        writeFolder();
        ASSERT_EQ(run(), 0) << contentOf(folder / "engine.log");
        EXPECT_TRUE(all<Warning>().empty()) << all<Warning>().front().detail;
        const std::string undisturbed = weights();
        again();
        for (const int count : updates) {
            Child engine({"run", folder.string()});
            awaitCheckpoint(count);
            engine.signal(SIGKILL);
            EXPECT_EQ(engine.wait(), -SIGKILL);
        }
        EXPECT_EQ(run(), 0);
        theEnd<Done>();
        EXPECT_EQ(all<Started>().size(), updates.size() + 1);
        std::string recipe;
        for (const auto& [name, value] : request.settings)
            recipe.append(name).append("=").append(value).append(" ");
        EXPECT_TRUE(weights() == undisturbed) << recipe;
    }
    std::vector<double> valuesOf(const std::string& name) const
    {
        std::vector<double> found;
        for (const Metrics& metrics : all<Metrics>())
            if (const auto value = metrics.values.find(name); value != metrics.values.end())
                found.push_back(value->second);
        return found;
    }
};

TEST_F(Train, learnsMeasuresAndLeavesAModelThatScores)
{
    writeFolder();
    ASSERT_EQ(run(), 0) << contentOf(folder / "engine.log");
    theEnd<Done>();
    EXPECT_NE(all<ModelLoaded>().at(0).summary.find("weights learn"), std::string::npos);
    EXPECT_GT(std::get<Started>(events().front().body).memoryNeeded, 0);
    const auto loss = valuesOf("validation_loss");
    ASSERT_EQ(loss.size(), 8U) << "before the first update, every four, and of what is left";
    EXPECT_LT(loss.back(), 0.3 * loss.front());
    EXPECT_EQ(valuesOf("validation_first_error_f1").back(), 1);
    EXPECT_EQ(valuesOf("validation_reasoning_accuracy").back(), 1);
    const auto best = std::min_element(loss.begin() + 1, loss.end() - 1) - loss.begin();
    EXPECT_EQ(loss.back(), loss[std::size_t(best)]);
    EXPECT_EQ(valuesOf("best_step"), std::vector<double>{4.0 * static_cast<double>(best)});

    const Prm prm = Prm::load(model());
    for (const bool right : {true, false}) {
        const Example e = example("unseen", right);
        const auto plus =
            prm.score({e.trace.question, {}, {}, {e.trace.steps[0].text, e.trace.steps[1].text}})
                .plus;
        EXPECT_GT(plus[0], 0.5);
        EXPECT_EQ(plus[1] > 0.5, right) << plus[1];
    }
}

// The last word of it is of the model that is left, not of the last update.
TEST_F(Train, saysOfTheModelThatItLeavesWhatWasMeasuredOfIt)
{
    request.settings["rate"] = "0.3"; // after the first updates it gets worse
    request.settings["evaluate_every"] = "1";
    request.settings["updates"] = "6";
    writeFolder();
    if (run() != 0)
        GTEST_SKIP() << "it did not learn at all";
    std::map<double, double> loss;
    for (const Metrics& metrics : all<Metrics>())
        if (metrics.values.contains("step") && metrics.values.contains("validation_loss"))
            loss[metrics.values.at("step")] = metrics.values.at("validation_loss");
    const double best = valuesOf("best_step").back();
    EXPECT_EQ(valuesOf("validation_loss").back(), loss.at(best));
}

TEST_F(Train, anOnlyUpdateIsNoWarmUp)
{
    request.settings["updates"] = "1";
    writeFolder();
    ASSERT_EQ(run(), 0);
    EXPECT_NE(weights(), contentOf(fs::path(tinyModel()) / "model.safetensors"));
    EXPECT_GT(valuesOf("rate").back(), 0);
}

TEST_F(Train, aProfileHasItsOwnDefaultsAndTheRequestOverrulesThem)
{
    const fs::path base = folder / "base";
    fs::copy(tinyModel(), base, fs::copy_options::recursive);
    std::ofstream(base / "metrics.json") << "{}";
    std::ofstream(base / "steplight_profile.json")
        << R"({"name":"base","training":{"updates":"3","evaluate_every":"1","rate":"none"}})";
    request.model = base.string();
    request.settings = {{"threads", "1"}, {"rate", "1e-3"}, {"name", "child"}};
    writeFolder();
    ASSERT_EQ(run(), 0) << contentOf(folder / "engine.log");
    theEnd<Done>();
    EXPECT_EQ(valuesOf("validation_loss").size(), 5U) << "three updates, each measured";
    EXPECT_EQ(loadProfile(model()).name, "child");
    EXPECT_EQ(loadProfile(model()).training.at("updates"), "3") << "the rest of it stays";
    EXPECT_FALSE(fs::exists(model() / "metrics.json")) << "these are of other weights";
}

TEST_F(Train, addedLayersChangeNothingUntilTheyLearn)
{
    writeFolder();
    ASSERT_EQ(run(), 0);
    const auto plain = valuesOf("validation_loss");
    const auto layers = readConfig(model()).text.layers;
    again();
    request.settings["add_layers"] = "2";
    writeFolder();
    ASSERT_EQ(run(), 0) << contentOf(folder / "engine.log");
    const auto deeper = valuesOf("validation_loss");
    EXPECT_NEAR(deeper.front(), plain.front(), 1e-6); // threads add in another order
    EXPECT_EQ(readConfig(model()).text.layers, layers + 2);
    const Model made = loadModel(readConfig(model()), SafeTensors::openFolder(model()));
    for (const TextLayer& layer : {made.text.layers[std::size_t(layers)], made.text.layers.back()})
        EXPECT_GT(layer.outW.abs().max().item<double>(), 0);
}

TEST_F(Train, killedAtAnyMomentItEndsWithTheSameBits)
{
    request.settings["add_layers"] = "1";
    request.settings["updates"] = "40";
    for (const char* rank : {"0", "4"}) {
        request.settings["lora_rank"] = rank;
        expectSameBitsWhenKilledAfter({5, 15, 25});
    }
}

TEST_F(Train, killedInAnyRecipeItEndsWithTheSameBits)
{
    const std::string picture = STEPLIGHT_SOURCE "/tests/fixtures/engine/images/97x61-1.png";
    for (const bool right : {true, false}) {
        Example seen = example(right ? "seen" : "seen wrongly", right);
        seen.trace.images = {{Sha256().add(contentOf(picture)).hex(), picture}};
        add(seen);
    }
    add(example("more that is right", true)); // so that the classes are out of balance
    request.settings["updates"] = "15";
    const auto plain = request.settings;
    for (const auto& [name, value] : {std::pair{"learn", "text,merger,tower"},
                                      {"balance", "classes"},
                                      {"labels", "reference"}}) {
        request.settings = plain;
        request.settings[name] = value;
        expectSameBitsWhenKilledAfter({5});
    }
}

// As Slurm does at a time limit.
TEST_F(Train, aSignalInterruptsItAndItGoesOnWithTheSameBits)
{
    request.settings["updates"] = "40";
    writeFolder();
    ASSERT_EQ(run(), 0);
    const std::string undisturbed = weights();
    again();
    Child engine({"run", folder.string()});
    awaitCheckpoint(4);
    engine.signal(SIGTERM);
    EXPECT_EQ(engine.wait(), 1);
    for (const Event& event : events())
        EXPECT_FALSE(isFinal(event));
    EXPECT_NE(contentOf(folder / "engine.log").find("interrupted"), std::string::npos);
    EXPECT_EQ(run(), 0);
    theEnd<Done>();
    EXPECT_TRUE(weights() == undisturbed);
}

// A disk that is not mounted yet, a base model that somebody replaced: mended, it goes on.
TEST_F(Train, withACheckpointItWaitsForWhatCanBeMended)
{
    const fs::path base = folder / "base", away = folder / "away";
    fs::copy(tinyModel(), base);
    request.model = base.string();
    request.settings["lora_rank"] = "4";
    request.settings["updates"] = "60";
    writeFolder();
    Child engine({"run", folder.string()});
    awaitCheckpoint(4);
    engine.signal(SIGTERM);
    EXPECT_EQ(engine.wait(), 1);
    const auto isInterruptedAgain = [&](const char* said) {
        EXPECT_EQ(run(), 1);
        for (const Event& event : events())
            EXPECT_FALSE(isFinal(event));
        EXPECT_NE(contentOf(folder / "engine.log").find(said), std::string::npos);
    };
    fs::rename(base, away);
    isInterruptedAgain("config.json");
    fs::copy(away, base);
    {
        std::fstream other(base / "model.safetensors", std::ios::in | std::ios::out);
        other.seekp(-2, std::ios::end);
        other.put('\x42');
    }
    isInterruptedAgain("made for or begun with");
    fs::remove_all(base);
    fs::rename(away, base);
    EXPECT_EQ(run(), 0) << contentOf(folder / "engine.log");
    theEnd<Done>();
}

TEST_F(Train, aSignalWhileItWaitsForItsTurnIsNoCancel)
{
    writeFolder();
    const fs::path shared = folder.parent_path() / "turn";
    const int held = ::open(shared.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    ASSERT_EQ(::flock(held, LOCK_EX), 0);
    Child engine({"run", folder.string(), "--turn"});
    for (int i = 0; i < 500 && !fs::exists(folder / "engine.log"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    engine.signal(SIGTERM);
    EXPECT_EQ(engine.wait(), 1);
    ::close(held);
    EXPECT_TRUE(events().empty());
    EXPECT_EQ(run(), 0);
}

TEST_F(Train, twoProcessesLearnWhatOneDoes)
{
    writeFolder();
    ASSERT_EQ(run(), 0);
    const auto alone = valuesOf("validation_loss");
    again();
    Pair pair(folder);
    EXPECT_EQ(pair.first.wait(), 0) << contentOf(folder / "engine.log");
    EXPECT_EQ(pair.second.wait(), 0);
    theEnd<Done>();
    const auto together = valuesOf("validation_loss");
    ASSERT_EQ(together.size(), alone.size());
    for (std::size_t i = 0; i < alone.size(); ++i)
        EXPECT_NEAR(together[i], alone[i], 1e-4 * alone[i]); // sums in another order
}

TEST_F(Train, processesOfItsOwnLearnWhatOneDoes)
{
    writeFolder();
    ASSERT_EQ(run(), 0);
    const auto alone = valuesOf("validation_loss");
    again();
    request.settings["processes"] = "3";
    writeFolder();
    ASSERT_EQ(run(), 0) << contentOf(folder / "engine.log");
    EXPECT_NE(contentOf(folder / "engine.log").find("3 processes"), std::string::npos);
    EXPECT_TRUE(enginesIn(folder).empty());
    EXPECT_FALSE(fs::exists(folder / "processes"));
    const auto together = valuesOf("validation_loss");
    ASSERT_EQ(together.size(), alone.size());
    for (std::size_t i = 0; i < alone.size(); ++i)
        EXPECT_NEAR(together[i], alone[i], 5e-4 * alone[i]); // sums in another order; 1.3e-4 here
}

TEST_F(Train, processesOfItsOwnEndTogetherAndGoOnWithTheSameBits)
{
    request.settings["processes"] = "2";
    request.settings["updates"] = "60";
    writeFolder();
    ASSERT_EQ(run(), 0) << contentOf(folder / "engine.log");
    const std::string undisturbed = weights();
    again();
    int step = 4;
    for (const auto& [signal, ofTheFirst] :
         {std::pair{SIGKILL, true}, {SIGKILL, false}, {SIGTERM, true}}) {
        Child engine({"run", folder.string()});
        awaitCheckpoint(step);
        step += 16;
        const auto all = enginesIn(folder);
        ASSERT_EQ(all.size(), 2U) << contentOf(folder / "engine.log");
        ::kill(ofTheFirst ? engine.id() : all[all[0] == engine.id() ? 1 : 0], signal);
        EXPECT_EQ(engine.wait(), signal == SIGKILL && ofTheFirst ? -SIGKILL : 1);
        for (int i = 0; i < 500 && !enginesIn(folder).empty(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        EXPECT_TRUE(enginesIn(folder).empty());
        for (const Event& event : events())
            EXPECT_FALSE(isFinal(event));
    }
    EXPECT_EQ(run(), 0) << contentOf(folder / "engine.log");
    theEnd<Done>();
    EXPECT_TRUE(weights() == undisturbed);
}

TEST_F(Train, aCancelFileStopsProcessesOfItsOwn)
{
    request.settings["processes"] = "2";
    request.settings["updates"] = "100000";
    writeFolder();
    Child engine({"run", folder.string()});
    awaitCheckpoint(4);
    put("cancel", "");
    EXPECT_EQ(engine.wait(), 1);
    theEnd<Cancelled>();
    EXPECT_TRUE(enginesIn(folder).empty());
}

TEST_F(Train, aCancelFileStopsProcessesThatMeasure)
{
    request.settings["processes"] = "2";
    for (int i = 200; i < 6000; ++i) // seconds of them
        add(example(std::to_string(i), i % 2 == 0, true));
    writeFolder();
    Child engine({"run", folder.string()});
    for (int i = 0;
         i < 6000 && contentOf(folder / "events.jsonl").find("evaluate") == std::string::npos; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    put("cancel", "");
    EXPECT_EQ(engine.wait(), 1);
    theEnd<Cancelled>();
    EXPECT_TRUE(valuesOf("validation_loss").empty());
    EXPECT_TRUE(enginesIn(folder).empty());
}

TEST_F(Train, noMoreProcessesOfItsOwnThanExamples)
{
    request.settings["processes"] = "1000";
    request.settings["batch"] = "2";
    request.settings["threads"] = "8"; // of both
    request.settings["updates"] = "2";
    writeFolder();
    ASSERT_EQ(run(), 0) << contentOf(folder / "engine.log");
    EXPECT_NE(contentOf(folder / "engine.log").find("2 processes, threads of each: 4"),
              std::string::npos);
}

TEST_F(Train, whatOnlyOneProcessHasSeenIsAnEventOnce)
{
    std::vector<std::string> missing; // which of the two reads one is by chance
    for (int i = 0; i < 6; ++i) {
        Example e = example("missing" + std::to_string(i), true);
        e.trace.images = {{"", ""}};
        missing.push_back(e.trace.id);
        add(e);
    }
    request.settings["updates"] = "10"; // two epochs
    writeFolder();
    Pair pair(folder);
    EXPECT_EQ(pair.first.wait(), 0) << contentOf(folder / "engine.log");
    EXPECT_EQ(pair.second.wait(), 0);
    std::vector<std::string> warned;
    for (const Warning& warning : all<Warning>())
        warned.push_back(warning.trace);
    std::ranges::sort(warned);
    EXPECT_EQ(warned, missing);
}

TEST_F(Train, theDeathOfAProcessInterruptsTheOtherAndBothGoOn)
{
    request.settings["updates"] = "60";
    writeFolder();
    {
        Pair pair(folder);
        awaitCheckpoint(4);
        pair.second.signal(SIGKILL);
        EXPECT_EQ(pair.first.wait(), 1);
        for (const Event& event : events())
            EXPECT_FALSE(isFinal(event));
    }
    Pair pair(folder);
    EXPECT_EQ(pair.first.wait(), 0) << contentOf(folder / "engine.log");
    EXPECT_EQ(pair.second.wait(), 0);
    theEnd<Done>();
    Pair late(folder); // what is over is over for all
    EXPECT_EQ(late.first.wait(), 0);
    EXPECT_EQ(late.second.wait(), 0);
}

TEST_F(Train, aCancelFileStopsBothProcesses)
{
    request.settings["updates"] = "100000";
    writeFolder();
    Pair pair(folder);
    awaitCheckpoint(4);
    put("cancel", "");
    EXPECT_EQ(pair.first.wait(), 1);
    EXPECT_EQ(pair.second.wait(), 1);
    theEnd<Cancelled>();
}

TEST_F(Train, adaptersAreMergedIntoTheModelThatIsLeft)
{
    request.settings["lora_rank"] = "4";
    request.settings["rate"] = "2e-2";
    request.settings["updates"] = "16";
    writeFolder();
    ASSERT_EQ(run(), 0) << contentOf(folder / "engine.log");
    const auto loss = valuesOf("validation_loss");
    EXPECT_LT(loss.back(), 0.5 * loss.front());
    EXPECT_FALSE(fs::exists(model() / "adapter_model.safetensors"));
    const Example e = example("unseen", false);
    const auto plus =
        Prm::load(model())
            .score({e.trace.question, {}, {}, {e.trace.steps[0].text, e.trace.steps[1].text}})
            .plus;
    EXPECT_LT(plus[1], 0.5);
}

TEST_F(Train, withoutTargetsAPolicyLearnsToWrite)
{
    input.clear();
    request.traces = 0;
    for (int i = 0; i < 8; ++i) {
        Example e = example(std::to_string(i), true, i > 5);
        e.targets.clear();
        e.answer = "8";
        add(e);
    }
    writeFolder();
    ASSERT_EQ(run(), 0) << contentOf(folder / "engine.log");
    const auto loss = valuesOf("validation_text_loss");
    EXPECT_LT(loss.back(), 0.7 * loss.front());
}

TEST_F(Train, aModelCanBeginWithNothingButItsShape)
{
    const fs::path shape = folder / "shape";
    fs::create_directories(shape);
    for (const auto& entry : fs::directory_iterator(steplight::test::tinyModel()))
        if (entry.path().extension() != ".safetensors")
            fs::copy(entry.path(), shape);
    request.model = shape.string();
    request.settings["begin"] = "random";
    request.settings["learn"] = "text,merger,tower";
    request.settings["weights"] = "bfloat16";
    writeFolder();
    ASSERT_EQ(run(), 0) << contentOf(folder / "engine.log");
    Prm::load(model());
    EXPECT_NE(contentOf(model() / "config.json").find("\"torch_dtype\": \"bfloat16\""),
              std::string::npos);
}

TEST_F(Train, aBadExampleCostsItselfNotTheRun)
{
    Example missing = example("missing", true);
    missing.trace.images = {{"", ""}};
    add(missing);
    Example few = example("few", true);
    few.targets.pop_back();
    add(few);
    Example stepless = example("stepless", true);
    stepless.trace.steps.clear();
    stepless.targets.clear();
    add(stepless);
    Example unknown = example("unknown", true);
    unknown.targets = {std::nullopt, std::nullopt};
    add(unknown);
    addLine("{\"trace\":\n");
    std::string beyond = writeExample(example("beyond", true));
    beyond.replace(beyond.find("1.0"), 3, "1.5");
    addLine(beyond);
    writeFolder();
    ASSERT_EQ(run(), 0) << contentOf(folder / "engine.log");
    int lines = 0, images = 0;
    for (const Warning& warning : all<Warning>()) {
        lines += warning.code == "line" ? 1 : 0;
        images += warning.code == "image" && warning.trace == "missing" ? 1 : 0;
    }
    EXPECT_EQ(lines, 5);
    EXPECT_EQ(images, 1) << "said once, however often it comes";
}

TEST_F(Train, aWeightThatIsNoNumberIsNamedBeforeAnythingIsLearnt)
{
    fs::copy(tinyModel(), folder / "damaged");
    steplight::test::poison(folder / "damaged/model.safetensors", "model.norm.weight");
    request.model = (folder / "damaged").string();
    writeFolder();
    EXPECT_EQ(run(), 1);
    const Failed failed = theEnd<Failed>();
    EXPECT_EQ(failed.code, "weights");
    EXPECT_NE(failed.detail.find("model.norm.weight"), std::string::npos) << failed.detail;
    EXPECT_NE(failed.detail.find("download it again"), std::string::npos) << failed.detail;
    EXPECT_TRUE(all<Warning>().empty());
}

TEST_F(Train, refusesWhatCannotBeMeant)
{
    const auto failure = [&] {
        writeFolder();
        EXPECT_EQ(run(), 1);
        const Failed failed = theEnd<Failed>();
        again();
        return failed.code + ": " + failed.detail;
    };
    const auto settings = request.settings;
    request.settings["btach"] = "3";
    EXPECT_NE(failure().find("input: There is no setting \"btach\""), std::string::npos);
    request.settings = settings;
    request.settings["rate"] = "fast";
    EXPECT_NE(failure().find("\"rate\" is \"fast\""), std::string::npos);
    request.settings = settings;
    request.settings["lora_rank"] = "4";
    request.settings["learn"] = "text";
    EXPECT_NE(failure().find("lora_rank"), std::string::npos);
    request.settings = settings;
    Example writes = example("writes", true);
    writes.targets.clear();
    add(writes);
    EXPECT_NE(failure().find("have none"), std::string::npos);
    input.clear();
    EXPECT_NE(failure().find("no example to learn from"), std::string::npos);
    Example missing = example("missing", true);
    missing.trace.images = {{std::string(64, 'a'), "no/such.png"}};
    add(missing);
    EXPECT_NE(failure().find("No update could be made"), std::string::npos);
}

TEST_F(Train, aCancelFileStopsItAndTheCheckpointsStay)
{
    request.settings["updates"] = "100000";
    writeFolder();
    Child engine({"run", folder.string()});
    for (int i = 0; i < 6000 && !newestCheckpoint(folder / "checkpoints"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    put("cancel", "");
    EXPECT_EQ(engine.wait(), 1);
    theEnd<Cancelled>();
    EXPECT_TRUE(newestCheckpoint(folder / "checkpoints"));
    EXPECT_FALSE(fs::exists(model()));
}
