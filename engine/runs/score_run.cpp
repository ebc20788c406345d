// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/score_run.h"

#include "engine/core/device.h"
#include "engine/runs/input_file.h"
#include "engine/runs/scoring.h"
#include "engine/runs/settings.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <utility>

namespace steplight {
namespace {

namespace fs = std::filesystem;
using namespace protocol;
using Clock = std::chrono::steady_clock;

constexpr auto progressInterval = std::chrono::milliseconds(500);

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

class ScoreRun
{
public:
    ScoreRun(const RunOptions& options, const RunRequest& request, EventLog& log,
             std::stop_token stop)
        : m_options(options), m_request(request), m_log(log), m_stop(std::move(stop)),
          m_images(options.images.empty() ? options.folder / request.images : options.images,
                   !options.images.empty())
    {
    }

    void run();

private:
    Prm load();
    void takeLine(const Prm& prm, const Line& line);
    bool fits(const Prm& prm, const TraceInput& trace) const;
    void scoreGroup(const Prm& prm);
    void keep(const TraceInput& trace, const TraceOutcome& outcome);
    void warn(const std::string& trace, const std::string& code, const std::string& detail);
    void sayProgress();
    void throwIfStopped() const;

    const RunOptions& m_options;
    const RunRequest& m_request;
    EventLog& m_log;
    std::stop_token m_stop;
    ImageFolder m_images;
    std::vector<TraceInput> m_group; ///< solutions of one question, to be scored in one pass
    std::int64_t m_line = 0;         ///< lines of the input taken, skipped ones too
    std::int64_t m_worked = 0;       ///< traces worked on since m_begin
    Clock::time_point m_begin, m_said;
};

void ScoreRun::run()
{
    throwIfStopped();
    const fs::path input = m_options.folder / "input.jsonl";
    verifyInput(input, m_request.inputHash);
    const Prm prm = load();
    m_begin = m_said = Clock::now();
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
}

Prm ScoreRun::load()
{
    const fs::path folder = m_options.model.empty() ? fs::path(m_request.model) : m_options.model;
    const int threads = threadsOf(m_request);
    std::string said;
    std::cerr << "GPU: " << gpu().sentence << '\n';
    const auto progress = [&](double share, const std::string& what) {
        throwIfStopped();
        if (std::exchange(said, what) != what)
            std::cerr << what << '\n';
        if (Clock::now() - m_said < progressInterval)
            return;
        m_said = Clock::now();
        m_log.write({"", Progress{"load", static_cast<std::int64_t>(share * 100), 100, -1}});
    };
    Prm prm = loadPrm(folder, threads, deviceOf(m_request), progress);
    for (const std::string& wanted : {m_request.modelHash, m_log.past().modelHash})
        if (!wanted.empty() && wanted != prm.modelHash())
            throw EngineError("model", "The model in " + folder.string() +
                                           " is not the one that this run was made for or begun "
                                           "with (its hash differs). Make a new run for it.");
    m_log.write({"", describe(prm)});
    std::cerr << prm.summary() << '\n';
    return prm;
}

void ScoreRun::takeLine(const Prm& prm, const Line& line)
{
    throwIfStopped();
    ++m_line;
    const std::string where = "Line " + std::to_string(m_line) + " of input.jsonl is left out: ";
    if (line.tooLong)
        return warn("", "line", where + "it is too long.");
    TraceInput trace;
    try {
        trace = readTrace(line.text);
    } catch (const Error& error) {
        return warn("", "line", where + error.what());
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
        warn(trace.id, error->code(), std::string(error->what()) + " This trace has no scores.");
    } else {
        result = std::get<Result>(outcome);
        if (const std::size_t missing = missingScores(result))
            warn(trace.id, "not-finite",
                 "The model gave no finite number for " + std::to_string(missing) + " of " +
                     std::to_string(result.scores.size()) + " steps; they have no score.");
    }
    m_log.write({"", result});
    ++m_worked;
    sayProgress();
}

void ScoreRun::warn(const std::string& trace, const std::string& code, const std::string& detail)
{
    m_log.write({"", Warning{trace, code, detail}});
    std::cerr << "warning: " << (trace.empty() ? "" : "trace " + trace + ": ") << detail << '\n';
}

void ScoreRun::sayProgress()
{
    if (Clock::now() - m_said < progressInterval)
        return;
    m_said = Clock::now();
    const double each = secondsSince(m_begin) / static_cast<double>(m_worked);
    const double left = each * static_cast<double>(m_request.traces - m_line);
    m_log.write({"", Progress{"score", m_line, m_request.traces, std::max(left, 0.0)}});
}

void ScoreRun::throwIfStopped() const
{
    if (m_stop.stop_requested())
        throw EngineError("cancelled", "The run was cancelled.");
}

} // namespace

void scoreRun(const RunOptions& options, const RunRequest& request, EventLog& log,
              std::stop_token stop)
{
    ScoreRun(options, request, log, std::move(stop)).run();
}

} // namespace steplight
