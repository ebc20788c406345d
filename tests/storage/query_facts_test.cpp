// SPDX-License-Identifier: GPL-3.0-or-later
// What the columns of traces answer is what the steps say.
#include "project_fixture.h"

#include <algorithm>
#include <functional>
#include <random>

namespace steplight {
namespace {

struct QueryFactsTest : ProjectTest {
    std::vector<TraceRow> rows;

    /// Traces of up to four steps, on each of which each of the critics may say something.
    QueryFactsTest()
    {
        std::mt19937 random(11);
        project.transact([&] {
            for (int i = 0; i < 150; ++i)
                addRandom("t" + std::to_string(i), random);
        });
        rows = traceRows(project, {}, 0, -1);
    }

    void addRandom(const std::string& name, std::mt19937& random)
    {
        const int steps = 1 + static_cast<int>(random() % 4);
        const auto trace = add(name, steps);
        std::vector<Estimate> estimates;
        for (int step = 0; step < steps; ++step)
            for (const auto kind : {EstimateKind::mc, EstimateKind::judge, EstimateKind::prm})
                if (random() % 4) {
                    Estimate one;
                    one.kind = kind;
                    one.step = step;
                    one.drawn = 4;
                    one.source.name = "source";
                    one.value = kind == EstimateKind::judge ? static_cast<double>(random() % 2)
                                                            : static_cast<double>(random() % 5) / 4;
                    estimates.push_back(one);
                }
        addEstimates(project, trace, estimates);
        if (random() % 3 == 0)
            rate(trace, static_cast<int>(random() % static_cast<unsigned>(steps)), -1);
    }

    void expectFound(const std::string& query, const std::function<bool(const TraceRow&)>& holds)
    {
        std::vector<std::string> expected;
        for (const auto& row : rows)
            if (holds(row))
                expected.push_back(row.id);
        EXPECT_EQ(traceIds(project, {query, TraceOrder::imported, false}), expected) << query;
    }
    void expectOnSomeStep(const std::string& query,
                          const std::function<bool(const LitCell&)>& holds)
    {
        expectFound(query, [&](const TraceRow& row) {
            return std::any_of(row.cells.begin(), row.cells.end(), holds);
        });
    }
};

TEST_F(QueryFactsTest, conditionsOnOneStep)
{
    for (const double bound : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        const auto number = std::to_string(bound);
        expectOnSomeStep("mc>=" + number + " judge=-1 any step", [=](const LitCell& cell) {
            return cell.mc >= bound && cell.judge == 0.0;
        });
        expectOnSomeStep("any(mc<" + number + " judge:+ prm>.2)", [=](const LitCell& cell) {
            return cell.mc && *cell.mc < bound && cell.judge == 1.0 && cell.prm > 0.2;
        });
        expectOnSomeStep("any(mc=" + number + " (prm<.3 or judge:+))", [=](const LitCell& cell) {
            return cell.mc == bound && ((cell.prm && *cell.prm < 0.3) || cell.judge == 1.0);
        });
        expectOnSomeStep("any(prm>" + number + ")",
                         [=](const LitCell& cell) { return cell.prm && *cell.prm > bound; });
        expectOnSomeStep("any(judge:none)", [=](const LitCell& cell) { return !cell.judge; });
    }
    expectOnSomeStep("any step wrong", [](const LitCell& cell) {
        return cell.mc == 0.0 || cell.judge == 0.0 || (cell.prm && *cell.prm < 0.5) ||
               cell.rating < 0;
    });
}

TEST_F(QueryFactsTest, firstErrors)
{
    const std::pair<const char*, Critic> critics[] = {{"mc", Critic::mc},
                                                      {"judge", Critic::judge},
                                                      {"prm", Critic::prm},
                                                      {"person", Critic::person}};
    for (const auto& [name, critic] : critics) {
        const std::string key = std::string("first-error:") + name;
        const auto first = [critic = critic](const TraceRow& row) {
            return firstError(row.cells, critic);
        };
        expectFound(key, [&](const TraceRow& row) { return first(row) > 0; });
        expectFound(key + "=2", [&](const TraceRow& row) { return first(row) == 2; });
        expectFound(key + "!=2",
                    [&](const TraceRow& row) { return first(row) > 0 && first(row) != 2; });
        expectFound(key + "=none", [&](const TraceRow& row) { return first(row) == 0; });
        expectFound("-" + key + ">1", [&](const TraceRow& row) { return first(row) <= 1; });
        for (const auto& [otherName, other] : critics) {
            const auto second = [other = other](const TraceRow& row) {
                return firstError(row.cells, other);
            };
            if (other == critic)
                continue;
            expectFound(key + "!=" + otherName,
                        [&](const TraceRow& row) { return first(row) != second(row); });
            expectFound(key + "<" + otherName, [&](const TraceRow& row) {
                return first(row) > 0 && first(row) < second(row);
            });
        }
    }
}

TEST_F(QueryFactsTest, anUndoneLabelIsNoErrorAnyMore)
{
    const auto trace = rows.front().id;
    const auto before = countTraces(project, "first-error:person=1");
    recordLabels(project, {label(trace, 0, -1, "Ben")});
    EXPECT_EQ(countTraces(project, "first-error:person=1 labelled by Ben"), 1);
    undo(project, "Ben");
    EXPECT_EQ(countTraces(project, "first-error:person=1"), before);
}

TEST_F(QueryFactsTest, eachOfManySourcesIsFound)
{
    const auto name = [](int source) { return "v" + std::to_string(source) + "e"; };
    for (int source = 0; source < 70; ++source) {
        const auto& trace = rows[static_cast<std::size_t>(source)].id;
        estimate(trace, source % 2 ? EstimateKind::prm : EstimateKind::mc, {0.5}, name(source));
    }
    for (int source = 0; source < 70; ++source) {
        const std::vector<std::string> one{rows[static_cast<std::size_t>(source)].id};
        EXPECT_EQ(traceIds(project, {"model:" + name(source)}), one);
        EXPECT_EQ(traceIds(project, {"scored by " + name(source)}),
                  source % 2 ? one : std::vector<std::string>{});
    }
}

} // namespace
} // namespace steplight
