// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/storage/import_fixture.h"

#include "storage/export/rules.h"
#include "storage/export/vlprm_chat.h"
#include "storage/identity.h"
#include "storage/labels.h"

#include <nlohmann/json.hpp>

using namespace steplight;

namespace {

Label say(const std::string& traceId, int step, int rating)
{
    Label label;
    label.traceId = traceId;
    label.step = step;
    label.annotator = "Ada";
    label.verdict.rating = rating;
    return label;
}

struct ExportTest : ImportTest {
    void SetUp() override
    {
        ImportOptions options;
        options.judgePaths = {fixtures / "judge_requests.jsonl", fixtures / "judge_replies.json"};
        import({fixtures / "rollouts.jsonl"}, options);
        all = traces();
    }

    ExportReport write(const std::string& name, const std::string& rule)
    {
        recipe.out = (folder / name).string();
        recipe.rule = rule;
        return exportTraces(project, recipe);
    }

    std::vector<nlohmann::json> rows(const std::string& name) const
    {
        std::vector<nlohmann::json> result;
        std::ifstream in(folder / name);
        for (std::string line; std::getline(in, line);)
            result.push_back(nlohmann::json::parse(line));
        return result;
    }

    ExportRecipe recipe;
    std::vector<TraceDetail> all;
};

std::string signsOf(const nlohmann::json& row)
{
    std::string signs;
    for (const auto& message : row["messages"])
        if (message["role"] == "assistant")
            signs += message["content"][0]["text"].get<std::string>();
    return signs;
}

} // namespace

TEST_F(ExportTest, the_paper_rule_takes_the_judge_and_lets_counts_veto)
{
    const auto report = write("out.jsonl", "paper");
    EXPECT_EQ(report.rows, 2);
    EXPECT_EQ(report.traces, 5);
    EXPECT_EQ(report.stepsBefore, 14);
    EXPECT_EQ(report.steps, 4);
    const auto out = rows("out.jsonl");
    EXPECT_EQ(signsOf(out[0]), "+++") << "the judge and the counts agree";
    EXPECT_EQ(signsOf(out[1]), "-") << "the judge's first error ends the row";
    EXPECT_EQ(report.dropped,
              (std::map<std::string, std::int64_t>{{"step after the first error", 2},
                                                   {"trace without a judge's verdict", 3}}));
    recipe.threshold = 0.75; // 12 of 16
    const auto strict = write("strict.jsonl", "paper");
    EXPECT_EQ(strict.rows, 1);
    EXPECT_EQ(strict.dropped.at("trace that the judge calls correct and Monte-Carlo does not"), 1);
}

namespace {

Label ratedBy(const char* who, int step, int rating)
{
    Label label;
    label.annotator = who;
    label.step = step;
    label.verdict.rating = rating;
    return label;
}

/// "+-0." and, of what people say, "PM": what a PRM is measured by.
std::string knownOf(const TraceDetail& detail, const char* rule)
{
    std::string text;
    for (const KnownStep& step : knownSteps(detail, rule, 0))
        text += step.neutral                        ? '0'
                : !step.target                      ? '.'
                : step.byPeople && *step.target > 0 ? 'P'
                : step.byPeople                     ? 'M'
                : *step.target > 0                  ? '+'
                                                    : '-';
    return text;
}

} // namespace

TEST(KnownSteps, go_on_behind_an_error_where_people_say_so)
{
    TraceDetail detail;
    detail.trace.steps.resize(6);
    detail.labels = {ratedBy("Ada", 0, 1),  ratedBy("Ada", 1, -1), ratedBy("Ada", 2, 0),
                     ratedBy("Ada", 3, -1), ratedBy("Ada", 4, 1),  ratedBy("Bob", 4, -1)};
    EXPECT_EQ(knownOf(detail, "human"), "PM0M..") << "rivals cancel, nobody rated the last";
    detail.estimates.push_back({EstimateKind::given, 5, {}, 1.0, 0, 0, {}});
    EXPECT_EQ(knownOf(detail, "human-first"), "PM0M.+");
    detail.labels.push_back(ratedBy("Ada", wholeTrace, 0));
    detail.labels.back().verdict.state = LabelState::badQuestion;
    EXPECT_EQ(knownOf(detail, "human-first"), "......");
}

