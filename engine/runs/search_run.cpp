// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/search_run.h"

#include "engine/grade/answer.h"
#include "engine/runs/questions.h"
#include "engine/runs/recorded_pools.h"
#include "engine/runs/run_report.h"
#include "engine/runs/scoring.h"
#include "engine/runs/search_settings.h"
#include "engine/runs/settings.h"
#include "engine/search/policy_writer.h"
#include "engine/search/prm_scorer.h"

#include <algorithm>
#include <utility>

namespace steplight {
namespace {

namespace fs = std::filesystem;
using namespace protocol;

constexpr std::int64_t standsEvery = 20; ///< questions, for who looks on

Step recordOf(const PolicyStep& step)
{
    return {step.perception ? Section::perception : Section::reasoning, step.text};
}

Searched::Pooled recordOf(const search::Pooled& one, const std::string& key)
{
    Searched::Pooled record;
    record.response = one.solution.response;
    record.tokens = one.solution.tokens;
    record.logProb = one.solution.logProb;
    if (one.solution.turn) {
        for (const PolicyStep& step : one.solution.turn->steps)
            record.steps.push_back(recordOf(step));
        record.answer = one.solution.turn->answer;
        if (!key.empty())
            record.correct = sameAnswer(record.answer, key);
    }
    if (one.steps)
        record.scores = one.steps->plus;
    if (one.whole) {
        record.whole = one.whole->plus.back();
        record.askedTokens = one.whole->askedTokens;
    }
    return record;
}

Searched::Node recordOf(const search::Node& node)
{
    return {node.parent, recordOf(node.step), node.answer, node.prior,
            node.score,  node.askedTokens,    node.visits, node.value};
}

Searched::Choice recordOf(const search::Result& result, const std::string& key)
{
    Searched::Choice record{std::string(nameOf(result.strategy)),
                            result.n,
                            {},
                            {result.path.begin(), result.path.end()},
                            result.answer,
                            {},
                            result.cost.policyTokens,
                            result.cost.prmTokens,
                            {}};
    if (result.index)
        record.index = static_cast<std::int64_t>(*result.index);
    if (!key.empty())
        record.correct = sameAnswer(result.answer, key);
    for (const search::Node& node : result.tree)
        record.tree.push_back(recordOf(node));
    return record;
}

class SearchRun
{
public:
    SearchRun(const RunOptions& options, const RunRequest& request, EventLog& log,
              std::stop_token stop)
        : m_options(options), m_request(request), m_log(log), m_stop(stop),
          m_report(log, std::move(stop)), m_settings(readSearchSettings(request)),
          m_images(imageFolderOf(options, request))
    {
    }

    void run();

private:
    Policy loadPolicy();
    std::optional<Prm> loadPrmIfAsked();
    void take(const Policy& policy, const Prm* prm, Asked&& asked);
    Searched searched(const Policy& policy, const Prm* prm, Asked&& asked);
    void sayHowItStands();
    void leaveOut(const std::string& question, const std::string& code, const std::string& detail);

