// SPDX-License-Identifier: GPL-3.0-or-later
// Every importer on small files of our own making.
#include "tests/storage/import_fixture.h"

#include "storage/labels.h"

using namespace steplight;

namespace {

std::vector<double> valuesOf(const TraceDetail& detail, EstimateKind kind)
{
    std::vector<double> values;
    for (const auto& estimate : detail.estimates)
        if (estimate.kind == kind)
            values.push_back(estimate.value.value_or(-1));
    return values;
}

} // namespace

TEST_F(ImportTest, rollouts_are_kept_duplicates_counted_and_bad_rows_named)
{
    const auto report = import({fixtures / "rollouts.jsonl"});
    ASSERT_EQ(report.files.size(), 1u);
    const auto& file = report.files[0];
    EXPECT_EQ(file.format, "vlprm-rollouts");
    EXPECT_EQ(countsOf(file), (Counts{14, 5, 1, 1, 7}));
    EXPECT_EQ(file.questions, 3);
    EXPECT_EQ(file.steps, 14);
    EXPECT_EQ(file.nonFinite, 1);
    std::vector<std::string> reasons;
    for (const auto& row : file.rejected)
        reasons.push_back(std::to_string(row.line) + ": " + row.reason);
    EXPECT_EQ(reasons, (std::vector<std::string>{
                           "5: broken JSON: a line ends inside a string",
                           "28: step 0: 17 of 16 rollouts cannot be",
                           "29: step 2 is not the response's step",
                           "32: no text in field \"response\"",
                           "33: not JSON: single quotes, as Python prints its values",
                           "34: not an object",
                           "34: not an object",
                       }));
    EXPECT_EQ(report.imagesFound, 2);
    EXPECT_EQ(report.imagesMissing, 1) << "the matrix of row 6";
}

TEST_F(ImportTest, a_rollout_may_say_whether_its_answer_in_words_is_right)
{
    const auto row = [](const std::string& uid, const std::string& more) {
        return R"({"question":"Which?","answer":"red, star","uid":")" + uid +
               R"(","image_path":"a.png","response":"[Reasoning]\n<step_1>)" + uid +
               R"(</step_1>\n<correct_answer>red, heart</correct_answer>")" + more + "}\n";
    };
    import({write("words.jsonl", row("a", "") + row("b", R"(,"final_answer_correct":false)") +
                                     row("c", R"(,"final_answer_correct":true)"))});
    const auto all = traces();
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].trace.correct, std::nullopt);
    EXPECT_EQ(all[1].trace.correct, false);
    EXPECT_EQ(all[2].trace.correct, true) << "even against the key: whoever graded knew more";
}

TEST_F(ImportTest, a_rollout_keeps_its_counts_sections_and_raw_reply)
{
    import({fixtures / "rollouts.jsonl"});
    const auto all = traces();
    ASSERT_EQ(all.size(), 5u);
    const auto& first = all[0];
    EXPECT_EQ(first.question.text, "How many cups are red?");
    EXPECT_TRUE(first.question.prompt.starts_with("You look at pictures."));
    EXPECT_EQ(first.question.dataset, "VQAv2");
    ASSERT_EQ(first.question.images.size(), 1u);
    EXPECT_EQ(first.question.images[0].width, 24);
    EXPECT_EQ(first.trace.answer, "2");
    EXPECT_EQ(first.trace.correct, true);
    EXPECT_EQ(first.trace.externalId, "q-1");
    EXPECT_TRUE(first.trace.response.starts_with("[Visual Elements]\n<step_1>"));
    ASSERT_EQ(first.trace.steps.size(), 3u);
    EXPECT_EQ(first.trace.steps[1].section, Section::perception);
    EXPECT_EQ(first.trace.steps[2].section, Section::reasoning);
    ASSERT_EQ(first.estimates.size(), 3u);
    EXPECT_EQ(first.estimates[1].won, 12);
    EXPECT_EQ(first.estimates[1].drawn, 16);
    EXPECT_EQ(first.estimates[1].source.name, "rollouts.jsonl");

    const auto& wrong = all[1];
    EXPECT_EQ(wrong.trace.correct, false);
    EXPECT_EQ(valuesOf(wrong, EstimateKind::mc), (std::vector<double>{0.125, 0, -1}))
        << "0 of 0 is no estimate";
    EXPECT_EQ(all[2].trace.steps.size(), 3u) << "stopped early: two steps without counts";
    EXPECT_EQ(all[2].estimates.size(), 1u);
    EXPECT_EQ(all[3].question.text, "Complete the matrix.");
    EXPECT_EQ(all[3].trace.steps[0].section, Section::perception);
    EXPECT_EQ(all[3].trace.correct, true);
    EXPECT_FALSE(all[3].question.images[0].lookedFor.empty());
}