TEST(KnownSteps, of_machines_end_at_the_first_error_of_anybody)
{
    TraceDetail detail;
    detail.trace.steps.resize(4);
    detail.judgeReplies.push_back({{}, true, {}, {}}); // all is right
    EXPECT_EQ(knownOf(detail, "human-first"), "++++");
    EXPECT_EQ(knownOf(detail, "human"), "....");
    detail.labels = {ratedBy("Ada", 1, -1)};
    EXPECT_EQ(knownOf(detail, "human-first"), "+M..");
    EXPECT_EQ(knownOf(detail, "judge"), "++++") << "people have no part in it";
    detail.judgeReplies[0] = {{}, false, 2, {}};
    EXPECT_EQ(knownOf(detail, "judge"), "++-.");
}

TEST(KnownSteps, may_be_probabilities)
{
    TraceDetail detail;
    detail.trace.steps.resize(3);
    detail.estimates = {{EstimateKind::mc, 0, {}, 1.0, 2, 2, {}},
                        {EstimateKind::mc, 1, {}, 0.5, 1, 2, {}}};
    const auto known = knownSteps(detail, softRule, 0);
    EXPECT_EQ(known[0].target, 0.75);
    EXPECT_EQ(known[1].target, 0.5);
    EXPECT_FALSE(known[2].target);
}

TEST_F(ExportTest, each_machines_rule_has_its_own_first_error)
{
    const auto signs = [&](std::size_t trace, const char* rule, double threshold = 0) {
        std::string text;
        for (const bool plus : fuse(all[trace], rule, threshold).signs)
            text += plus ? '+' : '-';
        return text;
    };
    // The first trace: 16, 12 and so on of 16, right by the judge. The second: 2 of 16, 0 of 16, no
    // count; the judge sees its first step wrong.
    EXPECT_EQ(signs(0, "judge", 1.0), "+++") << "no count can veto";
    EXPECT_EQ(signs(0, "consensus"), "+++");
    EXPECT_EQ(signs(0, "consensus", 0.75), "");
    EXPECT_EQ(signs(1, "judge"), "-");
    EXPECT_EQ(signs(1, "mc-hard"), "+-") << "the counts see it a step later";
    EXPECT_EQ(signs(0, "human-first", 0.75), "") << "a count vetoes, as by paper";
    EXPECT_EQ(fuse(all[0], "human-first", 0.75, "judge").signs.size(), 3u);
    EXPECT_EQ(fuse(all[1], "human-first", 0, "mc-hard").signs, (std::vector<bool>{true, false}));
    EXPECT_EQ(signs(1, "consensus"), "");
    EXPECT_EQ(signs(1, "consensus", 0.125), "-") << "at this threshold at the same step";
    EXPECT_EQ(signs(2, "judge"), "") << "no judge has seen it";
    EXPECT_EQ(fuse(all[1], "consensus", 0)
                  .dropped.count("trace whose first error judge and Monte-Carlo see at different "
                                 "steps"),
              1u);
    const auto report = write("counts.jsonl", "mc-hard");
    const auto out = rows("counts.jsonl");
    EXPECT_TRUE(std::any_of(out.begin(), out.end(), [&](const auto& row) {
        return row["id"] == all[2].trace.id;
    })) << "a trace that has counts and nothing else is exported";
    EXPECT_EQ(report.rows, static_cast<std::int64_t>(out.size()));
    const auto soft = fuse(all[1], softRule, 0).soft;
    ASSERT_EQ(soft.size(), 2u) << "the third step has no count";
    EXPECT_DOUBLE_EQ(soft[0].value(), 3.0 / 18);
    EXPECT_DOUBLE_EQ(soft[1].value(), 1.0 / 18);
    EXPECT_TRUE(fuse(all[1], softRule, 0).signs.empty());
}

