// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_input.h"

#include "app/evaluation_input.h"
#include "app/order_settings.h"
#include "app/run_news.h"
#include "engine/protocol/example.h"
#include "storage/continuations.h"
#include "storage/export/rules.h"
#include "storage/reading.h"
#include "storage/runs.h"
#include "storage/training.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace steplight {
namespace {

bool scoredBy(const TraceDetail& detail, const std::string& model)
{
    return std::any_of(detail.estimates.begin(), detail.estimates.end(), [&](const Estimate& one) {
        return one.kind == EstimateKind::prm && one.source.model == model && one.value;
    });
}

/// Whether a person rated one of the first `steps`.
bool corrected(const TraceDetail& detail, std::size_t steps)
{
    return std::any_of(detail.labels.begin(), detail.labels.end(), [&](const Label& label) {
        return label.verdict.state == LabelState::rated && label.step >= 0 &&
               !isInTraining(label.annotator) && static_cast<std::size_t>(label.step) < steps;
    });
}

std::vector<std::optional<double>> targetsOf(const TrainingLabels& labels)
{
    if (labels.signs.empty())
        return labels.soft;
    return {labels.signs.begin(), labels.signs.end()};
}

class Training
{
public:
    Training(Project& project, const RunOrder& order)
        : m_project(project), m_ids(traceIds(project, {order.query})), m_rule(ruleOf(order)),
          m_base(oneOf(order.settings, "base_rule", {"paper", "judge", "consensus", "mc-hard"})),
          m_threshold(numberOf(order.settings, "threshold", 0, 1)),
          // What the model has learnt already says nothing of what it knows.
          m_holdout(std::min(numberOf(order.settings, "holdout", 0.1, 1),
                             heldOutShare(runs(project), order.model))),
          m_weight(static_cast<int>(numberOf(order.settings, "people_weight", 1, 100))),
          m_learnTail(oneOf(order.settings, "after_error", {"wrong", "left-out"}) == "wrong"),
          m_whole(oneOf(order.settings, "whole_solutions", {"none", "also"}) == "also")
    {
        requireRule(m_rule);
    }

    std::optional<std::string> next()
    {
        while (m_lines.empty()) {
            if (m_next == m_ids.size())
                return std::nullopt;
            m_lines = linesOf(traceDetail(m_project, m_ids[m_next++]));
        }
        std::string line = std::move(m_lines.back());
        m_lines.pop_back();
        return line;
    }

    std::shared_ptr<std::map<std::string, double>> counts() const { return m_counts; }
    std::shared_ptr<std::set<std::string>> rolloutsOf() const { return m_rolloutsOf; }

private:
    /// None without a target.
    std::vector<std::string> linesOf(const TraceDetail& detail)
    {
        const TrainingLabels labels = fuse(detail, m_rule, m_threshold, m_base);
        const auto targets = targetsOf(labels);
        if (targets.empty()) {
            ++(*m_counts)["left_out"];
            return {};
        }
        const bool endsWrong = !labels.signs.empty() && !labels.signs.back();
        protocol::Example example{
            protocol::traceInput(detail.question, detail.trace), {}, {}, false};
        example.targets.resize(detail.trace.steps.size());
        std::copy(targets.begin(), targets.end(), example.targets.begin());
        if (m_learnTail && endsWrong)
            std::fill(example.targets.begin() + std::ssize(targets), example.targets.end(), 0.0);
        example.validation = placeOf(detail.question.id) < m_holdout;
        for (const Estimate& estimate : detail.estimates)
            if (estimate.kind == EstimateKind::mc && !estimate.source.run.empty())
                m_rolloutsOf->insert(estimate.source.run);
        const bool byPerson = corrected(detail, targets.size());
        ++(*m_counts)[example.validation ? "validated" : "learnt"];
        (*m_counts)["steps"] +=
            static_cast<double>(std::count_if(example.targets.begin(), example.targets.end(),
                                              [](const auto& t) { return t.has_value(); }));
        (*m_counts)["corrected"] += byPerson ? 1 : 0;
        const int times = byPerson && !example.validation ? m_weight : 1;
        std::vector<std::string> lines(std::size_t(times), protocol::writeExample(example));
        const std::optional<double> last = endsWrong ? 0 : example.targets.back();
        if (m_whole && last && !example.validation) {
            example.whole = true;
            example.targets = {last};
            example.answer = detail.trace.answer;
            lines.insert(lines.end(), std::size_t(times), protocol::writeExample(example));
        }
        return lines;
    }

