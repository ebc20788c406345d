// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/measure.h"

#include "engine/evaluation/resampling.h"
#include "engine/evaluation/step_metrics.h"
#include "engine/text/sha256.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace steplight {
namespace {

constexpr std::size_t mostGroups = 4096;
constexpr std::size_t mostPoints = 200;
constexpr std::array<const char*, 2> prefixes{"", "against_"};

/// Which half a question belongs to, the same on every machine.
bool forChoosing(std::string_view question)
{
    return Sha256().add("half ").add(question).hex().front() >= '8';
}

std::vector<JudgedTrace> scoredBy(std::span<const Case* const> cases, std::size_t model)
{
    std::vector<JudgedTrace> traces;
    for (const Case* one : cases)
        traces.push_back(one->scored[model]);
    return traces;
}

/// Of which a share counts every question once, so that Wilson's interval holds.
bool countsQuestions(const std::string& name)
{
    return name == "oracle" || name == "majority" || name == "weighted" ||
           name.starts_with("best_");
}

struct Sums {
    TraceSums steps;
    AnswerSums answers;

    Values values(const Ranking& ranking, std::span<const double> weights) const
    {
        Values values = steps.values();
        answers.say(values);
        if (const auto area = ranking.area(weights))
            values["auc"] = *area;
        return values;
    }
};

class Measuring
{
public:
    Measuring(std::span<const Case> cases, const MeasureOptions& options)
        : m_all(cases), m_options(options)
    {
    }

    Measured run(const std::function<void(std::int64_t)>& progress);

private:
    // In this order.
    void split();
    void choose();
    void group();
    void addUp();
    void sayValues();
    void saySources();
    void resample(const std::function<void(std::int64_t)>& progress);
    void sayVerdicts();
    void draw();
    void findApart();

    std::size_t models() const { return m_all.empty() ? 0 : m_all.front().scored.size(); }
    std::vector<JudgedStep> stepsOf(std::size_t model) const;
    std::vector<Values> valuesOf(std::span<const double> weights) const;
    void sayInterval(const std::string& name, const std::optional<Interval>& interval);