TEST_F(ImportTest, judge_files_in_any_order_join_by_the_response_and_bring_pictures)
{
    ImportOptions options;
    options.judgePaths = {fixtures / "judge_output.jsonl", fixtures / "judge_replies.json",
                          fixtures / "judge_requests.jsonl"};
    const auto report = import({fixtures / "rollouts.jsonl"}, options);
    ASSERT_EQ(report.files.size(), 4u);
    EXPECT_EQ(report.files[0].format, "vlprm-rollouts");
    EXPECT_EQ(report.files[1].format, "judge-requests");
    std::int64_t rejected = 0;
    for (std::size_t i = 1; i < 4; ++i) {
        EXPECT_EQ(report.files[i].rows, countsOf(report.files[i]).rejected);
        rejected += countsOf(report.files[i]).rejected;
    }
    EXPECT_EQ(rejected, 1) << "the reply of no known trace";
    EXPECT_EQ(report.judgeReplies, 5);
    EXPECT_EQ(report.judgeMatched, 4);
    EXPECT_EQ(report.judgeUnmatched, 1);
    EXPECT_EQ(report.judgeUnparsable, 2);
    EXPECT_EQ(report.imagesFound, 3);
    EXPECT_EQ(report.imagesMissing, 0) << "the matrix came with the judge's request";

    const auto all = traces();
    EXPECT_EQ(valuesOf(all[0], EstimateKind::judge), (std::vector<double>{1, 1, 1}));
    ASSERT_EQ(all[0].judgeReplies.size(), 1u);
    EXPECT_EQ(all[0].judgeReplies[0].source.name, "judge-1");
    EXPECT_EQ(valuesOf(all[1], EstimateKind::judge), (std::vector<double>{0}));
    EXPECT_EQ(all[1].judgeReplies.size(), 2u) << "a verdict, and an expired request";
    EXPECT_EQ(all[3].judgeReplies[0].raw, "I cannot say.");
    EXPECT_EQ(all[3].judgeReplies[0].source.name, "judge-1-2026");
    EXPECT_FALSE(all[3].judgeReplies[0].correct);
    EXPECT_EQ(all[3].question.images[0].height, 20);
}

TEST_F(ImportTest, requests_that_are_numbered_alike_give_no_verdict_to_the_wrong_trace)
{
    // The second file's r-1 is of another solution: by the text, and so nobody's in one import.
    std::string requests = read(fixtures / "judge_requests.jsonl");
    const auto second = requests.find("\"r-2\"");
    ASSERT_NE(second, requests.npos);
    const auto begin = requests.rfind('\n', second) + 1;
    std::string other = requests.substr(begin, requests.find('\n', second) - begin);
    other.replace(other.find("r-2"), 3, "r-1");
    ImportOptions options;
    options.judgePaths = {fixtures / "judge_requests.jsonl", write("other.jsonl", other + "\n"),
                          fixtures / "judge_replies.json"};
    import({fixtures / "rollouts.jsonl"}, options);
    const auto all = traces();
    EXPECT_TRUE(valuesOf(all[0], EstimateKind::judge).empty()) << "whose is the reply to r-1?";
    EXPECT_EQ(valuesOf(all[1], EstimateKind::judge), (std::vector<double>{0}))
        << "r-2 is one's own";
}

TEST_F(ImportTest, replies_may_come_in_a_later_import_than_their_requests)
{
    ImportOptions options;
    options.judgePaths = {fixtures / "judge_requests.jsonl"};
    import({fixtures / "rollouts.jsonl"}, options);
    const auto report = import({fixtures / "judge_replies.json"});
    EXPECT_EQ(report.judgeMatched, 2);
    EXPECT_EQ(report.judgeUnmatched, 1);
}

