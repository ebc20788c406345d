// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/listing.h"
#include "storage/query_parser.h"
#include "storage/reading.h"
#include "storage/sql.h"

#include <algorithm>

namespace steplight {

bool leftWhileItHolds(const Queue& queue)
{
    const auto asksForRivals = [](const QueryNode& node) {
        return node.kind == QueryNode::Kind::predicate &&
               node.predicate.kind == Predicate::Kind::flag && node.predicate.key == "rivals";
    };
    try {
        const QueryNode whole = parseQuery(queue.query);
        return asksForRivals(whole) ||
               (whole.kind == QueryNode::Kind::all &&
                std::any_of(whole.children.begin(), whole.children.end(), asksForRivals));
    } catch (const QueryError&) {
        return false;
    }
}

void countQueue(Project& project, Queue& queue)
{
    const auto condition = compileFor(project, queue.query);
    Sql sql(project, "SELECT count(*), total(t.undecided) FROM traces t WHERE " + condition.sql);
    for (const auto& value : condition.values)
        sql.bind(value);
    sql.next();
    queue.count = sql.integer(0);
    queue.left = leftWhileItHolds(queue) ? queue.count : sql.integer(1);
}

std::vector<Queue> queues(Project& project, bool counted)
{
    auto all = builtInQueues();
    {
        Sql sql(project, "SELECT name, query FROM queues ORDER BY name");
        while (sql.next())
            all.push_back({sql.text(0), sql.text(1), false, -1, -1});
    }
    if (counted)
        for (auto& queue : all)
            countQueue(project, queue);
    return all;
}

Queue firstQueue(Project& project)
{
    const auto all = builtInQueues();
    return traceIds(project, {all.front().query}, 1).empty() ? all.back() : all.front();
}

} // namespace steplight
