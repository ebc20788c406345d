// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/search/levels.h"

#include <algorithm>
#include <iterator>

namespace steplight::search {
namespace {

using Nodes = std::vector<std::size_t>;

class Levels
{
public:
    Levels(const std::string& name, const Widths& widths, Rule rule, const Models& models)
        : m_name(name), m_widths(widths), m_rule(rule), m_growth(models),
          m_kept(std::size_t(widths.groups), Nodes{0})
    {
    }

    Found run()
    {
        for (std::int64_t level = 0; level < m_widths.depth && descend(); ++level)
            continue;
        const auto leaf = best();
        return {std::move(m_growth.tree), leaf, m_growth.cost};
    }

private:
    bool descend();
    void keepBest(Nodes& candidates) const;
    std::optional<std::size_t> best() const;
    bool finished(std::size_t node) const { return !m_growth.tree[node].answer.empty(); }

    const std::string& m_name;
    const Widths& m_widths;
    Rule m_rule;
    Growth m_growth;
    std::vector<Nodes> m_kept; // by group, the best first
};

// False when nothing is open.
bool Levels::descend()
{
    std::vector<Growth::Wish> wishes;
    std::vector<std::size_t> groups; // of the wishes
    std::vector<Nodes> candidates(m_kept.size());
    for (std::size_t group = 0; group < m_kept.size(); ++group)
        for (const std::size_t node : m_kept[group]) {
            if (finished(node)) {
                candidates[group].push_back(node);
                continue;
            }
            const std::int64_t count = m_widths.expand * (node == 0 ? m_widths.keep : 1);
            wishes.push_back(
                {node, count, m_name + ' ' + std::to_string(group) + ' ' + std::to_string(node)});
            groups.push_back(group);
        }
    if (wishes.empty())
        return false;
    const auto children = m_growth.grow(wishes);
    for (std::size_t i = 0; i < wishes.size(); ++i)
        candidates[groups[i]].insert(candidates[groups[i]].end(), children[i].begin(),
                                     children[i].end());
    for (Nodes& group : candidates)
        keepBest(group);
    m_kept = std::move(candidates);
    return true;
}

void Levels::keepBest(Nodes& candidates) const
{
    const auto rank = [&](std::size_t node) {
        const auto judged = judgedAt(m_growth.tree, node, m_rule);
        return judged ? std::optional(rankOf(*judged)) : std::nullopt; // unset is below all
    };
    std::stable_sort(candidates.begin(), candidates.end(),
                     [&](std::size_t a, std::size_t b) { return rank(a) > rank(b); });
    candidates.resize(std::min(candidates.size(), std::size_t(m_widths.keep)));
}

std::optional<std::size_t> Levels::best() const
{
    Nodes ends;
    for (const Nodes& group : m_kept)
        std::copy_if(group.begin(), group.end(), std::back_inserter(ends),
                     [&](std::size_t node) { return finished(node); });
    std::sort(ends.begin(), ends.end()); // the first seen first, whichever its group
    std::vector<std::optional<Judged>> judged;
    for (const std::size_t node : ends)
        judged.push_back(judgedAt(m_growth.tree, node, m_rule));
    return ends.empty() ? std::nullopt : std::optional(ends[choose(judged)]);
}

} // namespace

Found searchLevels(const std::string& name, const Widths& widths, Rule rule, const Models& models)
{
    return Levels(name, widths, rule, models).run();
}

} // namespace steplight::search
