// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/trace_facts.h"

#include "storage/label_rows.h"
#include "storage/sql.h"
#include "storage/training.h"

#include <algorithm>
#include <cmath>

namespace steplight {

namespace {

constexpr double convincingMean = 0.7;
constexpr double lowConfidenceFrom = 0.3, lowConfidenceTo = 0.7;

std::vector<StepLights> readLights(Project& project, std::int64_t trace)
{
    std::vector<StepLights> steps;
    Sql sql(project, "SELECT mc, judge, prm, given, marks FROM steps WHERE trace = ? ORDER BY step",
            trace);
    while (sql.next())
        steps.push_back({sql.maybeReal(0), sql.maybeReal(1), sql.maybeReal(2), sql.maybeReal(3),
                         sql.number(4)});
    return steps;
}

} // namespace

void Range::add(std::optional<double> value)
{
    if (!value)
        return;
    least = std::min(least.value_or(*value), *value);
    most = std::max(most.value_or(*value), *value);
    sum += *value;
    ++count;
}

bool Facts::convincing() const
{
    return prm.count > 0 && *prm.mean() >= convincingMean;
}

bool Facts::someWrong() const
{
    return judge.least == 0.0 || (marks & markWrong);
}

namespace {

void addStep(FirstErrors& first, const StepLights& step, int number)
{
    const auto add = [number](std::optional<int>& one, bool wrong) {
        if (wrong && !one)
            one = number;
    };
    add(first.mc, step.mc == 0.0);
    add(first.judge, step.judge == 0.0);
    add(first.prm, step.prm && *step.prm < 0.5);
    add(first.person, step.marks & markWrong);
}

bool isInTrainingSet(Project& project, std::int64_t traceKey)
{
    return firstInteger(project,
                        "SELECT 1 FROM settings WHERE value <> '' AND key ="
                        " (SELECT ? || id FROM traces WHERE key = ?)",
                        trainingSetting, traceKey)
        .has_value();
}

} // namespace

Facts factsOf(const std::vector<StepLights>& steps)
{
    Facts facts;
    int number = 0;
    bool ended = false; // a step is labelled wrong: the tail needs no label
    for (const auto& step : steps) {
        facts.mc.add(step.mc);
        facts.judge.add(step.judge);
        facts.prm.add(step.prm);
        facts.given.add(step.given);
        addStep(facts.first, step, ++number);
        Range three;
        three.add(step.mc);
        three.add(step.judge);
        three.add(step.prm);
        facts.disagreement = std::max(facts.disagreement, three.spread());
        facts.judgeOnly |= step.judge && *step.judge == 0 && step.mc && *step.mc > 0;
        facts.lowConfidence |=
            step.prm && *step.prm >= lowConfidenceFrom && *step.prm <= lowConfidenceTo;
        facts.marks |= step.marks;
        facts.labelled += (step.marks & markAnyLabel) != 0;
        facts.undecided |= !ended && (step.marks & markAnyLabel) == 0;
        ended |= (step.marks & markWrong) != 0;
    }
    return facts;
}

int marksOf(const Verdict& verdict)
{
    const int error = verdict.errorKind == ErrorKind::none
                          ? 0
                          : markErrorKind << static_cast<int>(verdict.errorKind);
    switch (verdict.state) {
    case LabelState::unlabelled:
        return 0;
    case LabelState::rated:
        return error | (verdict.rating < 0   ? markWrong
                        : verdict.rating > 0 ? markRight
                                             : markNeutral);
    case LabelState::skipped:
        return error | markSkipped;
    case LabelState::cannotJudge:
        return error | markCannotJudge;
    case LabelState::badQuestion:
        return error | markBadQuestion;
    case LabelState::wrongKey:
        return error | markWrongKey;
    }
    return 0;
}

Verdict verdictOfMarks(int marks)
{
    Verdict verdict;
    verdict.rating = marks & markWrong ? -1 : marks & markNeutral ? 0 : 1;
    if (marks & (markWrong | markNeutral | markRight))
        return verdict;
    verdict.rating = 0;
    verdict.state = marks & markCannotJudge ? LabelState::cannotJudge
                    : marks & markSkipped   ? LabelState::skipped
                                            : LabelState::unlabelled;
    return verdict;
}

void refreshMarks(Project& project, std::int64_t traceKey, int step)
{
    int marks = 0, inTraining = 0;
    std::optional<int> said; // rating or state of the first label
    {
        Sql sql(project,
                "SELECT l.state, l.rating, l.error_kind, n.name FROM current_labels c"
                " JOIN labels l ON l.key = c.label JOIN annotators n ON n.key = l.annotator"
                " WHERE c.trace = ? AND c.step = ?",
                traceKey, step);
        while (sql.next()) {
            const int one = marksOf(readVerdict(sql, 0));
            if (one == 0)
                continue;
            if (isInTraining(sql.text(3))) {
                inTraining |= one;
                continue;
            }
            marks |= one;
            if (said && *said != (one & markAnyLabel))
                marks |= markRivals;
            said = one & markAnyLabel;
        }
    }
    // For lists, done is done; nobody's word goes before it. A trace that is in training no longer
    // is open.
    if (marks == 0 && inTraining != 0 && isInTrainingSet(project, traceKey))
        marks = inTraining;
    if (step == wholeTrace)
        runSql(project, "UPDATE traces SET whole_marks = ? WHERE key = ?", marks, traceKey);
    else
        runSql(project, "UPDATE steps SET marks = ? WHERE trace = ? AND step = ?", marks, traceKey,
               step);
}

void refreshTrace(Project& project, std::int64_t traceKey)
{
    const Facts facts = factsOf(readLights(project, traceKey));
    const auto judgedCorrect =
        firstInteger(project,
                     "SELECT correct FROM judge_replies WHERE trace = ? AND correct IS NOT NULL"
                     " ORDER BY source DESC, key DESC LIMIT 1",
                     traceKey);
    const bool dropped = judgedCorrect == 1 && facts.mc.least == 0.0;
    runSql(project,
           "UPDATE traces SET labelled = ?, marks = whole_marks | ?,"
           " undecided = (? AND whole_marks & 127 = 0),"
           " mc_min = ?, mc_max = ?, prm_min = ?, prm_max = ?, prm_mean = ?,"
           " judge_min = ?, judge_max = ?, given_min = ?, given_max = ?, disagreement = ?,"
           " dropped = ?, convincing = (? AND correct IS 0), lucky = (? AND correct IS 1),"
           " judge_only = ?, low_confidence = ?, first_mc = ?, first_judge = ?, first_prm = ?,"
           " first_person = ? WHERE key = ?",
           facts.labelled, facts.marks, facts.undecided, facts.mc.least, facts.mc.most,
           facts.prm.least, facts.prm.most, facts.prm.mean(), facts.judge.least, facts.judge.most,
           facts.given.least, facts.given.most, facts.disagreement, dropped, facts.convincing(),
           facts.someWrong(), facts.judgeOnly, facts.lowConfidence, facts.first.mc,
           facts.first.judge, facts.first.prm, facts.first.person, traceKey);
}

} // namespace steplight
