// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/listing.h"
#include "storage/query_parser.h"
#include "storage/reading.h"
#include "storage/sql.h"

#include <algorithm>

namespace steplight {
namespace {

/// Questions have a data set of their own; all else that a query asks is of traces.
bool asksDatasetsAlone(const QueryNode& node)
{
    if (node.kind == QueryNode::Kind::predicate)
        return node.predicate.kind == Predicate::Kind::word &&
               (node.predicate.key == "dataset" || node.predicate.key == "source");
    return node.kind != QueryNode::Kind::sameStep &&
           std::all_of(node.children.begin(), node.children.end(), asksDatasetsAlone);
}

void append(Project& project, std::vector<std::string>& ids, const std::string& select,
            const Condition& condition)
{
    Sql sql(project, select);
    for (const SqlValue& value : condition.values)
        sql.bind(value);
    while (sql.next())
        ids.push_back(sql.text(0));
}

} // namespace

std::vector<std::string> questionIds(Project& project, const std::string& query)
{
    std::vector<std::string> ids;
    const Condition condition = compileFor(project, query);
    append(project, ids,
           "SELECT q.id FROM (SELECT t.question, min(t.key) AS first FROM traces t WHERE " +
               condition.sql +
               " GROUP BY t.question) f JOIN questions q ON q.key = f.question ORDER BY f.first",
           condition);
    if (asksDatasetsAlone(parseQuery(query)))
        append(
            project, ids,
            "SELECT t.id FROM (SELECT q.key, q.id, q.dataset, NULL AS file FROM questions q WHERE"
            " NOT EXISTS (SELECT 1 FROM traces x WHERE x.question = q.key)) t WHERE " +
                condition.sql + " ORDER BY t.key",
            condition);
    return ids;
}

} // namespace steplight