    const RunOptions& m_options;
    const RunRequest& m_request;
    EventLog& m_log;
    std::stop_token m_stop;
    RunReport m_report;
    SearchSettings m_settings;
    ImageFolder m_images;
    std::optional<RecordedPools> m_pools;
    std::int64_t m_done = 0;   ///< questions, by an earlier start or left out too
    std::int64_t m_worked = 0; ///< questions since the models were loaded
};

void SearchRun::run()
{
    m_report.throwIfStopped();
    const fs::path input = m_options.folder / "input.jsonl";
    verifyInput(input, m_request.inputHash);
    m_settings.write.warn = m_report.warnOfMemory();
    const Policy policy = loadPolicy();
    if (!m_settings.pool.empty())
        m_pools.emplace(m_settings.pool, policy.modelHash());
    const std::optional<Prm> prm = loadPrmIfAsked();
    m_report.begin();
    Questions questions(input, m_images, [&](const std::string& code, const std::string& detail) {
        leaveOut("", code, detail);
    });
    while (auto asked = questions.next()) {
        m_report.throwIfStopped();
        if (m_log.past().searched.contains(asked->example.trace.id))
            ++m_done;
        else
            take(policy, prm ? &*prm : nullptr, std::move(*asked));
    }
    m_log.write({"", Progress{"search", m_request.traces, m_request.traces, 0}});
    sayHowItStands();
    if (m_done > 0 && m_log.past().searched.empty())
        m_report.throwNothingDone("No question could be worked on. ");
}

/// Of all questions that are searched by now.
void SearchRun::sayHowItStands()
{
    m_log.write({"", Metrics{m_log.past().search.metrics()}});
    for (const Curve& curve : m_log.past().search.curves())
        m_log.write({"", curve});
}

Policy SearchRun::loadPolicy()
{
    const fs::path folder = modelFolderOf(m_options, m_request);
    Policy policy =
        Policy::load(folder, m_report.loading(), threadsOf(m_request), deviceOf(m_request));
    m_report.loaded(m_request, folder,
                    {policy.name(), policy.modelHash(), policy.profile().hash, policy.device(),
                     policy.summary(), "policy"});
    return policy;
}

/// None where no strategy asks it.
std::optional<Prm> SearchRun::loadPrmIfAsked()
{
    const auto& strategies = m_settings.options.strategies;
    if (std::none_of(strategies.begin(), strategies.end(), search::needsPrm))
        return std::nullopt;
    Prm prm =
        loadPrm(m_settings.prm, threadsOf(m_request), deviceOf(m_request), m_report.loading());
    ModelLoaded model = describe(prm);
    model.role = "prm";
    m_report.loaded(m_request, m_settings.prm, model);
    return prm;
}

void SearchRun::take(const Policy& policy, const Prm* prm, Asked&& asked)
{
    const std::string id = asked.example.trace.id;
    try {
        const Event answers{"", searched(policy, prm, std::move(asked))};
        if (writeEvent(answers).size() > maxLineBytes)
            throw EngineError("input", "What was written for it is more than a line of "
                                       "events.jsonl may hold (16 MiB). Set n, beam, expand or "
                                       "max_tokens lower.");
        m_log.write(answers);
    } catch (const EngineError& error) {
        if (error.code() != "image" && error.code() != "input")
            throw;
        return leaveOut(id, error.code(), std::string(error.what()) + " It gets no answers.");
    }
    ++m_done;
    m_report.progress("search", ++m_worked, m_done, m_request.traces);
    if (m_worked % standsEvery == 0 && m_done < m_request.traces)
        sayHowItStands();
}

Searched SearchRun::searched(const Policy& policy, const Prm* prm, Asked&& asked)
{
    const TraceInput& trace = asked.example.trace;
    const Profile& profile = policy.profile();
    const ScoreRequest question{trace.question, trace.options, asked.imageBytes, {}};
    const Problem problem{
        trace.id,
        renderPolicyUser(profile, trace.question, trace.options, m_settings.prose),
        std::move(asked.imageBytes),
        asked.example.answer,
        {}};
    const search::Reading reading(profile.policy, m_settings.prose, trace.options);
    const std::string key = chosenOption(asked.example.answer, trace.options);
    const WriteFn write = [&](const auto&... arguments) { return policy.write(arguments...); };
    search::PolicyWriter writer(profile.policy, reading, m_settings.write, write, problem,
                                m_request.seed, m_stop);
    std::optional<search::PrmScorer> scorer;
    if (prm)
        scorer.emplace(*prm, question, m_stop);
    const search::Searched found = search::searchQuestion(
        m_settings.options, {[&](std::int64_t count) {
                                 return m_pools ? m_pools->take(trace, count)
                                                : writer.writeWhole(count);
                             },
                             [&](auto prefixes) { return writer.writeOn(prefixes); },
                             [&](auto beginnings) { return scorer->score(beginnings); }});
    if (scorer && scorer->failed() > 0)
        m_report.warn("question", trace.id, "input",
                      std::to_string(scorer->failed()) +
                          " solutions or beginnings could not be scored: " + scorer->why());
    Searched event{trace.id, {}, {}};
    for (const search::Pooled& one : found.pool)
        event.pool.push_back(recordOf(one, key));
    for (const search::Result& result : found.results)
        event.choices.push_back(recordOf(result, key));
    return event;
}

void SearchRun::leaveOut(const std::string& question, const std::string& code,
                         const std::string& detail)
{
    ++m_done;
    m_report.warn("question", question, code, detail);
}

} // namespace

void searchRun(const RunOptions& options, const RunRequest& request, EventLog& log,
               std::stop_token stop)
{
    SearchRun(options, request, log, std::move(stop)).run();
}

} // namespace steplight