    Project& m_project;
    std::vector<std::string> m_ids;
    std::size_t m_next = 0;
    std::string m_rule, m_base;
    double m_threshold, m_holdout;
    int m_weight;
    bool m_learnTail;                 ///< an error holds for everything after it
    bool m_whole;                     ///< a solution is also learnt as one step
    std::vector<std::string> m_lines; ///< of the last trace that was read, still to come
    std::shared_ptr<std::map<std::string, double>> m_counts =
        std::make_shared<std::map<std::string, double>>();
    std::shared_ptr<std::set<std::string>> m_rolloutsOf = std::make_shared<std::set<std::string>>();
};

} // namespace

void requireRule(const std::string& rule)
{
    const std::vector<std::string>& rules = trainingRules();
    if (rule != softRule && std::find(rules.begin(), rules.end(), rule) == rules.end())
        throw StorageError("no-such-rule", "There is no rule \"" + rule + "\".");
}

double heldOutShare(const std::vector<Run>& runs, std::string path)
{
    double share = 1;
    std::set<std::string> seen; // a line that bites its tail ends
    while (seen.insert(path).second) {
        const auto training = std::find_if(runs.begin(), runs.end(), [&](const Run& run) {
            return run.kind == "train" && modelOf(run).path == path;
        });
        if (training == runs.end())
            break;
        share = std::min(share, numberOf(training->settings, "holdout", 0.1, 1));
        path = training->model;
    }
    return share;
}

double placeOf(const std::string& questionId)
{
    std::uint32_t head = 0;
    std::from_chars(questionId.data(),
                    questionId.data() + std::min<std::size_t>(8, questionId.size()), head, 16);
    return head / 4294967296.0;
}

NextLine tracesToScore(Project& project, const RunOrder& order)
{
    const bool all = textOf(order.settings, "overwrite", {}) == "true";
    std::vector<std::string> ids = traceIds(project, {order.query});
    if (const std::string first = textOf(order.settings, "first", {}); !first.empty()) {
        std::erase(ids, first);
        ids.insert(ids.begin(), first);
    }
    return [&project, all, model = order.model, ids = std::move(ids),
            next = std::size_t{0}]() mutable -> std::optional<std::string> {
        while (next < ids.size()) {
            const TraceDetail detail = traceDetail(project, ids[next++]);
            if (!detail.trace.steps.empty() && (all || !scoredBy(detail, model)))
                return protocol::writeTrace(protocol::traceInput(detail.question, detail.trace));
        }
        return std::nullopt;
    };
}

NextLine tracesToJudge(Project& project, const RunOrder& order)
{
    return [&project, model = order.model, ids = traceIds(project, {order.query}),
            next = std::size_t{0}]() mutable -> std::optional<std::string> {
        while (next < ids.size()) {
            const TraceDetail detail = traceDetail(project, ids[next++]);
            const bool judged =
                std::any_of(detail.judgeReplies.begin(), detail.judgeReplies.end(),
                            [&](const JudgeReply& reply) { return reply.source.model == model; });
            if (!detail.trace.steps.empty() && !judged)
                return protocol::writeTrace(protocol::traceInput(detail.question, detail.trace));
        }
        return std::nullopt;
    };
}

std::string ruleOf(const RunOrder& order)
{
    return textOf(order.settings, "rule", trainingRules().front());
}

