// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/protocol/event.h"

#include "engine/protocol/searched_json.h"
#include "engine/protocol/trace_json.h"

#include <array>
#include <utility>

namespace steplight::protocol {
namespace {

using Body = decltype(Event::body);

Json jsonOf(const Started& started)
{
    Json object{{"type", "started"},    {"version", version},     {"program", started.program},
                {"kind", started.kind}, {"total", started.total}, {"done", started.done}};
    if (started.memoryNeeded > 0)
        object["memory_needed"] = started.memoryNeeded;
    if (started.memoryThere >= 0)
        object["memory_there"] = started.memoryThere;
    return object;
}

Json jsonOf(const ModelLoaded& model)
{
    Json object{{"type", "model"},          {"name", model.name},     {"hash", model.hash},
                {"profile", model.profile}, {"device", model.device}, {"summary", model.summary}};
    if (!model.role.empty())
        object["role"] = model.role;
    return object;
}

Json jsonOf(const Progress& progress)
{
    return {{"type", "progress"},
            {"phase", progress.phase},
            {"done", progress.done},
            {"total", progress.total},
            {"seconds_left", progress.secondsLeft < 0 ? Json() : finite(progress.secondsLeft)}};
}

Json jsonOf(const Result& result)
{
    Json scores = Json::array();
    for (const std::optional<double>& score : result.scores)
        scores.push_back(score ? finite(*score) : Json());
    return {{"type", "result"},
            {"trace", result.trace},
            {"scores", std::move(scores)},
            {"tokens", result.tokens},
            {"seconds", finite(result.seconds)},
            {"kept_images", result.keptImages},
            {"kept_tokens", result.keptTokens}};
}

Json jsonOf(const Solution& s)
{
    Json estimates = Json::array();
    for (const Solution::Estimate& estimate : s.estimates)
        estimates.push_back({estimate.correct, estimate.total});
    return {{"type", "solution"},
            {"question", s.question},
            {"index", s.index},
            {"response", s.response},
            {"steps", protocol::jsonOf(s.steps)},
            {"answer", s.answer},
            {"correct", s.correct ? Json(*s.correct) : Json()},
            {"estimates", std::move(estimates)},
            {"tokens", s.tokens},
            {"log_prob", finite(s.logProb)}};
}

Json jsonOf(const Judged& judged)
{
    return {{"type", "judged"}, {"trace", judged.trace}, {"reply", judged.reply}};
}

Json jsonOf(const Node& n)
{
    Json rollouts = Json::array();
    for (const Node::Rollout& rollout : n.rollouts)
        rollouts.push_back({rollout.text, rollout.correct, rollout.tokens});
    return {{"type", "node"},
            {"question", n.question},
            {"tree", n.tree},
            {"node", n.node},
            {"parent", n.parent < 0 ? Json() : Json(n.parent)},
            {"steps", protocol::jsonOf(n.steps)},
            {"estimate", {n.estimate.correct, n.estimate.total}},
            {"visits", n.visits},
            {"prior", n.prior ? finite(*n.prior) : Json()},
            {"rollouts", std::move(rollouts)}};
}

Json jsonOf(const Grown& grown)
{
    return {{"type", "grown"}, {"question", grown.question}};
}

Json jsonOf(const Explanation& e)
{
    Json maps = Json::array();
    for (const Explanation::Map& map : e.maps) {
        Json values = Json::array();
        for (const double value : map.values)
            values.push_back(finite(value));
        maps.push_back(
            {{"height", map.height}, {"width", map.width}, {"values", std::move(values)}});
    }
    return {{"type", "explanation"},
            {"trace", e.trace},
            {"step", e.step},
            {"method", e.method},
            {"plus", finite(e.plus)},
            {"margin", finite(e.margin)},
            {"baseline", finite(e.baseline)},
            {"sum", finite(e.sum)},
            {"gap", e.gap ? finite(*e.gap) : Json()},
            {"maps", std::move(maps)},
            {"seconds", finite(e.seconds)}};
}

Json jsonOf(const Warning& warning)
{
    return {{"type", "warning"},
            {"trace", warning.trace},
            {"code", warning.code},
            {"detail", warning.detail}};
}

Json jsonOf(const Metrics& metrics)
{
    Json values = Json::object();
    for (const auto& [name, value] : metrics.values)
        values[name] = finite(value);
    return {{"type", "metrics"}, {"values", std::move(values)}};
}

Json jsonOf(const Curve& curve)
{
    Json rows = Json::array();
    for (const auto& values : curve.rows) {
        Json& row = rows.emplace_back(Json::array());
        for (const auto& value : values)
            row.push_back(value ? finite(*value) : Json());
    }
    return {{"type", "curve"},
            {"name", curve.name},
            {"model", curve.model},
            {"columns", curve.columns},
            {"rows", std::move(rows)}};
}

Json jsonOf(const Apart& apart)
{
    return {{"type", "apart"},
            {"trace", apart.trace},
            {"step", apart.step},
            {"target", finite(apart.target)},
            {"scores", apart.scores}};
}

Json jsonOf(const Done&)
{
    return {{"type", "done"}};
}

Json jsonOf(const Failed& failed)
{
    return {{"type", "failed"}, {"code", failed.code}, {"detail", failed.detail}};
}

Json jsonOf(const Cancelled&)
{
    return {{"type", "cancelled"}};
}

Body startedFrom(const Json& object)
{
    requireVersion(object, "The engine");
    const auto bytes = [&](const char* name, std::int64_t otherwise) {
        return object.contains(name) ? countField(object, name) : otherwise;
    };
    return Started{textField(object, "program"), textField(object, "kind"),
                   countField(object, "total"),  countField(object, "done"),
                   bytes("memory_needed", 0),    bytes("memory_there", -1)};
}

Body modelFrom(const Json& object)
{
    return ModelLoaded{textField(object, "name"),
                       textField(object, "hash"),
                       textField(object, "profile"),
                       textField(object, "device"),
                       textField(object, "summary"),
                       object.contains("role") ? textField(object, "role") : std::string()};
}

Body progressFrom(const Json& object)
{
    const bool known = !field(object, "seconds_left").is_null();
    return Progress{textField(object, "phase"), countField(object, "done"),
                    countField(object, "total"), known ? numberField(object, "seconds_left") : -1};
}

std::optional<double> scoreFrom(const Json& value)
{
    if (value.is_null())
        return std::nullopt;
    if (!value.is_number() || value < 0.0 || value > 1.0)
        throw Error("malformed", "a score is neither null nor a number from 0 to 1.");
    return value.get<double>();
}

Body resultFrom(const Json& object)
{
    Result result;
    result.trace = textField(object, "trace");
    for (const Json& value : arrayField(object, "scores"))
        result.scores.push_back(scoreFrom(value));
    result.tokens = countField(object, "tokens");
    result.seconds = numberField(object, "seconds");
    if (object.contains("kept_images")) // runs of earlier builds do not say
        result.keptImages = countField(object, "kept_images");
    if (object.contains("kept_tokens"))
        result.keptTokens = countField(object, "kept_tokens");
    return result;
}

Solution::Estimate estimateFrom(const Json& value)
{
    const auto isCount = [](const Json& n) { return n.is_number_integer() && n >= 0; };
    if (!value.is_array() || value.size() != 2 || !isCount(value[0]) || !isCount(value[1]) ||
        value[0] > value[1])
        throw Error("malformed", "an estimate is not two counts, correct and total.");
    return {value[0].get<std::int64_t>(), value[1].get<std::int64_t>()};
}

Body solutionFrom(const Json& object)
{
    Solution s;
    s.question = textField(object, "question");
    s.index = countField(object, "index");
    s.response = textField(object, "response");
    s.steps = stepsFrom(object);
    s.answer = textField(object, "answer");
    if (const Json& correct = field(object, "correct"); correct.is_boolean())
        s.correct = correct.get<bool>();
    else if (!correct.is_null())
        throw Error("malformed", "field \"correct\" is not true, false or null.");
    for (const Json& value : arrayField(object, "estimates"))
        s.estimates.push_back(estimateFrom(value));
    if (!s.estimates.empty() && s.estimates.size() != s.steps.size())
        throw Error("malformed", std::to_string(s.estimates.size()) + " estimates for " +
                                     std::to_string(s.steps.size()) + " steps.");
    s.tokens = countField(object, "tokens");
    s.logProb = numberField(object, "log_prob");
    return s;
}

Body judgedFrom(const Json& object)
{
    return Judged{textField(object, "trace"), textField(object, "reply")};
}

Node::Rollout rolloutFrom(const Json& value)
{
    if (!value.is_array() || value.size() != 3 || !value[0].is_string() || !value[1].is_boolean() ||
        !value[2].is_number_integer() || value[2] < 0)
        throw Error("malformed", "a rollout is not a text, true or false, and a count of tokens.");
    return {value[0].get<std::string>(), value[1].get<bool>(), value[2].get<std::int64_t>()};
}

Body nodeFrom(const Json& object)
{
    Node n;
    n.question = textField(object, "question");
    n.tree = countField(object, "tree");
    n.node = countField(object, "node");
    if (!field(object, "parent").is_null())
        n.parent = countField(object, "parent");
    if (n.parent >= n.node || (n.parent < 0 && n.node > 0))
        throw Error("malformed", "a node's parent does not come before it.");
    n.steps = stepsFrom(object);
    n.estimate = estimateFrom(field(object, "estimate"));
    n.visits = countField(object, "visits");
    if (!field(object, "prior").is_null())
        n.prior = numberField(object, "prior");
    for (const Json& value : arrayField(object, "rollouts"))
        n.rollouts.push_back(rolloutFrom(value));
    return n;
}

Explanation::Map mapFrom(const Json& object)
{
    if (!object.is_object())
        throw Error("malformed", "an entry of \"maps\" is not an object.");
    Explanation::Map map{countField(object, "height"), countField(object, "width"), {}};
    for (const Json& value : arrayField(object, "values")) {
        if (!value.is_number())
            throw Error("malformed", "an entry of \"values\" is not a number.");
        map.values.push_back(value.get<double>());
    }
    const auto count = static_cast<std::int64_t>(map.values.size());
    if (map.width == 0 ? count != 0 : count % map.width != 0 || count / map.width != map.height)
        throw Error("malformed", "field \"values\" does not hold height times width numbers.");
    return map;
}

Body explanationFrom(const Json& object)
{
    Explanation e;
    e.trace = textField(object, "trace");
    e.step = countField(object, "step");
    e.method = textField(object, "method");
    e.plus = numberField(object, "plus");
    e.margin = numberField(object, "margin");
    e.baseline = numberField(object, "baseline");
    e.sum = numberField(object, "sum");
    if (!field(object, "gap").is_null())
        e.gap = numberField(object, "gap");
    for (const Json& map : arrayField(object, "maps"))
        e.maps.push_back(mapFrom(map));
    e.seconds = numberField(object, "seconds");
    return e;
}

Body warningFrom(const Json& object)
{
    return Warning{textField(object, "trace"), textField(object, "code"),
                   textField(object, "detail")};
}

Body metricsFrom(const Json& object)
{
    Metrics metrics;
    for (const auto& [name, value] : objectField(object, "values").items())
        if (!value.is_null())
            metrics.values[name] = numberField(object["values"], name.c_str());
    return metrics;
}

std::vector<std::optional<double>> rowFrom(const Json& row, std::size_t columns)
{
    if (!row.is_array() || row.size() != columns)
        throw Error("malformed", "a row does not have a value for each column.");
    std::vector<std::optional<double>> values;
    for (const Json& value : row) {
        if (!value.is_number() && !value.is_null())
            throw Error("malformed", "an entry of \"rows\" is not a number.");
        values.push_back(value.is_null() ? std::nullopt : std::optional(value.get<double>()));
    }
    return values;
}

Body curveFrom(const Json& object)
{
    Curve curve{
        textField(object, "name"), countField(object, "model"), textsField(object, "columns"), {}};
    for (const Json& row : arrayField(object, "rows"))
        curve.rows.push_back(rowFrom(row, curve.columns.size()));
    return curve;
}

Body apartFrom(const Json& object)
{
    Apart apart{
        textField(object, "trace"), countField(object, "step"), numberField(object, "target"), {}};
    for (const Json& value : arrayField(object, "scores")) {
        if (!value.is_number())
            throw Error("malformed", "an entry of \"scores\" is not a number.");
        apart.scores.push_back(value.get<double>());
    }
    return apart;
}

Body failedFrom(const Json& object)
{
    return Failed{textField(object, "code"), textField(object, "detail")};
}

constexpr std::array<std::pair<std::string_view, Body (*)(const Json&)>, 17> readers{{
    {"started", startedFrom},
    {"model", modelFrom},
    {"progress", progressFrom},
    {"result", resultFrom},
    {"solution", solutionFrom},
    {"judged", judgedFrom},
    {"searched", [](const Json& object) { return Body(searchedFrom(object)); }},
    {"node", nodeFrom},
    {"grown", [](const Json& object) { return Body(Grown{textField(object, "question")}); }},
    {"explanation", explanationFrom},
    {"warning", warningFrom},
    {"metrics", metricsFrom},
    {"curve", curveFrom},
    {"apart", apartFrom},
    {"done", [](const Json&) { return Body(Done{}); }},
    {"failed", failedFrom},
    {"cancelled", [](const Json&) { return Body(Cancelled{}); }},
}};

} // namespace

bool isFinal(const Event& event)
{
    return std::holds_alternative<Done>(event.body) || std::holds_alternative<Failed>(event.body) ||
           std::holds_alternative<Cancelled>(event.body);
}

std::string writeEvent(const Event& event)
{
    Json object = std::visit([](const auto& body) { return jsonOf(body); }, event.body);
    if (!event.id.empty())
        object["id"] = event.id;
    return lineOf(object);
}

Event readEvent(std::string_view line)
{
    const Json object = parseObject(line, "An event");
    const std::string type = textField(object, "type");
    Event event;
    if (object.contains("id"))
        event.id = textField(object, "id");
    for (const auto& [name, read] : readers)
        if (name == type) {
            event.body = read(object);
            return event;
        }
    throw Error("malformed", "\"" + type + "\" is not a type of event.");
}

} // namespace steplight::protocol
