// SPDX-License-Identifier: GPL-3.0-or-later
// OmegaPRM (arXiv 2406.06592, §3.3): a pool of the wrong rollouts of every prefix that is neither
// hopeless nor certain; of the one with the greatest Q + U the first error is searched, and what
// was written from the prefixes on the way joins the pool. A problem's solutions are the rollouts
// of the root. Unlike there, a prefix that two wrong rollouts share is weighed once, and of two
// that say the same one is a candidate.
#include "engine/policy/estimation.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace steplight {
namespace {

class Tree : public Estimation
{
public:
    Tree(const PolicyForm& form, const SynthesisOptions& options,
         std::vector<Synthesised>&& solutions);
    std::vector<Prefix> next() override;
    void take(const Prefix& prefix, Weighed&& weighed) override;
    void finish(const SynthesisNews& news) override;

private:
    struct Node {
        std::vector<PolicyStep> steps; // from the question on
        std::string written;           // they
        Weighed weighed;
        std::int64_t visits = 0;
        std::optional<double> prior;
    };
    struct Candidate { // a wrong rollout
        std::size_t node, rollout;
        PolicyTurn turn; // with the node's steps
    };
    struct Search {
        std::int64_t path; // index of the solution
        std::vector<PolicyStep> steps;
        double prior;
        FirstErrorSearch error;
    };

    void add(Node&& node);
    double quality(const Candidate& candidate) const;
    bool begin();
    std::int64_t pathOf(const Candidate& candidate);
    std::string written(const std::vector<PolicyStep>& steps, std::size_t count) const;
    void estimate(Synthesised& solution) const;
    SearchNodes linked();

