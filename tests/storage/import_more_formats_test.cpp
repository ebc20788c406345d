// SPDX-License-Identifier: GPL-3.0-or-later
// The text benchmarks, the rollout trees, Potato's files and the question sets, on small files of
// our own making.
#include "tests/storage/import_fixture.h"

#include "storage/identity.h"
#include "storage/imports.h"
#include "storage/labels.h"

using namespace steplight;

namespace {

/// "0:1 1:-1": step and rating of every current label, in order of steps.
std::string labelsOf(const TraceDetail& detail)
{
    std::string words;
    for (const auto& label : detail.labels)
        words += (words.empty() ? "" : " ") + std::to_string(label.step) + ":" +
                 ratingWord(label.verdict);
    return words;
}

/// "1 0 -" : values of one kind by step, "-" where there is none.
std::string valuesOf(const TraceDetail& detail, EstimateKind kind)
{
    std::string words;
    for (const auto& estimate : detail.estimates) {
        if (estimate.kind != kind)
            continue;
        std::string number = estimate.value ? std::to_string(*estimate.value) : "-";
        if (const auto end = number.find_last_not_of('0'); number.find('.') != std::string::npos)
            number.resize(number[end] == '.' ? end : end + 1);
        words += (words.empty() ? "" : " ") + number;
    }
    return words;
}

std::string stepsOf(const TraceDetail& detail)
{
    std::string words;
    for (const auto& step : detail.trace.steps)
        words += (words.empty() ? "" : " | ") + step.text;
    return words;
}

std::vector<std::string> reasonsOf(const ImportedFile& file)
{
    std::vector<std::string> reasons;
    for (const auto& row : file.rejected)
        reasons.push_back(std::to_string(row.line) + ": " + row.reason);
    return reasons;
}

using Words = std::vector<std::string>;

} // namespace

TEST_F(ImportTest, processbench_labels_end_at_the_first_error)
{
    const auto report = import({fixtures / "processbench.json"});
    const auto& file = report.files[0];
    EXPECT_EQ(file.format, "processbench");
    EXPECT_EQ(countsOf(file), (Counts{10, 3, 0, 0, 7}));
    EXPECT_EQ(file.questions, 1);
    EXPECT_EQ(
        reasonsOf(file),
        (Words{"4: the first error is step 1, but there are 1 steps, counted from 0",
               "5: the first error is step -2, but there are 1 steps, counted from 0",
               "6: no whole number in field \"label\"", "7: no whole number in field \"label\"",
               "8: field \"steps\" is no list of texts", "9: field \"steps\" is no list of texts",
               "10: no text in field \"problem\""}));
    const auto all = traces();
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(labelsOf(all[0]), "0:1 1:-1") << "nobody has rated what comes after";
    EXPECT_EQ(labelsOf(all[1]), "0:1 1:1");
    EXPECT_EQ(labelsOf(all[2]), "0:-1");
    EXPECT_EQ(all[0].labels[0].annotator, "dataset:ProcessBench");
    EXPECT_EQ(all[0].trace.correct, false);
    EXPECT_EQ(all[1].trace.correct, true);
    EXPECT_EQ(all[0].trace.answer, "8");
    EXPECT_EQ(all[0].trace.policy, "model-a");
    EXPECT_EQ(all[0].trace.externalId, "made-0");
}

TEST_F(ImportTest, prm800k_gives_the_path_and_every_rated_alternative)
{
    const auto report = import({fixtures / "prm800k.jsonl"});
    const auto& file = report.files[0];
    EXPECT_EQ(file.format, "prm800k");
    EXPECT_EQ(countsOf(file), (Counts{15, 9, 1, 1, 4}));
    EXPECT_EQ(reasonsOf(file), (Words{"7: step 0: the rating is not -1, 0 or 1",
                                      "8: step 0: there is no completion 3",
                                      "9: no text in field \"text\"", "10: no label"}));
    const auto all = traces();
    ASSERT_EQ(all.size(), 9u);
    EXPECT_EQ(stepsOf(all[0]),
              "A cat has four legs. | So 3 * 4. | That is 12. | Done.\n\n# Answer\n\n12");
    EXPECT_EQ(labelsOf(all[0]), "0:1 1:1 3:1") << "nobody rated what the labeler wrote";
    EXPECT_EQ(all[0].trace.answer, "12");
    EXPECT_EQ(all[0].trace.correct, true);
    EXPECT_EQ(all[0].labels[0].annotator, "dataset:PRM800K");
    EXPECT_EQ(all[0].labels[0].verdict.comment, "labeler ann");
    EXPECT_EQ(all[0].labels[0].createdAt, 1659223412000);
    EXPECT_EQ(all[0].labels[0].guideline, "PRM800K phase 1");
    EXPECT_EQ(stepsOf(all[1]) + " " + labelsOf(all[1]),
              "A cat has four legs. | So 3 + 4. 0:1 1:-1");
    EXPECT_EQ(labelsOf(all[2]), "0:1 1:0");
    EXPECT_EQ(all[2].labels[1].verdict.reason, "not sure");
    EXPECT_EQ(labelsOf(all[3]), "0:1 1:cannot-judge");
    EXPECT_EQ(labelsOf(all[4]), "0:1 1:1 2:-1");
    EXPECT_EQ(labelsOf(all[7]), "-1:cannot-judge 0:0") << "gave up";
    EXPECT_EQ(stepsOf(all[8]), "Whose?");
}

