// SPDX-License-Identifier: GPL-3.0-or-later
// What importPaths promises of any input: repeatable, whole rows only, nothing outside the folders.
#include "tests/storage/import_fixture.h"

#include "storage/imports.h"
#include "storage/stats.h"

#include <random>
#include <stop_token>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace steplight;

namespace {

/// A rollout with one step.
std::string rollout(const std::string& question, const std::string& step,
                    const std::string& image = "a.png")
{
    return R"({"image":")" + image + R"(","question":")" + question +
           R"(","answer":"1","uid":"u","image_path":"/x/y.png","response":"[Reasoning]\n<step_1>)" +
           step + R"(</step_1>","steps_with_score":[{"step":")" + step +
           R"(","score":1.0,"num_mc_correct":16,"num_mc_total":16}]})" + "\n";
}

std::string manyRollouts(int count)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += rollout("Q" + std::to_string(i / 6), "S" + std::to_string(i));
    return text;
}

} // namespace

TEST_F(ImportTest, the_same_file_twice_adds_nothing)
{
    ImportOptions options;
    options.judgePaths = {fixtures / "judge_requests.jsonl", fixtures / "judge_replies.json"};
    const std::vector<std::filesystem::path> paths{
        fixtures / "rollouts.jsonl", fixtures / "chats.jsonl", fixtures / "vlrmbench.jsonl"};
    const auto first = import(paths, options);
    const auto before = stats(project);
    const auto second = import(paths, options);
    const auto after = stats(project);
    EXPECT_EQ(second.files[0].traces, 0);
    EXPECT_EQ(second.files[0].duplicates,
              first.files[0].traces + first.files[0].questionsOnly + first.files[0].duplicates);
    EXPECT_EQ(countsOf(second.files[0]).rejected, countsOf(first.files[0]).rejected);
    EXPECT_EQ(before.traces, after.traces);
    EXPECT_EQ(before.questions, after.questions);
    EXPECT_EQ(before.mc, after.mc);
    EXPECT_EQ(before.judge, after.judge);
    EXPECT_EQ(before.given, after.given);
    EXPECT_EQ(before.labelRows, after.labelRows);
    EXPECT_EQ(second.judgeMatched, first.judgeMatched);
    std::size_t rejected = 0;
    for (const auto& file : first.files)
        rejected += file.rejected.size();
    EXPECT_EQ(rejectedRecords(project).size(), rejected - 1) << "two of the rows are the same";
}

TEST_F(ImportTest, the_same_rows_under_another_name_add_no_second_counts)
{
    import({write("one.jsonl", manyRollouts(3))});
    const auto report = import({write("two.jsonl", manyRollouts(3))});
    EXPECT_EQ(countsOf(report.files[0]), (Counts{3, 0, 0, 3, 0}));
    for (const auto& detail : traces())
        EXPECT_EQ(detail.estimates.size(), 1u);
}

TEST_F(ImportTest, a_cancelled_import_keeps_whole_rows_and_is_continued)
{
    const auto file = write("many.jsonl", manyRollouts(3000));
    std::stop_source stop;
    const std::vector<std::filesystem::path> paths{file};
    const auto report = importPaths(
        project, paths, {},
        [&](const ImportProgress& progress) {
            EXPECT_GT(progress.totalBytes, 0);
            stop.request_stop(); // after the first slice
        },
        stop.get_token());
    EXPECT_TRUE(report.cancelled);
    EXPECT_LT(report.files[0].traces, 3000);
    EXPECT_FALSE(importRecords(project)[0].finished);
    const auto rest = import({file});
    EXPECT_EQ(rest.files[0].traces + rest.files[0].duplicates, 3000);
    EXPECT_EQ(rest.files[0].duplicates, report.files[0].traces);
    EXPECT_TRUE(importRecords(project)[0].finished);
    for (const auto& detail : traces())
        ASSERT_EQ(detail.estimates.size(), 1u);
}

