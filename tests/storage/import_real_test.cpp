// SPDX-License-Identifier: GPL-3.0-or-later
// Every real file that is read, with what must come out of it.
#include "tests/storage/import_fixture.h"

#include <iostream>

using namespace steplight;

namespace {

struct RealFile {
    const char* path;
    const char* format;
    Counts counts;
    std::int64_t questions;
    std::int64_t steps;
};

// clang-format off
const std::vector<RealFile> realFiles{
    {"vlprm-rollouts/dvqa_run1_int_only_raven_rollouts_0_682_streaming.jsonl", "vlprm-rollouts", {630, 630, 0, 0, 0}, 105, 6494},
    {"vlprm-rollouts/dvqa_run1_int_only_raven_rollouts_683_1364_streaming.jsonl", "vlprm-rollouts", {630, 630, 0, 0, 0}, 105, 6525},
    {"vlprm-rollouts/raven_rollouts_0_1000_streaming.jsonl", "vlprm-rollouts", {232, 232, 0, 0, 0}, 59, 2375},
    {"vlprm-rollouts/raven_rollouts_2000_3332_streaming.jsonl", "vlprm-rollouts", {477, 477, 0, 0, 0}, 120, 4914},
    {"vlprm-rollouts/review_sample.json", "vlprm-rollouts", {80, 80, 0, 0, 0}, 20, 810},
    {"vlprm-rollouts/test_output.jsonl", "", {2, 0, 0, 0, 2}, 0, 0},
    {"vlprm-vqav2/rollouts.jsonl", "vlprm-rollouts", {21, 21, 0, 0, 0}, 8, 182},
    {"vlprm-vqav2/questions.jsonl", "vlprm-rollouts", {4, 0, 4, 0, 0}, 4, 0},
    {"vlprm-vqav2/judge_batch.jsonl", "judge-requests", {0, 0, 0, 0, 0}, 0, 0},
    {"vlprm-vqav2/judge_results.json", "judge-replies", {12, 0, 0, 0, 12}, 0, 0},
    {"vlprm-vqav2/index.json", "", {21, 0, 0, 0, 21}, 0, 0},
    {"marvel-prm/test_10_copy_prm.jsonl", "vlprm-chat", {40, 40, 0, 0, 0}, 10, 287},
    {"marvel-prm/marvel_label.json", "marvel", {3850, 0, 3850, 0, 0}, 3850, 0},
    {"vlprm-tts/result-0-1000-20251003_165623.json", "vlprm-tts", {128, 128, 0, 0, 0}, 8, 1553},
    {"vlrmbench/benchmark_data/image_ref_error.jsonl", "vlrmbench", {58, 58, 0, 0, 0}, 58, 806},
    {"vlrmbench/benchmark_data/location_error.jsonl", "vlrmbench", {126, 126, 0, 0, 0}, 126, 1676},
    {"processbench/gsm8k.json", "processbench", {400, 400, 0, 0, 0}, 375, 2082},
    {"processbench/math.json", "processbench", {1000, 1000, 0, 0, 0}, 955, 6505},
    {"prm-formats/samples_prm800k.jsonl", "prm800k", {36, 34, 0, 2, 0}, 6, 210},
    {"prm-formats/samples_math-shepherd.jsonl", "math-shepherd", {7, 7, 0, 0, 0}, 7, 25},
    {"prm-formats/openr_prm_test.json", "openr", {3, 1, 0, 2, 0}, 1, 4},
    {"prm-formats/samples_math-aps.jsonl", "math-aps", {129, 124, 0, 5, 0}, 3, 290},
    {"prm-formats/samples_math-aps-tree.jsonl", "math-aps-tree", {242, 160, 0, 82, 0}, 3, 370},
    {"prm-formats/potato_cot_traces.jsonl", "potato-traces", {4, 4, 0, 0, 0}, 4, 18},
    {"mathvision/testmini.jsonl", "mathvision", {304, 0, 304, 0, 0}, 304, 0},
    {"puzzlevqa/venn.json", "puzzlevqa", {100, 0, 100, 0, 0}, 100, 0},
    {"algopuzzlevqa/maze.json", "puzzlevqa", {100, 0, 100, 0, 0}, 100, 0},
};
// clang-format on

} // namespace

struct RealImport : ImportTest {
    void SetUp() override
    {
        if (!std::filesystem::exists(shared / "vlprm-vqav2"))
            GTEST_SKIP() << "no shared data beside the repository";
    }
};

TEST_F(RealImport, every_file_gives_these_rows)
{
    int number = 0;
    for (const auto& real : realFiles) {
        project = Project::create(folder / std::to_string(++number));
        const auto report = import({shared / real.path});
        ASSERT_EQ(report.files.size(), 1u);
        const auto& file = report.files[0];
        std::cout << real.path << "  " << file.format << "  " << countsOf(file) << "  questions "
                  << file.questions << "  steps " << file.steps << "  images " << report.imagesFound
                  << "/" << report.imagesMissing << "\n";
        EXPECT_EQ(file.format, real.format) << real.path;
        EXPECT_EQ(countsOf(file), real.counts) << real.path;
        EXPECT_EQ(file.questions, real.questions) << real.path;
        EXPECT_EQ(file.steps, real.steps) << real.path;
    }
}

