// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/trace_facts.h"

#include "storage/label_rows.h"
#include "storage/sql.h"

#include <algorithm>
#include <cmath>

namespace steplight {

namespace {

constexpr double convincingMean = 0.7;
constexpr double lowConfidenceFrom = 0.3, lowConfidenceTo = 0.7;

struct Range {
    std::optional<double> least, most;
    double sum = 0;
    int count = 0;

    void add(std::optional<double> value)
    {
        if (!value)
            return;
        least = std::min(least.value_or(*value), *value);
        most = std::max(most.value_or(*value), *value);
        sum += *value;
        ++count;
    }
    double spread() const { return count < 2 ? 0 : *most - *least; }
    std::optional<double> mean() const { return count ? std::optional(sum / count) : std::nullopt; }
};

struct Facts {
    Range mc, judge, prm, given;
    int marks = 0;
    int labelled = 0;
    bool undecided = false;
    double disagreement = 0;
    bool judgeOnly = false, lowConfidence = false;
};

Facts readFacts(Project& project, std::int64_t trace)
{
    Facts facts;
    bool ended = false; // a step is labelled wrong: the tail needs no label
    Sql sql(project, "SELECT mc, judge, prm, given, marks FROM steps WHERE trace = ? ORDER BY step",
            trace);
    while (sql.next()) {
        const auto mc = sql.maybeReal(0), judge = sql.maybeReal(1), prm = sql.maybeReal(2);
        facts.mc.add(mc);
        facts.judge.add(judge);
        facts.prm.add(prm);
        facts.given.add(sql.maybeReal(3));
        Range three;
        three.add(mc);
        three.add(judge);
        three.add(prm);
        facts.disagreement = std::max(facts.disagreement, three.spread());
        facts.judgeOnly |= judge && *judge == 0 && mc && *mc > 0;
        facts.lowConfidence |= prm && *prm >= lowConfidenceFrom && *prm <= lowConfidenceTo;
        const int marks = sql.number(4);
        facts.marks |= marks;
        facts.labelled += (marks & markAnyLabel) != 0;
        facts.undecided |= !ended && (marks & markAnyLabel) == 0;
        ended |= (marks & markWrong) != 0;
    }
    return facts;
}

} // namespace

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
    int marks = 0;
    std::optional<int> said; // rating or state of the first label
    {
        Sql sql(project,
                "SELECT l.state, l.rating, l.error_kind FROM current_labels c"
                " JOIN labels l ON l.key = c.label WHERE c.trace = ? AND c.step = ?",
                traceKey, step);
        while (sql.next()) {
            const int one = marksOf(readVerdict(sql, 0));
            if (one == 0)
                continue;
            marks |= one;
            if (said && *said != (one & markAnyLabel))
                marks |= markRivals;
            said = one & markAnyLabel;
        }
    }
    if (step == wholeTrace)
        runSql(project, "UPDATE traces SET whole_marks = ? WHERE key = ?", marks, traceKey);
    else
        runSql(project, "UPDATE steps SET marks = ? WHERE trace = ? AND step = ?", marks, traceKey,
               step);
}

void refreshTrace(Project& project, std::int64_t traceKey)
{
    const Facts facts = readFacts(project, traceKey);
    const auto judgedCorrect =
        firstInteger(project,
                     "SELECT correct FROM judge_replies WHERE trace = ? AND correct IS NOT NULL"
                     " ORDER BY source DESC, key DESC LIMIT 1",
                     traceKey);
    const bool dropped = judgedCorrect == 1 && facts.mc.least == 0.0;
    const bool convincing = facts.prm.count > 0 && *facts.prm.mean() >= convincingMean;
    const bool stepWrong = facts.judge.least == 0.0 || (facts.marks & markWrong);
    runSql(project,
           "UPDATE traces SET labelled = ?, marks = whole_marks | ?,"
           " undecided = (? AND whole_marks & 127 = 0),"
           " mc_min = ?, mc_max = ?, prm_min = ?, prm_max = ?, prm_mean = ?,"
           " judge_min = ?, judge_max = ?, given_min = ?, given_max = ?, disagreement = ?,"
           " dropped = ?, convincing = (? AND correct IS 0), lucky = (? AND correct IS 1),"
           " judge_only = ?, low_confidence = ? WHERE key = ?",
           facts.labelled, facts.marks, facts.undecided, facts.mc.least, facts.mc.most,
           facts.prm.least, facts.prm.most, facts.prm.mean(), facts.judge.least, facts.judge.most,
           facts.given.least, facts.given.most, facts.disagreement, dropped, convincing, stepWrong,
           facts.judgeOnly, facts.lowConfidence, traceKey);
}

} // namespace steplight
