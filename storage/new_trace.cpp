// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/content.h"
#include "storage/content_keys.h"
#include "storage/estimate_rows.h"
#include "storage/identity.h"
#include "storage/sql.h"
#include "storage/trace_facts.h"

#include <map>
#include <tuple>

namespace steplight {

namespace {

using Place = std::tuple<int, int, std::int64_t>; ///< step, kind, source: an estimate's key
using Estimates = std::map<Place, const Estimate*>;

Estimates inOrder(Project& project, const std::vector<Estimate>& estimates)
{
    Estimates ordered;
    const EstimateSource* known = nullptr; // mostly the same for a whole trace
    std::int64_t source = 0;
    for (const auto& estimate : estimates) {
        if (!known || estimate.source != *known)
            source = sourceKey(project, estimate.source);
        known = &estimate.source;
        ordered.try_emplace({estimate.step, static_cast<int>(estimate.kind), source}, &estimate);
    }
    return ordered;
}

std::vector<StepLights> lightsOf(std::size_t steps, const Estimates& estimates)
{
    std::vector<StepLights> lights(steps);
    for (const auto& [place, estimate] : estimates) // a newer source comes later
        if (const auto value = storedValue(*estimate)) {
            auto& step = lights[static_cast<std::size_t>(estimate->step)];
            std::optional<double>* const kinds[] = {&step.mc, &step.judge, &step.prm, &step.given};
            *kinds[static_cast<std::size_t>(estimate->kind)] = value;
        }
    return lights;
}

/// Bits of the sources that say something of a trace, and of those with a prm value.
struct SourceBits {
    std::int64_t all = 0, prm = 0;
};

SourceBits sourcesOf(const Estimates& estimates)
{
    SourceBits bits;
    for (const auto& [place, estimate] : estimates) {
        const auto bit = sourceBit(std::get<2>(place));
        bits.all |= bit;
        if (estimate->kind == EstimateKind::prm && storedValue(*estimate))
            bits.prm |= bit;
    }
    return bits;
}

std::int64_t insertTrace(Project& project, const std::string& id, const Trace& trace,
                         const Facts& facts, const SourceBits& sources)
{
    Sql question(project, "SELECT key, dataset FROM questions WHERE id = ?", trace.questionId);
    if (!question.next())
        throw StorageError("no-such-question", "There is no question " + trace.questionId +
                                                   " in the project; add it before its traces.");
    const auto policy = nameKey(project, trace.policy), file = nameKey(project, trace.file);
    return *firstInteger(
        project,
        "INSERT INTO traces (id, question, dataset, policy, file, steps, correct, undecided,"
        " mc_min, mc_max, prm_min, prm_max, prm_mean, judge_min, judge_max, given_min, given_max,"
        " disagreement, convincing, lucky, judge_only, low_confidence,"
        " first_mc, first_judge, first_prm, sources, prm_sources)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " RETURNING key",
        id, question.integer(0), question.integer(1), policy, file,
        static_cast<std::int64_t>(trace.steps.size()), trace.correct, facts.undecided,
        facts.mc.least, facts.mc.most, facts.prm.least, facts.prm.most, facts.prm.mean(),
        facts.judge.least, facts.judge.most, facts.given.least, facts.given.most,
        facts.disagreement, facts.convincing() && trace.correct == false,
        facts.someWrong() && trace.correct == true, facts.judgeOnly, facts.lowConfidence,
        facts.first.mc, facts.first.judge, facts.first.prm, sources.all, sources.prm);
}

void insertSteps(Project& project, std::int64_t trace, const std::vector<Step>& steps,
                 const std::vector<StepLights>& lights)
{
    Sql row(project, "INSERT INTO steps (trace, step, section, mc, judge, prm, given)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?)");
    Sql text(project, "INSERT INTO step_texts VALUES (?, ?, ?)");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto& lit = lights[i];
        const int index = static_cast<int>(i);
        row.runWith(trace, index, steps[i].section == Section::perception ? 0 : 1, lit.mc,
                    lit.judge, lit.prm, lit.given);
        text.runWith(trace, index, steps[i].text);
    }
}

void insertEstimates(Project& project, std::int64_t trace, const Estimates& estimates)
{
    std::map<std::pair<int, std::int64_t>, int> counts;
    Sql row(project, "INSERT INTO estimates VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (const auto& [place, estimate] : estimates) {
        const auto& [step, kind, source] = place;
        const auto value = storedValue(*estimate);
        row.runWith(trace, step, kind, source, value, estimate->won, estimate->drawn,
                    estimate->analysis);
        if (value)
            ++counts[{kind, source}];
    }
    addEstimateCounts(project, counts);
}

} // namespace

bool addNewTrace(Project& project, const Trace& trace, const std::vector<Estimate>& estimates)
{
    const auto id = trace.id.empty() ? traceId(trace.questionId, trace.steps) : trace.id;
    if (hasTrace(project, id))
        return false;
    requireSteps(estimates, static_cast<std::int64_t>(trace.steps.size()));
    return project.transactWhole([&] {
        const auto ordered = inOrder(project, estimates);
        const auto lights = lightsOf(trace.steps.size(), ordered);
        const auto key = insertTrace(project, id, trace, factsOf(lights), sourcesOf(ordered));
        runSql(project, "INSERT INTO trace_texts VALUES (?, ?, ?, ?, ?)", key, trace.answer,
               trace.externalId,
               trace.response.empty() ? std::string() : sha256(trace.response).substr(0, 32),
               trace.response);
        insertSteps(project, key, trace.steps, lights);
        insertEstimates(project, key, ordered);
        return true;
    });
}

} // namespace steplight
