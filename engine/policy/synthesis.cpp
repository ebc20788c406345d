// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/policy/synthesis.h"

#include "engine/grade/answer.h"
#include "engine/policy/budget.h"
#include "engine/policy/estimation.h"
#include "engine/policy/seed.h"

#include <algorithm>
#include <deque>
#include <numeric>
#include <utility>

namespace steplight {
namespace {

// Rollouts that are asked for at a time where they may stop: with fewer, reading the prefix again
// would cost what they save.
constexpr std::int64_t few = 4;

struct Open { // what is estimated together: one solution, or all of a problem
    std::unique_ptr<Estimation> estimation;
    std::vector<Synthesised> alike; // have the same steps, so what is found is theirs, too
    std::size_t out = 0;            // prefixes that are being weighed
};

struct Request {
    std::shared_ptr<Problem> problem;
    std::shared_ptr<Open> open; // null: the problem's solutions are asked for
    Estimation::Prefix prefix;
    Estimation::Weighed weighed; // by the prefix's earlier requests
    std::vector<Continuation> got;
    std::size_t missing = 0; // of them
    bool cut = false;        // cancelled, because another problem was refused
};

class Synthesis
{
public:
    Synthesis(const PolicyForm& form, const SynthesisOptions& options, const NextProblem& next,
              const SynthesisNews& news)
        : m_form(form), m_options(options), m_next(next), m_news(news)
    {
    }

    SynthesisUsage run(const WriteFn& write, std::stop_token stop);

private:
    std::optional<WriteRequest> next();
    WriteRequest ask(Request& request) const;
    std::int64_t rolloutsOf(const Request& request) const;
    void take(Written&& written);
    void settle(Request& request);
    void settleSolutions(const Request& request);
    Synthesised solutionOf(const Request& request, std::size_t index) const;
    void weighBeginning(const Problem& problem, const std::vector<Continuation>& written,
                        std::vector<Synthesised>& solutions) const;
    void estimate(const std::shared_ptr<Problem>& problem, std::vector<Synthesised>&& alike);
    void open(const std::shared_ptr<Problem>& problem, std::unique_ptr<Estimation> estimation,
              std::vector<Synthesised>&& alike = {});
    void goOn(const std::shared_ptr<Problem>& problem, const std::shared_ptr<Open>& open);
    void hand(Request& request);
    void refuse(Request& request, const EngineError& error);
    std::optional<PolicyTurn> turnOf(const Problem& problem, std::string_view response) const;

