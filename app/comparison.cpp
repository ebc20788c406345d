// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/comparison.h"

#include "app/order_settings.h"
#include "app/run_folder.h"
#include "app/run_input.h"
#include "storage/reading.h"
#include "storage/runs.h"

#include <algorithm>

namespace steplight {
namespace {

struct Said {
    std::array<std::vector<ReliabilityBin>, 2> reliability;
    std::vector<protocol::Apart> apart;
};

std::vector<ReliabilityBin> binsOf(const protocol::Curve& curve)
{
    const auto column = [&](const char* name) {
        return static_cast<std::size_t>(
            std::find(curve.columns.begin(), curve.columns.end(), name) - curve.columns.begin());
    };
    const std::array at{column("plus"), column("right"), column("low"), column("high")};
    std::vector<ReliabilityBin> bins;
    for (const auto& row : curve.rows)
        if (std::all_of(at.begin(), at.end(),
                        [&](std::size_t i) { return i < row.size() && row[i].has_value(); }))
            bins.push_back({*row[at[0]], *row[at[1]], *row[at[2]], *row[at[3]]});
    return bins;
}

void take(Said& said, const protocol::Event& event)
{
    if (std::holds_alternative<protocol::Started>(event.body))
        said = {}; // taken up: it measures anew
    const auto* curve = std::get_if<protocol::Curve>(&event.body);
    if (curve && curve->name == "reliability" && curve->model >= 0 && curve->model < 2)
        said.reliability[static_cast<std::size_t>(curve->model)] = binsOf(*curve);
    const auto* apart = std::get_if<protocol::Apart>(&event.body);
    if (apart && apart->scores.size() == 2)
        said.apart.push_back(*apart);
}

Said readAll(const std::string& folder)
{
    Said said;
    RunNews news;
    do {
        news = pollRun(QString::fromStdString(folder), news.offset);
        for (const protocol::Event& event : news.events)
            take(said, event);
    } while (news.more);
    return said;
}

} // namespace

std::optional<Run> lastLike(Project& project, const RunOrder& order)
{
    const auto same = [&](const Run& run, const char* name) {
        return settingOf(run, name) == textOf(order.settings, name, {});
    };
    for (const Run& run : runs(project)) // the newest first
        if (run.kind == "evaluate" && run.state == RunState::done && run.model == order.model &&
            run.query == order.query && same(run, "against") && same(run, "threshold") &&
            same(run, "mc_threshold") && same(run, "questions") &&
            settingOf(run, "rule") == ruleOf(order))
            return run;
    return std::nullopt;
}

Comparison comparisonOf(Project& project, const Run& evaluation)
{
    const Said said = readAll(evaluation.folder);
    Comparison comparison{evaluation.metrics, evaluation.endedAt, said.reliability, {}};
    std::vector<std::string> ids;
    for (const protocol::Apart& apart : said.apart)
        ids.push_back(apart.trace);
    std::map<std::string, std::string> questions;
    for (const TraceRow& row : traceRows(project, ids))
        questions[row.id] = row.question;
    for (const protocol::Apart& apart : said.apart)
        if (const auto question = questions.find(apart.trace); question != questions.end())
            comparison.rows.push_back({apart.trace,
                                       question->second,
                                       static_cast<int>(apart.step),
                                       apart.target,
                                       {apart.scores[0], apart.scores[1]}});
    return comparison;
}

} // namespace steplight
