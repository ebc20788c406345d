// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/policy/synthesis.h"

#include "engine/grade/answer.h"
#include "engine/policy/seed.h"

#include <deque>
#include <memory>
#include <numeric>
#include <utility>

namespace steplight {
namespace {

struct Open { // a solution whose estimates are not all there
    Synthesised solution;
    std::size_t missing = 0; // steps without an estimate
};

struct Request {
    std::shared_ptr<Problem> problem;
    std::shared_ptr<Open> open; // of an estimate; null: the problem's solutions are asked for
    std::size_t step = 0;       // whose estimate
    std::string prefix;
    Estimate got;
    bool cut = false; // cancelled, because another problem was refused
};

class Synthesis
{
public:
    Synthesis(const PolicyForm& form, const SynthesisOptions& options, const NextProblem& next,
              const SynthesisedFn& made, const RefusedFn& refused)
        : m_form(form), m_options(options), m_next(next), m_made(made), m_refused(refused)
    {
    }

    SynthesisUsage run(const WriteFn& write, std::stop_token stop);

private:
    std::optional<WriteRequest> next();
    WriteRequest ask(const Request& request) const;
    void take(Written&& written);
    void takeSolution(const Request& request, Written&& written);
    void openEstimates(const std::shared_ptr<Problem>& problem, Synthesised&& solution);
    void settle(const Request& request);
    void refuse(const Request& request, const EngineError& error);

    const PolicyForm& m_form;
    const SynthesisOptions& m_options;
    const NextProblem& m_next;
    const SynthesisedFn& m_made;
    const RefusedFn& m_refused;
    std::deque<Request> m_waiting; // before any new problem
    std::deque<Request> m_asked;   // of this call of write, in its order
    bool m_ended = false;
    SynthesisUsage m_usage;
};

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
            if ((error.code() != "image" && error.code() != "input") || m_asked.empty())
                throw;
            refuse(m_asked.back(), error); // the one that was being opened
        }
        for (Request& request : m_asked)
            if (request.cut) {
                request.got = {};
                request.cut = false;
                m_waiting.push_back(std::move(request));
            }
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
        m_asked.push_back({std::make_shared<Problem>(std::move(*problem)), {}, 0, {}, {}, false});
    } else {
        m_asked.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    return ask(m_asked.back());
}

WriteRequest Synthesis::ask(const Request& request) const
{
    WriteRequest asked;
    asked.system = m_form.system;
    asked.user = request.problem->user;
    asked.imageBytes = request.problem->imageBytes;
    asked.written = request.prefix;
    asked.rollouts = request.open ? m_options.rollouts : m_options.solutions;
    const std::string which = request.open ? std::to_string(request.open->solution.index) + "." +
                                                 std::to_string(request.step)
                                           : "solutions";
    asked.seed = seedOf(m_options.seed, request.problem->id, which);
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
    if (!request.open)
        return takeSolution(request, std::move(written));
    const auto turn = readPolicyTurn(m_form, request.prefix + written.text);
    request.got.correct += turn && sameAnswer(turn->answer, request.problem->answer) ? 1 : 0;
    if (++request.got.total == m_options.rollouts)
        settle(request);
}

void Synthesis::takeSolution(const Request& request, Written&& written)
{
    if (!request.problem->done.insert(written.rollout).second)
        return; // an earlier start has it, or it stood before the call was cut short
    Synthesised solution{request.problem->id,
                         written.rollout,
                         std::move(written.text),
                         {},
                         {},
                         {},
                         static_cast<std::int64_t>(written.logProbs.size()),
                         std::accumulate(written.logProbs.begin(), written.logProbs.end(), 0.0)};
    solution.turn = readPolicyTurn(m_form, solution.response);
    const bool graded = solution.turn && !request.problem->answer.empty();
    if (graded)
        solution.correct = sameAnswer(solution.turn->answer, request.problem->answer);
    if (graded && m_options.rollouts > 0)
        openEstimates(request.problem, std::move(solution));
    else
        m_made(std::move(solution));
}

void Synthesis::openEstimates(const std::shared_ptr<Problem>& problem, Synthesised&& solution)
{
    solution.estimates.resize(solution.turn->steps.size());
    const auto open = std::make_shared<Open>(Open{std::move(solution), 0});
    const std::vector<PolicyStep>& all = open->solution.turn->steps;
    open->missing = all.size();
    for (std::size_t k = 0; k < all.size(); ++k)
        m_waiting.push_back(
            {problem,
             open,
             k,
             renderPolicyTurn(m_form, {all.begin(), all.begin() + std::ptrdiff_t(k) + 1}, ""),
             {},
             false});
}

void Synthesis::settle(const Request& request)
{
    Open& open = *request.open;
    open.solution.estimates[request.step] = request.got;
    if (--open.missing == 0)
        m_made(std::move(open.solution));
}

// A prefix that cannot be continued (no room is left) has an estimate of 0 of 0.
void Synthesis::refuse(const Request& request, const EngineError& error)
{
    if (request.open)
        settle(request);
    else
        m_refused(request.problem->id, error);
}

} // namespace

SynthesisUsage synthesise(const PolicyForm& form, const SynthesisOptions& options,
                          const WriteFn& write, const NextProblem& next, const SynthesisedFn& made,
                          const RefusedFn& refused, std::stop_token stop)
{
    return Synthesis(form, options, next, made, refused).run(write, std::move(stop));
}

} // namespace steplight
