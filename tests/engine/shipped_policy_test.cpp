// SPDX-License-Identifier: GPL-3.0-or-later
// The policy in resources/policy solves puzzles that it has not learnt from, and errs as it should.
#include "engine/protocol/example.h"
#include "engine/puzzles/draw.h"
#include "engine/puzzles/grading.h"
#include "engine/puzzles/lesson.h"
#include "tests/engine/child.h"
#include "tests/engine/run_fixture.h"

#include <map>

using namespace steplight;
using namespace steplight::protocol;
using namespace steplight::puzzles;
using steplight::test::Child;
namespace fs = std::filesystem;

using ShippedPolicy = steplight::test::RunFixture;

// At temperature 1, resources/policy/make/README.md: of 250 puzzles with 8 solutions each .42 are
// right at the first try, .87 at one of them, and .99 of the solutions have the form. Here are 32
// with 4: three deviations.
TEST_F(ShippedPolicy, SolvesPuzzlesAndErrs)
{
    request.kind = "synthesize";
    request.model = STEPLIGHT_SOURCE "/resources/policy";
    request.images = "images";
    request.seed = 1;
    request.settings = {{"solutions", "4"}, {"rollouts", "0"}, {"max_tokens", "240"}};
    fs::create_directories(folder / "images");
    Tasks tasks(31, Split::validation);
    std::map<std::string, Puzzle> puzzles;
    for (int i = 0; i < 32; ++i) {
        const Task task = tasks.next();
        const Image image(picture(task.puzzle));
        put("images/" + image.hash + ".png", image.bytes);
        Example example{traceOf(task, image), {}, answer(task.puzzle), false};
        addLine(writeExample(example));
        puzzles.emplace(task.id, task.puzzle);
    }
    writeFolder();
    ASSERT_EQ(Child({"run", folder.string()}).wait(), 0);
    std::map<std::string, std::vector<Solution>> solutions;
    for (Solution& solution : all<Solution>())
        solutions[solution.question].push_back(std::move(solution));
    ASSERT_EQ(solutions.size(), puzzles.size());
    ScalingTally tally;
    for (const auto& [id, puzzle] : puzzles)
        tally.add(puzzle, solutions[id]);
    const Scaling got = tally.scaling();
    std::cout << "right at the first try " << got.single << ", one of four " << got.oracle
              << ", read " << got.read << '\n';
    EXPECT_GT(got.read, 0.93);
    EXPECT_GT(got.single, 0.22);
    EXPECT_LT(got.single, 0.62); // its habits are what a PRM is there for
    EXPECT_GT(got.oracle, got.single + 0.1);
}
