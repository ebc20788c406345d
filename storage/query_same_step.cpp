// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/query_same_step.h"

#include "storage/query_reader.h"
#include "storage/query_words.h"

#include <algorithm>
#include <iterator>

namespace steplight {

namespace {

bool isVerdict(const Predicate& predicate)
{
    const auto word = lower(predicate.value);
    return predicate.kind == Predicate::Kind::text && !predicate.quoted &&
           (word == "wrong" || word == "right");
}

/// The conditions that "any step" can gather: none that is about the trace.
bool fitsStep(const QueryNode& node, bool textToo)
{
    if (node.kind == QueryNode::Kind::sameStep)
        return false;
    if (node.kind != QueryNode::Kind::predicate)
        return std::all_of(node.children.begin(), node.children.end(),
                           [](const QueryNode& child) { return fitsStep(child, true); });
    const auto& predicate = node.predicate;
    return predicate.kind == Predicate::Kind::text ? textToo || isVerdict(predicate)
                                                   : problemWith(predicate, true).empty();
}

/// Beside "any step" the bare words wrong and right are verdicts, not text.
void readVerdicts(QueryNode& node)
{
    for (auto& child : node.children)
        readVerdicts(child);
    if (node.kind == QueryNode::Kind::predicate && isVerdict(node.predicate)) {
        node.predicate.kind = Predicate::Kind::word;
        node.predicate.key = "step";
        node.predicate.value = lower(node.predicate.value);
    }
}

} // namespace

bool gatherSameStep(QueryNode& node, std::size_t from, std::size_t to, bool textToo,
                    std::size_t begin, std::size_t end)
{
    const auto first = node.children.begin() + static_cast<std::ptrdiff_t>(from);
    const auto last = node.children.begin() + static_cast<std::ptrdiff_t>(to);
    const auto rest = std::stable_partition(
        first, last, [&](const QueryNode& child) { return !fitsStep(child, textToo); });
    if (rest == last)
        return false;
    QueryNode inner{QueryNode::Kind::all, {}, {}, begin, end};
    inner.children.assign(std::make_move_iterator(rest), std::make_move_iterator(last));
    QueryNode step{QueryNode::Kind::sameStep, {}, {}, begin, end};
    for (auto& child : inner.children) {
        readVerdicts(child);
        step.begin = std::min(step.begin, child.begin);
        step.end = std::max(step.end, child.end);
    }
    step.children.push_back(std::move(inner));
    node.children.insert(node.children.erase(rest, last), std::move(step));
    return true;
}

} // namespace steplight
