// SPDX-License-Identifier: GPL-3.0-or-later
// Rewritten steps as solutions to imitate and as pairs to prefer, and what PRM800K says of them.
#include "tests/storage/import_fixture.h"

#include "storage/content.h"
#include "storage/continuations.h"
#include "storage/identity.h"
#include "storage/labels.h"

#include <nlohmann/json.hpp>

using namespace steplight;
using Json = nlohmann::json;

namespace {

struct RewriteExportTest : ImportTest {
    Question question;
    Trace trace;

    void SetUp() override
    {
        question.text = "How many buses?";
        question.options = {"3", "4"};
        question.answer = "3";
        question.images.push_back({"street.png", {}, 0, 0, {}, "/nowhere/street.png"});
        question.id = questionId(question);
        addQuestion(project, question);
        trace = made({{Section::perception, "Two red buses."},
                      {Section::perception, "Two blue buses."},
                      {Section::reasoning, "2 + 2 = 4."}},
                     "4", false);
    }

    Trace made(std::vector<Step> steps, const std::string& answer, bool correct)
    {
        Trace one;
        one.questionId = question.id;
        one.steps = std::move(steps);
        one.answer = answer;
        one.correct = correct;
        one.id = traceId(question.id, one.steps);
        addTrace(project, one);
        return one;
    }

    Label rewrite(int step, const std::string& text)
    {
        Label label;
        label.traceId = trace.id;
        label.step = step;
        label.annotator = "Ada";
        label.verdict.rating = -1;
        label.verdict.errorKind = ErrorKind::perception;
        label.verdict.rewrite = text;
        return recordLabels(project, {label}).front();
    }

    std::vector<Json> rows(const std::string& format)
    {
        ExportRecipe recipe;
        recipe.format = format;
        recipe.out = (folder / format).string();
        report = exportTraces(project, recipe);
        std::vector<Json> all;
        std::istringstream lines(read(recipe.out));
        for (std::string line; std::getline(lines, line);)
            all.push_back(Json::parse(line));
        return all;
    }

    ExportReport report;
};

const char* const before = "[Visual Elements]\n<step_1>\nTwo red buses.\n</step_1>\n";

} // namespace

TEST_F(RewriteExportTest, a_rewritten_step_alone_is_a_beginning)
{
    const Label label = rewrite(1, "One blue bus.");
    const auto sft = rows("sft");
    ASSERT_EQ(sft.size(), 1u);
    EXPECT_EQ(sft[0]["id"], label.id);
    EXPECT_EQ(sft[0]["trace"], trace.id);
    EXPECT_EQ(sft[0]["step"], 1);
    EXPECT_EQ(sft[0]["prompt"], "How many buses?\nOptions:\n(A) 3\n(B) 4");
    EXPECT_EQ(sft[0]["completion"], std::string(before) + "<step_2>\nOne blue bus.\n</step_2>\n");
    EXPECT_EQ(sft[0]["whole"], false);
    EXPECT_EQ(sft[0]["images"], Json({"street.png"}));
    EXPECT_EQ(report.unsaid.at("error kind"), 1);
    EXPECT_EQ(report.unsaid.count("rewritten step"), 0u);
    const auto pairs = rows("preference");
    ASSERT_EQ(pairs.size(), 1u);
    EXPECT_EQ(pairs[0]["prefix"], before);
    EXPECT_EQ(pairs[0]["prefix_steps"], Json({"Two red buses."}));
    EXPECT_EQ(pairs[0]["chosen"], "<step_2>\nOne blue bus.\n</step_2>\n");
    EXPECT_EQ(pairs[0]["rejected"], "<step_2>\nTwo blue buses.\n</step_2>\n");
}