TEST_F(ImportTest, rows_that_wait_parsed_are_dropped_by_a_cancel_and_come_in_order_after_it)
{
    constexpr int rows = 60; // 12 MB, more than may wait
    const std::string longText(100'000, 'x');
    std::string text;
    for (int i = 0; i < rows; ++i)
        text += rollout("Q", std::to_string(i) + longText);
    const std::vector<std::filesystem::path> paths{write("long.jsonl", text)};
    std::stop_source stop;
    stop.request_stop();
    const auto report = importPaths(project, paths, {}, {}, stop.get_token());
    EXPECT_TRUE(report.cancelled);
    EXPECT_EQ(report.files[0].traces, 1);
    import(paths);
    const auto all = traces();
    ASSERT_EQ(all.size(), std::size_t{rows});
    for (int i = 0; i < rows; ++i)
        EXPECT_EQ(all[static_cast<std::size_t>(i)].trace.steps[0].text.substr(0, 3),
                  (std::to_string(i) + "xx").substr(0, 3));
}

TEST_F(ImportTest, a_file_that_cannot_be_read_on_says_so)
{
    ImportOptions options;
    options.format = "vlprm-rollouts"; // or it would be read to tell its format
    try {
        import({"/proc/self/mem"}, options); // a regular file whose first page cannot be read
        FAIL() << "nothing was thrown";
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "io") << error.what();
    }
    EXPECT_EQ(stats(project).traces, 0);
}

TEST_F(ImportTest, a_folder_gives_what_is_recognised_and_lists_the_rest)
{
    std::filesystem::create_directories(folder / "data/deep");
    std::filesystem::copy(fixtures / "chats.jsonl", folder / "data/deep/chats.jsonl");
    std::filesystem::copy(fixtures / "tts.json", folder / "data/tts.json");
    std::filesystem::copy(fixtures / "images/cups.png", folder / "data/cups.png");
    write("data/README.md", "words");
    write("data/other.json", "{\"a\": 1}");
    const auto report = import({folder / "data"});
    ASSERT_EQ(report.files.size(), 2u);
    EXPECT_EQ(report.files[0].format, "vlprm-chat");
    EXPECT_EQ(report.files[1].format, "vlprm-tts");
    EXPECT_EQ(report.skipped.size(), 2u);
}

TEST_F(ImportTest, a_project_is_no_data_set)
{
    write("p/runs/input.jsonl", rollout("Q", "S"));
    write("rollouts.jsonl", rollout("Q", "S", "p/project.db"));
    ImportOptions options;
    options.imageFolders = {folder};
    const auto report = import({folder}, options);
    EXPECT_EQ(report.files.size(), 1u);
    EXPECT_TRUE(report.skipped.empty());
    EXPECT_EQ(report.imagesMissing, 1);
    EXPECT_THROW(import({folder / "p"}), StorageError);
    EXPECT_THROW(import({folder / "p/project.db-wal"}), StorageError);
}

TEST_F(ImportTest, an_unknown_file_that_is_named_says_why_for_every_row)
{
    const auto report = import({write("other.jsonl", "{\"a\":1,\"b\":2}\nwords\n")});
    ASSERT_EQ(report.files[0].rejected.size(), 2u);
    EXPECT_EQ(report.files[0].rejected[0].reason, "no format knows a row with the fields: a, b");
    EXPECT_EQ(report.files[0].rows, 2);
    EXPECT_THROW(import({folder / "absent.jsonl"}), StorageError);
}

TEST_F(ImportTest, pictures_are_never_taken_from_outside_the_named_folders)
{
    std::filesystem::create_directories(folder / "in/sub");
    std::filesystem::copy(fixtures / "images/cups.png", folder / "secret.png");
    std::filesystem::create_symlink(folder / "secret.png", folder / "in/link.png");
    std::filesystem::copy(fixtures / "images/clock.png", folder / "in/sub/good.png");
    const std::string absolute = (folder / "secret.png").string();
    const auto file =
        write("in/rows.jsonl", rollout("Q1", "S", "../secret.png") + rollout("Q2", "S", absolute) +
                                   rollout("Q3", "S", "link.png") +
                                   rollout("Q4", "S", "/elsewhere/sub/good.png") +
                                   rollout("Q5", "S", "sub/../../secret.png"));
    const auto report = import({file});
    EXPECT_EQ(report.files[0].traces, 5);
    EXPECT_EQ(report.imagesFound, 1);
    EXPECT_EQ(report.imagesMissing, 4);
    for (const auto& detail : traces())
        EXPECT_EQ(detail.question.images[0].hash.empty(), detail.question.text != "Q4");
}