    const PolicyForm& m_form;
    const SynthesisOptions& m_options;
    const NextProblem& m_next;
    const SynthesisNews& m_news;
    std::deque<Request> m_waiting; // before any new problem
    std::deque<Request> m_asked;   // of this call of write, in its order
    bool m_ended = false;
    SynthesisUsage m_usage;
};

// What ends a step cannot stand within one, as a line's end in a text that somebody typed: it would
// be read again as two steps, and be the estimate of another one.
std::vector<PolicyStep> unbroken(std::vector<PolicyStep> steps, const std::string& stop)
{
    for (PolicyStep& step : steps)
        for (auto at = step.text.find(stop); !stop.empty() && at != std::string::npos;
             at = step.text.find(stop, at + 1))
            step.text.replace(at, stop.size(), " ");
    return steps;
}

SynthesisUsage Synthesis::run(const WriteFn& write, std::stop_token stop)
{
    while (!stop.stop_requested() && !(m_ended && m_waiting.empty())) {
        m_asked.clear();
        try {
            const Usage usage =
                write([this] { return next(); }, m_options.write,
                      [this](Written&& written) { take(std::move(written)); }, stop);
            m_usage.promptTokens += usage.promptTokens;
            m_usage.imageTokens += usage.imageTokens;
            m_usage.seconds += usage.seconds;
        } catch (const EngineError& error) {
            const bool ofOne = error.code() == "image" || error.code() == "input";
            if (!ofOne || m_asked.empty() || !m_asked.back().problem) // or it is settled
                throw;
            refuse(m_asked.back(), error); // the one that was being opened
        }
        for (Request& request : m_asked)
            if (std::exchange(request.cut, false))
                m_waiting.push_back(std::move(request));
    }
    return m_usage;
}

std::optional<WriteRequest> Synthesis::next()
{
    if (m_waiting.empty()) {
        std::optional<Problem> problem = m_ended ? std::nullopt : m_next();
        if (!problem) {
            m_ended = true;
            return std::nullopt;
        }
        Request solutions;
        problem->answer = chosenOption(problem->answer, problem->options);
        problem->begun = unbroken(std::move(problem->begun), stepStop(m_form));
        solutions.problem = std::make_shared<Problem>(std::move(*problem));
        solutions.prefix.name = "solutions";
        solutions.prefix.steps = solutions.problem->begun.size();
        solutions.prefix.written = renderPolicyTurn(m_form, solutions.problem->begun, "");
        m_asked.push_back(std::move(solutions));
    } else {
        m_asked.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    return ask(m_asked.back());
}

std::int64_t Synthesis::rolloutsOf(const Request& request) const
{
    if (!request.open)
        return m_options.solutions;
    const std::int64_t left = m_options.rollouts - request.weighed.estimate.total;
    return m_options.decided > 0 ? std::min(few, left) : left;
}

WriteRequest Synthesis::ask(Request& request) const
{
    WriteRequest asked;
    asked.system = m_form.system;
    asked.user = request.problem->user;
    asked.imageBytes = request.problem->imageBytes;
    asked.written = request.prefix.written;
    asked.rollouts = rolloutsOf(request);
    std::string which = request.prefix.name;
    if (const std::int64_t before = request.weighed.estimate.total; before > 0)
        which.append("+").append(std::to_string(before));
    asked.seed = seedOf(m_options.seed, request.problem->id, which);
    request.missing = static_cast<std::size_t>(asked.rollouts);
    request.got.assign(request.missing, {});
    return asked;
}

void Synthesis::take(Written&& written)
{
    Request& request = m_asked.at(written.request);
    if (written.finish == "cancelled") {
        request.cut = true;
        return;
    }
    const auto tokens = static_cast<std::int64_t>(written.logProbs.size());
    (request.open ? m_usage.rolloutTokens : m_usage.solutionTokens) += tokens;
    m_usage.rollouts += request.open ? 1 : 0;
    const auto turn = turnOf(*request.problem, request.prefix.written + written.text);
    request.got.at(static_cast<std::size_t>(written.rollout)) = {
        std::move(written.text), turn && sameAnswer(turn->answer, request.problem->answer), tokens,
        std::accumulate(written.logProbs.begin(), written.logProbs.end(), 0.0)};
    if (--request.missing > 0)
        return;
    settle(request);
    request = {}; // a call of write is long, and a problem has pictures
}

// All that the request asked for is there.
void Synthesis::settle(Request& request)
{
    if (!request.open)
        return settleSolutions(request);
    auto& [estimate, rollouts] = request.weighed;
    for (Continuation& one : request.got) {
        estimate.correct += one.correct ? 1 : 0;
        ++estimate.total;
        rollouts.push_back(std::move(one));
    }
    const bool all = estimate.total >= m_options.rollouts;
    const bool decided =
        m_options.decided > 0 && isDecided(estimate, m_options.threshold, m_options.decided);
    if (!all && !decided) {
        m_waiting.push_back(std::move(request));
        return;
    }
    ++m_usage.estimates;
    m_usage.decided += all ? 0 : 1;
    hand(request);
}

void Synthesis::settleSolutions(const Request& request)
{
    const std::shared_ptr<Problem>& problem = request.problem;
    const bool estimated = m_options.rollouts > 0 && !problem->answer.empty();
    std::vector<Synthesised> solutions;
    for (std::size_t i = 0; i < request.got.size(); ++i)
        solutions.push_back(solutionOf(request, i));
    if (estimated && m_options.by == EstimateBy::tree)
        return open(problem, treeEstimation(m_form, m_options, std::move(solutions)));
    if (!estimated)
        weighBeginning(*problem, request.got, solutions);
    std::vector<std::vector<Synthesised>> alike;
    for (Synthesised& solution : solutions)
        if (estimated && solution.turn) {
            const auto same = std::find_if(alike.begin(), alike.end(), [&](const auto& group) {
                return group.front().turn->steps == solution.turn->steps &&
                       group.front().correct == solution.correct;
            });
            (same == alike.end() ? alike.emplace_back() : *same).push_back(std::move(solution));
        } else if (!problem->done.contains(solution.index))
            m_news.made(std::move(solution));
    for (auto& group : alike)
        estimate(problem, std::move(group));
}

// Once, as the first of them, also where that one has its estimates from an earlier start: so the
// others come to the same on every start.
void Synthesis::estimate(const std::shared_ptr<Problem>& problem, std::vector<Synthesised>&& alike)
{
    if (std::all_of(alike.begin(), alike.end(),
                    [&](const auto& one) { return problem->done.contains(one.index); }))
        return;
    Synthesised first = std::move(alike.front());
    alike.erase(alike.begin());
    open(problem,
         m_options.by == EstimateBy::omega
             ? omegaEstimation(m_form, std::move(first), m_options.keepRollouts)
             : flatEstimation(m_form, std::move(first), m_options.keepRollouts),
         std::move(alike));
}

// Solutions that go on from a beginning are rollouts of it: an estimate of its last step that costs
// nothing.
void Synthesis::weighBeginning(const Problem& problem, const std::vector<Continuation>& written,
                               std::vector<Synthesised>& solutions) const
{
    if (problem.begun.empty() || problem.answer.empty())
        return;
    const Estimate estimate{
        std::count_if(written.begin(), written.end(), [](const auto& one) { return one.correct; }),
        static_cast<std::int64_t>(written.size())};
    for (Synthesised& solution : solutions) {
        if (!solution.turn)
            continue;
        solution.estimates.resize(std::max(solution.turn->steps.size(), problem.begun.size()));
        solution.estimates[problem.begun.size() - 1] = estimate;
    }
}

Synthesised Synthesis::solutionOf(const Request& request, std::size_t index) const
{
    const Problem& problem = *request.problem;
    const Continuation& written = request.got[index];
    const std::string response = request.prefix.written + written.text;
    Synthesised solution{problem.id,
                         static_cast<std::int64_t>(index),
                         response,
                         turnOf(problem, response),
                         {},
                         {},
                         written.tokens,
                         written.logProb};
    if (solution.turn && !problem.answer.empty())
        solution.correct = written.correct;
    return solution;
}

void Synthesis::open(const std::shared_ptr<Problem>& problem,
                     std::unique_ptr<Estimation> estimation, std::vector<Synthesised>&& alike)
{
    goOn(problem, std::make_shared<Open>(Open{std::move(estimation), std::move(alike)}));
}

void Synthesis::goOn(const std::shared_ptr<Problem>& problem, const std::shared_ptr<Open>& open)
{
    for (Estimation::Prefix& prefix : open->estimation->next()) {
        Request request;
        request.problem = problem;
        request.open = open;
        request.prefix = std::move(prefix);
        m_waiting.push_back(std::move(request));
        ++open->out;
    }
    if (open->out > 0)
        return;
    SynthesisNews news = m_news;
    const auto made = [&](Synthesised&& solution) {
        if (solution.turn) // a tree reads its rollouts itself
            solution.turn->answer = chosenOption(solution.turn->answer, problem->options);
        if (!problem->done.contains(solution.index))
            m_news.made(std::move(solution));
    };
    news.made = [&](Synthesised&& solution) {
        for (Synthesised& one : open->alike) {
            one.estimates = solution.estimates;
            made(std::move(one));
        }
        made(std::move(solution));
    };
    open->estimation->finish(news);
}

void Synthesis::hand(Request& request)
{
    --request.open->out;
    request.open->estimation->take(request.prefix, std::move(request.weighed));
    goOn(request.problem, request.open);
}

std::optional<PolicyTurn> Synthesis::turnOf(const Problem& problem, std::string_view response) const
{
    auto turn = readPolicyTurn(m_form, response);
    if (turn)
        turn->answer = chosenOption(turn->answer, problem.options);
    return turn;
}

// A prefix that cannot be continued (no room is left) has an estimate of 0 of 0.
void Synthesis::refuse(Request& request, const EngineError& error)
{
    if (request.open)
        hand(request);
    else
        m_news.refused(request.problem->id, error);
}

} // namespace

SynthesisUsage synthesise(const PolicyForm& form, const SynthesisOptions& options,
                          const WriteFn& write, const NextProblem& next, const SynthesisNews& news,
                          std::stop_token stop)
{
    return Synthesis(form, options, next, news).run(write, std::move(stop));
}

} // namespace steplight
