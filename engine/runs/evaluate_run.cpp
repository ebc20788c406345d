// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/evaluate_run.h"

#include "engine/evaluation/measure.h"
#include "engine/evaluation/proportion.h"
#include "engine/protocol/scored_trace.h"
#include "engine/runs/input_file.h"
#include "engine/runs/run_report.h"
#include "engine/runs/settings.h"

#include <algorithm>
#include <set>
#include <utility>

namespace steplight {
namespace {

using namespace protocol;

constexpr std::int64_t mostResamples = 1'000'000;

MeasureOptions readOptions(const RunRequest& request)
{
    refuseOtherSettings(request, {"threshold", "resamples"});
    MeasureOptions options;
    if (textSetting(request, "threshold", {}) == "chosen")
        options.threshold.reset();
    else
        options.threshold = numberSetting(request, "threshold", 0.5, 0, 1);
    options.resamples = countSetting(request, "resamples", options.resamples, 0, mostResamples);
    options.seed = request.seed;
    return options;
}

Case caseOf(const ScoredTrace& trace)
{
    Case one{trace.question, trace.source, {}, trace.answer, trace.correct};
    for (std::size_t model = 0; model < trace.steps.front().scores.size(); ++model) {
        JudgedTrace& steps = one.scored.emplace_back();
        for (const ScoredStep& step : trace.steps)
            steps.push_back({step.scores[model], step.target, step.section == Section::perception,
                             step.neutral});
    }
    return one;
}

Curve reliabilityOf(const Bins& bins, std::int64_t model)
{
    Curve curve{"reliability", model, {"steps", "plus", "right", "low", "high"}, {}};
    for (const Bin& bin : bins) {
        const auto interval = wilson(bin.target, bin.steps);
        if (interval)
            curve.rows.push_back({bin.steps, bin.plus / bin.steps, bin.target / bin.steps,
                                  interval->low, interval->high});
    }
    return curve;
}

Curve rocOf(const std::vector<Ranking::Point>& points, std::int64_t model)
{
    Curve curve{"roc", model, {"wrong", "right"}, {}};
    for (const Ranking::Point& point : points)
        curve.rows.push_back({point.wrong, point.right});
    return curve;
}

Curve bestOfCurve(const std::vector<BestOf>& points, std::int64_t model)
{
    Curve curve{"best_of", model, {"solutions", "oracle", "best"}, {}};
    for (std::size_t i = 0; i < points.size(); ++i)
        curve.rows.push_back({static_cast<double>(i) + 1, points[i].oracle, points[i].best});
    return curve;
}

class EvaluateRun
{
public:
    EvaluateRun(const RunOptions& options, const RunRequest& request, EventLog& log,
                std::stop_token stop)
        : m_options(options), m_request(request), m_log(log), m_report(log, std::move(stop)),
          m_settings(readOptions(request))
    {
    }

    void run();

private:
    void read();
    void take(const Line& line);
    Measured measured();
    void say(const Measured& said);

    const RunOptions& m_options;
    const RunRequest& m_request;
    EventLog& m_log;
    RunReport m_report;
    MeasureOptions m_settings;
    std::vector<Case> m_cases;
    std::vector<std::string> m_ids; ///< of the cases
    std::int64_t m_line = 0;
};

void EvaluateRun::run()
{
    read();
    m_report.begin();
    say(measured());
}

void EvaluateRun::read()
{
    const std::filesystem::path input = m_options.folder / "input.jsonl";
    m_report.throwIfStopped();
    verifyInput(input, m_request.inputHash);
    InputLines lines(input);
    while (const auto line = lines.next())
        take(*line);
    if (m_cases.empty())
        throw EngineError("input", "There is no trace to be measured in input.jsonl.");
}

void EvaluateRun::take(const Line& line)
{
    m_report.throwIfStopped();
    ++m_line;
    const std::string where = "Line " + std::to_string(m_line) + " of input.jsonl is left out: ";
    if (line.tooLong)
        return m_report.warn("trace", "", "line", where + "it is too long.");
    try {
        const ScoredTrace trace = readScored(line.text);
        Case one = caseOf(trace);
        if (!m_cases.empty() && m_cases.front().scored.size() != one.scored.size())
            throw Error("malformed", "it has not as many scores a step as the lines before.");
        m_cases.push_back(std::move(one));
        m_ids.push_back(trace.id);
    } catch (const Error& error) {
        m_report.warn("trace", "", "line", where + error.what());
    }
}

/// Drawing takes nearly all of the time, so progress is its share of the traces.
Measured EvaluateRun::measured()
{
    const auto traces = static_cast<std::int64_t>(m_cases.size());
    try {
        return measure(m_cases, m_settings, [&](std::int64_t drawn) {
            m_report.throwIfStopped();
            const std::int64_t done = drawn * traces / m_settings.resamples;
            m_report.progress("evaluate", std::max<std::int64_t>(done, 1), done, traces);
        });
    } catch (const NoThreshold& error) {
        throw EngineError("input", error.what());
    }
}

void EvaluateRun::say(const Measured& said)
{
    for (std::size_t i = 0; i < said.curves.size(); ++i) {
        const auto model = static_cast<std::int64_t>(i);
        m_log.write({"", reliabilityOf(said.curves[i].reliability, model)});
        m_log.write({"", rocOf(said.curves[i].roc, model)});
        m_log.write({"", bestOfCurve(said.curves[i].bestOf, model)});
    }
    for (const Difference& apart : said.apart) {
        const JudgedStep& step = m_cases[apart.at].scored[0][apart.step];
        m_log.write({"", Apart{m_ids[apart.at],
                               static_cast<std::int64_t>(apart.step),
                               *step.target,
                               {apart.first, apart.second}}});
    }
    const auto traces = static_cast<std::int64_t>(m_cases.size());
    m_log.write({"", Metrics{said.values}});
    m_log.write({"", Progress{"evaluate", traces, traces, 0}});
}

} // namespace

void evaluateRun(const RunOptions& options, const RunRequest& request, EventLog& log,
                 std::stop_token stop)
{
    EvaluateRun(options, request, log, std::move(stop)).run();
}

} // namespace steplight