TEST_F(RewriteExportTest, a_continuation_from_another_beginning_does_not_count)
{
    const Label label = rewrite(1, "One blue bus.");
    auto steps = correctedSteps(traceDetail(project, trace.id), label);
    steps.push_back({Section::reasoning, "2 + 1 = 3."});
    addContinuation(project, made(steps, "3", true).id, label.id);
    rewrite(0, "Two buses, both of them red.");
    for (const Json& row : rows("sft"))
        EXPECT_EQ(row["whole"], false);
    const auto pairs = rows("preference");
    ASSERT_EQ(pairs.size(), 2u);
    const Json& pair = pairs[pairs[0]["step"] == 1 ? 0 : 1];
    EXPECT_EQ(pair["prefix_steps"], Json({"Two buses, both of them red."}));
    EXPECT_EQ(pair["chosen"], "<step_2>\nOne blue bus.\n</step_2>\n");
}

TEST_F(RewriteExportTest, a_right_continuation_makes_both_whole)
{
    const Label label = rewrite(1, "One blue bus.");
    auto steps = correctedSteps(traceDetail(project, trace.id), label);
    steps.push_back({Section::reasoning, "2 + 1 = 4."});
    addContinuation(project, made(steps, "4", false).id, label.id);
    EXPECT_EQ(rows("sft")[0]["whole"], false) << "a wrong one is nothing to imitate";
    steps.back().text = "2 + 1 = 3.";
    addContinuation(project, made(steps, "3", true).id, label.id);
    const std::string chosen = "<step_2>\nOne blue bus.\n</step_2>\n\n[Reasoning]\n<step_1>\n"
                               "2 + 1 = 3.\n</step_1>\n\n<correct_answer>\n$\\boxed{3}$\n"
                               "</correct_answer>";
    const auto sft = rows("sft");
    ASSERT_EQ(sft.size(), 1u) << "continuations have no label of their own";
    EXPECT_EQ(sft[0]["completion"], before + chosen);
    EXPECT_EQ(sft[0]["whole"], true);
    const auto pair = rows("preference").at(0);
    EXPECT_EQ(pair["chosen"], chosen);
    EXPECT_EQ(pair["rejected"], "<step_2>\nTwo blue buses.\n</step_2>\n\n[Reasoning]\n<step_1>\n"
                                "2 + 2 = 4.\n</step_1>\n\n<correct_answer>\n$\\boxed{4}$\n"
                                "</correct_answer>");
    const auto card = Json::parse(read(folder / "preference.card.json"));
    EXPECT_EQ(card["format"], "preference");
    EXPECT_EQ(card["rows"], 1);
    EXPECT_EQ(card["annotators"], 1);
}

TEST_F(RewriteExportTest, labels_that_rewrite_nothing_are_counted)
{
    rewrite(2, "");
    EXPECT_TRUE(rows("sft").empty());
    EXPECT_EQ(report.unsaid.at("label without a rewrite"), 1);
    rewrite(2, "2 + 1 = 3.");
    EXPECT_EQ(unsaidBy(project, "vlprm-chat", {}).at("rewritten step"), 1);
    EXPECT_EQ(unsaidBy(project, "potato", {}).at("rewritten step"), 1);
    EXPECT_EQ(unsaidBy(project, "label-studio", {}).count("rewritten step"), 0u);
    EXPECT_EQ(unsaidBy(project, "prm800k", {}).count("rewritten step"), 0u);
}

TEST_F(RewriteExportTest, prm800k_has_a_place_for_it)
{
    rewrite(1, "One blue bus.");
    const auto rows = this->rows("prm800k");
    ASSERT_EQ(rows.size(), 1u);
    const Json& step = rows[0]["label"]["steps"][1];
    EXPECT_EQ(step["human_completion"]["text"], "One blue bus.");
    EXPECT_EQ(step["chosen_completion"], nullptr);
    EXPECT_EQ(step["completions"][0]["rating"], -1);
    project = Project::create(folder / "fresh");
    import({folder / "prm800k"});
    const auto back = traces();
    ASSERT_EQ(back.size(), 1u) << "the solution as it was, not as it should be";
    ASSERT_EQ(back[0].trace.steps.size(), 3u);
    EXPECT_EQ(back[0].trace.steps[1].text, "Two blue buses.");
    ASSERT_EQ(back[0].labels.size(), 1u);
    EXPECT_EQ(back[0].labels[0].verdict.rewrite, "One blue bus.");
    EXPECT_EQ(back[0].labels[0].verdict.rating, -1);
}
