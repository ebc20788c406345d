// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/search/search.h"

#include "engine/search/levels.h"
#include "engine/search/mcts.h"

#include <algorithm>
#include <iterator>

namespace steplight::search {
namespace {

Found grown(Strategy strategy, const Options& o, const Models& models)
{
    if (strategy == Strategy::mcts)
        return searchByVisits({o.n, o.expand, o.depth, o.puct}, o.rule, models);
    const Widths widths = strategy == Strategy::greedy ? Widths{1, 1, o.n, o.depth}
                          : strategy == Strategy::beam ? Widths{1, o.beam, o.expand, o.depth}
                                                       : Widths{o.beam, 1, o.expand, o.depth};
    return searchLevels(std::string(nameOf(strategy)), widths, o.rule, models);
}

Result pooled(Strategy strategy, std::span<const Pooled> pool, Rule rule)
{
    const Chosen chosen = chooseFrom(strategy, pool, rule);
    Result result{strategy, std::int64_t(pool.size()), chosen.index, {}, {}, chosen.cost, {}};
    if (chosen.index)
        result.answer = pool[*chosen.index].solution.turn->answer;
    return result;
}

Result withTree(Strategy strategy, Found&& found)
{
    Result result{strategy, 0, {}, {}, {}, found.cost, {}};
    if (found.leaf) {
        result.path = pathTo(found.tree, *found.leaf);
        result.answer = found.tree[*found.leaf].answer;
    }
    result.tree = std::move(found.tree);
    return result;
}

} // namespace

Searched searchQuestion(const Options& options, const Models& models)
{
    Searched searched;
    std::vector<Strategy> wanted;
    std::copy_if(options.strategies.begin(), options.strategies.end(), std::back_inserter(wanted),
                 isPooled);
    const bool one = wanted == std::vector{Strategy::single};
    if (!wanted.empty())
        searched.pool = makePool(one ? 1 : options.n, wanted, models);
    const std::span<const Pooled> all(searched.pool);
    for (const Strategy strategy : options.strategies) {
        if (!isPooled(strategy)) {
            searched.results.push_back(withTree(strategy, grown(strategy, options, models)));
            continue;
        }
        const std::size_t most = strategy == Strategy::single ? 1 : all.size();
        for (std::size_t n = 1; n < most; n *= 2)
            searched.results.push_back(pooled(strategy, all.first(n), options.rule));
        searched.results.push_back(pooled(strategy, all.first(most), options.rule));
    }
    return searched;
}

} // namespace steplight::search
