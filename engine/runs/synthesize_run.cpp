// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/synthesize_run.h"

#include "engine/policy/synthesis.h"
#include "engine/runs/questions.h"
#include "engine/runs/run_report.h"
#include "engine/runs/settings.h"
#include "engine/runs/write_settings.h"
#include "engine/text/policy_steps.h"

#include <algorithm>
#include <utility>

namespace steplight {
namespace {

namespace fs = std::filesystem;
using namespace protocol;

constexpr std::int64_t many = 1'000'000;
/// Of one node's rollouts: a line of events.jsonl has an end (protocol::maxLineBytes).
constexpr std::size_t mostText = 4U << 20;

/// When to write on, from where, and what of it to keep.
void readEstimates(const RunRequest& request, SynthesisOptions& o)
{
    o.by =
        EstimateBy{static_cast<int>(wordSetting(request, "estimate", {"flat", "omega", "tree"}))};
    o.rollouts = countSetting(request, "rollouts", 16, 0, many);
    o.decided = numberSetting(request, "decided", 0, 0, 0.9999);
    o.threshold = numberSetting(request, "threshold", o.threshold, 0.01, 0.99);
    o.search.searches = countSetting(request, "searches", o.search.searches, 0, many);
    o.search.alpha = numberSetting(request, "alpha", o.search.alpha, 1e-6, 1);
    o.search.beta = numberSetting(request, "beta", o.search.beta, 1e-6, 1);
    o.search.length = numberSetting(request, "length", o.search.length, 1, many);
    o.search.exploration = numberSetting(request, "c_puct", o.search.exploration, 0, many);
    o.keepRollouts = wordSetting(request, "keep_rollouts", {"on", "off"}) == 0;
}

/// The defaults are the published pipelines' (pipeline.md, 1a; arXiv 2406.06592).
SynthesisOptions readOptions(const RunRequest& request)
{
    requireKnownSettings(request,
                         {"solutions", "estimate", "rollouts", "decided", "threshold",
                          "keep_rollouts", "searches", "alpha", "beta", "length", "c_puct"});
    SynthesisOptions o;
    o.solutions = countSetting(request, "solutions", 4, 1, many);
    readEstimates(request, o);
    o.seed = request.seed;
    WriteOptions otherwise;
    otherwise.maxTokens = publishedLength;
    o.write = writeSettings(request, otherwise);
    return o;
}

std::vector<Step> stepsOf(const std::vector<PolicyStep>& written)
{
    std::vector<Step> steps;
    for (const PolicyStep& step : written)
        steps.push_back({step.perception ? Section::perception : Section::reasoning, step.text});
    return steps;
}

Node nodeOf(SearchNode&& node)
{
    Node event;
    event.parent = node.parent;
    event.steps = stepsOf(node.steps);
    event.estimate = {node.estimate.correct, node.estimate.total};
    event.visits = node.visits;
    event.prior = node.prior;
    std::size_t text = 0;
    for (Continuation& one : node.rollouts) {
        text += one.text.size();
        event.rollouts.push_back({std::move(one.text), one.correct, one.tokens});
    }
    if (text > mostText)
        for (Node::Rollout& one : event.rollouts)
            one.text.clear();
    return event;
}

Solution solutionOf(const Synthesised& made)
{
    Solution solution{made.problem, made.index, made.response, {},          {},
                      made.correct, {},         made.tokens,   made.logProb};
    if (made.turn) {
        solution.answer = made.turn->answer;
        solution.steps = stepsOf(made.turn->steps);
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
    bool isMade(const Problem& problem) const;
    SynthesisNews news();
    void keep(Synthesised&& made);
    void keep(SearchNodes&& nodes);
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
    std::int64_t m_made = 0;
    std::int64_t m_refused = 0; ///< questions, lines
    std::int64_t m_beside = 0;  ///< of m_made: wrong rollouts that a search tree looked into
};

void SynthesizeRun::run()
{
    m_report.throwIfStopped();
    const fs::path input = m_options.folder / "input.jsonl";
    verifyInput(input, m_request.inputHash);
    m_settings.write.warn = m_report.warnOfMemory();
    const Policy policy = load();
    m_report.begin();
    Questions questions(input, m_images, [&](const std::string& code, const std::string& detail) {
        leaveOut("", code, detail);
    });
    const SynthesisUsage usage = synthesise(
        policy.profile().policy, m_settings,
        [&](const auto&... arguments) { return policy.write(arguments...); },
        [&] { return nextProblem(questions, policy.profile()); }, news(), m_stop);
    m_report.throwIfStopped();
    m_log.write({"", Progress{"synthesize", total(), total(), 0}});
    // Of all starts; what it cost is of this one.
    m_log.write({"", Metrics{{{"solutions", double(m_log.past().written)},
                              {"read", double(m_log.past().read)},
                              {"right", double(m_log.past().right)},
                              {"prompt_tokens", double(usage.promptTokens)},
                              {"solution_tokens", double(usage.solutionTokens)},
                              {"rollout_tokens", double(usage.rolloutTokens)},
                              {"rollouts", double(usage.rollouts)},
                              {"estimates", double(usage.estimates)},
                              {"decided", double(usage.decided)},
                              {"seconds", usage.seconds}}}});
    if (m_refused > 0 && m_log.past().solutions.empty())
        m_report.throwNothingDone("No question could be worked on. ");
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
        m_passed += std::ranges::count_if(
            problem.done, [&](std::int64_t index) { return index < m_settings.solutions; });
        if (!isMade(problem))
            return problem;
    }
    return std::nullopt;
}

bool SynthesizeRun::isMade(const Problem& problem) const
{
    const bool grows = m_settings.by == EstimateBy::tree && m_settings.rollouts > 0 &&
                       !problem.answer.empty(); // into a tree, whose size nobody knows before
    return grows ? m_log.past().grown.contains(problem.id)
                 : static_cast<std::int64_t>(problem.done.size()) >= m_settings.solutions;
}

Problem SynthesizeRun::problemOf(Asked&& asked, const Profile& profile) const
{
    const TraceInput& trace = asked.example.trace;
    Problem problem{trace.id,
                    renderPolicyUser(profile, trace.question, trace.options),
                    std::move(asked.imageBytes),
                    asked.example.answer,
                    {},
                    policyStepsOf(trace.steps),
                    trace.options};
    if (const auto past = m_log.past().solutions.find(trace.id);
        past != m_log.past().solutions.end())
        problem.done = past->second;
    return problem;
}

SynthesisNews SynthesizeRun::news()
{
    return {[this](Synthesised&& made) { keep(std::move(made)); },
            [this](SearchNodes&& nodes) { keep(std::move(nodes)); },
            [this](const std::string& question) {
                m_log.write({"", Grown{question}});
            },
            [this](const std::string& question, const EngineError& error) {
                leaveOut(question, error.code(),
                         std::string(error.what()) + " It gets no solutions.");
            }};
}

void SynthesizeRun::keep(SearchNodes&& nodes)
{
    std::int64_t number = 0;
    for (SearchNode& node : nodes.nodes) {
        Node event = nodeOf(std::move(node));
        event.question = nodes.problem;
        event.tree = nodes.index;
        event.node = number++;
        m_log.write({"", event});
    }
}

void SynthesizeRun::keep(Synthesised&& made)
{
    ++m_made;
    m_beside += made.index < m_settings.solutions ? 0 : 1;
    m_log.write({"", solutionOf(made)});
    const std::int64_t asked = m_made - m_beside;
    m_report.progress("synthesize", asked, m_passed + asked, total());
}

void SynthesizeRun::leaveOut(const std::string& question, const std::string& code,
                             const std::string& detail)
{
    m_passed += m_settings.solutions;
    ++m_refused;
    m_report.warn("question", question, code, detail);
}

} // namespace

void synthesizeRun(const RunOptions& options, const RunRequest& request, EventLog& log,
                   std::stop_token stop)
{
    SynthesizeRun(options, request, log, std::move(stop)).run();
}

} // namespace steplight