TEST_F(ImportTest, a_picture_that_is_none_is_missing_and_its_row_is_kept)
{
    write("a.png", "not a picture");
    const auto report = import({write("rows.jsonl", rollout("Q", "S"))});
    EXPECT_EQ(report.files[0].traces, 1);
    EXPECT_EQ(report.imagesMissing, 1);
}

TEST_F(ImportTest, texts_of_any_kind_come_back_unchanged)
{
    const std::string nasty = R"(\u0000\u001b<script>\ud83d\ude00 '; DROP TABLE traces;--)";
    const auto report = import({write("rows.jsonl", rollout("Q", nasty) + rollout("Q", "\xff\xfe") +
                                                        rollout("Q", R"(\ud800)"))});
    EXPECT_EQ(countsOf(report.files[0]), (Counts{3, 1, 0, 0, 2}));
    EXPECT_EQ(report.files[0].rejected[0].reason, "not valid UTF-8");
    const auto all = traces();
    ASSERT_EQ(all.size(), 1u);
    using namespace std::string_literals;
    EXPECT_EQ(all[0].trace.steps[0].text,
              "\0\x1b<script>\xF0\x9F\x98\x80 '; DROP TABLE traces;--"s);
}

TEST_F(ImportTest, an_import_that_is_killed_leaves_whole_rows_and_is_continued)
{
    const auto file = write("many.jsonl", manyRollouts(4000));
    const auto place = project.folder();
    std::int64_t before = 0;
    for (int round = 0; round < 5; ++round) {
        project = Project::create(folder / ("other" + std::to_string(round)));
        const pid_t child = fork();
        if (child == 0) {
            Project own(place);
            const std::vector<std::filesystem::path> paths{file};
            importPaths(own, paths, {});
            _exit(0);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(150 * (round + 1)));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        project = Project(place);
        const auto all = traces();
        EXPECT_GE(static_cast<std::int64_t>(all.size()), before);
        before = static_cast<std::int64_t>(all.size());
        for (const auto& detail : all) {
            ASSERT_EQ(detail.trace.steps.size(), 1u);
            ASSERT_EQ(detail.estimates.size(), 1u);
        }
    }
    const auto rest = import({file});
    EXPECT_EQ(rest.files[0].traces, 4000 - before);
    EXPECT_EQ(rest.files[0].duplicates, before);
}

TEST_F(ImportTest, pictures_that_are_named_later_mend_the_questions)
{
    const auto file = write("rows.jsonl", rollout("Q", "S", "later/a.png"));
    EXPECT_EQ(import({file}).imagesMissing, 1);
    std::filesystem::create_directories(folder / "pictures/later");
    std::filesystem::copy(fixtures / "images/cups.png", folder / "pictures/later/a.png");
    ImportOptions options;
    options.imageFolders = {folder / "pictures"};
    EXPECT_EQ(import({file}, options).imagesFound, 1);
    EXPECT_EQ(traces()[0].question.images[0].width, 24);
    EXPECT_EQ(import({file}).imagesFound, 1) << "the project has it";
}

TEST_F(ImportTest, damaged_files_give_whole_reports)
{
    std::mt19937 random(7); // the same damage on every run
    const std::vector<std::string> names{
        "rollouts.jsonl",      "chats.jsonl",          "tts.json",
        "judge_replies.json",  "judge_requests.jsonl", "visualprocessbench.jsonl",
        "vlrmbench.jsonl",     "processbench.json",    "prm800k.jsonl",
        "math_shepherd.jsonl", "openr.json",           "math_aps.jsonl",
        "math_aps_tree.jsonl", "potato_traces.jsonl",  "potato_labels.jsonl",
        "mathvision.jsonl",    "puzzlevqa.jsonl",      "marvel.json"};
    const std::string nasty = "{}[]\"\\,:\n\0'N";
    for (int round = 0; round < 360; ++round) {
        const auto& name = names[static_cast<std::size_t>(round) % names.size()];
        std::string text = read(fixtures / name);
        for (int i = 0; i < 4; ++i)
            text[random() % text.size()] = nasty[random() % nasty.size()];
        if (round % 3 == 0)
            text.resize(random() % text.size());
        const auto report = import({write("damaged", text)});
        const auto c = countsOf(report.files[0]);
        EXPECT_EQ(c.rows, c.traces + c.questionsOnly + c.duplicates + c.rejected) << round;
    }
}