TEST_F(ImportTest, prm800k_labelers_who_differ_stand_as_rivals_and_come_once)
{
    import({fixtures / "prm800k.jsonl"});
    const auto two = traces()[5];
    EXPECT_EQ(two.trace.steps.size(), 3u) << "the tail that nobody rated is kept";
    EXPECT_EQ(labelsOf(two), "0:1 0:1 1:-1 1:0 2:-1");
    EXPECT_EQ(two.labels[2].guideline, "PRM800K phase 2");
    EXPECT_EQ(valuesOf(two, EstimateKind::prm), "0.25") << "the verifier's, of the whole";
    EXPECT_EQ(two.trace.correct, false);
    EXPECT_EQ(traceIds(project, Listing{"rivals", TraceOrder::imported, false}).size(), 1u);
    const auto again = import({fixtures / "prm800k.jsonl"});
    EXPECT_EQ(countsOf(again.files[0]), (Counts{15, 0, 0, 11, 4}));
    EXPECT_EQ(labelsOf(traces()[5]), labelsOf(two));
    EXPECT_TRUE(traces()[5].history.empty());
}

TEST_F(ImportTest, a_benchmarks_labels_have_the_same_ids_in_every_project)
{
    import({fixtures / "processbench.json"});
    const auto first = traces()[0].labels;
    project = Project::create(folder / "second");
    import({fixtures / "processbench.json"});
    const auto second = traces()[0].labels;
    ASSERT_EQ(first.size(), second.size());
    for (std::size_t i = 0; i < first.size(); ++i)
        EXPECT_EQ(first[i].id, second[i].id);
    EXPECT_EQ(first[0].id.size(), 36u);
    EXPECT_EQ(first[0].id[14], '8');
}

TEST_F(ImportTest, math_shepherd_signs_are_given)
{
    const auto report = import({fixtures / "math_shepherd.jsonl"});
    const auto& file = report.files[0];
    EXPECT_EQ(file.format, "math-shepherd");
    EXPECT_EQ(countsOf(file), (Counts{10, 3, 0, 0, 7}));
    EXPECT_EQ(
        reasonsOf(file),
        (Words{"3: 3 steps, but the label has no sign for step 2",
               "4: 1 steps, but the label has no sign for step 0", "5: the last step has no tag",
               "6: the label goes on after the last step", "7: no \"Step 1:\" after the question",
               "8: the question is empty", "9: no step tag \"ки\""}));
    const auto all = traces();
    EXPECT_EQ(all[0].question.text,
              "Five birds sit on a wire and two fly away. How many are left?");
    EXPECT_EQ(stepsOf(all[0]), "5 - 2 = 3. | The answer is: 3");
    EXPECT_EQ(all[0].trace.answer, "3");
    EXPECT_FALSE(all[0].trace.correct) << "the form has no key";
    EXPECT_EQ(valuesOf(all[1], EstimateKind::given), "1 0");
    EXPECT_EQ(all[1].estimates[0].source.name, "Math-Shepherd");
    EXPECT_EQ(valuesOf(all[2], EstimateKind::given), "1 0") << "OpenRLHF's list of signs";
}