TEST_F(ExportTest, a_step_where_no_search_looked_is_not_wrong)
{
    TraceDetail detail;
    const auto searched = [&](std::vector<std::pair<int, int>> counts) -> TraceDetail& {
        detail.trace.steps.assign(counts.size(), {});
        detail.estimates.clear();
        for (std::size_t step = 0; step < counts.size(); ++step)
            if (const auto [won, drawn] = counts[step]; drawn > 0)
                detail.estimates.push_back({EstimateKind::mc,
                                            static_cast<int>(step),
                                            {},
                                            static_cast<double>(won) / drawn,
                                            won,
                                            drawn,
                                            {}});
        return detail;
    };
    const auto hard = [&](const TraceDetail& of, double threshold = 0) {
        std::string text;
        for (const bool plus : fuse(of, "mc-hard", threshold).signs)
            text += plus ? '+' : '-';
        return text;
    };
    constexpr std::pair none{0, 0};
    EXPECT_EQ(hard(searched({none, none, none, {2, 4}, none, {1, 4}, {0, 4}, none})), "++++++-");
    EXPECT_EQ(hard(searched({{0, 4}, {0, 4}, none, {0, 4}})), "-");
    EXPECT_EQ(hard(searched({none, {3, 4}, none})), "++") << "nobody looked behind it";
    EXPECT_EQ(hard(searched({none, {0, 4}, none})), "") << "nor before it";
    EXPECT_EQ(hard(searched({none, {3, 4}, {0, 4}}), 0.25), "")
        << "that some rollout succeeds says nothing of a share of them";
    EXPECT_EQ(fuse(searched({none, none}), "mc-hard", 0)
                  .dropped.count("trace without Monte-Carlo counts"),
              1u);

    const auto soft = fuse(searched({none, {2, 4}, {0, 4}, none}), softRule, 0).soft;
    ASSERT_EQ(soft.size(), 3u);
    EXPECT_FALSE(soft[0]);
    EXPECT_DOUBLE_EQ(soft[1].value(), 3.0 / 6);
    EXPECT_DOUBLE_EQ(soft[2].value(), 1.0 / 6);
    EXPECT_TRUE(fuse(searched({none, none}), softRule, 0).soft.empty());
}

TEST_F(ExportTest, a_row_is_what_trainers_read)
{
    write("out.jsonl", "paper");
    const auto row = rows("out.jsonl")[0];
    EXPECT_EQ(row["id"], all[0].trace.id);
    EXPECT_EQ(row["perception_steps"], 2);
    EXPECT_EQ(row["messages"][0]["content"][0]["text"], prmSystemPrompt);
    EXPECT_EQ(std::string(prmSystemPrompt).size(), 832u);
    EXPECT_EQ(row["messages"][1]["content"][0]["type"], "image");
    EXPECT_EQ(row["messages"][1]["content"][1]["text"],
              "### Question:\nHow many cups are red?\n\n### Solution Process:\n"
              "Two cups stand on a table.\n\n");
    EXPECT_EQ(row["messages"][3]["content"][0]["text"], "Both are red.\n\n");
    const std::string image = row["images"][0];
    EXPECT_EQ(read(folder / image), read(fixtures / "images/cups.png"));
}

TEST_F(ExportTest, people_come_first_and_what_cannot_be_said_is_counted)
{
    recordLabels(project, {say(all[0].trace.id, 1, -1), say(all[0].trace.id, 2, 1)});
    Label wrong = say(all[1].trace.id, 0, 1);
    wrong.verdict.comment = "the judge is wrong";
    recordLabels(project, {wrong, say(all[1].trace.id, 1, 0)});
    Label marked = say(all[2].trace.id, 0, -1);
    marked.verdict.errorKind = ErrorKind::perception;
    marked.verdict.regions = {{Region::Shape::box, 0, {{1, 1}, {5, 5}}, ""}};
    recordLabels(project, {marked});
    Label bad = say(all[3].trace.id, wholeTrace, 0);
    bad.verdict.state = LabelState::badQuestion;
    recordLabels(project, {bad});

    recipe.rule = "human-first";
    const auto preview = exportTraces(project, recipe, ExportMode::preview);
    const auto report = write("out.jsonl", "human-first");
    EXPECT_EQ(preview.dropped, report.dropped);
    EXPECT_EQ(preview.rows, report.rows);
    EXPECT_EQ(preview.samples.size(), 3u);
    const auto out = rows("out.jsonl");
    ASSERT_EQ(out.size(), 3u);
    EXPECT_EQ(signsOf(out[0]), "+-") << "the judge's + stands before a person's -";
    EXPECT_EQ(signsOf(out[1]), "+") << "a person overrules the judge; the neutral step ends it";
    EXPECT_EQ(signsOf(out[2]), "-");
    EXPECT_EQ(report.dropped, (std::map<std::string, std::int64_t>{
                                  {"comment", 1},
                                  {"error kind", 1},
                                  {"label \"bad-question\"", 1},
                                  {"label after the first error", 1},
                                  {"neutral label", 1},
                                  {"region", 1},
                                  {"step after the first error", 3},
                                  {"step without a label", 2},
                                  {"trace without a judge's verdict", 1},
                                  {"trace without a usable label", 1},
                              }));
    EXPECT_EQ(write("human.jsonl", "human").rows, 2) << "only what people said from the start";
}

