// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/query_sql.h"

#include "storage/query_words.h"
#include "storage/records/label.h"
#include "storage/text_search.h"
#include "storage/trace_facts.h"

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

constexpr std::array<Flag, 15> flags = {{
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
    {"training",
     "t.id IN (SELECT substr(key, 10) FROM settings WHERE key > 'training:' AND key < 'training;'"
     " AND value <> '')",
     ""},
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

/// mc, judge, prm or given of the row s, or of the row t where min or max is given.
std::string column(const std::string& key, const char* end = "")
{
    return (*end ? "t." + key + "_" + end : "s." + key);
}

Condition compareTrace(const Predicate& p)
{
    if (p.key == "labels")
        return {"t.labelled " + p.op + " ?", {p.number}};
    if (p.key == "steps" || p.key == "disagreement")
        return {"t." + p.key + " " + p.op + " ?", {p.number}};
    if (p.op == "<>")
        return {onSomeStep(column(p.key) + " <> ?"), {p.number}};
    Condition condition = necessaryCondition(p);
    if (p.op == "=") {
        condition.sql = "(" + condition.sql + " AND " + onSomeStep(column(p.key) + " = ?") + ")";
        condition.values.push_back(p.number);
    }
    return condition;
}

std::string differenceOnStep(const Predicate& p)
{
    const std::string difference = column(p.key) + " - " + column(p.other);
    return (p.absolute ? "abs(" + difference + ")" : "(" + difference + ")") + " " + p.op + " ?";
}

/// Both have a value, and their ranges over the trace allow such a difference on a step. A gap
/// between mc, judge and prm is never larger than the trace's disagreement, which has an index.
Condition differenceAllowed(const Predicate& p)
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

Condition differenceOnTrace(const Predicate& p)
{
    Condition condition = differenceAllowed(p);
    condition.sql += " AND " + onSomeStep(differenceOnStep(p));
    condition.values.push_back(p.number);
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

Condition labelledBy(const std::string& name)
{
    return {"t.key IN (SELECT c.trace FROM current_labels c JOIN labels l ON l.key = c.label"
            " WHERE l.state <> 'unlabelled' AND l.annotator ="
            " (SELECT key FROM annotators WHERE name = ?))",
            {name}};
}

/// A source that is so (a condition on sources) has its bit in the column of t; where the bit is
/// shared by several, the estimates tell.
Condition fromSource(const std::string& column, const Condition& source, const std::string& also)
{
    const std::string bits =
        column + " & (SELECT ifnull(sum(DISTINCT 1 << min(key, 62)), 0) FROM sources WHERE " +
        source.sql + ")";
    Condition condition{"(" + bits + ") AND ((" + bits +
                            ") & ((1 << 62) - 1) OR EXISTS (SELECT 1 FROM estimates e WHERE"
                            " e.trace = t.key" +
                            also + " AND e.source IN (SELECT key FROM sources WHERE " + source.sql +
                            ")))",
                        {}};
    for (int time = 0; time < 3; ++time)
        condition.values.insert(condition.values.end(), source.values.begin(), source.values.end());
    return condition;
}

Condition estimatedBy(const std::string& part)
{
    return fromSource("t.sources",
                      {"(name LIKE ? ESCAPE '\\' OR model LIKE ? ESCAPE '\\')",
                       {likePattern(part), likePattern(part)}},
                      "");
}

/// The whole name, the whole path, or the last part of the path.
Condition scoredBy(const std::string& model)
{
    const std::string pattern = likePattern(model);
    return fromSource("t.prm_sources",
                      {"(name = ? OR model = ? OR model LIKE ? ESCAPE '\\')",
                       {model, model, "%/" + pattern.substr(1, pattern.size() - 2)}},
                      " AND e.kind = 2 AND e.value IS NOT NULL");
}

/// judge and given: sign of the value in column, a minimum or maximum of which is given for traces.
std::string signCondition(const std::string& key, const std::string& value, bool trace)
{
    if (value == "-")
        return trace ? column(key, "min") + " = 0" : column(key) + " = 0";
    if (value == "+")
        return trace ? column(key, "max") + " = 1" : column(key) + " = 1";
    const std::string step = value == "none" ? column(key) + " IS NULL"
                                             : column(key) + " > 0 AND " + column(key) + " < 1";
    return trace ? onSomeStep(step) : step;
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
    if (isStepValue(p.key))
        return {signCondition(p.key, p.value, true), {}};
    if (p.key == "step")
        return {stepIs(p.value, true), {}};
    if (p.key == "section")
        return {onSomeStep(stepCondition(p).sql), {}};
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
    return p.kind == Predicate::Kind::compare || p.kind == Predicate::Kind::difference ||
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
        return differenceOnTrace(predicate);
    case Predicate::Kind::word:
        return wordTrace(predicate);
    case Predicate::Kind::firstError:
        return firstErrorCondition(predicate);
    case Predicate::Kind::flag:
        break;
    }
    if (predicate.key == "mine")
        return labelledBy(context.annotator);
    if (predicate.key == "today")
        return {"t.key IN (SELECT trace FROM labels WHERE created_at >= ?"
                " AND state <> 'unlabelled')",
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
        return {"s." + predicate.key + " " + predicate.op + " ?", {predicate.number}};
    case Predicate::Kind::difference:
        return {differenceOnStep(predicate), {predicate.number}};
    case Predicate::Kind::flag:
        return {flagCalled(predicate.key).step, {}};
    case Predicate::Kind::firstError: // is about traces
    case Predicate::Kind::word:
        break;
    }
    if (predicate.key == "section")
        return {predicate.value == "perception" ? "s.section = 0" : "s.section = 1", {}};
    if (predicate.key == "step")
        return {stepIs(predicate.value, false), {}};
    if (predicate.key == "label" || predicate.key == "error")
        return {labelCondition(predicate, false), {}};
    return {signCondition(predicate.key, predicate.value, false), {}};
}

Condition necessaryCondition(const Predicate& p)
{
    if (p.kind == Predicate::Kind::difference)
        return differenceAllowed(p);
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
