// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/score_run.h"

#include "engine/runs/input_file.h"
#include "engine/runs/run_report.h"
#include "engine/runs/scoring.h"
#include "engine/runs/settings.h"

#include <algorithm>
#include <utility>

namespace steplight {
namespace {

namespace fs = std::filesystem;
using namespace protocol;

class ScoreRun
{
public:
    ScoreRun(const RunOptions& options, const RunRequest& request, EventLog& log,
             std::stop_token stop)
        : m_options(options), m_request(request), m_log(log), m_stop(stop),
          m_report(log, std::move(stop)), m_images(imageFolderOf(options, request))
    {
    }

    void run();

private:
    Prm load();
    void takeLine(const Prm& prm, const Line& line);
    bool fits(const Prm& prm, const TraceInput& trace) const;
    void scoreGroup(const Prm& prm);
    void keep(const TraceInput& trace, const TraceOutcome& outcome);

    const RunOptions& m_options;
    const RunRequest& m_request;
    EventLog& m_log;
    std::stop_token m_stop;
    RunReport m_report;
    ImageFolder m_images;
    std::vector<TraceInput> m_group; ///< solutions of one question, to be scored in one pass
    std::int64_t m_line = 0;         ///< lines of the input taken, skipped ones too
    std::int64_t m_worked = 0;       ///< traces worked on since the model was loaded
};

void ScoreRun::run()
{
    m_report.throwIfStopped();
    refuseOtherSettings(m_request, {"threads", "device"});
    const fs::path input = m_options.folder / "input.jsonl";
    verifyInput(input, m_request.inputHash);
    const Prm prm = load();
    m_report.begin();
    InputLines lines(input);
    while (const auto line = lines.next())
        takeLine(prm, *line);
    scoreGroup(prm);
    const PastEvents& past = m_log.past();
    m_log.write({"", Progress{"score", m_request.traces, m_request.traces, 0}});
    m_log.write({"", Metrics{{{"traces", static_cast<double>(past.traces.size())},
                              {"unscored", static_cast<double>(past.unscored)},
                              {"tokens", static_cast<double>(past.tokens)},
                              {"seconds", past.seconds}}}});
    if (past.unscored > 0 && past.unscored == static_cast<std::int64_t>(past.traces.size()))
        m_report.throwNothingDone("No trace could be scored. ");
}

Prm ScoreRun::load()
{
    const fs::path folder = modelFolderOf(m_options, m_request);
    Prm prm = loadPrm(folder, threadsOf(m_request), deviceOf(m_request), m_report.loading());
    m_report.loaded(m_request, folder, describe(prm));
    return prm;
}

void ScoreRun::takeLine(const Prm& prm, const Line& line)
{
    m_report.throwIfStopped();
    ++m_line;
    const std::string where = "Line " + std::to_string(m_line) + " of input.jsonl is left out: ";
    if (line.tooLong)
        return m_report.warn("trace", "", "line", where + "it is too long.");
    TraceInput trace;
    try {
        trace = readTrace(line.text);
    } catch (const Error& error) {
        return m_report.warn("trace", "", "line", where + error.what());
    }
    if (!fits(prm, trace))
        scoreGroup(prm);
    m_group.push_back(std::move(trace));
}

/// Whether the trace may be scored with the group: the same question with the same images, as far
/// as a pass goes. What was scored before a crash counts too: whoever takes the run up again makes
/// the same groups, and so the same numbers.
bool ScoreRun::fits(const Prm& prm, const TraceInput& trace) const
{
    constexpr std::size_t bytesPerToken = 3;
    if (m_group.empty())
        return true;
    const TraceInput& first = m_group.front();
    const bool same = trace.question == first.question && trace.options == first.options &&
                      std::equal(trace.images.begin(), trace.images.end(), first.images.begin(),
                                 first.images.end(), [](const ImageFile& a, const ImageFile& b) {
                                     return a.hash == b.hash && a.file == b.file;
                                 });
    std::size_t bytes = 0;
    const auto count = [&](const TraceInput& one) {
        for (const Step& step : one.steps)
            bytes += step.text.size();
    };
    std::for_each(m_group.begin(), m_group.end(), count);
    count(trace);
    return same && static_cast<std::int64_t>(bytes / bytesPerToken) <= prm.tokensPerPass();
}

void ScoreRun::scoreGroup(const Prm& prm)
{
    const auto known = [&](const TraceInput& trace) {
        return m_log.past().traces.contains(trace.id);
    };
    if (!std::all_of(m_group.begin(), m_group.end(), known)) {
        const auto outcomes = scoreTraces(prm, m_images, m_group, m_stop);
        for (std::size_t i = 0; i < m_group.size(); ++i)
            if (!known(m_group[i]))
                keep(m_group[i], outcomes[i]);
    }
    m_group.clear();
}

void ScoreRun::keep(const TraceInput& trace, const TraceOutcome& outcome)
{
    Result result = unscored(trace);
    if (const auto* error = std::get_if<EngineError>(&outcome)) {
        m_report.warn("trace", trace.id, error->code(),
                      std::string(error->what()) + " This trace has no scores.");
    } else {
        result = std::get<Result>(outcome);
        if (const std::size_t missing = missingScores(result))
            m_report.warn("trace", trace.id, "not-finite",
                          "The model gave no finite number for " + std::to_string(missing) +
                              " of " + std::to_string(result.scores.size()) +
                              " steps; they have no score.");
    }
    m_log.write({"", result});
    ++m_worked;
    m_report.progress("score", m_worked, m_line, m_request.traces);
}

} // namespace

void scoreRun(const RunOptions& options, const RunRequest& request, EventLog& log,
              std::stop_token stop)
{
    ScoreRun(options, request, log, std::move(stop)).run();
}

} // namespace steplight
