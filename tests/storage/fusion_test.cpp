// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/storage/import_fixture.h"

#include "storage/export/fusion.h"
#include "storage/export/rules.h"
#include "storage/export/training_set.h"
#include "storage/labels.h"

#include <algorithm>

using namespace steplight;

namespace {

struct FusionTest : ImportTest {
    void SetUp() override
    {
        ImportOptions options;
        options.judgePaths = {fixtures / "judge_requests.jsonl", fixtures / "judge_replies.json"};
        import({fixtures / "rollouts.jsonl"}, options);
    }

    RuleOutcome outcomeOf(const std::string& rule, double threshold = 0)
    {
        const auto outcomes = compareRules(project, "", threshold);
        return *std::find_if(outcomes.begin(), outcomes.end(),
                             [&](const RuleOutcome& outcome) { return outcome.rule == rule; });
    }
};

/// The paper's rule once more, straight from pipeline.md section 7, 13: "+-" or empty.
std::string byThePaper(const TraceDetail& detail)
{
    const std::size_t steps = detail.trace.steps.size();
    const auto reply =
        std::find_if(detail.judgeReplies.rbegin(), detail.judgeReplies.rend(),
                     [](const JudgeReply& each) { return each.correct.has_value(); });
    if (reply == detail.judgeReplies.rend())
        return {};
    if (!*reply->correct)
        return reply->firstError && std::size_t(*reply->firstError) < steps
                   ? std::string(std::size_t(*reply->firstError), '+') + "-"
                   : std::string();
    const bool hopeless =
        std::any_of(detail.estimates.begin(), detail.estimates.end(), [](const Estimate& estimate) {
            return estimate.kind == EstimateKind::mc && estimate.value && *estimate.value <= 0;
        });
    return hopeless ? std::string() : std::string(steps, '+');
}

} // namespace

TEST_F(FusionTest, says_of_every_rule_what_it_keeps_and_why_not)
{
    const RuleOutcome paper = outcomeOf("paper");
    EXPECT_EQ(paper.traces, 5);
    EXPECT_EQ(paper.kept(), 2);
    EXPECT_EQ(paper.correct, 1);
    EXPECT_EQ(paper.perceptionErrors, 1) << "the first step is one of perception";
    EXPECT_EQ(paper.reasoningErrors, 0);
    EXPECT_EQ(paper.plus, 3);
    EXPECT_EQ(paper.minus, 1);
    EXPECT_EQ(paper.compared, 0);
    EXPECT_EQ(paper.dropped.at("trace without a judge's verdict"), 3);
    EXPECT_EQ(outcomeOf("paper", 0.75).kept(), 1) << "the veto";
    EXPECT_EQ(outcomeOf("human").kept(), 0);
    EXPECT_EQ(compareRules(project, "", 0).size(), trainingRules().size());
}

TEST_F(FusionTest, holds_rules_against_people)
{
    const auto all = traces();
    const auto say = [&](const TraceDetail& detail, int step, int rating) {
        Label label;
        label.traceId = detail.trace.id;
        label.step = step;
        label.annotator = "Ada";
        label.verdict.rating = rating;
        recordLabels(project, {label});
    };
    say(all[0], 0, 1);
    say(all[0], 1, -1); // the judge calls it right
    say(all[1], 0, -1); // so does the judge
    say(all[1], 1, 1);  // behind the judge's error: the rule has no sign there
    say(all[0], 2, 0);  // neutral
    const RuleOutcome judge = outcomeOf("judge");
    EXPECT_EQ(judge.compared, 3);
    EXPECT_EQ(judge.agreeing, 2);
}

TEST(Fusion, the_newest_reply_that_can_be_read_decides_and_consensus_takes_two)
{
    TraceDetail detail;
    detail.trace.steps.resize(2);
    const auto judged = [&](std::optional<bool> correct, std::optional<int> error = {}) {
        detail.judgeReplies.push_back({{}, correct, error, {}});
        return fuse(detail, "judge", 0).signs;
    };
    EXPECT_EQ(judged(true), (std::vector<bool>{true, true}));
    EXPECT_EQ(judged(false, 1), (std::vector<bool>{true, false}));
    EXPECT_EQ(judged(std::nullopt), (std::vector<bool>{true, false}));
    judged(true);
    const TrainingLabels alone = fuse(detail, "consensus", 0);
    EXPECT_TRUE(alone.signs.empty());
    EXPECT_EQ(alone.dropped, (Dropped{{"trace without Monte-Carlo counts", 1}}));
    Estimate counts;
    counts.kind = EstimateKind::mc;
    counts.value = .5;
    detail.estimates.push_back(counts);
    EXPECT_EQ(fuse(detail, "consensus", 0).signs, (std::vector<bool>{true, true}));
}

