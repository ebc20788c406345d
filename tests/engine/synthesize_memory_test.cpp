// SPDX-License-Identifier: GPL-3.0-or-later
// A synthesis where memory runs out, in this process, so that the memory can be limited.
#include "engine/protocol/example.h"
#include "engine/runs/synthesize_run.h"
#include "tests/engine/limited_memory.h"
#include "tests/engine/run_fixture.h"

#include <filesystem>
#include <limits>
#include <map>

using namespace steplight;
using namespace steplight::protocol;
using steplight::test::limitedMemory;
using steplight::test::textTrace;

class SynthesizeMemory : public steplight::test::RunFixture
{
protected:
    void TearDown() override
    {
        limitedMemory().most = std::numeric_limits<std::size_t>::max();
        RunFixture::TearDown();
    }
    // By question and index.
    std::map<std::pair<std::string, std::int64_t>, std::string> synthesise()
    {
        std::filesystem::remove(folder / "events.jsonl");
        EventLog log(folder);
        synthesizeRun({folder, {}, {}, -1, false}, request, log, {});
        std::map<std::pair<std::string, std::int64_t>, std::string> responses;
        for (const Solution& solution : all<Solution>())
            responses[{solution.question, solution.index}] = solution.response;
        return responses;
    }
};

TEST_F(SynthesizeMemory, thatRunsOutIsAWarningAndTheSolutionsAreTheSame)
{
    request.kind = "synthesize";
    // As one that was taught a form: the question alone is asked, so that writing takes the most.
    request.model = (folder / "model").string();
    std::filesystem::copy(steplight::test::tinyModel(), request.model);
    put("model/steplight_profile.json", R"({"policy": {}})");
    request.settings = {{"threads", "1"},
                        {"solutions", "40"},
                        {"rollouts", "0"},
                        {"max_tokens", "24"},
                        {"batch", "60"}};
    for (int i = 0; i < 3; ++i)
        addLine(writeExample({textTrace("q" + std::to_string(i), 0), {}, "8", false}));
    writeFolder();
    limitedMemory().largest = 0;
    const auto whole = synthesise();
    EXPECT_EQ(all<Warning>().size(), 0U);
    limitedMemory().most = limitedMemory().largest - 1;
    EXPECT_EQ(synthesise(), whole);
    ASSERT_EQ(all<Warning>().size(), 1U);
    EXPECT_EQ(all<Warning>().front().code, "memory");
    EXPECT_NE(all<Warning>().front().detail.find("30 are written at a time"), std::string::npos);
}