TEST_F(ImportTest, chats_bring_given_signs)
{
    const auto report = import({fixtures / "chats.jsonl"});
    const auto& file = report.files[0];
    EXPECT_EQ(file.format, "vlprm-chat");
    EXPECT_EQ(countsOf(file), (Counts{5, 3, 0, 0, 2}));
    EXPECT_EQ(file.questions, 1);
    EXPECT_EQ(file.rejected[0].reason, "turn 2 is neither + nor -");
    const auto all = traces();
    EXPECT_EQ(all[0].question.text, "What time is it?");
    EXPECT_EQ(all[0].trace.steps[1].text, "It is 3.");
    EXPECT_EQ(all[0].trace.answer, "3");
    EXPECT_EQ(valuesOf(all[0], EstimateKind::given), (std::vector<double>{1, 1, 1}));
    EXPECT_EQ(valuesOf(all[2], EstimateKind::given), (std::vector<double>{1, 0}));
    EXPECT_EQ(all[0].estimates[0].source.name, "chats.jsonl");
    EXPECT_EQ(report.imagesFound, 1);
}

TEST_F(ImportTest, every_scored_candidate_is_a_trace)
{
    const auto report = import({fixtures / "tts.json"});
    const auto& file = report.files[0];
    EXPECT_EQ(file.format, "vlprm-tts");
    EXPECT_EQ(countsOf(file), (Counts{5, 3, 0, 1, 1}));
    EXPECT_EQ(file.nonFinite, 1);
    EXPECT_EQ(file.rejected[0].reason, "candidate 3 is empty");
    const auto all = traces();
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].trace.steps.size(), 3u);
    EXPECT_EQ(all[0].trace.correct, true);
    ASSERT_EQ(all[0].estimates.size(), 1u);
    EXPECT_EQ(all[0].estimates[0].step, 2) << "the score is of the whole: it stands at its end";
    EXPECT_NEAR(*all[0].estimates[0].value, 0.9, 1e-12);
    EXPECT_TRUE(all[0].question.images[0].reference.starts_with("sha256:"));
    EXPECT_EQ(all[0].question.images[0].width, 12);
    EXPECT_EQ(all[1].trace.correct, false);
    EXPECT_EQ(all[2].trace.steps.size(), 2u) << "step by step: the chosen path";
    EXPECT_EQ(valuesOf(all[2], EstimateKind::prm).size(), 2u);
    EXPECT_EQ(all[2].question.options, (std::vector<std::string>{"10", "12"}));
    EXPECT_EQ(all[2].trace.answer, "B");
    EXPECT_EQ(all[2].trace.correct, true);
}

TEST_F(ImportTest, peoples_ratings_of_a_benchmark_come_in_as_labels)
{
    const auto report =
        import({fixtures / "visualprocessbench.jsonl", fixtures / "vlrmbench.jsonl"});
    EXPECT_EQ(countsOf(report.files[0]), (Counts{2, 1, 0, 0, 1}));
    EXPECT_EQ(countsOf(report.files[1]), (Counts{2, 1, 0, 0, 1}));
    EXPECT_EQ(report.files[0].rejected[0].reason, "1 steps but 2 marks");
    EXPECT_EQ(report.files[1].rejected[0].reason, "step 0: the mark is not 0 or 1");
    const auto all = traces();
    ASSERT_EQ(all.size(), 2u);
    ASSERT_EQ(all[0].labels.size(), 3u);
    EXPECT_EQ(all[0].labels[0].annotator, "dataset:VisualProcessBench");
    EXPECT_EQ(all[0].labels[1].verdict.rating, 0);
    EXPECT_EQ(all[0].labels[2].verdict.rating, -1);
    EXPECT_EQ(all[0].trace.policy, "model-a");
    ASSERT_EQ(all[1].labels.size(), 2u);
    EXPECT_EQ(all[1].trace.steps[0].text, "They differ.");
    EXPECT_EQ(all[1].labels[1].verdict.rating, -1) << "1 marks the bad step";
    EXPECT_EQ(all[1].labels[1].verdict.reason, "location_error");
    EXPECT_EQ(all[1].question.images.size(), 2u);
}

TEST_F(ImportTest, a_format_that_is_named_is_used_and_an_unknown_one_refused)
{
    ImportOptions options;
    options.format = "vlrmbench";
    const auto report = import({fixtures / "chats.jsonl"}, options);
    EXPECT_EQ(countsOf(report.files[0]), (Counts{5, 0, 0, 0, 5}));
    options.format = "nonsense";
    EXPECT_THROW(import({fixtures / "chats.jsonl"}, options), StorageError);
    for (const auto& line : importFormatLines())
        EXPECT_FALSE(line.description.empty()) << line.name;
}
