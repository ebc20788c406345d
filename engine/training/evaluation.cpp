// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/evaluation.h"

#include <ATen/ops/tensor.h>

#include <cmath>
#include <limits>

#include "engine/core/error.h"
#include "engine/evaluation/step_metrics.h"
#include "engine/prm/fitting.h"

namespace steplight {

using protocol::Example;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

class Evaluating
{
public:
    Evaluating(const ModelFolder& folder, Examples& examples, Preparer& preparer,
               const Recipe& recipe, const Processes& processes, std::stop_token stop)
        : m_folder(folder), m_examples(examples), m_preparer(preparer), m_recipe(recipe),
          m_processes(processes), m_stop(std::move(stop))
    {
    }

    Evaluation run(const CountFn& count);

private:
    void takeAll(const CountFn& count);
    void take(const Example& example, bool mine);
    void takePrm(const Example& example, bool mine);
    void score();
    void gather(Evaluation& evaluation);

    const ModelFolder& m_folder;
    Examples& m_examples;
    Preparer& m_preparer;
    const Recipe& m_recipe;
    const Processes& m_processes;
    std::stop_token m_stop;
    // All processes know all steps; each fills in the scores of its own.
    std::vector<JudgedTrace> m_traces;
    std::vector<ScoreInput> m_group; // scored in one pass
    std::vector<std::size_t> m_groupTraces;
    std::size_t m_groupTokens = 0;
    LossTally m_text;
    std::int64_t m_leftOut = 0;
};

void Evaluating::takePrm(const Example& example, bool mine)
{
    JudgedTrace& trace = m_traces.emplace_back();
    for (std::size_t i = 0; i < example.targets.size(); ++i)
        trace.push_back({0, example.targets[i],
                         !example.whole && example.trace.steps[i].section == Section::perception});
    if (!mine)
        return;
    ScoreInput input;
    try {
        input = m_preparer.scoreInput(example, m_stop);
    } catch (const EngineError& error) {
        for (JudgedStep& step : trace)
            step.plus = std::nan("");
        throw;
    }
    const std::size_t tokens = input.ids.size();
    if (!m_group.empty() && m_groupTokens + tokens > static_cast<std::size_t>(m_recipe.tokens))
        score();
    m_group.push_back(std::move(input));
    m_groupTraces.push_back(m_traces.size() - 1);
    m_groupTokens += tokens;
}

void Evaluating::score()
{
    std::vector<std::vector<double>> margins;
    try {
        margins = scoreFitting(m_folder.model, m_group, m_folder.tokens.plus, m_folder.tokens.minus,
                               m_stop);
    } catch (const EngineError& error) {
        if (error.code() != "weights")
            throw;
        for (const std::size_t trace : m_groupTraces)
            for (JudgedStep& step : m_traces[trace])
                step.plus = infinite;
    }
    for (std::size_t k = 0; k < margins.size(); ++k)
        for (std::size_t i = 0; i < margins[k].size(); ++i)
            m_traces[m_groupTraces[k]][i].plus =
                1 / (1 + std::exp(-margins[k][i] / m_folder.profile.temperature));
    m_group.clear();
    m_groupTraces.clear();
    m_groupTokens = 0;
}

void Evaluating::take(const Example& example, bool mine)
{
    if (!example.targets.empty())
        return takePrm(example, mine);
    if (!mine)
        return;
    const Lesson lesson = m_preparer.lesson(example, m_stop);
    for (const Batch& batch : m_preparer.batches({&lesson, 1}))
        m_text += evaluateLoss(m_folder.model, batch, LossOver::vocabulary, m_stop);
}

// A trace that its process could not read has NaN for scores, one for which the model gave no
// number infinity; the sum leaves them so for all.
void Evaluating::gather(Evaluation& evaluation)
{
    std::vector<double> plus;
    for (const JudgedTrace& trace : m_traces)
        for (const JudgedStep& step : trace)
            plus.push_back(step.plus);
    const at::Tensor all = at::tensor(plus, at::kDouble);
    if (!plus.empty())
        m_processes.sum(all);
    const double* next = all.const_data_ptr<double>();
    std::vector<JudgedTrace> scored;
    for (JudgedTrace& trace : m_traces) {
        for (JudgedStep& step : trace)
            step.plus = *next++;
        evaluation.diverged |= trace.front().plus == infinite;
        if (std::isfinite(trace.front().plus))
            scored.push_back(std::move(trace));
    }
    const double threshold = m_folder.profile.threshold;
    evaluation.values = stepMetrics(scored, {threshold, threshold});
    const Tally own = m_text.all();
    const at::Tensor text =
        at::tensor({static_cast<double>(own.labels), static_cast<double>(own.right), own.loss,
                    static_cast<double>(m_leftOut)},
                   at::kDouble);
    m_processes.sum(text);
    const double* t = text.const_data_ptr<double>();
    if (t[0] > 0) {
        evaluation.values["text_accuracy"] = t[1] / t[0];
        evaluation.values["text_loss"] = t[2] / t[0];
    }
    evaluation.leftOut = static_cast<std::int64_t>(t[3]);
    for (const char* name : {"text_loss", "loss"})
        if (const auto found = evaluation.values.find(name); found != evaluation.values.end())
            evaluation.loss = found->second;
}

void Evaluating::takeAll(const CountFn& count)
{
    const auto& indices = m_examples.validation();
    const auto size = static_cast<std::size_t>(m_processes.size());
    for (std::size_t i = 0; i < indices.size(); ++i) {
        try {
            take(m_examples.read(indices[i]),
                 i % size == static_cast<std::size_t>(m_processes.rank()));
        } catch (const EngineError& error) {
            if (error.code() != "image" && error.code() != "input")
                throw;
            ++m_leftOut; // the training says why, when it meets one like it
        }
        count(static_cast<std::int64_t>(i), static_cast<std::int64_t>(indices.size()));
    }
    score();
}

// Who is told to stop leaves its share unfinished, and all leave the sums be: nobody waits for
// another for ever.
Evaluation Evaluating::run(const CountFn& count)
{
    bool whole = true;
    try {
        takeAll(count);
    } catch (const EngineError& error) {
        if (error.code() != "cancelled")
            throw;
        whole = false;
    }
    if (!m_processes.all(whole))
        throw EngineError("cancelled", "The run was cancelled.");
    Evaluation evaluation;
    gather(evaluation);
    return evaluation;
}

} // namespace

Evaluation evaluate(const ModelFolder& folder, Examples& examples, Preparer& preparer,
                    const Recipe& recipe, const Processes& processes, const CountFn& count,
                    std::stop_token stop)
{
    return Evaluating(folder, examples, preparer, recipe, processes, std::move(stop)).run(count);
}

} // namespace steplight