NextLine questionsToSolve(Project& project, const RunOrder& order)
{
    std::vector<std::string> ids = questionIds(project, order.query);
    if (ids.empty())
        throw StorageError("no-questions", "The query gives no question to solve.");
    return [&project, ids = std::move(ids),
            next = std::size_t{0}]() mutable -> std::optional<std::string> {
        if (next == ids.size())
            return std::nullopt;
        const Question question = *findQuestion(project, ids[next++]);
        protocol::Example problem{protocol::traceInput(question, {}), {}, question.answer, false};
        problem.trace.id = question.id;
        return protocol::writeExample(problem);
    };
}

bool goesOnFromRewrites(const RunOrder& order)
{
    return order.kind == "synthesize" &&
           (oneOf(order.settings, "from", {"questions", "rewrites"}) == "rewrites" ||
            order.settings.contains("label"));
}

NextLine rewritesToContinue(Project& project, const RunOrder& order)
{
    std::vector<Rewrite> rewrites;
    const std::string only = textOf(order.settings, "label", {});
    const bool all = !only.empty() || textOf(order.settings, "overwrite", {}) == "true";
    if (only.empty())
        rewrites = currentRewrites(project, order.query);
    else if (const auto one = findRewrite(project, only))
        rewrites.push_back(*one);
    else
        throw StorageError("no-such-label", "There is no label " + only + " that rewrites a step.");
    std::vector<std::string> lines;
    for (const Rewrite& rewrite : rewrites) {
        const TraceDetail detail = traceDetail(project, rewrite.traceId);
        for (const auto* labels : {&detail.labels, &detail.history})
            for (const Label& label : *labels)
                if (label.id == rewrite.labelId && (all || !continuedFrom(detail, label))) {
                    Trace begun;
                    begun.steps = correctedSteps(detail, label);
                    protocol::Example problem{protocol::traceInput(detail.question, begun),
                                              {},
                                              detail.question.answer,
                                              false};
                    problem.trace.id = label.id;
                    lines.push_back(protocol::writeExample(problem));
                }
    }
    if (lines.empty())
        throw StorageError("nothing-to-continue",
                           rewrites.empty()
                               ? "No step of the traces that the query gives is rewritten."
                               : "All rewritten steps have been continued already. Set overwrite "
                                 "to true to go on from them once more.");
    return [lines = std::move(lines), next = std::size_t{0}]() mutable {
        return next < lines.size() ? std::optional(lines[next++]) : std::nullopt;
    };
}

CountedInput examplesToLearn(Project& project, const RunOrder& order)
{
    const auto training = std::make_shared<Training>(project, order);
    return {[training] { return training->next(); }, training->counts(), training->rolloutsOf()};
}

std::string stoppingRules(Project& project, const std::set<std::string>& runIds)
{
    std::string words;
    for (const std::string& id : runIds) {
        const auto run = findRun(project, id);
        if (!run)
            continue;
        const auto said = [&](const char* name, const char* otherwise) {
            const std::string value = settingOf(*run, name);
            return value.empty() ? std::string(otherwise) : value;
        };
        words += (words.empty() ? "" : "; ") + said("estimate", "flat") + ", " +
                 said("rollouts", "16") + " rollouts";
        if (const std::string decided = said("decided", "0"); std::stod(decided) > 0)
            words += ", decided at " + decided + " about " + said("threshold", "0.2");
        words += " (" + id + ")";
    }
    return words;
}

std::map<std::string, std::string> engineSettings(const RunOrder& order)
{
    static const std::vector<std::string> training{
        "overwrite", "first",         "rule",        "base_rule",       "threshold",
        "holdout",   "people_weight", "after_error", "whole_solutions", "then"};
    std::map<std::string, std::string> settings = order.settings;
    settings.erase("seed"); // the request has it beside them
    if (goesOnFromRewrites(order)) {
        settings.emplace("rollouts", "0");
        settings.emplace("max_tokens", "2048"); // somebody waits, and half is written already
    }
    if (order.kind == "synthesize") // whose threshold is the engine's
        for (const char* ours : {"from", "label", "overwrite"})
            settings.erase(ours);
    else
        for (const std::string& ours : order.kind == "evaluate" ? evaluationSettings() : training)
            settings.erase(ours);
    return settings;
}

} // namespace steplight
