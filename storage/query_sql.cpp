// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/query_sql.h"

#include "storage/query_people.h"
#include "storage/query_sources.h"
#include "storage/query_words.h"
#include "storage/records/label.h"
#include "storage/text_search.h"
#include "storage/trace_facts.h"
#include "storage/training.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace steplight {

namespace {

/// What a word without a value asks of a trace and, unless empty, of a step.
struct Flag {
    std::string_view word;
    const char* trace;
    const char* step;
};

constexpr std::array<Flag, 14> flags = {{
    {"labelled", "t.marks & 127", "s.marks & 127"},
    {"unlabelled", "NOT t.marks & 127", "NOT s.marks & 127"},
    {"left", "t.undecided = 1", ""},
    {"skipped", "t.marks & 8", "s.marks & 8"},
    {"cannot-judge", "t.marks & 16", "s.marks & 16"},
    {"bad-question", "t.whole_marks & 32", ""},
    {"wrong-key", "t.whole_marks & 64", ""},
    {"disagree", "t.disagreement >= 0.5",
     "max(ifnull(s.mc, -1), ifnull(s.judge, -1), ifnull(s.prm, -1))"
     " - min(ifnull(s.mc, 2), ifnull(s.judge, 2), ifnull(s.prm, 2)) >= 0.5"},
    {"dropped", "t.dropped = 1", ""},
    {"judge-only", "t.judge_only = 1", "s.judge = 0 AND s.mc > 0"},
    {"convincing", "t.convincing = 1", ""},
    {"lucky", "t.lucky = 1", ""},
    {"low-confidence", "t.low_confidence = 1", "s.prm BETWEEN 0.3 AND 0.7"},
    {"rivals", "t.marks & 128", "s.marks & 128"},
}};

const Flag& flagCalled(std::string_view word)
{
    return *std::find_if(flags.begin(), flags.end(),
                         [&](const Flag& flag) { return flag.word == word; });
}

std::string onSomeStep(const std::string& condition)
{
    return "EXISTS (SELECT 1 FROM steps s WHERE s.trace = t.key AND " + condition + ")";
}

/// The least (min) or greatest (max) mc, judge, prm or given of the row t.
std::string column(const std::string& key, const char* end)
{
    return "t." + key + "_" + end;
}

void append(Condition& condition, const std::string& sql, const Condition& part)
{
    condition.sql += sql + part.sql;
    condition.values.insert(condition.values.end(), part.values.begin(), part.values.end());
}

Condition compareOnStep(const Predicate& p)
{
    if (p.key == "annotators")
        return {annotatorsOnStep() + " " + p.op + " ?", {p.number}};
    Condition condition = valueOnStep(p.key, p.source);
    append(condition, " " + p.op + " ", {"?", {p.number}});
    return condition;
}

Condition differenceOnStep(const Predicate& p)
{
    Condition condition{p.absolute ? "abs(" : "(", {}};
    append(condition, "", valueOnStep(p.key, p.source));
    append(condition, " - ", valueOnStep(p.other, p.otherSource));
    append(condition, ") " + p.op + " ", {"?", {p.number}});
    return condition;
}

Condition onSomeStep(const Condition& necessary, const Condition& onStep)
{
    Condition condition = necessary;
    append(condition, " AND ", {onSomeStep(onStep.sql), onStep.values});
    return condition;
}

Condition compareTrace(const Predicate& p)
{
    if (p.key == "labels")
        return {"t.labelled " + p.op + " ?", {p.number}};
    if (p.key == "annotators")
        return {annotatorsOnTrace() + " " + p.op + " ?", {p.number}};
    if (p.key == "steps" || p.key == "disagreement")
        return {"t." + p.key + " " + p.op + " ?", {p.number}};
    // More or less is told by the trace's own range, equal or not by its steps alone.
    const bool rangeTells = p.source.empty() && p.op != "=" && p.op != "<>";
    return rangeTells ? necessaryCondition(p) : onSomeStep(necessaryCondition(p), compareOnStep(p));
}

/// Both have a value, and their ranges over the trace allow such a difference on a step. A gap
/// between mc, judge and prm is never larger than the trace's disagreement, which has an index.
Condition rangesAllow(const Predicate& p)
{
    const bool up = p.op[0] == '>' && p.op != "<>", down = p.op[0] == '<' && p.op != "<>";
    const bool given = p.key == "given" || p.other == "given";
    const double gap = up ? p.number : down && !p.absolute ? -p.number : 0;
    if (!given && gap > 0)
        return {"t.disagreement >= ?", {gap}};
    if (up && !p.absolute)
        return {column(p.key, "max") + " - " + column(p.other, "min") + " " + p.op + " ?",
                {p.number}};
    if (down && !p.absolute)
        return {column(p.key, "min") + " - " + column(p.other, "max") + " " + p.op + " ?",
                {p.number}};
    return {column(p.key, "min") + " IS NOT NULL AND " + column(p.other, "min") + " IS NOT NULL",
            {}};
}

/// Of a named source the trace's columns know only whether it has said something.
Condition differenceAllowed(const Predicate& p)
{
    if (p.source.empty() && p.otherSource.empty())
        return rangesAllow(p);
    const auto side = [](const std::string& key, const std::string& source) {
        return source.empty() ? Condition{column(key, "min") + " IS NOT NULL", {}}
                              : mayBeSaidBy(key, source);
    };
    Condition condition = side(p.key, p.source);
    append(condition, " AND ", side(p.other, p.otherSource));
    return condition;
}

Critic criticCalled(const std::string& key)
{
    return key == "mc"      ? Critic::mc
           : key == "judge" ? Critic::judge
           : key == "prm"   ? Critic::prm
                            : Critic::person;
}

Condition firstErrorCondition(const Predicate& p)
{
    if (p.value == "agreed" || p.value == "disagreed")
        return firstErrorsAgree(p.value == "agreed");
    const std::string first = "t." + firstErrorColumn(criticCalled(p.key));
    if (p.value == "none")
        return {first + " IS NULL", {}};
    if (p.op.empty())
        return {first + " IS NOT NULL", {}};
    if (p.other.empty())
        return {first + " " + p.op + " ?", {p.number}};
    // One that finds none differs from one that finds an error.
    const std::string op = p.op == "<>" ? "IS NOT" : p.op;
    return {first + " " + op + " t." + firstErrorColumn(criticCalled(p.other)), {}};
}

std::string stepWrong(bool trace)
{
    return trace ? "(coalesce(t.first_judge, t.first_mc, t.first_prm, t.first_person) IS NOT NULL"
                   " OR t.given_min = 0)"
                 : "(s.marks & 1 OR s.judge = 0 OR s.given = 0 OR s.mc = 0 OR s.prm < 0.5)";
}

std::string stepIs(const std::string& value, bool trace)
{
    if (value == "wrong")
        return stepWrong(trace);
    const std::string right = "NOT coalesce(" + stepWrong(false) +
                              ", 0) AND (s.marks & 4 OR s.judge = 1 OR s.given = 1 OR s.mc > 0"
                              " OR s.prm >= 0.5)";
    return trace ? onSomeStep(right) : right;
}

Condition namedTrace(const std::string& column, const std::string& part)
{
    return {"t." + column + " IN (SELECT key FROM names WHERE name LIKE ? ESCAPE '\\')",
            {likePattern(part)}};
}

Condition cameFrom(const std::string& part)
{
    const Condition dataset = namedTrace("dataset", part), file = namedTrace("file", part);
    return {dataset.sql + " OR " + file.sql, {dataset.values[0], file.values[0]}};
}

/// What holds of the row l of a current label: of the trace, or of the step s.
Condition ofLabel(Condition says, bool trace)
{
    const std::string rows =
        std::string(" FROM current_labels c JOIN labels l ON l.key = c.label WHERE"
                    " l.state <> 'unlabelled' AND ") +
        notInTraining + " AND ";
    says.sql = trace ? "t.key IN (SELECT c.trace" + rows + says.sql + ")"
                     : "EXISTS (SELECT 1" + rows + "c.trace = s.trace AND c.step = s.step AND " +
                           says.sql + ")";
    return says;
}

/// reason:WORD, overruled:judge; overruled by itself has no value.
Condition saidOfErrors(const std::string& key, const std::string& value, bool trace)
{
    if (key == "reason")
        return ofLabel({"l.reason LIKE ? ESCAPE '\\'", {likePattern(value)}}, trace);
    if (value.empty())
        return ofLabel({"l.overrules <> '{}'", {}}, trace);
    return ofLabel({"l.overrules LIKE ?", {"%\"" + value + "\":%"}}, trace);
}

bool isOfErrors(const std::string& key)
{
    return key == "reason" || key == "overruled";
}

/// The sign of an estimate, or that there is none.
Condition signOnStep(const Predicate& p)
{
    Condition condition = valueOnStep(p.key, p.source);
    condition.sql = p.value == "-"      ? condition.sql + " = 0"
                    : p.value == "+"    ? condition.sql + " = 1"
                    : p.value == "none" ? condition.sql + " IS NULL"
                                        : "abs(" + condition.sql + " - 0.5) < 0.5"; // between
    return condition;
}

Condition signOnTrace(const Predicate& p)
{
    const Condition onStep = signOnStep(p);
    if (!p.source.empty() && p.value != "none")
        return onSomeStep(mayBeSaidBy(p.key, p.source), onStep);
    if (p.value == "-")
        return {column(p.key, "min") + " = 0", {}};
    if (p.value == "+")
        return {column(p.key, "max") + " = 1", {}};
    return {onSomeStep(onStep.sql), onStep.values};
}

int markOf(const Predicate& p)
{
    if (p.key == "error")
        return markErrorKind << static_cast<int>(*errorKindFromWord(p.value));
    return marksOf(*verdictFromWord(p.value));
}

std::string labelCondition(const Predicate& p, bool trace)
{
    const std::string row = trace ? "t" : "s";
    if (p.value == "none")
        return trace ? "t.labelled < t.steps" : "NOT s.marks & 127";
    return row + ".marks & " + std::to_string(markOf(p));
}

Condition wordTrace(const Predicate& p)
{
    if (p.key == "answer")
        return {p.value == "unknown" ? "t.correct IS NULL"
                : p.value == "right" ? "t.correct = 1"
                                     : "t.correct = 0",
                {}};
    if (p.key == "images")
        return {std::string("t.question ") + (p.value == "found" ? "NOT IN" : "IN") +
                    " (SELECT question FROM question_images WHERE hash IS NULL)",
                {}};
    if (p.key == "source")
        return cameFrom(p.value);
    if (p.key == "dataset" || p.key == "policy" || p.key == "file")
        return namedTrace(p.key, p.value);
    if (p.key == "by")
        return labelledBy(p.value);
    if (p.key == "model")
        return estimatedBy(p.value);
    if (p.key == "scored-by")
        return scoredBy(p.value);
    if (isOfErrors(p.key))
        return saidOfErrors(p.key, p.value, true);
    if (isStepValue(p.key))
        return signOnTrace(p);
    if (p.key == "step")
        return {stepIs(p.value, true), {}};
    if (p.key == "section")
        return {onSomeStep(stepCondition(p).sql), {}};
    if (!p.source.empty())
        return traceLabelledSo(p.source, p.value);
    return {labelCondition(p, true), {}};
}

} // namespace