TEST_F(ImportTest, openr_steps_have_signs_in_a_list)
{
    const auto report = import({fixtures / "openr.json"});
    const auto& file = report.files[0];
    EXPECT_EQ(file.format, "openr");
    EXPECT_EQ(countsOf(file), (Counts{9, 3, 0, 1, 5}));
    EXPECT_EQ(reasonsOf(file),
              (Words{"5: 2 steps but 1 signs", "6: step 0: the sign is none of +, -, 1, 0",
                     "7: the last step has no tag", "8: no step tag \"ки\"",
                     "9: no list in field \"labels\""}));
    const auto all = traces();
    EXPECT_EQ(stepsOf(all[0]), "Nine less four. | The answer is: 5");
    EXPECT_EQ(valuesOf(all[1], EstimateKind::given), "1 0");
    EXPECT_EQ(stepsOf(all[2]), "Nine less four. | It is 5.");
}

TEST_F(ImportTest, math_aps_beginnings_become_the_solutions_that_they_end_in)
{
    const auto report = import({fixtures / "math_aps.jsonl"});
    const auto& file = report.files[0];
    EXPECT_EQ(file.format, "math-aps");
    EXPECT_EQ(countsOf(file), (Counts{13, 7, 1, 2, 3}));
    EXPECT_EQ(file.nonFinite, 1);
    EXPECT_EQ(reasonsOf(file),
              (Words{"5: mc_value 1.5 is not between 0 and 1", "6: mc_value is no number",
                     "7: no text in field \"solution_prefix\""}));
    const auto all = traces();
    ASSERT_EQ(all.size(), 7u);
    EXPECT_EQ(stepsOf(all[0]), "Count the rows: 3. | Each has 4, so 3 * 4 = 12, \\boxed{12}");
    EXPECT_EQ(valuesOf(all[0], EstimateKind::mc), "0.75 1");
    EXPECT_EQ(all[0].trace.correct, true);
    EXPECT_EQ(valuesOf(all[1], EstimateKind::mc), "0.75 0");
    EXPECT_EQ(all[1].estimates[1].drawn, countsNotTold);
    EXPECT_EQ(all[1].trace.correct, false);
    EXPECT_EQ(stepsOf(all[2]), "Eggs are white.");
    EXPECT_EQ(stepsOf(all[3]), "No question before it.");
    EXPECT_EQ(stepsOf(all[4]), "It is 1") << "no word is cut";
    EXPECT_EQ(stepsOf(all[5]), "It is 12");
    EXPECT_EQ(valuesOf(all[6], EstimateKind::mc), "-") << "NaN is no estimate";
    const auto row = traceRows(project, Listing{}, 1, 1)[0];
    EXPECT_EQ(row.cells[1].mc, 0.0) << "a value without counts lights its step";
}

TEST_F(ImportTest, a_math_aps_tree_gives_each_way_to_a_leaf)
{
    const auto report = import({fixtures / "math_aps_tree.jsonl"});
    const auto& file = report.files[0];
    EXPECT_EQ(file.format, "math-aps-tree");
    EXPECT_EQ(countsOf(file), (Counts{8, 4, 0, 1, 3}));
    EXPECT_EQ(reasonsOf(file),
              (Words{"3: mc_value 2 is not between 0 and 1", "4: a node of the tree has no text",
                     "5: no list in field \"children\""}));
    const auto all = traces();
    EXPECT_EQ(stepsOf(all[0]), "Count the rows: 3. | Each has 4, so 3 * 4 = 12, \\boxed{12}");
    EXPECT_EQ(valuesOf(all[0], EstimateKind::mc), "0.75 1");
    EXPECT_EQ(valuesOf(all[1], EstimateKind::mc), "0.75 0")
        << "the shared step has its value twice";
    EXPECT_EQ(stepsOf(all[2]), "Eggs are white.");
    EXPECT_EQ(valuesOf(all[3], EstimateKind::mc), "-");
    const auto flat = import({fixtures / "math_aps.jsonl"});
    EXPECT_EQ(countsOf(flat.files[0]), (Counts{13, 4, 1, 5, 3})) << "the same three as the tree's";
}

