// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/queries.h"

#include "storage/query_parser.h"
#include "storage/query_sql.h"

#include <algorithm>

namespace steplight {

namespace {

void append(Condition& condition, const Condition& part)
{
    condition.sql += "(" + part.sql + ")";
    condition.values.insert(condition.values.end(), part.values.begin(), part.values.end());
}

template <class Compile>
Condition joined(const QueryNode& node, const char* conjunction, const Compile& compile)
{
    Condition condition;
    for (const auto& child : node.children) {
        if (!condition.sql.empty())
            condition.sql += conjunction;
        append(condition, compile(child));
    }
    return condition;
}

Condition negated(const Condition& inner)
{
    Condition condition{"NOT coalesce", {}};
    condition.sql += "((" + inner.sql + "), 0)";
    condition.values = inner.values;
    return condition;
}

Condition compileStep(const QueryNode& node)
{
    switch (node.kind) {
    case QueryNode::Kind::all:
        return joined(node, " AND ", compileStep);
    case QueryNode::Kind::either:
        return joined(node, " OR ", compileStep);
    case QueryNode::Kind::negation:
        return negated(compileStep(node.children.front()));
    case QueryNode::Kind::sameStep:
    case QueryNode::Kind::predicate:
        break;
    }
    return stepCondition(node.predicate);
}

/// What any(node) asks of the trace at the least, answered by the trace's own columns: it spares
/// looking at the steps of most traces.
Condition compileNecessary(const QueryNode& node)
{
    switch (node.kind) {
    case QueryNode::Kind::all:
        return joined(node, " AND ", compileNecessary);
    case QueryNode::Kind::either:
        return joined(node, " OR ", compileNecessary);
    case QueryNode::Kind::negation:
    case QueryNode::Kind::sameStep:
        return {"1", {}};
    case QueryNode::Kind::predicate:
        break;
    }
    return necessaryCondition(node.predicate);
}

const QueryNode& onlyChild(const QueryNode& node)
{
    const bool one = node.kind == QueryNode::Kind::all && node.children.size() == 1;
    return one ? onlyChild(node.children.front()) : node;
}

Condition compileTrace(const QueryNode& node, const QueryContext& context)
{
    const auto compile = [&](const QueryNode& child) { return compileTrace(child, context); };
    switch (node.kind) {
    case QueryNode::Kind::all:
        return node.children.empty() ? Condition{"1", {}} : joined(node, " AND ", compile);
    case QueryNode::Kind::either:
        return joined(node, " OR ", compile);
    case QueryNode::Kind::negation:
        return negated(compile(node.children.front()));
    case QueryNode::Kind::predicate:
        return traceCondition(node.predicate, context);
    case QueryNode::Kind::sameStep:
        break;
    }
    const QueryNode& inner = onlyChild(node.children.front());
    if (inner.kind == QueryNode::Kind::predicate && tellsOfSteps(inner.predicate))
        return traceCondition(inner.predicate, context);
    Condition condition;
    append(condition, compileNecessary(inner));
    condition.sql += " AND EXISTS (SELECT 1 FROM steps s WHERE s.trace = t.key AND ";
    append(condition, compileStep(inner));
    condition.sql += ")";
    return condition;
}

} // namespace

Condition compileQuery(std::string_view query, const QueryContext& context)
{
    return compileTrace(parseQuery(query), context);
}

void checkQuery(std::string_view query)
{
    parseQuery(query);
}

std::vector<QueryPart> queryParts(std::string_view query)
{
    const auto root = parseQuery(query);
    const bool several = root.kind == QueryNode::Kind::all;
    std::vector<QueryPart> parts;
    for (const auto& node : several ? root.children : std::vector<QueryNode>{root})
        parts.push_back({node.begin, node.end - node.begin});
    std::sort(parts.begin(), parts.end(),
              [](const QueryPart& a, const QueryPart& b) { return a.begin < b.begin; });
    // "any step" may enclose a condition on the trace: then they are one part.
    std::vector<QueryPart> apart;
    for (const auto& part : parts)
        if (!apart.empty() && part.begin < apart.back().begin + apart.back().length)
            apart.back().length =
                std::max(apart.back().begin + apart.back().length, part.begin + part.length) -
                apart.back().begin;
        else
            apart.push_back(part);
    return apart;
}

std::vector<Queue> builtInQueues()
{
    std::vector<Queue> queues;
    for (const auto& [name, query] : std::initializer_list<std::pair<const char*, const char*>>{
             {"against-judge", "|prm - judge| > .5"},
             {"disagree", "disagree"},
             {"dropped", "dropped"},
             {"convincing", "convincing"},
             {"lucky", "lucky"},
             {"judge-only", "judge-only"},
             {"low-confidence", "low-confidence"},
             {"unlabelled", "unlabelled"},
             {"mine", "mine"},
             {"adjudication", "rivals"},
             {"all", ""}})
        queues.push_back({name, query, true, -1, -1});
    return queues;
}

} // namespace steplight