TEST_F(ExportTest, rivals_are_not_decided_here)
{
    Label other = say(all[0].trace.id, 0, -1);
    other.annotator = "Bob";
    recordLabels(project, {say(all[0].trace.id, 0, 1)});
    recordLabels(project, {other});
    const auto report = write("out.jsonl", "human");
    EXPECT_EQ(report.rows, 0);
    EXPECT_EQ(report.dropped.at("rival labels of a step"), 1);
}

TEST_F(ExportTest, export_import_export_is_identical_to_the_byte)
{
    recordLabels(project, {say(all[1].trace.id, 0, 1), say(all[1].trace.id, 1, -1)});
    recordLabels(project, {say(all[3].trace.id, 0, 1), say(all[3].trace.id, 1, 1)});
    recordLabels(project, {say(all[2].trace.id, 0, -1)});
    import(
        {fixtures / "chats.jsonl", fixtures / "visualprocessbench.jsonl", fixtures / "tts.json"});
    std::filesystem::create_directories(folder / "first");
    std::filesystem::create_directories(folder / "second");
    const auto first = write("first/out.jsonl", "human-first");
    EXPECT_EQ(first.rows, 8);

    project = Project::create(folder / "q");
    const auto report = import({folder / "first/out.jsonl"});
    EXPECT_EQ(countsOf(report.files[0]), (Counts{8, 8, 0, 0, 0}));
    EXPECT_EQ(report.imagesMissing, 0);
    const auto second = write("second/out.jsonl", "human-first");
    EXPECT_EQ(read(folder / "first/out.jsonl"), read(folder / "second/out.jsonl"));
    EXPECT_EQ(first.files[0].sha256, second.files[0].sha256);
    EXPECT_EQ(first.files[0].sha256, sha256File(folder / "first/out.jsonl"));
}

TEST_F(ExportTest, traces_that_begin_alike_and_end_there_give_one_row)
{
    // The third trace begins "Some cups", the first "Two cups": end the second like no other.
    import({ImportTest::write(
        "two.jsonl",
        R"({"id":1,"messages":[{"role":"user","content":"### Question:\nQ\n\n### Solution Process:\na"},{"role":"assistant","content":"-"}]})"
        "\n"
        R"({"id":2,"messages":[{"role":"user","content":"### Question:\nQ\n\n### Solution Process:\na"},{"role":"assistant","content":"-"},{"role":"user","content":"b"},{"role":"assistant","content":"-"}]})"
        "\n")});
    recipe.query = "";
    const auto report = write("out.jsonl", "human-first");
    EXPECT_EQ(report.dropped.at("row with the same steps as an earlier one"), 1);
}

TEST_F(ExportTest, the_data_card_says_how_it_came_about)
{
    const auto report = write("out.jsonl", "paper");
    ASSERT_EQ(report.files.size(), 2u);
    const auto card = nlohmann::json::parse(read(folder / "out.jsonl.card.json"));
    EXPECT_EQ(card["rule"], "paper");
    EXPECT_EQ(card["rows"], 2);
    EXPECT_EQ(card["labels"]["-"], 1);
    EXPECT_EQ(card["files"][0]["sha256"], report.files[0].sha256);
    EXPECT_EQ(card["dropped"]["trace without a judge's verdict"], 3);
}

TEST_F(ExportTest, a_failed_export_leaves_the_old_file_and_a_sentence)
{
    write("out.jsonl", "paper");
    const auto before = read(folder / "out.jsonl");
    recipe.out = "/dev/full/out.jsonl";
    EXPECT_THROW(exportTraces(project, recipe), StorageError);
    recipe.out = (folder / "absent/out.jsonl").string();
    try {
        exportTraces(project, recipe);
        FAIL() << "there is no such folder";
    } catch (const StorageError& error) {
        EXPECT_EQ(error.code(), "io");
    }
    std::stop_source stop;
    stop.request_stop();
    recipe.out = (folder / "out.jsonl").string();
    recipe.rule = "human";
    EXPECT_TRUE(exportTraces(project, recipe, ExportMode::write, {}, stop.get_token()).cancelled);
    EXPECT_EQ(read(folder / "out.jsonl"), before);
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        EXPECT_EQ(entry.path().string().find(".part"), std::string::npos) << entry.path();
}

TEST_F(ExportTest, unknown_rules_and_formats_are_refused)
{
    recipe.rule = "guess";
    EXPECT_THROW(exportTraces(project, recipe, ExportMode::preview), StorageError);
    recipe.rule = "paper";
    recipe.format = "parquet";
    EXPECT_THROW(exportTraces(project, recipe, ExportMode::preview), StorageError);
    EXPECT_EQ(exportFormatLines()[0].name, "vlprm-chat");
}
