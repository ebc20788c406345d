// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/evaluation_input.h"

#include "app/order_settings.h"
#include "app/run_input.h"
#include "engine/protocol/scored_trace.h"
#include "storage/estimates.h"
#include "storage/export/rules.h"
#include "storage/reading.h"
#include "storage/runs.h"

#include <algorithm>

namespace steplight {
namespace {

namespace fs = std::filesystem;

std::string lastPart(const std::string& path)
{
    return fs::path(path).filename().string();
}

/// Whether the source's scores are the model's (as modelScores() has it).
bool isOf(const EstimateSource& source, const Model& model)
{
    return source.modelHash.empty() || model.hash.empty() ? source.model == model.path
                                                          : source.modelHash == model.hash;
}

/// The models that somebody may mean. One that is told by its path is meant alone.
std::vector<Model> modelsCalled(Project& project, const std::string& called)
{
    const std::string path = fs::absolute(called).lexically_normal().string();
    std::vector<Model> found;
    for (const Model& model : models(project)) {
        if (model.path == path)
            return {model};
        if (model.name == called || lastPart(model.path) == called)
            found.push_back(model);
    }
    return found;
}

/// Models that only their scores tell of: they were imported, or the model is off the list.
std::vector<Model> sourcesCalled(const std::vector<EstimateSource>& sources,
                                 const std::string& called)
{
    std::vector<Model> found;
    for (const EstimateSource& source : sources) {
        if (source.name != called && source.model != called && lastPart(source.model) != called)
            continue;
        const bool known = std::any_of(found.begin(), found.end(),
                                       [&](const Model& model) { return isOf(source, model); });
        if (!known)
            found.push_back({source.model, source.name, source.modelHash, {}, 0, {}, {}, {}});
    }
    return found;
}

/// Whether somebody called the question bad or its key wrong, so that nobody knows of the answer.
bool keyIsDoubted(const TraceDetail& detail)
{
    return std::any_of(detail.labels.begin(), detail.labels.end(), [](const Label& label) {
        return label.verdict.state == LabelState::badQuestion ||
               label.verdict.state == LabelState::wrongKey;
    });
}

/// Of every step, the newest; unset where one has none.
std::optional<std::vector<double>> scoresOf(const TraceDetail& detail, const ScoredBy& prm)
{
    std::vector<std::optional<double>> found(detail.trace.steps.size());
    for (const Estimate& one : detail.estimates)
        if (one.kind == EstimateKind::prm && one.value &&
            std::find(prm.sources.begin(), prm.sources.end(), one.source) != prm.sources.end())
            found[static_cast<std::size_t>(one.step)] = one.value;
    std::vector<double> scores;
    for (const auto& score : found)
        if (score)
            scores.push_back(*score);
    return scores.size() == found.size() && !found.empty() ? std::optional(scores) : std::nullopt;
}

class Measuring
{
public:
    Measuring(Project& project, const RunOrder& order)
        : m_project(project), m_ids(traceIds(project, {order.query})), m_rule(ruleOf(order)),
          m_threshold(numberOf(order.settings, "mc_threshold", 0, 1)),
          m_by(oneOf(order.settings, "by", {"dataset", "file", "policy"}))
    {
        requireRule(m_rule);
        m_prms.push_back(findScores(project, order.model));
        if (const std::string other = textOf(order.settings, "against", {}); !other.empty())
            m_prms.push_back(findScores(project, other));
        if (oneOf(order.settings, "questions", {"held-out", "all"}) == "held-out") {
            const std::vector<Run> all = runs(project);
            for (const ScoredBy& prm : m_prms)
                m_heldOut = std::min(m_heldOut, heldOutShare(all, prm.path));
        }
    }

    std::optional<std::string> next()
    {
        while (m_next < m_ids.size())
            if (const auto line = lineOf(traceDetail(m_project, m_ids[m_next++])))
                return line;
        return std::nullopt;
    }

