// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/forest.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "engine/core/error.h"

namespace steplight {
namespace {

class Growing
{
public:
    Growing(const Config& config, std::span<const Path> paths) : m_config(config), m_paths(paths)
    {
        m_forest.chains.resize(paths.size());
        m_order.resize(paths.size());
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
        std::stable_sort(m_order.begin(), m_order.end(), [&](std::size_t a, std::size_t b) {
            if (paths[a].imageKey != paths[b].imageKey)
                return paths[a].imageKey < paths[b].imageKey;
            return std::lexicographical_compare(paths[a].ids.begin(), paths[a].ids.end(),
                                                paths[b].ids.begin(), paths[b].ids.end());
        });
    }

    Forest grow()
    {
        split(
            0, m_order.size(),
            [&](std::size_t a, std::size_t b) { return at(a).imageKey == at(b).imageKey; },
            [&](std::size_t first, std::size_t last) { branch(first, last, 0, std::nullopt); });
        return std::move(m_forest);
    }

private:
    const Path& at(std::size_t place) const { return m_paths[m_order[place]]; }

    // Calls `act` for each longest run of [first, last) that is alike.
    template <class Alike, class Act>
    static void split(std::size_t first, std::size_t last, const Alike& alike, const Act& act)
    {
        for (std::size_t end; first < last; first = end) {
            for (end = first + 1; end < last && alike(first, end);)
                ++end;
            act(first, end);
        }
    }

    // Where the images of a path end: before it nothing can branch off.
    std::size_t afterImages(const Path& path) const
    {
        const auto last = std::find(path.ids.rbegin(), path.ids.rend(), m_config.imageToken);
        return static_cast<std::size_t>(path.ids.rend() - last);
    }

    // Paths [first, last) of the order, which agree up to `start` and hang below `parent`.
    void branch(std::size_t first, std::size_t last, std::size_t start,
                std::optional<std::size_t> parent)
    {
        const auto a = at(first).ids, b = at(last - 1).ids; // sorted: the least alike two
        const auto end = static_cast<std::size_t>(
            std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
        const bool whole = parent || end >= afterImages(at(first)) || last - first == 1;
        if (whole && end > start) {
            parent = addNode(first, last, a.subspan(start, end - start), parent);
            start = end;
        }
        while (first < last && at(first).ids.size() == end)
            ++first; // these end here
        split(
            first, last,
            [&](std::size_t x, std::size_t y) { return at(x).ids[end] == at(y).ids[end]; },
            [&](std::size_t x, std::size_t y) { branch(x, y, start, parent); });
    }

    std::size_t addNode(std::size_t first, std::size_t last, std::span<const std::int64_t> ids,
                        std::optional<std::size_t> parent)
    {
        const std::size_t node = m_forest.nodes.size();
        m_forest.nodes.push_back({{ids.begin(), ids.end()}, parent.value_or(node), {}});
        if (!parent) {
            m_forest.nodes.back().grids.assign(at(first).grids.begin(), at(first).grids.end());
            m_forest.firstOfRoot.push_back(m_order[first]);
        }
        for (std::size_t i = first; i < last; ++i)
            m_forest.chains[m_order[i]].push_back(node);
        return node;
    }

    const Config& m_config;
    std::span<const Path> m_paths;
    std::vector<std::size_t> m_order; // sorted, so that paths that begin alike lie together
    Forest m_forest;
};

} // namespace

std::int64_t Forest::row(std::size_t path, std::int64_t index) const
{
    for (const std::size_t node : chains[path]) {
        const auto size = static_cast<std::int64_t>(nodes[node].ids.size());
        if (index < size)
            return std::accumulate(nodes.begin(), nodes.begin() + static_cast<std::ptrdiff_t>(node),
                                   index, [](std::int64_t sum, const Node& n) {
                                       return sum + static_cast<std::int64_t>(n.ids.size());
                                   });
        index -= size;
    }
    throw EngineError("input", "A row lies behind the end of its trace.");
}

Forest share(const Config& config, std::span<const Path> paths)
{
    for (const Path& path : paths)
        if (path.ids.empty())
            throw EngineError("input", "A trace has no tokens.");
    return Growing(config, paths).grow();
}

} // namespace steplight
