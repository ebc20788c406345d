// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/synthesize_run.h"

#include "engine/policy/synthesis.h"
#include "engine/runs/questions.h"
#include "engine/runs/run_report.h"
#include "engine/runs/settings.h"
#include "engine/runs/write_settings.h"

#include <utility>

namespace steplight {
namespace {

namespace fs = std::filesystem;
using namespace protocol;

constexpr std::int64_t many = 1'000'000;

/// The defaults are the published pipeline's (pipeline.md, 1a).
SynthesisOptions readOptions(const RunRequest& request)
{
    requireKnownSettings(request, {"solutions", "rollouts"});
    SynthesisOptions o;
    o.solutions = countSetting(request, "solutions", 4, 1, many);
    o.rollouts = countSetting(request, "rollouts", 16, 0, many);
    o.seed = request.seed;
    WriteOptions otherwise;
    otherwise.maxTokens = 8192;
    o.write = writeSettings(request, otherwise);
    return o;
}

Solution solutionOf(const Synthesised& made)
{
    Solution solution{made.problem, made.index, made.response, {},          {},
                      made.correct, {},         made.tokens,   made.logProb};
    if (made.turn) {
        solution.answer = made.turn->answer;
        for (const PolicyStep& step : made.turn->steps)
            solution.steps.push_back(
                {step.perception ? Section::perception : Section::reasoning, step.text});
    }
    for (const Estimate& estimate : made.estimates)
        solution.estimates.push_back({estimate.correct, estimate.total});
    return solution;
}

class SynthesizeRun
{
public:
    SynthesizeRun(const RunOptions& options, const RunRequest& request, EventLog& log,
                  std::stop_token stop)
        : m_options(options), m_request(request), m_log(log), m_stop(stop),
          m_report(log, std::move(stop)), m_settings(readOptions(request)),
          m_images(imageFolderOf(options, request))
    {
    }

    void run();

private:
    Policy load();
    std::optional<Problem> nextProblem(Questions& questions, const Profile& profile);
    Problem problemOf(Asked&& asked, const Profile& profile) const;
    void keep(Synthesised&& made);
    void leaveOut(const std::string& question, const std::string& code, const std::string& detail);
    std::int64_t total() const { return m_request.traces * m_settings.solutions; }

    const RunOptions& m_options;
    const RunRequest& m_request;
    EventLog& m_log;
    std::stop_token m_stop;
    RunReport m_report;
    SynthesisOptions m_settings;
    ImageFolder m_images;
    std::int64_t m_passed = 0; ///< solutions that an earlier start has made, or that nobody can
    std::int64_t m_made = 0, m_read = 0, m_right = 0;
};

void SynthesizeRun::run()
{
    m_report.throwIfStopped();
    const fs::path input = m_options.folder / "input.jsonl";
    verifyInput(input, m_request.inputHash);
    const Policy policy = load();
    m_report.begin();
    Questions questions(input, m_images, [&](const std::string& code, const std::string& detail) {
        leaveOut("", code, detail);
    });
    const SynthesisUsage usage = synthesise(
        policy.profile().policy, m_settings,
        [&](const auto&... arguments) { return policy.write(arguments...); },
        [&] { return nextProblem(questions, policy.profile()); },
        [&](Synthesised&& made) { keep(std::move(made)); },
        [&](const std::string& question, const EngineError& error) {
            leaveOut(question, error.code(), std::string(error.what()) + " It gets no solutions.");
        },
        m_stop);
    m_report.throwIfStopped();
    m_log.write({"", Progress{"synthesize", total(), total(), 0}});
    m_log.write({"", Metrics{{{"solutions", double(m_made)},
                              {"read", double(m_read)},
                              {"right", double(m_right)},
                              {"prompt_tokens", double(usage.promptTokens)},
                              {"solution_tokens", double(usage.solutionTokens)},
                              {"rollout_tokens", double(usage.rolloutTokens)},
                              {"seconds", usage.seconds}}}});
}

Policy SynthesizeRun::load()
{
    const fs::path folder = modelFolderOf(m_options, m_request);
    Policy policy =
        Policy::load(folder, m_report.loading(), threadsOf(m_request), deviceOf(m_request));
    m_report.loaded(m_request, folder,
                    {policy.name(), policy.modelHash(), policy.profile().hash, policy.device(),
                     policy.summary()});
    return policy;
}

/// Questions that are done are left out.
std::optional<Problem> SynthesizeRun::nextProblem(Questions& questions, const Profile& profile)
{
    while (auto asked = questions.next()) {
        m_report.throwIfStopped();
        Problem problem = problemOf(std::move(*asked), profile);
        m_passed += static_cast<std::int64_t>(problem.done.size());
        if (static_cast<std::int64_t>(problem.done.size()) < m_settings.solutions)
            return problem;
    }
    return std::nullopt;
}

Problem SynthesizeRun::problemOf(Asked&& asked, const Profile& profile) const
{
    const TraceInput& trace = asked.example.trace;
    Problem problem{trace.id,
                    renderPolicyUser(profile, trace.question, trace.options),
                    std::move(asked.imageBytes),
                    asked.example.answer,
                    {}};
    if (const auto past = m_log.past().solutions.find(trace.id);
        past != m_log.past().solutions.end())
        problem.done = past->second;
    return problem;
}

void SynthesizeRun::keep(Synthesised&& made)
{
    ++m_made;
    m_read += made.turn ? 1 : 0;
    m_right += made.correct.value_or(false) ? 1 : 0;
    m_log.write({"", solutionOf(made)});
    m_report.progress("synthesize", m_made, m_passed + m_made, total());
}

void SynthesizeRun::leaveOut(const std::string& question, const std::string& code,
                             const std::string& detail)
{
    m_passed += m_settings.solutions;
    m_report.warn("question", question, code, detail);
}

} // namespace

void synthesizeRun(const RunOptions& options, const RunRequest& request, EventLog& log,
                   std::stop_token stop)
{
    SynthesizeRun(options, request, log, std::move(stop)).run();
}

} // namespace steplight