TEST_F(ImportTest, trees_of_any_depth_and_texts_of_any_length_are_survived)
{
    std::string deep = R"({"question":"Q","final_answer":"1","reasoning_steps":)";
    std::string end = "}\n";
    for (int level = 0; level < 10'000; ++level) {
        deep += R"({"text":"step","mc_value":0.5,"children":[)";
        end.insert(0, "]}");
    }
    const std::string shallow =
        R"({"question":"Q","final_answer":"1","reasoning_steps":{"text":"Q","children":[)"
        R"({"text":"One","mc_value":1,"children":[]}]}})";
    // 200 levels, each with a leaf: every leaf would hold the long text of the first level again.
    std::string wide = R"({"question":"Q2","final_answer":"1","reasoning_steps":{"text":")" +
                       std::string(4 << 20, 'x') + R"(","children":[)";
    for (int leaf = 0; leaf < 200; ++leaf)
        wide += (leaf ? "," : "") + (R"({"text":"leaf )" + std::to_string(leaf) + R"("})");
    wide += "]}}\n";
    const std::string longText =
        R"({"question":"Q3","reasoning":")" + std::string(8 << 20, 'y') + R"(","id":1})";
    const auto report = import(
        {write("trees.jsonl", shallow + "\n" + deep + end + wide), write("long.jsonl", longText)});
    EXPECT_EQ(countsOf(report.files[0]), (Counts{3, 1, 0, 0, 2}));
    EXPECT_EQ(reasonsOf(report.files[0]),
              (Words{"2: nested too deeply", "3: its solutions hold more than 256 MB of text"}));
    EXPECT_EQ(countsOf(report.files[1]), (Counts{1, 1, 0, 0, 0}));
    EXPECT_EQ(traces()[1].trace.steps[0].text.size(), std::size_t{8} << 20);
}

TEST_F(ImportTest, potatos_reasonings_are_cut_as_potato_cuts_them)
{
    const auto report = import({fixtures / "potato_traces.jsonl"});
    const auto& file = report.files[0];
    EXPECT_EQ(file.format, "potato-traces");
    EXPECT_EQ(countsOf(file), (Counts{8, 6, 0, 0, 2}));
    EXPECT_EQ(reasonsOf(file), (Words{"7: the reasoning is empty", "8: the question is empty"}));
    const auto all = traces();
    EXPECT_EQ(stepsOf(all[0]), "Half is one of two. | 10 / 2 = 4. | So \\boxed{4}.");
    EXPECT_EQ(all[0].trace.correct, false);
    EXPECT_EQ(stepsOf(all[1]), "First I double. | That gives 8.");
    EXPECT_EQ(stepsOf(all[2]), "It is one. | Nothing more is to be said.");
    EXPECT_EQ(stepsOf(all[3]), "Two. | 2");
    EXPECT_EQ(stepsOf(all[4]), "Three");
    EXPECT_EQ(stepsOf(all[5]), "1. Four | 2) is | 3 - four\n4no step");
}

TEST_F(ImportTest, potatos_labels_join_and_its_filled_tails_are_nobodys)
{
    const auto alone = import({fixtures / "potato_labels.jsonl"});
    EXPECT_EQ(countsOf(alone.files[0]), (Counts{12, 0, 0, 0, 12})) << "no trace is there yet";
    const auto report =
        import({fixtures / "potato_labels.jsonl", fixtures / "potato_traces.jsonl"});
    const auto& file = report.files[1];
    EXPECT_EQ(file.format, "potato-labels") << "read after the traces";
    EXPECT_EQ(countsOf(file), (Counts{12, 0, 0, 6, 6}));
    EXPECT_EQ(reasonsOf(file),
              (Words{"7: 1 steps, but the trace p-1 has 3",
                     "8: no trace has the id nobody: import its file first, then this one again",
                     "9: step 0: the reward is not -1, 0 or 1", "10: step 0 has the index 4",
                     "11: no steps", "12: no instance_id"}));
    const auto all = traces();
    EXPECT_EQ(labelsOf(all[0]), "0:1 1:-1") << "first_error fills the rest of the trace with -1";
    EXPECT_EQ(all[0].labels[0].annotator, "mia");
    EXPECT_EQ(labelsOf(all[1]), "0:1") << "0 that nobody verified is no neutral";
    EXPECT_EQ(labelsOf(all[2]), "0:-1 1:-1") << "each step was rated";
    EXPECT_EQ(all[2].labels[0].annotator, "dataset:Potato");
    EXPECT_EQ(labelsOf(all[3]), "0:1") << "a proposal that nobody confirmed is no label";
    EXPECT_EQ(valuesOf(all[3], EstimateKind::judge), "1 0");
    EXPECT_EQ(labelsOf(all[5]), "0:1 1:-1") << "no mode is named, but the tail is filled";
    EXPECT_EQ(labelsOf(all[4]), "0:0");
    EXPECT_FALSE(canUndo(project, "mia"));
    import({fixtures / "potato_labels.jsonl"});
    EXPECT_EQ(labelsOf(traces()[0]), "0:1 1:-1");
}

