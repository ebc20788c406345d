// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/query_sources.h"

#include "storage/records/estimate.h"
#include "storage/text_search.h"

namespace steplight {

namespace {

/// Of the row of sources: the whole name, the whole path, or the last part of the path.
Condition calledSource(const std::string& name)
{
    const std::string pattern = likePattern(name);
    return {"(name = ? OR model = ? OR model LIKE ? ESCAPE '\\')",
            {name, name, "%/" + pattern.substr(1, pattern.size() - 2)}};
}

/// Those of the column's bits that stand for such a source.
std::string bitsOf(const std::string& column, const Condition& source)
{
    return column + " & (SELECT ifnull(sum(DISTINCT 1 << min(key, 62)), 0) FROM sources WHERE " +
           source.sql + ")";
}

/// A source that is so (a condition on sources) has its bit in the column of t; where the bit is
/// shared by several, the estimates tell.
Condition fromSource(const std::string& column, const Condition& source, const std::string& also)
{
    const std::string bits = bitsOf(column, source);
    Condition condition{"(" + bits + ") AND ((" + bits +
                            ") & ((1 << 62) - 1) OR EXISTS (SELECT 1 FROM estimates e WHERE"
                            " e.trace = t.key" +
                            also + " AND e.source IN (SELECT key FROM sources WHERE " + source.sql +
                            ")))",
                        {}};
    for (int time = 0; time < 3; ++time)
        condition.values.insert(condition.values.end(), source.values.begin(), source.values.end());
    return condition;
}

} // namespace

Condition valueOnStep(const std::string& key, const std::string& source)
{
    if (source.empty())
        return {"s." + key, {}};
    const Condition called = calledSource(source);
    const auto kind = std::to_string(static_cast<int>(*estimateKindFromWord(key)));
    return {"(SELECT e.value FROM estimates e JOIN sources o ON o.key = e.source"
            " WHERE e.trace = s.trace AND e.step = s.step AND e.kind = " +
                kind + " AND e.value IS NOT NULL AND " + called.sql +
                " ORDER BY e.source DESC LIMIT 1)",
            called.values};
}

Condition mayBeSaidBy(const std::string& key, const std::string& source)
{
    const Condition called = calledSource(source);
    return {"(" + bitsOf(key == "prm" ? "t.prm_sources" : "t.sources", called) + ")",
            called.values};
}

Condition estimatedBy(const std::string& part)
{
    return fromSource("t.sources",
                      {"(name LIKE ? ESCAPE '\\' OR model LIKE ? ESCAPE '\\')",
                       {likePattern(part), likePattern(part)}},
                      "");
}

Condition scoredBy(const std::string& model)
{
    return fromSource("t.prm_sources", calledSource(model),
                      " AND e.kind = 2 AND e.value IS NOT NULL");
}

} // namespace steplight
