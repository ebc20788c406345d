// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/protocol/searched_json.h"

#include "engine/protocol/trace_json.h"

namespace steplight::protocol {
namespace {

Json optional(const auto& value)
{
    return value ? Json(*value) : Json();
}

Json probability(const std::optional<double>& value)
{
    return value ? finite(*value) : Json();
}

Json jsonOf(const Searched::Pooled& one)
{
    Json scores = Json::array();
    for (const double score : one.scores)
        scores.push_back(finite(score));
    return {{"response", one.response},
            {"steps", protocol::jsonOf(one.steps)},
            {"answer", one.answer},
            {"correct", optional(one.correct)},
            {"scores", std::move(scores)},
            {"whole", probability(one.whole)},
            {"asked_tokens", one.askedTokens},
            {"tokens", one.tokens},
            {"log_prob", one.logProb ? finite(*one.logProb) : Json()}};
}

Json jsonOf(const Searched::Node& node)
{
    return {{"parent", node.parent},
            {"step", node.step.text.empty() ? Json() : protocol::jsonOf(node.step)},
            {"answer", node.answer},
            {"prior", finite(node.prior)},
            {"score", probability(node.score)},
            {"asked_tokens", node.askedTokens},
            {"visits", node.visits},
            {"value", finite(node.value)}};
}

Json jsonOf(const Searched::Choice& choice);

template <typename Part> Json listOf(const std::vector<Part>& parts)
{
    Json list = Json::array();
    for (const Part& part : parts)
        list.push_back(jsonOf(part));
    return list;
}

Json jsonOf(const Searched::Choice& choice)
{
    return {{"strategy", choice.strategy},
            {"n", choice.n},
            {"index", optional(choice.index)},
            {"path", choice.path},
            {"answer", choice.answer},
            {"correct", optional(choice.correct)},
            {"policy_tokens", choice.policyTokens},
            {"prm_tokens", choice.prmTokens},
            {"tree", listOf(choice.tree)}};
}

std::optional<bool> truthFrom(const Json& object, const char* name)
{
    const Json& value = field(object, name);
    if (!value.is_null() && !value.is_boolean())
        throw Error("malformed", std::string("field \"") + name + "\" is not true, false or null.");
    return value.is_null() ? std::nullopt : std::optional(value.get<bool>());
}

double probabilityFrom(const Json& value)
{
    if (!value.is_number() || !(value >= 0.0 && value <= 1.0))
        throw Error("malformed", "a score is not a number from 0 to 1.");
    return value.get<double>();
}

std::optional<double> scoreFrom(const Json& object, const char* name)
{
    const Json& value = field(object, name);
    return value.is_null() ? std::nullopt : std::optional(probabilityFrom(value));
}

/// Whole numbers from 0 to below `end`.
std::int64_t placeFrom(const Json& value, std::size_t end)
{
    if (!value.is_number_integer() || value < 0 || value >= std::int64_t(end))
        throw Error("malformed", "a search names a solution or a node that is not there.");
    return value.get<std::int64_t>();
}

Searched::Pooled pooledFrom(const Json& object)
{
    Searched::Pooled one;
    one.response = textField(object, "response");
    one.steps = stepsFrom(object);
    one.answer = textField(object, "answer");
    one.correct = truthFrom(object, "correct");
    for (const Json& value : arrayField(object, "scores"))
        one.scores.push_back(probabilityFrom(value));
    if (!one.scores.empty() && one.scores.size() != one.steps.size())
        throw Error("malformed", std::to_string(one.scores.size()) + " scores for " +
                                     std::to_string(one.steps.size()) + " steps.");
    one.whole = scoreFrom(object, "whole");
    one.askedTokens = countField(object, "asked_tokens");
    one.tokens = countField(object, "tokens");
    if (const auto found = object.find("log_prob"); found != object.end() && !found->is_null())
        one.logProb = numberField(object, "log_prob");
    return one;
}

Searched::Node nodeFrom(const Json& object, std::size_t place)
{
    Searched::Node node;
    const Json& parent = field(object, "parent");
    node.parent = place == 0 && parent == -1 ? -1 : placeFrom(parent, place);
    if (!field(object, "step").is_null())
        node.step = stepOf(objectField(object, "step"));
    node.answer = textField(object, "answer");
    node.prior = probabilityFrom(field(object, "prior"));
    node.score = scoreFrom(object, "score");
    node.askedTokens = countField(object, "asked_tokens");
    node.visits = countField(object, "visits");
    node.value = probabilityFrom(field(object, "value"));
    return node;
}

const Json& objectIn(const Json& value)
{
    if (!value.is_object())
        throw Error("malformed", "an entry of a search is not an object.");
    return value;
}

Searched::Choice choiceFrom(const Json& object, std::size_t pool)
{
    Searched::Choice choice;
    choice.strategy = textField(object, "strategy");
    choice.n = countField(object, "n");
    if (const Json& index = field(object, "index"); !index.is_null())
        choice.index = placeFrom(index, pool);
    for (const Json& node : arrayField(object, "tree"))
        choice.tree.push_back(nodeFrom(objectIn(node), choice.tree.size()));
    for (const Json& node : arrayField(object, "path"))
        choice.path.push_back(placeFrom(node, choice.tree.size()));
    choice.answer = textField(object, "answer");
    choice.correct = truthFrom(object, "correct");
    choice.policyTokens = countField(object, "policy_tokens");
    choice.prmTokens = countField(object, "prm_tokens");
    return choice;
}

} // namespace

Json jsonOf(const Searched& searched)
{
    return {{"type", "searched"},
            {"question", searched.question},
            {"pool", listOf(searched.pool)},
            {"choices", listOf(searched.choices)}};
}

Searched searchedFrom(const Json& object)
{
    Searched searched;
    searched.question = textField(object, "question");
    for (const Json& one : arrayField(object, "pool"))
        searched.pool.push_back(pooledFrom(objectIn(one)));
    for (const Json& choice : arrayField(object, "choices"))
        searched.choices.push_back(choiceFrom(objectIn(choice), searched.pool.size()));
    return searched;
}

} // namespace steplight::protocol
