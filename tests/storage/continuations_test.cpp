// SPDX-License-Identifier: GPL-3.0-or-later
// Rewritten steps, and the traces that go on from them.
#include "project_fixture.h"

#include "storage/continuations.h"
#include "storage/runs.h"
#include "storage/team/merge.h"
#include "storage/training.h"
#include "storage/upkeep.h"

namespace steplight {
namespace {

struct ContinuationsTest : ProjectTest {
    std::string trace = add("one");

    Label rewrite(int step, const std::string& text, const std::string& annotator = "Ann")
    {
        Label row = label(trace, step, -1, annotator);
        row.verdict.rewrite = text;
        return recordLabels(project, {row}).front();
    }

    /// A trace that begins with the corrected steps, and what its run counted.
    std::string goOn(Project& into, const Label& from, const std::string& rest, bool right, int won,
                     int drawn, const std::string& run = "run")
    {
        const TraceDetail detail = traceDetail(into, from.traceId);
        Trace made;
        made.questionId = detail.question.id;
        made.steps = correctedSteps(detail, from);
        made.steps.push_back({Section::reasoning, rest});
        made.answer = rest;
        made.correct = right;
        made.policy = "policy";
        made.id = traceId(made.questionId, made.steps);
        Estimate counted;
        counted.kind = EstimateKind::mc;
        counted.step = from.step;
        counted.source = {"policy", "", "", "", run};
        counted.won = won;
        counted.drawn = drawn;
        counted.value = static_cast<double>(won) / drawn;
        addNewTrace(into, made, {counted});
        addContinuation(into, made.id, from.id);
        return made.id;
    }
};

TEST_F(ContinuationsTest, a_step_knows_what_goes_on_from_it_and_that_where_it_comes_from)
{
    const Label corrected = rewrite(1, "Step 1, as it should read");
    const auto right = goOn(project, corrected, "So 42.", true, 3, 4);
    const auto wrong = goOn(project, corrected, "So 17.", false, 3, 4);
    const TraceDetail detail = traceDetail(project, trace);
    ASSERT_EQ(detail.continued.size(), 1u);
    const ContinuedStep& step = detail.continued.front();
    EXPECT_EQ(step.step, 1);
    EXPECT_EQ(step.right, 3) << "of four that were written, two of which say the same";
    EXPECT_EQ(step.written, 4);
    ASSERT_EQ(step.traces.size(), 2u);
    EXPECT_EQ(step.traces[0].traceId, right);
    EXPECT_EQ(step.traces[0].answer, "So 42.");
    EXPECT_EQ(step.traces[0].correct, true);
    EXPECT_EQ(step.traces[0].policy, "policy");
    EXPECT_EQ(step.traces[1].correct, false);
    EXPECT_FALSE(detail.origin);
    const TraceDetail other = traceDetail(project, wrong);
    ASSERT_TRUE(other.origin);
    EXPECT_EQ(other.origin->traceId, trace);
    EXPECT_EQ(other.origin->step, 1);
    EXPECT_EQ(other.origin->labelId, corrected.id);
    EXPECT_TRUE(other.continued.empty());
    EXPECT_TRUE(checkProject(project).empty());
}

TEST_F(ContinuationsTest, a_label_that_changes_otherwise_keeps_them_another_wording_does_not)
{
    const Label corrected = rewrite(1, "better");
    goOn(project, corrected, "So 42.", true, 1, 1);
    goOn(project, corrected, "So 43.", false, 1, 2, "another run");
    Label commented = label(trace, 1, -1);
    commented.verdict.rewrite = "better";
    commented.verdict.comment = "and why";
    const Label now = recordLabels(project, {commented}).front();
    const TraceDetail detail = traceDetail(project, trace);
    ASSERT_TRUE(continuedFrom(detail, now));
    EXPECT_EQ(continuedFrom(detail, now)->right, 2) << "both runs count";
    EXPECT_EQ(continuedFrom(detail, now)->written, 3);
    EXPECT_EQ(continuedFrom(detail, rewrite(1, "better still")), nullptr);
}

TEST_F(ContinuationsTest, a_policy_goes_on_from_all_that_one_person_corrected)
{
    rewrite(0, "Bo sees it otherwise", "Bo");
    rewrite(0, "I see it so");
    const Label second = rewrite(1, "Therefore this");
    const auto steps = correctedSteps(traceDetail(project, trace), second);
    ASSERT_EQ(steps.size(), 2u);
    EXPECT_EQ(steps[0].text, "I see it so");
    EXPECT_EQ(steps[0].section, Section::perception);
    EXPECT_EQ(steps[1].text, "Therefore this");
}

TEST_F(ContinuationsTest, rewrites_are_found_by_query_while_they_are_current)
{
    const auto other = add("two");
    const Label gone = rewrite(2, "taken back");
    undo(project, "Ann");
    const Label kept = rewrite(1, "kept");
    EXPECT_TRUE(currentRewrites(project, "dataset:set-two").empty());
    const auto found = currentRewrites(project, "");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].traceId, trace);
    EXPECT_EQ(found[0].labelId, kept.id);
    EXPECT_TRUE(findRewrite(project, gone.id)) << "a label stays";
    EXPECT_FALSE(findRewrite(project, rate(other, 0, 1).front().id));
    EXPECT_FALSE(findRewrite(project, "none"));
}