std::string firstErrorColumn(Critic critic)
{
    switch (critic) {
    case Critic::mc:
        return "first_mc";
    case Critic::judge:
        return "first_judge";
    case Critic::prm:
        return "first_prm";
    case Critic::person:
        return "first_person";
    }
    return {};
}

bool tellsOfSteps(const Predicate& p)
{
    return (p.kind == Predicate::Kind::compare && p.key != "annotators") ||
           p.kind == Predicate::Kind::difference ||
           (p.kind == Predicate::Kind::word &&
            (isStepValue(p.key) || p.key == "step" || p.key == "section"));
}

Condition traceCondition(const Predicate& predicate, const QueryContext& context)
{
    switch (predicate.kind) {
    case Predicate::Kind::text:
        return textCondition(predicate.value, context);
    case Predicate::Kind::compare:
        return compareTrace(predicate);
    case Predicate::Kind::difference:
        return onSomeStep(differenceAllowed(predicate), differenceOnStep(predicate));
    case Predicate::Kind::word:
        return wordTrace(predicate);
    case Predicate::Kind::firstError:
        return firstErrorCondition(predicate);
    case Predicate::Kind::flag:
        break;
    }
    if (predicate.key == "agreed")
        return {"t.marks & 127 AND " + onSomeStep(agreedOnStep()), {}};
    if (predicate.key == "mine")
        return labelledBy(context.annotator);
    if (predicate.key == "training")
        return {std::string("t.id IN (") + trainingIds + ")", {}};
    if (isOfErrors(predicate.key))
        return saidOfErrors(predicate.key, {}, true);
    if (predicate.key == "today")
        return {std::string("t.key IN (SELECT l.trace FROM labels l WHERE l.created_at >= ?"
                            " AND l.state <> 'unlabelled' AND ") +
                    notInTraining + ")",
                {context.todayBegan}};
    return {flagCalled(predicate.key).trace, {}};
}