    std::shared_ptr<std::map<std::string, double>> counts() const { return m_counts; }

private:
    std::optional<std::string> lineOf(const TraceDetail& detail)
    {
        if (placeOf(detail.question.id) >= m_heldOut)
            return leaveOut("left_out_learnt");
        std::vector<std::vector<double>> scores;
        for (const ScoredBy& prm : m_prms)
            if (const auto some = scoresOf(detail, prm))
                scores.push_back(*some);
        if (scores.size() < m_prms.size())
            return leaveOut("left_out_unscored");
        const std::vector<KnownStep> known = knownSteps(detail, m_rule, m_threshold);
        const bool any = std::any_of(known.begin(), known.end(),
                                     [](const KnownStep& step) { return step.target; });
        const std::optional<bool> correct = m_rule.starts_with("human") && keyIsDoubted(detail)
                                                ? std::nullopt
                                                : detail.trace.correct;
        if (!any && !correct)
            return leaveOut("left_out_unknown");
        protocol::ScoredTrace line{detail.trace.id,     detail.question.id,
                                   sourceOf(detail),    {},
                                   detail.trace.answer, correct};
        for (std::size_t i = 0; i < known.size(); ++i) {
            line.steps.push_back(
                {detail.trace.steps[i].section, known[i].target, known[i].neutral, {}});
            for (const auto& some : scores)
                line.steps.back().scores.push_back(some[i]);
            if (known[i].target)
                ++(*m_counts)[known[i].byPeople ? "people_steps" : "machine_steps"];
        }
        return protocol::writeScored(line);
    }

    std::optional<std::string> leaveOut(const char* why)
    {
        ++(*m_counts)[why];
        return std::nullopt;
    }

    std::string sourceOf(const TraceDetail& detail) const
    {
        if (m_by == "policy")
            return detail.trace.policy;
        return m_by == "file" || detail.question.dataset.empty() ? detail.trace.file
                                                                 : detail.question.dataset;
    }

    Project& m_project;
    std::vector<std::string> m_ids;
    std::size_t m_next = 0;
    std::string m_rule;
    double m_threshold;
    std::string m_by;
    std::vector<ScoredBy> m_prms;
    double m_heldOut = 1; ///< questions below it were learnt by none
    std::shared_ptr<std::map<std::string, double>> m_counts =
        std::make_shared<std::map<std::string, double>>();
};

} // namespace

ScoredBy findScores(Project& project, const std::string& nameOrPath)
{
    const std::vector<EstimateSource> sources = prmSources(project);
    std::vector<Model> meant = modelsCalled(project, nameOrPath);
    if (meant.empty())
        meant = sourcesCalled(sources, nameOrPath);
    if (meant.size() > 1) {
        std::string sentence = "Several PRMs are called \"" + nameOrPath +
                               "\". Name the folder of "
                               "the one that you mean: ";
        for (const Model& model : meant)
            sentence += model.path + (&model == &meant.back() ? "." : ", ");
        throw StorageError("bad-model", sentence);
    }
    ScoredBy found;
    if (!meant.empty()) {
        found.path = meant[0].path.empty() ? meant[0].name : meant[0].path;
        found.name = meant[0].name.empty() ? lastPart(meant[0].path) : meant[0].name;
        std::copy_if(sources.begin(), sources.end(), std::back_inserter(found.sources),
                     [&](const EstimateSource& source) { return isOf(source, meant[0]); });
    }
    if (found.sources.empty())
        throw StorageError("not-scored", "\"" + nameOrPath +
                                             "\" has scored no trace of this project. Start a run "
                                             "of kind score with it first.");
    return found;
}

CountedInput tracesToMeasure(Project& project, const RunOrder& order)
{
    const auto measuring = std::make_shared<Measuring>(project, order);
    return {[measuring] { return measuring->next(); }, measuring->counts()};
}

const std::vector<std::string>& evaluationSettings()
{
    static const std::vector<std::string> names{"against", "rule", "mc_threshold", "questions",
                                                "by"};
    return names;
}

} // namespace steplight
