// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/training.h"

#include "storage/label_rows.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/sql.h"
#include "storage/team/gold.h"
#include "storage/training.h"

#include <nlohmann/json.hpp>

namespace steplight {

namespace {

using Json = nlohmann::json;

const char* const trainingQueue = "training";

Json jsonOf(const Region& region)
{
    Json json{{"shape", shapeWord(region.shape)},
              {"image", region.image},
              {"points", region.points},
              {"note", region.note},
              {"kind", regionKindWord(region.kind)}};
    if (region.span)
        json["span"] = {region.span->begin, region.span->end};
    return json;
}

Region regionOf(const Json& json)
{
    Region region;
    region.shape =
        shapeFromWord(json.at("shape").get<std::string>()).value_or(Region::Shape::polygon);
    region.image = json.at("image").get<int>();
    region.points = json.at("points").get<decltype(region.points)>();
    region.note = json.at("note").get<std::string>();
    region.kind =
        regionKindFromWord(json.at("kind").get<std::string>()).value_or(Region::Kind::present);
    if (json.contains("span"))
        region.span = {{json.at("span").at(0).get<int>(), json.at("span").at(1).get<int>()}};
    return region;
}

/// As a label's has to be; of picture and letters what can be told without the trace.
bool isSound(const Region& region)
{
    const bool letters =
        !region.span || (region.span->begin >= 0 && region.span->begin < region.span->end);
    return region.image >= 0 && letters && regionFault(region).empty();
}

Json jsonOf(const Verdict& verdict)
{
    Json regions = Json::array(), overrules = Json::object();
    for (const Region& region : verdict.regions)
        regions.push_back(jsonOf(region));
    for (const auto& [kind, reason] : verdict.overrules)
        overrules[std::string(estimateKindWord(kind))] = reason;
    return {{"label", ratingWord(verdict)},
            {"error", errorKindWord(verdict.errorKind)},
            {"reason", verdict.reason},
            {"comment", verdict.comment},
            {"rewrite", verdict.rewrite},
            {"overrules", overrules},
            {"regions", regions}};
}

Verdict verdictOf(const Json& json)
{
    Verdict verdict = verdictFromWord(json.at("label").get<std::string>()).value_or(Verdict{});
    verdict.errorKind =
        errorKindFromWord(json.at("error").get<std::string>()).value_or(ErrorKind::none);
    verdict.reason = json.at("reason").get<std::string>();
    verdict.comment = json.at("comment").get<std::string>();
    verdict.rewrite = json.value("rewrite", std::string()); // answers of earlier versions lack both
    const Json overrules = json.value("overrules", Json::object());
    for (const auto& [word, reason] : overrules.items())
        if (const auto kind = estimateKindFromWord(word))
            verdict.overrules[*kind] = reason.get<std::string>();
    for (const Json& one : json.at("regions"))
        if (Region region = regionOf(one); isSound(region))
            verdict.regions.push_back(std::move(region));
    return verdict;
}

Answers answersOf(const Json& steps)
{
    Answers answers;
    for (const auto& [step, verdict] : steps.items())
        answers[std::stoi(step)] = verdictOf(verdict);
    return answers;
}

Json answersBy(Project& project, const std::string& trace, const std::string& by)
{
    Json answers = Json::object();
    for (const Label& label : currentLabels(project, trace))
        if (label.annotator == by && label.step >= 0 && label.verdict.state == LabelState::rated)
            answers[std::to_string(label.step)] = jsonOf(label.verdict);
    return answers;
}

/// As words of the key, to be compared with.
TraceWords wordsOf(const Answers& answers, const std::string& key, int length)
{
    TraceWords words;
    words.length = length;
    for (const auto& [step, verdict] : answers)
        words.steps[step][key] = {verdict.rating, verdict.regions, false};
    return words;
}

/// The first word on each step: later ones were said with the answer in sight.
TraceWords firstWords(Project& project, const std::string& trace, const std::string& annotator)
{
    TraceWords words;
    for (const auto& row : readLabels(project,
                                      "WHERE t.id = ? AND n.name = ? AND l.step >= 0"
                                      " AND l.state = 'rated' AND a.kind = 'label' ORDER BY l.key",
                                      trace, annotator)) {
        const Verdict& verdict = row.label.verdict;
        words.steps[row.label.step].try_emplace(annotator,
                                                Word{verdict.rating, verdict.regions, false});
    }
    words.length = static_cast<int>(
        firstInteger(project, "SELECT steps FROM traces WHERE id = ?", trace).value_or(0));
    return words;
}

/// Whether what was said in training marks a trace hangs on the set.
void refreshTrained(Project& project, const std::string& trace)
{
    const auto rows = readLabels(project,
                                 std::string("JOIN current_labels c ON c.trace = l.trace AND"
                                             " c.step = l.step AND c.label = l.key"
                                             " WHERE t.id = ? AND NOT ")
                                     .append(notInTraining),
                                 trace);
    refreshTouched(project, rows);
}

} // namespace

TrainingSet addTraining(Project& project, const std::string& query, const std::string& by)
{
    return project.transact([&] {
        TrainingSet added;
        for (const auto& trace : traceIds(project, {query}))
            if (const Json answers = answersBy(project, trace, by); !answers.empty()) {
                ++added.traces;
                added.steps += static_cast<std::int64_t>(answers.size());
                setSetting(project, trainingSetting + trace, answers.dump());
                refreshTrained(project, trace);
            }
        if (added.traces == 0)
            throw StorageError("no-labels", by + " has rated no step of these traces. The training "
                                                 "set is as it was; name who has by --by.");
        saveQueue(project, trainingQueue, "training");
        return added;
    });
}

void forgetTraining(Project& project)
{
    project.transact([&] {
        for (const auto& id : trainingTraces(project)) {
            setSetting(project, trainingSetting + id, "");
            refreshTrained(project, id);
        }
        forgetQueue(project, trainingQueue);
    });
}

std::set<std::string> trainingTraces(Project& project)
{
    std::set<std::string> ids;
    Sql sql(project, trainingIds);
    while (sql.next())
        ids.insert(sql.text(0));
    return ids;
}

std::optional<Answers> trainingAnswers(Project& project, const std::string& traceId)
{
    const auto text = setting(project, trainingSetting + traceId);
    if (text.empty())
        return std::nullopt;
    try {
        return answersOf(Json::parse(text));
    } catch (const std::exception&) {
        return Answers(); // damaged: a trace of the set all the same, without answers
    }
}

void carryTraining(Project& from, Project& to)
{
    const auto ids = trainingTraces(from);
    if (!ids.empty())
        saveQueue(to, trainingQueue, "training");
    for (const auto& id : ids)
        setSetting(to, trainingSetting + id, setting(from, trainingSetting + id));
}

void hideAnswers(Project& project, std::vector<TraceRow>& rows)
{
    for (TraceRow& row : rows) {
        const bool tells =
            !setting(project, trainingSetting + row.id).empty() &&
            firstInteger(project,
                         std::string("SELECT 1 FROM current_labels c JOIN labels l ON"
                                     " l.key = c.label WHERE c.trace ="
                                     " (SELECT key FROM traces WHERE id = ?) AND ") +
                             notInTraining,
                         row.id);
        if (!tells)
            continue;
        row.labelled = 0;
        for (LitCell& cell : row.cells) {
            cell.state = LabelState::unlabelled;
            cell.rating = 0;
        }
    }
}

std::optional<GoldFigures> trainingAnswered(Project& project, const std::string& annotator)
{
    GoldFigures figures;
    const std::string trainee = inTraining(annotator), key = "answer";
    for (const auto& trace : trainingTraces(project)) {
        const TraceWords said = firstWords(project, trace, trainee);
        const TraceWords gold = wordsOf(*trainingAnswers(project, trace), key, said.length);
        compare(figures, said, trainee, gold, key);
    }
    return figures.steps > 0 ? std::optional(figures) : std::nullopt;
}

} // namespace steplight