TEST_F(ImportTest, question_sets_bring_questions_with_options_and_pictures)
{
    const auto report = import(
        {fixtures / "mathvision.jsonl", fixtures / "puzzlevqa.jsonl", fixtures / "marvel.json"});
    EXPECT_EQ(report.files[0].format, "mathvision");
    EXPECT_EQ(countsOf(report.files[0]), (Counts{5, 0, 2, 1, 2}));
    EXPECT_EQ(reasonsOf(report.files[0]),
              (Words{"4: the question is empty",
                     "5: field \"options\" holds something that is no option"}));
    EXPECT_EQ(report.files[1].format, "puzzlevqa");
    EXPECT_EQ(countsOf(report.files[1]), (Counts{3, 0, 2, 0, 1}));
    EXPECT_EQ(report.files[2].format, "marvel");
    EXPECT_EQ(countsOf(report.files[2]), (Counts{6, 0, 4, 0, 2}));
    EXPECT_EQ(reasonsOf(report.files[2]), (Words{"2: 1 coarse questions but 0 answers",
                                                 "3: no id, which is the picture's name"}));
    EXPECT_EQ(report.imagesFound, 2);
    EXPECT_EQ(report.imagesMissing, 2) << "gone.png and 1.png";
    Question wanted;
    wanted.text = "What is the missing number?";
    wanted.options = {"7", "8", "9.5"};
    wanted.images = {{"images/cups.png", {}, 0, 0, {}, {}}};
    const auto puzzle = findQuestion(project, questionId(wanted));
    ASSERT_TRUE(puzzle);
    EXPECT_EQ(puzzle->answer, "8");
    EXPECT_EQ(puzzle->dataset, "PuzzleVQA");
    EXPECT_EQ(puzzle->images[0].width, 24);
}

TEST_F(ImportTest, a_file_that_is_no_data_set_is_refused_in_one_sentence)
{
    const std::string head = "this is no data set that Steplight reads, but ";
    const auto reason = [&](const std::string& name, const std::string& text) {
        const auto report = import({write(name, text)});
        EXPECT_EQ(countsOf(report.files[0]), (Counts{1, 0, 0, 0, 1})) << name;
        EXPECT_TRUE(report.files[0].format.empty());
        return report.files[0].rejected[0].reason;
    };
    EXPECT_EQ(reason("readme.jsonl", "# Words\n\nand more\nand more\n"),
              head + "text, none of it a JSON object");
    EXPECT_EQ(reason("rows.json", read(fixtures / "images/cups.png")), head + "a PNG picture");
    EXPECT_EQ(reason("rows.parquet", "PAR1 and so on"),
              head + "a Parquet table: convert it to JSON Lines first");
    EXPECT_EQ(reason("numbers.json", "[1, 2, 3]"), head + "text, none of it a JSON object");
    EXPECT_EQ(reason("bytes", std::string("ab\0c", 4)), head + "binary data");
    EXPECT_EQ(reason("card.json", R"({"@context":{},"name":"set"})"),
              "this describes a data set (JSON-LD) and holds none of its rows");
    EXPECT_EQ(reason("vocab.json", R"({"problem":0,"steps":1,"label":2,"question":3,"process":4})"),
              "no format knows a row with the fields: problem, steps, label, question, process");
    std::string chinese = "x";
    for (int i = 0; i < 40; ++i)
        chinese += "图";
    EXPECT_EQ(reason("chinese.json", "{\"" + chinese + "\":1}"),
              "no format knows a row with the fields: " + chinese.substr(0, 79))
        << "cut between characters";
    EXPECT_EQ(countsOf(import({write("empty.jsonl", "")}).files[0]), (Counts{0, 0, 0, 0, 0}));
}

TEST_F(ImportTest, a_reply_without_its_trace_is_kept_as_rejected_and_joins_later)
{
    const auto report = import({fixtures / "judge_replies.json"});
    EXPECT_EQ(report.judgeUnmatched, 3);
    EXPECT_EQ(countsOf(report.files[0]), (Counts{3, 0, 0, 0, 3}));
    EXPECT_TRUE(report.files[0].rejected[0].reason.starts_with("no trace is known for the id "));
    EXPECT_NE(rejectedRecords(project)[0].raw.find("verification_response"), std::string::npos);
    ImportOptions options;
    options.judgePaths = {fixtures / "judge_requests.jsonl"};
    import({fixtures / "rollouts.jsonl"}, options);
    EXPECT_EQ(import({fixtures / "judge_replies.json"}).judgeMatched, 2);
}
