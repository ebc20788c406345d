// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/deal.h"

#include "storage/estimate_rows.h"
#include "storage/guidelines.h"
#include "storage/identity.h"
#include "storage/queue_desk.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/sql.h"
#include "storage/team/carry.h"
#include "storage/team/training.h"
#include "storage/upkeep.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace steplight {

namespace {

namespace fs = std::filesystem;

const std::string goldSetting = "gold:"; ///< and a name: a JSON array of trace ids

struct DealtTrace {
    std::string id, question;
    bool shared = false, gold = false, training = false;
    std::string owner; ///< who gets it, when not everybody does
};

/// The same for the same words anywhere; evenly spread.
std::string drawn(const Deal& how, const std::string& what, const std::string& id)
{
    return sha256(std::to_string(how.seed) + "\n" + what + "\n" + id);
}

std::string ownerOf(const Deal& how, const std::string& question)
{
    return *std::max_element(how.annotators.begin(), how.annotators.end(),
                             [&](const std::string& one, const std::string& other) {
                                 return drawn(how, "owner\n" + one, question) <
                                        drawn(how, "owner\n" + other, question);
                             });
}

std::set<std::string> draw(const Deal& how, const std::string& what,
                           const std::set<std::string>& ids, std::size_t count)
{
    std::vector<std::pair<std::string, std::string>> order;
    for (const auto& id : ids)
        order.emplace_back(drawn(how, what, id), id);
    std::sort(order.begin(), order.end());
    order.resize(std::min(count, order.size()));
    std::set<std::string> taken;
    for (auto& [place, id] : order)
        taken.insert(std::move(id));
    return taken;
}

std::set<std::string> idsOf(Project& project, const std::string& query)
{
    const auto ids = traceIds(project, {query});
    return {ids.begin(), ids.end()};
}

std::set<std::string> drawGold(Project& project, const Deal& how)
{
    std::set<std::string> gold;
    if (const auto* query = std::get_if<std::string>(&how.gold)) {
        const auto labelled = idsOf(project, "labelled");
        for (const auto& id : idsOf(project, *query))
            if (labelled.contains(id))
                gold.insert(id);
    } else if (const auto count = std::get<std::int64_t>(how.gold); count > 0) {
        gold = draw(how, "gold", idsOf(project, "labelled -left"), static_cast<std::size_t>(count));
    } else {
        return gold;
    }
    if (gold.empty())
        throw StorageError("no-labels", "No trace is labelled that could be gold. Nothing was "
                                        "dealt; label some first, or name others by --gold.");
    return gold;
}

std::size_t countOf(const Portion& portion, std::size_t all)
{
    if (const auto* count = std::get_if<std::int64_t>(&portion))
        return static_cast<std::size_t>(std::max<std::int64_t>(*count, 0));
    const double share = std::clamp(std::get<double>(portion), 0.0, 1.0);
    return static_cast<std::size_t>(std::llround(share * static_cast<double>(all)));
}

/// In order of import, so that nothing tells gold from others.
std::vector<DealtTrace> dealTraces(Project& project, const Deal& how)
{
    const auto wanted = idsOf(project, how.query);
    const auto gold = drawGold(project, how);
    const auto training = trainingTraces(project);
    std::vector<DealtTrace> traces;
    std::set<std::string> questions;
    Sql sql(project, "SELECT t.id, q.id FROM traces t JOIN questions q ON q.key = t.question"
                     " ORDER BY t.key");
    while (sql.next()) {
        DealtTrace trace{sql.text(0), sql.text(1), false, gold.contains(sql.text(0)), false, {}};
        trace.training = training.contains(trace.id);
        trace.gold &= !trace.training; // its answers are told
        if (wanted.contains(trace.id))
            questions.insert(trace.question);
        if (trace.gold || trace.training || wanted.contains(trace.id))
            traces.push_back(std::move(trace));
    }
    const auto shared = draw(how, "overlap", questions, countOf(how.overlap, questions.size()));
    for (auto& trace : traces) {
        const bool all = trace.gold || trace.training;
        trace.shared = !all && shared.contains(trace.question);
        trace.owner = all || trace.shared ? "" : ownerOf(how, trace.question);
    }
    return traces;
}

void requireFolders(const Deal& how)
{
    const std::set<std::string> names(how.annotators.begin(), how.annotators.end());
    if (names.size() != how.annotators.size())
        throw StorageError("usage", "Two people have the same name. Nothing was dealt.");
    for (const auto& name : names) {
        if (name.empty() || name.front() == '.' || name.find('/') != std::string::npos)
            throw StorageError("usage", "\"" + name +
                                            "\" cannot be the name of a folder. "
                                            "Nothing was dealt.");
        if (fs::exists(how.out / name))
            throw StorageError("exists", (how.out / name).string() +
                                             " is there already. Nothing was dealt; name another "
                                             "folder by --out.");
    }
}

/// Their name, the guideline, the queues, and what is to be visible, in the project and in each of
/// them.
void setUp(Project& from, Project& theirs, const std::string& name)
{
    const auto modes = queueVisibilities(from);
    for (const Queue& queue : queues(from, false)) {
        if (!queue.builtIn)
            theirs.transact([&] { // as it is: one that cannot be read says so there too
                runSql(theirs, "INSERT OR REPLACE INTO queues VALUES (?, ?)", queue.name,
                       queue.query);
            });
        if (const auto mode = modes.find(queue.name); mode != modes.end())
            setSetting(theirs, visibilitySetting(queue.name), visibilityWord(mode->second));
    }
    if (const auto value = setting(from, "visibility"); !value.empty())
        setSetting(theirs, "visibility", value);
    mergeGuidelines(from, theirs);
    setSetting(theirs, "annotator", name);
    carryTraining(from, theirs);
}

void recordGold(Project& project, const std::string& name, const std::set<std::string>& dealt)
{
    if (dealt.empty())
        return;
    project.transact([&] {
        auto all = goldDealt(project)[name];
        all.insert(dealt.begin(), dealt.end());
        setSetting(project, goldSetting + name, nlohmann::json(all).dump());
    });
}

void fill(Project& from, const std::vector<DealtTrace>& traces, Project& theirs,
          DealtProject& dealt, const std::function<void()>& carried)
{
    std::set<std::string> gold;
    WriteSlice slice(theirs);
    carrySources(from, theirs);
    for (const DealtTrace& trace : traces) {
        if (!trace.owner.empty() && trace.owner != dealt.annotator)
            continue;
        const Carried question = carryQuestion(from, trace.question, theirs, Keep::copy);
        dealt.questions += question.isNew ? 1 : 0;
        dealt.imagesMissing += question.isNew ? question.imagesMissing : 0;
        carryTrace(from, trace.id, theirs);
        ++dealt.traces;
        dealt.shared += trace.shared ? 1 : 0;
        dealt.gold += trace.gold ? 1 : 0;
        if (trace.gold)
            gold.insert(trace.id);
        carried();
        slice.tick();
    }
    slice.finish();
    while (indexTexts(theirs))
        continue;
    recordGold(from, dealt.annotator, gold);
}

} // namespace

std::vector<DealtProject> deal(Project& project, const Deal& how, const DealProgress& progress)
{
    requireFolders(how);
    const auto traces = dealTraces(project, how);
    std::int64_t done = 0, total = 0;
    for (const DealtTrace& trace : traces)
        total += trace.owner.empty() ? static_cast<std::int64_t>(how.annotators.size()) : 1;
    std::vector<DealtProject> all;
    for (const auto& name : how.annotators) {
        DealtProject dealt;
        dealt.annotator = name;
        dealt.folder = fs::absolute(how.out / name);
        const auto part = dealt.folder.string() + ".part-" + newUuid();
        {
            Project theirs = Project::create(part);
            setUp(project, theirs, name);
            fill(project, traces, theirs, dealt, [&] {
                ++done;
                if (progress)
                    progress(done, total);
            });
        }
        fs::rename(part, dealt.folder);
        all.push_back(std::move(dealt));
    }
    return all;
}

GoldDealt goldDealt(Project& project)
{
    GoldDealt dealt;
    for (const auto& [key, value] : settings(project))
        if (key.starts_with(goldSetting))
            dealt[key.substr(goldSetting.size())] =
                nlohmann::json::parse(value).get<std::set<std::string>>();
    return dealt;
}

} // namespace steplight
