// SPDX-License-Identifier: GPL-3.0-or-later
// A training where memory runs out, in this process, so that the memory can be limited.
#include "engine/core/error.h"
#include "engine/prm/model_folder.h"
#include "engine/protocol/example.h"
#include "engine/runs/memory_plan.h"
#include "engine/runs/train_run.h"
#include "tests/engine/limited_memory.h"
#include "tests/engine/run_fixture.h"

using namespace steplight;
using namespace steplight::protocol;
using steplight::test::LimitedMemory;
using steplight::test::limitedMemory;
using steplight::test::textTrace;

namespace {

constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

} // namespace

class TrainMemory : public steplight::test::RunFixture
{
protected:
    void SetUp() override
    {
        RunFixture::SetUp();
        request.kind = "train";
        request.settings = {
            {"threads", "1"}, {"updates", "3"}, {"batch", "24"}, {"evaluate_every", "1"}};
        for (int i = 0; i < 76; ++i) // the last four are measured, never learnt
            addLine(writeExample(
                {textTrace(std::to_string(i), 4), {1.0, 1.0, i % 2 * 1.0, 0.0}, {}, i >= 72}));
        writeFolder();
    }
    void TearDown() override
    {
        limitedMemory().most = unlimited;
        RunFixture::TearDown();
    }
    // What was said.
    std::vector<Event> train()
    {
        std::filesystem::remove_all(folder / "checkpoints");
        std::vector<Event> said;
        trainRun({folder, {}, {}, -1, false}, request, Processes(),
                 [&](const Event& event) { said.push_back(event); }, {});
        return said;
    }
    static std::vector<double> losses(const std::vector<Event>& said)
    {
        std::vector<double> found;
        for (const Event& event : said)
            if (const auto* metrics = std::get_if<Metrics>(&event.body))
                if (const auto loss = metrics->values.find("validation_loss");
                    loss != metrics->values.end())
                    found.push_back(loss->second);
        return found;
    }
    static int warnings(const std::vector<Event>& said, const std::string& code)
    {
        int count = 0;
        for (const Event& event : said)
            if (const auto* warning = std::get_if<Warning>(&event.body))
                count += warning->code == code ? 1 : 0;
        return count;
    }
};

TEST_F(TrainMemory, aPassThatDoesNotFitIsHalvedAndLearnsTheSame)
{
    LimitedMemory& memory = limitedMemory();
    const std::vector<Event> whole = train();
    ASSERT_EQ(losses(whole).size(), 5U) << "before, after each update, and of what is left";
    memory.most = memory.largest - 1;
    const std::vector<Event> halved = train();
    EXPECT_EQ(warnings(whole, "memory"), 0);
    EXPECT_EQ(warnings(halved, "memory"), 1);
    const auto before = losses(whole), after = losses(halved);
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < before.size(); ++i)
        EXPECT_NEAR(after[i], before[i], 1e-5 * before[i]);
}

TEST_F(TrainMemory, whatNeverFitsIsRefusedWithASentence)
{
    limitedMemory().largest = 0;
    train();
    limitedMemory().most = limitedMemory().largest / 8;
    try {
        train();
        FAIL() << "nothing was thrown";
    } catch (const EngineError& error) {
        EXPECT_EQ(error.code(), "memory");
        EXPECT_NE(std::string(error.what()).find("Set tokens lower"), std::string::npos);
        std::cout << "    " << error.what() << '\n';
    }
}

TEST_F(TrainMemory, thePlanCountsWhatLearnsAndWhatAPassKeeps)
{
    const auto needed = [&](const std::string& name, const std::string& value) {
        protocol::RunRequest other = request;
        other.settings[name] = value;
        return planRun({folder, {}, {}, -1, false}, other).value().needed;
    };
    const std::int64_t plain = needed("tokens", "16384");
    EXPECT_GT(plain, memoryReserve);
    EXPECT_LT(needed("tokens", "512"), plain);
    EXPECT_LT(needed("lora_rank", "2"), plain);
    EXPECT_GT(needed("recompute", "off"), plain);
    EXPECT_GT(needed("learn", "text,tower"), plain);
    EXPECT_GT(needed("loss", "vocabulary"), plain);
}

TEST_F(TrainMemory, thePlanOfATrainingKeepsTheReserveOnce)
{
    const ModelFolder opened = openModelFolder(request.model, {}, 1);
    const Config& config = opened.model.config;
    const Recipe recipe = readRecipe(request.settings);
    const Model model = loadModel(config, SafeTensors::openFolder(request.model));
    std::int64_t learnt = 0;
    for (const Parameter& p : chooseTrainable(model, recipe.learns))
        learnt += p.tensor.numel();
    const std::int64_t pixels = opened.profile.pixels.maxPixels;
    const TrainingSize size =
        trainingSizeOf(config, recipe, learnt, 1, recipe.tokens, pixels, false);
    const at::TensorOptions place(at::kFloat);
    EXPECT_EQ(
        planRun({folder, {}, {}, -1, false}, request).value().needed,
        planMemory(config, parametersOf(SafeTensors::openFolder(request.model)), pixels, place)
                .needed +
            planTraining(size, place).needed - memoryReserve);
}