TEST_F(ContinuationsTest, nothing_goes_on_from_what_was_rewritten_in_training)
{
    const Label trained = rewrite(1, "as a trainee has it", inTraining("Ann"));
    EXPECT_TRUE(currentRewrites(project, "").empty());
    EXPECT_FALSE(findRewrite(project, trained.id));
}

TEST_F(ContinuationsTest, what_rewrites_nothing_leads_nowhere)
{
    const auto other = add("two");
    const Label plain = rate(trace, 0, -1).front(), own = rewrite(1, "better");
    const auto codeOf = [&](const std::string& from, const std::string& by) {
        try {
            addContinuation(project, from, by);
        } catch (const StorageError& error) {
            return error.code();
        }
        return std::string();
    };
    EXPECT_EQ(codeOf(other, plain.id), "bad-label");
    EXPECT_EQ(codeOf(trace, own.id), "bad-label");
    EXPECT_EQ(codeOf(other, "none"), "no-such-label");
    EXPECT_EQ(codeOf("none", own.id), "no-such-trace");
    Label whole = label(trace, wholeTrace, 0);
    whole.verdict.state = LabelState::skipped;
    whole.verdict.rewrite = "all of it";
    EXPECT_THROW(recordLabels(project, {whole}), StorageError);
}

/// Two people wrote the same words, and each asked; whoever is merged first, the elder label leads.
TEST_F(ContinuationsTest, a_merge_carries_them_whatever_comes_first)
{
    Project other = Project::create(folder / "q");
    mergeProject(other, folder / "p");
    const Label ann = rewrite(1, "the same words");
    Label row = label(trace, 1, -1, "Bo");
    row.verdict.rewrite = "the same words";
    const Label bo = recordLabels(other, {row}).front();
    const auto made = goOn(project, ann, "So 42.", true, 1, 1);
    ASSERT_EQ(goOn(other, bo, "So 42.", true, 1, 1), made);
    goOn(other, bo, "So 43.", false, 1, 2, "Bo's run");
    Project one = Project::create(folder / "one"), two = Project::create(folder / "two");
    mergeProject(one, folder / "p");
    mergeProject(one, folder / "q");
    mergeProject(two, folder / "q");
    mergeProject(two, folder / "p");
    mergeProject(two, folder / "p");
    for (Project* merged : {&one, &two}) {
        const TraceDetail detail = traceDetail(*merged, trace);
        ASSERT_EQ(detail.continued.size(), 1u);
        EXPECT_EQ(detail.continued[0].traces.size(), 2u);
        EXPECT_EQ(traceDetail(*merged, made).origin->labelId, std::min(ann.id, bo.id));
        EXPECT_TRUE(checkProject(*merged).empty());
    }
}

} // namespace
} // namespace steplight