TEST_F(RealImport, the_vqav2_chain_joins_whole)
{
    ImportOptions options;
    options.imageFolders = {shared / "vlprm-vqav2/vqav2"};
    options.judgePaths = {shared / "vlprm-vqav2/judge_results.json",
                          shared / "vlprm-vqav2/judge_batch.jsonl"};
    const auto report = import({shared / "vlprm-vqav2/rollouts.jsonl"}, options);
    EXPECT_EQ(report.judgeReplies, 12);
    EXPECT_EQ(report.judgeMatched, 12);
    EXPECT_EQ(report.judgeUnmatched, 0);
    EXPECT_EQ(report.judgeUnparsable, 0);
    EXPECT_EQ(report.imagesFound, 8);
    EXPECT_EQ(report.imagesMissing, 0);
    const auto all = traces();
    ASSERT_EQ(all.size(), 21u);
    std::size_t judged = 0, mc = 0, firstErrors = 0;
    for (const auto& detail : all) {
        ASSERT_EQ(detail.question.images.size(), 1u);
        EXPECT_GT(detail.question.images[0].width, 0) << detail.question.text;
        EXPECT_FALSE(detail.trace.answer.empty());
        judged += detail.judgeReplies.size();
        for (const auto& estimate : detail.estimates)
            mc += estimate.kind == EstimateKind::mc && estimate.drawn == 16 ? 1 : 0;
        for (const auto& reply : detail.judgeReplies)
            firstErrors += reply.firstError ? 1 : 0;
    }
    EXPECT_EQ(judged, 12u);
    EXPECT_EQ(mc, 182u);
    EXPECT_EQ(firstErrors, 2u);
    EXPECT_EQ(all[0].judgeReplies[0].source.name, "o4-mini");
    EXPECT_EQ(all[0].question.text,
              "How old is the young boy? Answer the question using a single word or phrase.");
}

TEST_F(RealImport, the_vqav2_labels_survive_export_and_import)
{
    ImportOptions options;
    options.judgePaths = {shared / "vlprm-vqav2/judge_results.json",
                          shared / "vlprm-vqav2/judge_batch.jsonl"};
    import({shared / "vlprm-vqav2/rollouts.jsonl", shared / "marvel-prm/test_10_copy_prm.jsonl",
            shared / "vlrmbench/benchmark_data/location_error.jsonl"},
           options);
    std::filesystem::create_directories(folder / "one");
    std::filesystem::create_directories(folder / "two");
    ExportRecipe recipe;
    recipe.out = (folder / "one/out.jsonl").string();
    const auto first = exportTraces(project, recipe);
    std::cout << "rows " << first.rows << "\n";
    for (const auto& [reason, count] : first.dropped)
        std::cout << "  " << reason << ": " << count << "\n";
    project = Project::create(folder / "second");
    const auto report = import({recipe.out});
    EXPECT_EQ(report.files[0].traces, first.rows);
    EXPECT_EQ(report.files[0].rows, first.rows);
    recipe.out = (folder / "two/out.jsonl").string();
    exportTraces(project, recipe);
    EXPECT_EQ(read(folder / "one/out.jsonl"), read(folder / "two/out.jsonl"));
}

TEST_F(RealImport, every_file_of_the_torture_set_is_survived)
{
    std::int64_t files = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(shared / "torture/json")) {
        if (entry.path().extension() != ".json")
            continue;
        ++files;
        const auto report = import({entry.path()});
        EXPECT_EQ(countsOf(report.files[0]).traces, 0) << entry.path();
        EXPECT_EQ(report.files[0].rows, countsOf(report.files[0]).rejected) << entry.path();
    }
    EXPECT_EQ(files, 340);
}

TEST_F(RealImport, naughty_strings_come_back_unchanged_as_questions_and_steps)
{
    std::ifstream in(shared / "torture/text/blns.base64.json");
    const std::string list(std::istreambuf_iterator<char>(in), {});
    EXPECT_FALSE(list.empty());
    const std::string strings = read(shared / "torture/text/blns.json");
    // One chat for each string of the list, written with the list's own escapes.
    std::string chats;
    std::int64_t count = 0;
    for (std::size_t at = strings.find('"'); at != std::string::npos;) {
        std::size_t end = at + 1;
        while (strings[end] != '"')
            end += strings[end] == '\\' ? 2 : 1;
        const std::string text = strings.substr(at + 1, end - at - 1);
        chats +=
            R"({"id":)" + std::to_string(count++) +
            R"(,"messages":[{"role":"user","content":[{"type":"text","text":"### Question:\n)" +
            text + R"(\n\n### Solution Process:\n)" + text +
            R"("}]},{"role":"assistant","content":"+"}]})" + "\n";
        at = strings.find('"', end + 1);
    }
    const auto report = import({write("blns.jsonl", chats)});
    EXPECT_EQ(report.files[0].rows, count);
    EXPECT_EQ(countsOf(report.files[0]).rejected, 0);
    ExportRecipe recipe;
    recipe.out = (folder / "out.jsonl").string();
    const auto first = exportTraces(project, recipe);
    EXPECT_EQ(first.rows, report.files[0].traces);
    Project second = Project::create(folder / "second");
    const std::vector<std::filesystem::path> paths{recipe.out};
    importPaths(second, paths, {});
    recipe.out = (folder / "again.jsonl").string();
    exportTraces(second, recipe);
    EXPECT_EQ(read(folder / "out.jsonl"), read(folder / "again.jsonl"));
}