Condition stepCondition(const Predicate& predicate)
{
    switch (predicate.kind) {
    case Predicate::Kind::text:
        return {"EXISTS (SELECT 1 FROM step_texts x WHERE x.trace = s.trace AND x.step = s.step"
                " AND x.text LIKE ? ESCAPE '\\')",
                {likePattern(predicate.value)}};
    case Predicate::Kind::compare:
        return compareOnStep(predicate);
    case Predicate::Kind::difference:
        return differenceOnStep(predicate);
    case Predicate::Kind::flag:
        if (predicate.key == "agreed")
            return {agreedOnStep(), {}};
        if (!isOfErrors(predicate.key))
            return {flagCalled(predicate.key).step, {}};
        break;
    case Predicate::Kind::firstError: // is about traces
    case Predicate::Kind::word:
        break;
    }
    if (isOfErrors(predicate.key))
        return saidOfErrors(predicate.key, predicate.value, false);
    if (predicate.key == "section")
        return {predicate.value == "perception" ? "s.section = 0" : "s.section = 1", {}};
    if (predicate.key == "step")
        return {stepIs(predicate.value, false), {}};
    if (!predicate.source.empty() && predicate.key == "label")
        return stepLabelledSo(predicate.source, predicate.value);
    if (predicate.key == "label" || predicate.key == "error")
        return {labelCondition(predicate, false), {}};
    return signOnStep(predicate);
}

Condition necessaryCondition(const Predicate& p)
{
    if (p.kind == Predicate::Kind::difference)
        return differenceAllowed(p);
    if (p.kind == Predicate::Kind::compare && p.key == "annotators")
        return {"1", {}};
    if (!p.source.empty() && isStepValue(p.key))
        return p.value == "none" ? Condition{"1", {}} : mayBeSaidBy(p.key, p.source);
    if (p.kind == Predicate::Kind::compare && p.op == "<>")
        return {column(p.key, "min") + " IS NOT NULL", {}};
    if (p.kind == Predicate::Kind::compare && p.op == "=")
        return {column(p.key, "min") + " <= ? AND " + column(p.key, "max") + " >= ?",
                {p.number, p.number}};
    if (p.kind == Predicate::Kind::compare)
        return {column(p.key, p.op[0] == '<' ? "min" : "max") + " " + p.op + " ?", {p.number}};
    const bool columnsTell = p.kind == Predicate::Kind::word && p.key != "section" &&
                             p.value != "none" && (p.key != "step" || p.value == "wrong") &&
                             !(isStepValue(p.key) && p.value == "0");
    return columnsTell ? wordTrace(p) : Condition{"1", {}};
}

} // namespace steplight