    std::span<const Case> m_all;
    const MeasureOptions& m_options;
    std::vector<const Case*> m_choosing, m_cases;
    std::vector<Thresholds> m_thresholds; ///< by model
    std::map<std::string, std::size_t> m_questions;
    std::vector<std::vector<std::vector<Graded>>> m_graded; ///< by model and question
    std::vector<std::vector<Sums>> m_sums;                  ///< by model and group
    std::vector<Ranking> m_rankings;                        ///< by model
    Measured m_said;
};

void Measuring::split()
{
    for (const Case& one : m_all)
        (!m_options.threshold && forChoosing(one.question) ? m_choosing : m_cases).push_back(&one);
}

void Measuring::choose()
{
    if (m_cases.empty() && !m_choosing.empty())
        throw NoThreshold("Nothing is left to be measured: the questions of all " +
                          std::to_string(m_choosing.size()) +
                          " traces belong to the half that chooses the threshold. Set threshold to "
                          "a number, or measure more traces.");
    for (std::size_t model = 0; model < models(); ++model) {
        if (m_options.threshold) {
            m_thresholds.push_back({*m_options.threshold, *m_options.threshold});
        } else {
            const auto traces = scoredBy(m_choosing, model);
            const auto steps = bestThreshold(traces, "step_f1");
            if (!steps)
                throw NoThreshold(
                    "No threshold can be chosen: among the " + std::to_string(traces.size()) +
                    " traces of the half that is kept for it there are not both right "
                    "and wrong steps. Set threshold to a number, or measure more "
                    "traces.");
            m_thresholds.push_back(
                {*steps, bestThreshold(traces, "first_error_f1").value_or(*steps)});
        }
        const std::string prefix = prefixes[model];
        m_said.values[prefix + "threshold_steps"] = m_thresholds.back().steps;
        m_said.values[prefix + "threshold_errors"] = m_thresholds.back().errors;
    }
}

void Measuring::group()
{
    for (const Case* one : m_cases)
        m_questions.emplace(one->question, m_questions.size());
    m_graded.assign(models(), std::vector<std::vector<Graded>>(m_questions.size()));
    for (const Case* one : m_cases) {
        if (!one->correct)
            continue;
        for (std::size_t model = 0; model < models(); ++model) {
            Graded graded{one->answer, *one->correct, {}};
            for (const JudgedStep& step : one->scored[model])
                graded.plus.push_back(step.plus);
            if (!graded.plus.empty())
                m_graded[model][m_questions.at(one->question)].push_back(std::move(graded));
        }
    }
}

void Measuring::addUp()
{
    const std::size_t groups = std::min(mostGroups, m_questions.size());
    m_sums.assign(models(), std::vector<Sums>(groups));
    m_rankings.resize(models());
    for (std::size_t model = 0; model < models(); ++model) {
        for (const Case* one : m_cases) {
            const std::size_t at = m_questions.at(one->question) % groups;
            m_sums[model][at].steps.add(one->scored[model], m_thresholds[model]);
            m_rankings[model].add(one->scored[model], at);
        }
        for (std::size_t question = 0; question < m_graded[model].size(); ++question)
            m_sums[model][question % groups].answers.add(m_graded[model][question]);
        m_rankings[model].sort();
    }
}

/// By model, then what the first has more than the second. weights: of the groups.
std::vector<Values> Measuring::valuesOf(std::span<const double> weights) const
{
    std::vector<Values> all;
    for (std::size_t model = 0; model < models(); ++model) {
        Sums sums;
        for (std::size_t at = 0; at < weights.size(); ++at)
            if (weights[at] > 0) {
                sums.steps.add(m_sums[model][at].steps, weights[at]);
                sums.answers.add(m_sums[model][at].answers, weights[at]);
            }
        all.push_back(sums.values(m_rankings[model], weights));
    }
    if (all.size() == 2) {
        Values gain;
        for (const auto& [name, value] : all[0])
            if (const auto other = all[1].find(name); other != all[1].end())
                gain[name] = value - other->second;
        all.push_back(std::move(gain));
    }
    return all;
}

constexpr std::array<const char*, 3> columns{"", "against_", "gain_"};

/// The counts are no measures, and what the models do not decide gains nothing.
bool isMeasure(const std::string& name, std::size_t column)
{
    const bool count = name.ends_with("steps");
    const bool shared = name == "oracle" || name == "majority" || name.starts_with("pass_at_");
    return !count && !(shared && column > 0);
}

void Measuring::sayValues()
{
    Values& said = m_said.values;
    const std::vector<double> once(m_sums.empty() ? 0 : m_sums[0].size(), 1);
    const std::vector<Values> all = valuesOf(once);
    for (std::size_t column = 0; column < all.size(); ++column)
        for (const auto& [name, value] : all[column])
            if (column == 0 || isMeasure(name, column))
                said[columns[column] + name] = value;
    double right = 0, graded = 0, questions = 0;
    for (const Case* one : m_cases) {
        graded += one->correct ? 1 : 0;
        right += one->correct.value_or(false) ? 1 : 0;
    }
    if (graded > 0)
        said["answers_right"] = right / graded;
    if (!m_graded.empty())
        for (const auto& solutions : m_graded[0])
            questions += solutions.size() > 1 ? 1 : 0;
    said["graded"] = graded;
    said["choice_questions"] = questions;
    said["traces"] = static_cast<double>(m_cases.size());
    said["questions"] = static_cast<double>(m_questions.size());
    said["choosing_traces"] = static_cast<double>(m_choosing.size());
    for (std::size_t column = 0; column < all.size() && column < 2; ++column)
        for (const auto& [name, value] : all[column])
            if (countsQuestions(name) && isMeasure(name, column))
                sayInterval(columns[column] + name, wilson(value * questions, questions));
    // Where each question has one solution, its answer is as good as a question.
    if (graded > 0 && questions == 0)
        sayInterval("answers_right", wilson(right, graded));
}

void Measuring::sayInterval(const std::string& name, const std::optional<Interval>& interval)
{
    if (!interval)
        return;
    m_said.values[name + "_low"] = interval->low;
    m_said.values[name + "_high"] = interval->high;
}

/// What a benchmark of several parts is told by: each part, and the mean of all, alike and by how
/// many traces each has.
void Measuring::saySources()
{
    for (std::size_t model = 0; model < models(); ++model) {
        std::map<std::string, TraceSums> parts;
        std::map<std::string, double> traces;
        for (const Case* one : m_cases) {
            parts[one->source].add(one->scored[model], m_thresholds[model]);
            ++traces[one->source];
        }
        if (parts.size() < 2)
            continue;
        for (const char* name : {"step_f1", "first_error_f1"}) {
            double sum = 0, count = 0, weighted = 0, all = 0;
            for (const auto& [source, part] : parts) {
                const Values values = part.values();
                const auto found = values.find(name);
                if (found == values.end())
                    continue;
                m_said.values[std::string(prefixes[model]) + name + "/" + source] = found->second;
                sum += found->second;
                count += 1;
                weighted += found->second * traces[source];
                all += traces[source];
            }
            if (count == 0)
                continue;
            m_said.values[prefixes[model] + std::string("mean_") + name] = sum / count;
            m_said.values[prefixes[model] + std::string("weighted_") + name] = weighted / all;
        }
    }
}

void Measuring::resample(const std::function<void(std::int64_t)>& progress)
{
    if (m_questions.size() < 2)
        return; // of one case nothing varies
    std::map<std::string, std::vector<double>> drawn;
    Resampling resampling(m_sums[0].size(), m_options.seed);
    for (std::int64_t i = 0; i < m_options.resamples; ++i) {
        const std::vector<Values> all = valuesOf(resampling.next());
        for (std::size_t column = 0; column < all.size(); ++column)
            for (const auto& [name, value] : all[column])
                if (isMeasure(name, column) && (column == 2 || !countsQuestions(name)))
                    drawn[columns[column] + name].push_back(value);
        progress(i + 1);
    }
    for (auto& [name, values] : drawn)
        if (m_said.values.contains(name))
            sayInterval(name, percentiles(std::move(values),
                                          static_cast<std::size_t>(m_options.resamples)));
}

/// Of traces whose first error is known: which model alone tells it.
void Measuring::sayVerdicts()
{
    if (models() < 2)
        return;
    std::array<std::int64_t, 2> only{};
    for (const Case* one : m_cases) {
        const auto first = firstErrors(one->scored[0], m_thresholds[0].errors);
        const auto second = firstErrors(one->scored[1], m_thresholds[1].errors);
        if (first && second && first->found() != second->found())
            ++only[first->found() ? 0 : 1];
    }
    m_said.values["only_model_right"] = static_cast<double>(only[0]);
    m_said.values["only_against_right"] = static_cast<double>(only[1]);
    if (const auto chance = mcnemar(only[0], only[1]))
        m_said.values["mcnemar_p"] = *chance;
}

std::vector<JudgedStep> Measuring::stepsOf(std::size_t model) const
{
    std::vector<JudgedStep> steps;
    for (const Case* one : m_cases)
        steps.insert(steps.end(), one->scored[model].begin(), one->scored[model].end());
    return steps;
}

void Measuring::draw()
{
    for (std::size_t model = 0; model < models(); ++model) {
        TraceSums sum;
        for (const Sums& part : m_sums[model])
            sum.add(part.steps, 1);
        if (const auto error = calibrationError(equalMassBins(stepsOf(model))))
            m_said.values[std::string(prefixes[model]) + "ece_mass"] = *error;
        m_said.curves.push_back(
            {sum.all.bins, m_rankings[model].curve(mostPoints), bestOfSome(m_graded[model], 64)});
    }
}

void Measuring::findApart()
{
    if (models() < 2)
        return;
    for (const Case* one : m_cases) {
        Difference apart{static_cast<std::size_t>(one - m_all.data())};
        double most = -1;
        for (std::size_t step = 0; step < one->scored[0].size(); ++step) {
            const JudgedStep &a = one->scored[0][step], &b = one->scored[1][step];
            if (a.target && std::abs(a.plus - b.plus) > most) {
                most = std::abs(a.plus - b.plus);
                apart.step = step;
                apart.first = a.plus;
                apart.second = b.plus;
            }
        }
        if (most > 0)
            m_said.apart.push_back(apart);
    }
    std::stable_sort(m_said.apart.begin(), m_said.apart.end(),
                     [](const Difference& a, const Difference& b) {
                         return std::abs(a.first - a.second) > std::abs(b.first - b.second);
                     });
    m_said.apart.resize(std::min(mostPoints, m_said.apart.size()));
}

Measured Measuring::run(const std::function<void(std::int64_t)>& progress)
{
    split();
    choose();
    group();
    addUp();
    sayValues();
    saySources();
    sayVerdicts();
    draw();
    findApart();
    resample(progress);
    return std::move(m_said);
}

} // namespace

Measured measure(std::span<const Case> cases, const MeasureOptions& options,
                 const std::function<void(std::int64_t done)>& progress)
{
    return Measuring(cases, options).run(progress);
}

} // namespace steplight
