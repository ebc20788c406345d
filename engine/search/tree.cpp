// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/search/tree.h"

#include <algorithm>

namespace steplight::search {

std::vector<std::size_t> pathTo(const Tree& tree, std::size_t node)
{
    std::vector<std::size_t> path;
    for (; tree[node].parent >= 0; node = std::size_t(tree[node].parent))
        path.push_back(node);
    std::reverse(path.begin(), path.end());
    return path;
}

std::vector<PolicyStep> stepsTo(const Tree& tree, std::size_t node)
{
    std::vector<PolicyStep> steps;
    for (const std::size_t one : pathTo(tree, node))
        if (!tree[one].step.text.empty())
            steps.push_back(tree[one].step);
    return steps;
}

std::optional<Judged> judgedAt(const Tree& tree, std::size_t node, Rule rule)
{
    const Node& at = tree[node];
    return at.score ? std::optional(judge(rule, *at.score, at.askedTokens)) : std::nullopt;
}

std::vector<std::vector<std::size_t>> Growth::grow(std::span<const Wish> wishes)
{
    std::vector<Prefix> prefixes;
    for (const Wish& wish : wishes)
        prefixes.push_back(
            {stepsTo(tree, wish.node), tree[wish.node].written, wish.count, wish.key});
    const auto written = m_models.writeOn(prefixes);
    const std::size_t before = tree.size();
    std::vector<std::vector<std::size_t>> children;
    for (std::size_t i = 0; i < wishes.size(); ++i)
        children.push_back(join(wishes[i].node, written[i]));
    std::vector<std::size_t> stepped;
    for (std::size_t node = before; node < tree.size(); ++node)
        if (!tree[node].step.text.empty())
            stepped.push_back(node);
    score(stepped);
    return children;
}

std::vector<std::size_t> Growth::join(std::size_t parent, std::span<const Continuation> written)
{
    std::vector<std::size_t> children;
    double formed = 0;
    for (const Continuation& one : written) {
        cost.policyTokens += one.tokens;
        if (one.step.text.empty() && one.answer.empty())
            continue;
        ++formed;
        auto child = std::find_if(children.begin(), children.end(), [&](std::size_t known) {
            const Node& node = tree[known];
            return node.step.perception == one.step.perception && node.step.text == one.step.text &&
                   node.answer == one.answer;
        });
        if (child == children.end()) {
            Node node;
            node.parent = std::int64_t(parent);
            node.step = one.step;
            node.answer = one.answer;
            node.written = tree[parent].written + one.tokens;
            if (one.step.text.empty()) {
                node.score = tree[parent].score;
                node.askedTokens = tree[parent].askedTokens;
            }
            child = children.insert(children.end(), tree.size());
            tree.push_back(std::move(node));
        }
        ++tree[*child].prior;
    }
    for (const std::size_t child : children)
        tree[child].prior /= formed;
    return children;
}

void Growth::score(std::span<const std::size_t> nodes)
{
    if (nodes.empty())
        return;
    std::vector<std::vector<std::string>> beginnings;
    for (const std::size_t node : nodes) {
        beginnings.emplace_back();
        for (const PolicyStep& step : stepsTo(tree, node))
            beginnings.back().push_back(step.text);
    }
    const auto scores = m_models.score(beginnings);
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (scores[i]) {
            tree[nodes[i]].score = scores[i]->plus.back();
            tree[nodes[i]].askedTokens = scores[i]->askedTokens;
            cost.prmTokens += scores[i]->tokens;
        }
}

} // namespace steplight::search
