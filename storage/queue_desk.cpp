// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/queue_desk.h"

#include "storage/content_keys.h"
#include "storage/listing.h"
#include "storage/local_day.h"
#include "storage/runs.h"
#include "storage/sql.h"

#include <algorithm>
#include <array>

namespace steplight {

namespace {

const std::string visibilityPrefix = "visibility:";
const std::string downwards = " descending";

struct OrderWord {
    TraceOrder order;
    std::string_view word;
};

constexpr std::array<OrderWord, 14> orders = {{
    {TraceOrder::imported, "imported"},
    {TraceOrder::question, "question"},
    {TraceOrder::disagreement, "disagreement"},
    {TraceOrder::prmMean, "prm-mean"},
    {TraceOrder::prmMin, "prm-min"},
    {TraceOrder::labelled, "labelled"},
    {TraceOrder::steps, "steps"},
    {TraceOrder::correct, "correct"},
    {TraceOrder::dataset, "dataset"},
    {TraceOrder::policy, "policy"},
    {TraceOrder::firstMc, "first-mc"},
    {TraceOrder::firstJudge, "first-judge"},
    {TraceOrder::firstPrm, "first-prm"},
    {TraceOrder::firstPerson, "first-person"},
}};

/// What looks at other rows than the trace's own costs as much for one trace as for all.
bool costsAsAll(const Condition& condition)
{
    return condition.sql.find("IN (SELECT") != std::string::npos ||
           condition.sql.find(" MATCH ") != std::string::npos;
}

bool holds(Project& project, const Condition& condition, const std::string& also,
           std::int64_t trace)
{
    Sql sql(project,
            "SELECT 1 FROM traces t WHERE t.key = ? AND (" + also + "(" + condition.sql + "))",
            trace);
    for (const auto& value : condition.values)
        sql.bind(value);
    return sql.next();
}

/// Of one trace; a queue that cannot be asked, or only at the price of all traces, keeps its -1.
void ask(Project& project, Queue& queue, std::int64_t trace, bool undecided)
{
    try {
        const Condition condition = compileFor(project, queue.query);
        if (costsAsAll(condition))
            return;
        queue.count = holds(project, condition, "", trace) ? 1 : 0;
        queue.left = undecided || leftWhileItHolds(queue) ? queue.count : 0;
    } catch (const std::exception&) {
        queue.count = queue.left = -1;
    }
}

} // namespace

std::string visibilitySetting(const std::string& queue)
{
    return visibilityPrefix + queue;
}

std::string orderSetting(const std::string& queue)
{
    return "order:" + queue;
}

std::string placeSetting(const std::string& queue)
{
    return "place:" + queue;
}

std::string orderText(TraceOrder order, bool descending)
{
    const auto* found = std::find_if(orders.begin(), orders.end(),
                                     [order](const OrderWord& one) { return one.order == order; });
    return std::string(found->word) + (descending ? downwards : "");
}

QueueDesk queueDesk(Project& project, const std::string& queue)
{
    QueueDesk desk;
    std::string order = setting(project, orderSetting(queue));
    desk.descending = order.ends_with(downwards);
    if (desk.descending)
        order.resize(order.size() - downwards.size());
    for (const OrderWord& one : orders)
        if (one.word == order)
            desk.order = one.order;
    if (queue.empty())
        return desk;
    desk.visibility = visibilityFromWord(setting(project, visibilitySetting(queue)));
    desk.trace = setting(project, placeSetting(queue));
    return desk;
}

std::map<std::string, Visibility> queueVisibilities(Project& project)
{
    std::map<std::string, Visibility> own;
    for (const auto& [key, value] : settings(project))
        if (const auto visibility = visibilityFromWord(value);
            visibility && key.starts_with(visibilityPrefix))
            own[key.substr(visibilityPrefix.size())] = *visibility;
    return own;
}

std::optional<std::string> placeIn(Project& project, const Listing& listing,
                                   const std::string& traceId)
{
    const auto key = firstInteger(project, "SELECT key FROM traces WHERE id = ?", traceId);
    if (!key)
        return std::nullopt;
    try {
        if (holds(project, compileFor(project, listing.query),
                  "(t.undecided = 1 AND t.labelled > 0) OR ", *key))
            return traceId;
        const auto next = nextTrace(project, listing, traceId);
        return next ? next : nextTrace(project, listing, traceId, false);
    } catch (const QueryError&) {
        return traceId; // the list will say so
    }
}

std::vector<Queue> queuesOf(Project& project, std::string_view traceId)
{
    try {
        const auto key = traceKey(project, traceId);
        const bool undecided =
            firstInteger(project, "SELECT undecided FROM traces WHERE key = ?", key) == 1;
        auto all = queues(project, false);
        for (auto& queue : all)
            ask(project, queue, key, undecided);
        return all;
    } catch (const std::exception&) {
        return {};
    }
}

std::int64_t labelledToday(Project& project, const std::string& annotator)
{
    return *firstInteger(
        project,
        "SELECT count(*) FROM (SELECT DISTINCT l.trace, l.step FROM labels l JOIN actions a ON"
        " a.key = l.action WHERE l.annotator = (SELECT key FROM annotators WHERE name = ?) AND"
        " l.created_at >= ? AND l.state <> 'unlabelled' AND a.kind = 'label' AND a.standing = 1)",
        annotator, todayBegan());
}

} // namespace steplight