TEST_F(FusionTest, stops_when_it_is_told_to)
{
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(compareRules(project, "", 0, {}, stop.get_token()).empty());
}

TEST(TrainingSets, balance_what_is_wrong_where)
{
    Balance balance, turned;
    std::vector<std::pair<std::int64_t, RowKind>> rows;
    for (std::int64_t i = 0; i < 100; ++i)
        rows.emplace_back(i, i < 20   ? RowKind::reasoningError
                             : i < 65 ? RowKind::perceptionError
                                      : RowKind::correct);
    for (const auto& [trace, kind] : rows)
        balance.add(trace, std::to_string(trace), kind);
    std::reverse(rows.begin(), rows.end());
    for (const auto& [trace, kind] : rows)
        turned.add(trace, std::to_string(trace), kind);
    const auto chosen = balance.chosen();
    EXPECT_EQ(chosen, turned.chosen()) << "the order of the traces decides nothing";
    const auto among = [&](std::int64_t from, std::int64_t to) {
        return std::count_if(chosen.begin(), chosen.end(),
                             [&](std::int64_t trace) { return trace >= from && trace < to; });
    };
    EXPECT_EQ(among(0, 20), 20);
    EXPECT_EQ(among(20, 65), 20) << "as many";
    EXPECT_EQ(among(65, 100), 35) << "all";
    Balance right;
    right.add(7, "7", RowKind::correct);
    right.add(8, "8", RowKind::perceptionError);
    EXPECT_EQ(right.chosen(), std::unordered_set<std::int64_t>{7});
    EXPECT_TRUE(Balance().chosen().empty());
}

// The published data: what the rule makes of every row, and the invariants of pipeline.md, 7.14.
TEST_F(ImportTest, the_papers_rule_on_its_own_data)
{
    if (!std::filesystem::exists(shared / "vlprm-vqav2"))
        GTEST_SKIP() << "no shared data beside the repository";
    ImportOptions options;
    options.judgePaths = {shared / "vlprm-vqav2/judge_batch.jsonl",
                          shared / "vlprm-vqav2/judge_results.json"};
    import({shared / "vlprm-vqav2/rollouts.jsonl",
            shared / "vlprm-rollouts/raven_rollouts_0_1000_streaming.jsonl"},
           options);
    std::map<std::string, TraceDetail> all;
    for (TraceDetail& detail : traces())
        all.emplace(detail.trace.id, std::move(detail));
    std::map<char, int> endings;
    eachByRule(project, "", "paper", 0, [&](const RuleRow& row) {
        std::string signs;
        for (const bool plus : row.signs)
            signs += plus ? '+' : '-';
        EXPECT_EQ(signs, byThePaper(all.at(row.trace)));
        EXPECT_EQ(row.signs.size() == all.at(row.trace).trace.steps.size(), row.dropped.empty())
            << "what is missing has a reason";
        const auto minus = signs.find('-');
        EXPECT_TRUE(minus == signs.npos || minus + 1 == signs.size());
        ++endings[signs.empty() ? '0' : signs.back()];
    });
    const auto outcomes = compareRules(project, "", 0);
    const auto& paper = *std::find_if(outcomes.begin(), outcomes.end(),
                                      [](const RuleOutcome& each) { return each.rule == "paper"; });
    EXPECT_EQ(paper.correct, endings['+']);
    EXPECT_EQ(paper.perceptionErrors + paper.reasoningErrors, endings['-']);
    EXPECT_EQ(paper.traces - paper.kept(), endings['0']);
    EXPECT_GT(endings['+'], 0);
    EXPECT_GT(endings['-'], 0);
    std::int64_t rows[3] = {0, 0, 0};
    for (const std::string& set : trainingSets()) {
        ExportRecipe recipe;
        recipe.rule = "paper";
        recipe.set = set;
        const auto report = exportTraces(project, recipe, ExportMode::preview);
        rows[&set - trainingSets().data()] = report.rows;
    }
    EXPECT_EQ(rows[0], paper.kept());
    EXPECT_EQ(rows[1], paper.correct + paper.reasoningErrors +
                           std::min(paper.reasoningErrors, paper.perceptionErrors));
    EXPECT_EQ(rows[2], paper.correct + paper.reasoningErrors);
}