    const PolicyForm& m_form;
    const SynthesisOptions& m_options;
    std::vector<Synthesised>
        m_solutions; // the problem's, then those that were searched beside them
    std::vector<Node> m_nodes;
    std::map<std::string, std::size_t> m_byText; // nodes
    std::vector<Candidate> m_pool;
    std::set<std::string> m_pooled; // what has ever been in it
    std::optional<Search> m_search;
    std::int64_t m_searches = 0; // begun: the sum of N
};

Tree::Tree(const PolicyForm& form, const SynthesisOptions& options,
           std::vector<Synthesised>&& solutions)
    : m_form(form), m_options(options), m_solutions(std::move(solutions))
{
    Node root;
    for (const Synthesised& one : m_solutions) {
        const bool right = one.correct.value_or(false); // without the form it is wrong
        root.weighed.rollouts.push_back({one.response, right, one.tokens, one.logProb});
        root.weighed.estimate.correct += right ? 1 : 0;
        ++root.weighed.estimate.total;
    }
    add(std::move(root));
}

std::string Tree::written(const std::vector<PolicyStep>& steps, std::size_t count) const
{
    return renderPolicyTurn(m_form, {steps.begin(), steps.begin() + std::ptrdiff_t(count)}, "");
}

void Tree::add(Node&& node)
{
    const std::size_t at = m_nodes.size();
    const auto [correct, total] = node.weighed.estimate;
    for (std::size_t i = 0; 0 < correct && correct < total && i < node.weighed.rollouts.size();
         ++i) {
        const Continuation& rollout = node.weighed.rollouts[i];
        auto turn =
            rollout.correct ? std::nullopt : readPolicyTurn(m_form, node.written + rollout.text);
        if (turn && m_pooled.insert(written(turn->steps, turn->steps.size())).second)
            m_pool.push_back({at, i, std::move(*turn)});
    }
    m_byText.emplace(node.written, at);
    m_nodes.push_back(std::move(node));
}

double Tree::quality(const Candidate& candidate) const
{
    const auto& [estimate, rollouts] = m_nodes[candidate.node].weighed;
    const double mc = double(estimate.correct) / double(estimate.total);
    return std::pow(m_options.search.alpha, 1 - mc) *
           std::pow(m_options.search.beta,
                    double(rollouts[candidate.rollout].tokens) / m_options.search.length);
}

/// The next search, of the best candidate; on a tie of the one that came first.
bool Tree::begin()
{
    if (m_pool.empty() || m_searches == m_options.search.searches)
        return false;
    const double root = std::sqrt(double(m_searches));
    const auto score = [&](const Candidate& one) {
        return quality(one) +
               m_options.search.exploration * root / double(1 + m_nodes[one.node].visits);
    };
    const auto best = std::max_element(
        m_pool.begin(), m_pool.end(),
        [&](const Candidate& one, const Candidate& other) { return score(one) < score(other); });
    const Candidate chosen = std::move(*best);
    m_pool.erase(best);
    Node& node = m_nodes[chosen.node];
    m_search.emplace(Search{pathOf(chosen), chosen.turn.steps, quality(chosen),
                            FirstErrorSearch(node.steps.size(), chosen.turn.steps.size())});
    ++node.visits;
    ++m_searches;
    return true;
}

std::int64_t Tree::pathOf(const Candidate& candidate)
{
    if (candidate.node == 0)
        return std::int64_t(candidate.rollout);
    const Node& node = m_nodes[candidate.node];
    const Continuation& rollout = node.weighed.rollouts[candidate.rollout];
    const auto index = std::int64_t(m_solutions.size());
    m_solutions.push_back({m_solutions.front().problem,
                           index,
                           node.written + rollout.text,
                           candidate.turn,
                           false,
                           {},
                           rollout.tokens,
                           rollout.logProb});
    return index;
}

std::vector<Estimation::Prefix> Tree::next()
{
    for (; m_search || begin(); m_search.reset())
        while (const auto steps = m_search->error.next()) {
            Prefix prefix{std::to_string(m_search->path) + "." + std::to_string(*steps - 1), *steps,
                          written(m_search->steps, *steps)};
            const auto known = m_byText.find(prefix.written);
            if (known == m_byText.end())
                return {std::move(prefix)};
            m_search->error.take(*steps, m_nodes[known->second].weighed.estimate.correct > 0);
        }
    return {};
}

void Tree::take(const Prefix& prefix, Weighed&& weighed)
{
    m_search->error.take(prefix.steps, weighed.estimate.correct > 0);
    const auto begin = m_search->steps.begin();
    add({{begin, begin + std::ptrdiff_t(prefix.steps)},
         prefix.written,
         std::move(weighed),
         0,
         m_search->prior});
}

void Tree::estimate(Synthesised& solution) const
{
    for (std::size_t k = 1; solution.turn && k <= solution.turn->steps.size(); ++k) {
        const auto node = m_byText.find(written(solution.turn->steps, k));
        solution.estimates.push_back(
            node == m_byText.end() ? Estimate{} : m_nodes[node->second].weighed.estimate);
    }
}

SearchNodes Tree::linked()
{
    std::erase_if(m_nodes, [](const Node& node) { // there was no room to write on
        return node.weighed.estimate.total == 0;
    });
    std::stable_sort(m_nodes.begin(), m_nodes.end(), [](const Node& one, const Node& other) {
        return one.steps.size() < other.steps.size();
    });
    SearchNodes all{m_solutions.front().problem, 0, {}};
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        Node& node = m_nodes[i];
        std::int64_t parent = std::int64_t(i) - 1;
        const auto begins = [&](const Node& other) {
            return other.steps.size() < node.steps.size() &&
                   std::equal(other.steps.begin(), other.steps.end(), node.steps.begin());
        };
        while (parent >= 0 && !begins(m_nodes[std::size_t(parent)]))
            --parent;
        const std::size_t shared = parent < 0 ? 0 : m_nodes[std::size_t(parent)].steps.size();
        if (!m_options.keepRollouts)
            node.weighed.rollouts.clear();
        all.nodes.push_back({parent,
                             {node.steps.begin() + std::ptrdiff_t(shared), node.steps.end()},
                             node.weighed.estimate,
                             node.visits,
                             node.prior,
                             std::move(node.weighed.rollouts)});
    }
    return all;
}

void Tree::finish(const SynthesisNews& news)
{
    for (Synthesised& solution : m_solutions)
        estimate(solution);
    const std::string problem = m_solutions.front().problem;
    if (news.nodes)
        news.nodes(linked());
    for (Synthesised& solution : m_solutions)
        news.made(std::move(solution));
    if (news.grown)
        news.grown(problem);
}

} // namespace

std::unique_ptr<Estimation> treeEstimation(const PolicyForm& form, const SynthesisOptions& options,
                                           std::vector<Synthesised>&& solutions)
{
    return std::make_unique<Tree>(form, options, std::move(solutions));
}

} // namespace steplight
