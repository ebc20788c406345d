// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/trees.h"

#include "storage/content_keys.h"
#include "storage/estimate_rows.h"
#include "storage/reading.h"
#include "storage/sql.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace steplight {

namespace {

using Json = nlohmann::json;

/// Bytes that are not UTF-8 become U+FFFD.
std::string written(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string stepsJson(const std::vector<Step>& steps)
{
    Json all = Json::array();
    for (const Step& step : steps)
        all.push_back({step.section == Section::perception ? 0 : 1, step.text});
    return written(all);
}

std::string rolloutsJson(const std::vector<TreeNode::Rollout>& rollouts)
{
    Json all = Json::array();
    for (const auto& rollout : rollouts)
        all.push_back({rollout.text, rollout.right, rollout.tokens});
    return written(all);
}

std::vector<Step> stepsFrom(const std::string& json)
{
    std::vector<Step> steps;
    for (const Json& step : Json::parse(json))
        steps.push_back({step.at(0).get<int>() == 0 ? Section::perception : Section::reasoning,
                         step.at(1).get<std::string>()});
    return steps;
}

std::vector<TreeNode::Rollout> rolloutsFrom(const std::string& json)
{
    std::vector<TreeNode::Rollout> rollouts;
    for (const Json& one : Json::parse(json))
        rollouts.push_back(
            {one.at(0).get<std::string>(), one.at(1).get<bool>(), one.at(2).get<int>()});
    return rollouts;
}

std::int64_t treeKey(Project& project, const SearchTree& tree)
{
    const auto question = findQuestionKey(project, tree.questionId);
    if (!question)
        throw StorageError("no-such-question", "There is no question " + tree.questionId +
                                                   " in the project; add it before its trees.");
    const auto source = sourceKey(project, tree.source);
    if (const auto key = firstInteger(
            project, "SELECT key FROM trees WHERE question = ? AND source = ? AND number = ?",
            *question, source, tree.number))
        return *key;
    return *firstInteger(
        project, "INSERT INTO trees (question, source, number) VALUES (?, ?, ?) RETURNING key",
        *question, source, tree.number);
}

int addNode(Project& project, std::int64_t tree, const TreeNode& node)
{
    const bool root = node.node == 0;
    if (root)
        runSql(project, "DELETE FROM nodes WHERE tree = ?", tree);
    else if (node.parent >= node.node ||
             !firstInteger(project, "SELECT 1 FROM nodes WHERE tree = ? AND node = ?", tree,
                           node.parent))
        return 0;
    return runSql(
        project, "INSERT INTO nodes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        tree, node.node, root ? std::nullopt : std::optional(node.parent), stepsJson(node.steps),
        node.value, node.won, node.drawn, node.visits, node.prior, rolloutsJson(node.rollouts));
}

/// Whether these are the trace's steps from `at` on.
bool goOn(const std::vector<Step>& steps, const std::vector<Step>& trace, std::size_t at)
{
    return at + steps.size() <= trace.size() &&
           std::equal(steps.begin(), steps.end(), trace.begin() + static_cast<std::ptrdiff_t>(at),
                      [](const Step& one, const Step& other) {
                          return one.section == other.section && one.text == other.text;
                      });
}

} // namespace

int addNodes(Project& project, const SearchTree& tree)
{
    return project.transact([&] {
        const auto key = treeKey(project, tree);
        int leftOut = static_cast<int>(tree.nodes.size());
        for (const TreeNode& node : tree.nodes)
            leftOut -= addNode(project, key, node);
        return leftOut;
    });
}

std::vector<SearchTree> searchTrees(Project& project, std::string_view questionId)
{
    std::vector<SearchTree> trees;
    std::int64_t last = 0;
    Sql sql(project,
            "SELECT t.number, s.name, s.model, s.model_hash, s.profile, s.run, n.parent, n.steps,"
            " n.value, n.won, n.drawn, n.visits, n.prior, n.rollouts, n.node, t.key"
            " FROM trees t JOIN sources s ON s.key = t.source JOIN nodes n ON n.tree = t.key"
            " JOIN questions q ON q.key = t.question WHERE q.id = ?"
            " ORDER BY t.source, t.number, n.node",
            questionId);
    while (sql.next()) {
        if (std::exchange(last, sql.integer(15)) != sql.integer(15))
            trees.push_back({std::string(questionId),
                             {sql.text(1), sql.text(2), sql.text(3), sql.text(4), sql.text(5)},
                             sql.number(0),
                             {}});
        trees.back().nodes.push_back({sql.number(14), sql.null(6) ? -1 : sql.number(6),
                                      stepsFrom(sql.text(7)), sql.maybeReal(8), sql.number(9),
                                      sql.number(10), sql.number(11), sql.maybeReal(12),
                                      rolloutsFrom(sql.text(13))});
    }
    return trees;
}

std::vector<NodeOnTrace> nodesOnTrace(Project& project, std::string_view traceId)
{
    const std::vector<Step> steps = traceSteps(project, traceId);
    std::vector<NodeOnTrace> found;
    for (const SearchTree& tree : searchTrees(project, traceQuestion(project, traceId).id)) {
        std::map<int, std::size_t> ends; // of the nodes whose prefix is the trace's: its length
        for (const TreeNode& node : tree.nodes) {
            const auto parent = ends.find(node.parent);
            if (node.node == 0)
                ends[0] = 0;
            else if (parent != ends.end() && goOn(node.steps, steps, parent->second)) {
                const std::size_t end = ends[node.node] = parent->second + node.steps.size();
                found.push_back({static_cast<int>(end) - 1, tree.source, tree.number, node.node});
            }
        }
    }
    return found;
}

} // namespace steplight
