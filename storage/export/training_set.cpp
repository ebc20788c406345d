// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/training_set.h"

#include "storage/identity.h"

#include <algorithm>

namespace steplight {

const std::vector<std::string>& trainingSets()
{
    static const std::vector<std::string> sets{"full", "balanced", "ablation"};
    return sets;
}

RowKind kindOf(const std::vector<bool>& signs, const std::vector<Step>& steps)
{
    if (signs.back())
        return RowKind::correct;
    return steps[signs.size() - 1].section == Section::perception ? RowKind::perceptionError
                                                                  : RowKind::reasoningError;
}

void Balance::add(std::int64_t trace, std::string_view traceId, RowKind kind)
{
    constexpr std::size_t letters = 16;
    m_rows[std::size_t(kind)].push_back(
        {sha256(std::string("balanced ").append(traceId)).substr(0, letters), trace});
}

std::unordered_set<std::int64_t> Balance::chosen()
{
    const std::size_t most = m_rows[std::size_t(RowKind::reasoningError)].size();
    auto& perception = m_rows[std::size_t(RowKind::perceptionError)];
    const std::size_t n = std::min(most, perception.size());
    std::nth_element(perception.begin(), perception.begin() + std::ptrdiff_t(n), perception.end(),
                     [](const Row& a, const Row& b) { return a.hash < b.hash; });
    perception.resize(n);
    std::unordered_set<std::int64_t> traces;
    for (const auto& rows : m_rows)
        for (const Row& row : rows)
            traces.insert(row.trace);
    return traces;
}

} // namespace steplight
