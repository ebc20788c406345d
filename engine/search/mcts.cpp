// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/search/mcts.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace steplight::search {
namespace {

class Visits
{
public:
    Visits(const Simulations& simulations, Rule rule, const Models& models)
        : m_simulations(simulations), m_rule(rule), m_growth(models)
    {
    }

    Found run()
    {
        for (std::int64_t i = 0; i < m_simulations.count; ++i)
            simulate();
        const auto leaf = answer();
        return {std::move(m_growth.tree), leaf, m_growth.cost};
    }

private:
    using Nodes = std::vector<std::size_t>;

    void simulate();
    void grow(const Nodes& path);
    const Nodes& childrenOf(std::size_t node);
    bool isDead(std::size_t node);
    std::size_t likeliest(std::size_t parent);
    std::size_t mostVisited(std::size_t parent);
    std::optional<std::size_t> answer();

    const Simulations& m_simulations;
    Rule m_rule;
    Growth m_growth;
    std::vector<std::optional<Nodes>> m_children; // by node; unset: not grown yet
};

const Visits::Nodes& Visits::childrenOf(std::size_t node)
{
    static const Nodes none;
    m_children.resize(m_growth.tree.size());
    return m_children[node] ? *m_children[node] : none;
}

// It was grown and nothing came of it: no solution goes through it.
bool Visits::isDead(std::size_t node)
{
    return m_growth.tree[node].answer.empty() && childrenOf(node).empty() && m_children[node];
}

// The last of the path from the root, unless there is nothing more to write.
void Visits::grow(const Nodes& path)
{
    const std::size_t node = path.back();
    const bool deep = std::int64_t(path.size()) > m_simulations.depth;
    m_children.resize(m_growth.tree.size());
    if (m_children[node] || deep || !m_growth.tree[node].answer.empty())
        return;
    const Growth::Wish wish{node, m_simulations.expand,
                            std::string("mcts ").append(std::to_string(node))};
    m_children[node] = m_growth.grow({&wish, 1}).front();
}

void Visits::simulate()
{
    Nodes path{0};
    while (!childrenOf(path.back()).empty())
        path.push_back(likeliest(path.back()));
    const std::size_t end = path.back();
    grow(path);
    const bool dead = m_growth.tree[end].answer.empty() && childrenOf(end).empty();
    const double worth = dead ? 0 : m_growth.tree[end].score.value_or(0);
    for (const std::size_t node : path) {
        Node& passed = m_growth.tree[node];
        ++passed.visits;
        if (node != 0)
            passed.value += (worth - passed.value) / double(passed.visits);
    }
}

std::size_t Visits::likeliest(std::size_t parent)
{
    const Tree& tree = m_growth.tree;
    const auto bound = [&](std::size_t node) {
        const Node& child = tree[node];
        const double q = child.visits > 0 ? child.value : child.score.value_or(0);
        return q + m_simulations.puct * child.prior * std::sqrt(double(tree[parent].visits)) /
                       double(1 + child.visits);
    };
    const Nodes& children = childrenOf(parent);
    return *std::max_element(children.begin(), children.end(),
                             [&](std::size_t a, std::size_t b) { return bound(a) < bound(b); });
}

std::size_t Visits::mostVisited(std::size_t parent)
{
    const Tree& tree = m_growth.tree;
    const Nodes& children = childrenOf(parent);
    const auto rank = [&](std::size_t node) {
        return std::tuple(!isDead(node), tree[node].visits, tree[node].value);
    };
    const std::size_t most =
        *std::max_element(children.begin(), children.end(),
                          [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    if (tree[most].visits > 0)
        return most;
    std::vector<std::optional<Judged>> judged;
    for (const std::size_t child : children)
        judged.push_back(judgedAt(tree, child, m_rule));
    return children[choose(judged)];
}

std::optional<std::size_t> Visits::answer()
{
    Nodes path{0};
    while (m_growth.tree[path.back()].answer.empty()) {
        grow(path);
        if (childrenOf(path.back()).empty())
            return std::nullopt;
        path.push_back(mostVisited(path.back()));
    }
    return path.back();
}

} // namespace

Found searchByVisits(const Simulations& simulations, Rule rule, const Models& models)
{
    return Visits(simulations, rule, models).run();
}

} // namespace steplight::search
