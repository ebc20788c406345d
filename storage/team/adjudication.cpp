// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/adjudication.h"

#include "storage/content_keys.h"
#include "storage/identity.h"
#include "storage/label_rows.h"
#include "storage/listing.h"
#include "storage/sql.h"
#include "storage/team/lines.h"
#include "storage/trace_facts.h"
#include "storage/training.h"

#include <algorithm>
#include <map>
#include <set>

namespace steplight {

namespace {

/// What rivals differ in: rating or state; 0 = nothing is said.
int saidIn(const Verdict& verdict)
{
    return marksOf(verdict) & markAnyLabel;
}

bool differ(const std::vector<int>& said)
{
    return std::any_of(said.begin(), said.end(), [&](int one) { return one != said.front(); });
}

double agreeingShare(const std::vector<int>& said)
{
    int pairs = 0, agreeing = 0;
    for (std::size_t one = 0; one < said.size(); ++one)
        for (std::size_t other = one + 1; other < said.size(); ++other) {
            ++pairs;
            agreeing += said[one] == said[other] ? 1 : 0;
        }
    return static_cast<double>(agreeing) / pairs;
}

/// What current labels say of the steps of a trace, in so far as two or more speak.
class Shared
{
public:
    void add(const std::vector<int>& said)
    {
        if (said.size() < 2)
            return;
        ++m_steps;
        m_agreeing += agreeingShare(said);
        m_open += differ(said) ? 1 : 0;
    }
    int open() const { return m_open; }
    double agreement() const { return m_agreeing / m_steps; }

private:
    int m_steps = 0, m_open = 0;
    double m_agreeing = 0;
};

std::map<std::int64_t, Shared> sharedByTrace(Project& project)
{
    std::map<std::int64_t, std::map<int, std::vector<int>>> said;
    Sql sql(project, "SELECT c.trace, c.step, l.state, l.rating, l.error_kind, n.name"
                     " FROM (SELECT trace, step FROM current_labels GROUP BY trace, step"
                     " HAVING count(*) > 1) s CROSS JOIN current_labels c ON c.trace = s.trace AND"
                     " c.step = s.step JOIN labels l ON l.key = c.label"
                     " JOIN annotators n ON n.key = l.annotator");
    while (sql.next())
        if (const int one = saidIn(readVerdict(sql, 2)); one && !isInTraining(sql.text(5)))
            said[sql.integer(0)][sql.number(1)].push_back(one);
    std::map<std::int64_t, Shared> shared;
    for (const auto& [trace, steps] : said)
        for (const auto& [step, words] : steps)
            shared[trace].add(words);
    return shared;
}

/// Standing, on their own, and replaced by nothing that the same person said on their own.
bool isSaid(const Line& line, const std::vector<Line>& lines)
{
    const auto ofTheirOwn = [&](const Line& other) {
        return other.stands && !other.decides && other.label->annotator == line.label->annotator;
    };
    return ofTheirOwn(line) && line.label->verdict.state != LabelState::unlabelled &&
           std::none_of(lines.begin(), lines.end(), [&](const Line& other) {
               return ofTheirOwn(other) && other.before.contains(line.label->id);
           });
}

using Names = std::vector<std::string>;

/// The same people are A, B, C in another order in another trace.
Names inOrderOf(const std::string& traceId, const std::set<std::string>& names)
{
    std::vector<std::pair<std::string, std::string>> drawn;
    for (const auto& name : names)
        drawn.emplace_back(sha256("voices\n" + traceId + "\n" + name), name);
    std::sort(drawn.begin(), drawn.end());
    Names order;
    for (auto& [place, name] : drawn)
        order.push_back(std::move(name));
    return order;
}

struct StepLines {
    int step;
    std::vector<Line> lines;
};

DisputedStep stepOf(const StepLines& of, const Names& voices, const std::set<std::string>& current)
{
    DisputedStep step;
    step.step = of.step;
    for (int voice = 0; voice < static_cast<int>(voices.size()); ++voice)
        for (const Line& line : of.lines)
            if (line.label->annotator == voices[static_cast<std::size_t>(voice)] &&
                isSaid(line, of.lines))
                step.said.push_back({voice, line.label->verdict});
    std::vector<int> said;
    for (const Line& line : of.lines) {
        if (line.decides)
            step.decision = line.label->verdict;
        if (!current.contains(line.label->id) || !saidIn(line.label->verdict))
            continue;
        step.current.push_back(line.label->id);
        said.push_back(saidIn(line.label->verdict));
    }
    step.open = !said.empty() && differ(said);
    return step;
}

std::set<std::string> currentIds(Project& project, std::int64_t trace)
{
    std::set<std::string> ids;
    Sql sql(project,
            "SELECT l.id FROM current_labels c JOIN labels l ON l.key = c.label WHERE c.trace = ?",
            trace);
    while (sql.next())
        ids.insert(sql.text(0));
    return ids;
}

} // namespace

std::vector<Dispute> disputes(Project& project)
{
    std::vector<Dispute> all;
    for (const auto& [trace, shared] : sharedByTrace(project)) {
        if (shared.open() == 0)
            continue;
        Sql sql(project,
                "SELECT t.id, substr(q.text, 1, 120) FROM traces t JOIN questions q"
                " ON q.key = t.question WHERE t.key = ?",
                trace);
        sql.next();
        all.push_back({sql.text(0), sql.text(1), shared.open(), shared.agreement()});
    }
    std::stable_sort(all.begin(), all.end(), [](const Dispute& one, const Dispute& other) {
        return one.agreement < other.agreement;
    });
    return all;
}

DisputedTrace disputedTrace(Project& project, std::string_view traceId)
{
    const auto key = traceKey(project, traceId);
    DisputedTrace trace;
    trace.detail = traceDetail(project, key);
    trace.detail.estimates.clear();
    trace.detail.judgeReplies.clear();
    trace.detail.labels.clear();
    trace.detail.history.clear();
    auto rows = readLabels(project, "WHERE l.trace = ? ORDER BY l.step, l.key", key);
    std::erase_if(rows, [](const LabelRow& row) { return isInTraining(row.label.annotator); });
    std::map<int, std::vector<const Label*>> byStep;
    for (const LabelRow& row : rows)
        byStep[row.label.step].push_back(&row.label);
    const Ids standing = standingActions(project, key, undoneActions(project));
    std::vector<StepLines> steps;
    std::set<std::string> names;
    for (const auto& [step, labels] : byStep) {
        steps.push_back({step, linesOf(labels, standing)});
        for (const Line& line : steps.back().lines)
            if (isSaid(line, steps.back().lines))
                names.insert(line.label->annotator);
    }
    trace.voices = inOrderOf(std::string(traceId), names);
    const auto current = currentIds(project, key);
    for (const StepLines& one : steps)
        if (auto step = stepOf(one, trace.voices, current); !step.said.empty() || step.open)
            trace.steps.push_back(std::move(step));
    return trace;
}

} // namespace steplight
