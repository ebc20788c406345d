// SPDX-License-Identifier: GPL-3.0-or-later
// storage_bench [TRACES] [FOLDER]: fills a project and prints how long things take. No test.
#include "storage/content.h"
#include "storage/estimates.h"
#include "storage/identity.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/stats.h"
#include "storage/upkeep.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>

namespace steplight {
namespace {

constexpr int stepsPerTrace = 9;

double milliseconds(const std::function<void()>& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
        .count();
}

/// The middle of several runs, without the first, which fills the caches.
double typical(const std::function<void()>& work, int runs = 5)
{
    work();
    std::vector<double> times;
    for (int i = 0; i < runs; ++i)
        times.push_back(milliseconds(work));
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

double print(const char* what, double value, const char* unit = "ms")
{
    std::printf("%-52s %10.2f %s\n", what, value, unit);
    std::fflush(stdout);
    return value;
}

Estimate estimate(EstimateKind kind, int step, double value)
{
    Estimate one;
    one.kind = kind;
    one.step = step;
    one.source.name = kind == EstimateKind::mc ? "rollouts" : "model";
    one.value = value;
    one.drawn = 16;
    one.won = static_cast<int>(value * 16);
    return one;
}

void addOne(Project& project, int index, std::mt19937& random)
{
    const auto unit = [&] { return static_cast<double>(random() % 1000) / 1000; };
    Question question;
    question.text = "Which figure completes the puzzle number " + std::to_string(index / 4) + "?";
    question.images = {{"images/" + std::to_string(index / 4) + ".png", {}, 0, 0, {}, {}}};
    question.dataset = index % 3 ? "RAVEN" : "DVQA";
    question.answer = "4";
    question.id = questionId(question);
    addQuestion(project, question);
    Trace trace;
    trace.questionId = question.id;
    trace.policy = "policy";
    trace.file = "bench.jsonl";
    trace.correct = random() % 2 == 0;
    std::vector<Estimate> estimates;
    for (int step = 0; step < stepsPerTrace; ++step) {
        trace.steps.push_back(
            {step < 4 ? Section::perception : Section::reasoning,
             "In trace " + std::to_string(index) + " the figure in cell " +
                 std::to_string(random() % 9) + " has " + std::to_string(random() % 100) +
                 " corners and is filled, as the figures in its row and column are."});
        estimates.push_back(estimate(EstimateKind::mc, step, static_cast<int>(unit() * 17) / 16.0));
        estimates.push_back(estimate(EstimateKind::prm, step, unit()));
        if (step < 5)
            estimates.push_back(estimate(EstimateKind::judge, step, step < 4 || unit() < 0.3));
        trace.response += trace.steps.back().text + "\n";
    }
    trace.id = traceId(question.id, trace.steps);
    addTrace(project, trace);
    addEstimates(project, trace.id, estimates);
}

void fill(Project& project, int traces)
{
    std::mt19937 random(1);
    double longest = 0;
    auto last = std::chrono::steady_clock::now();
    const double all = milliseconds([&] {
        WriteSlice slice(project);
        for (int i = 0; i < traces; ++i) {
            addOne(project, i, random);
            if (slice.tick()) {
                const auto now = std::chrono::steady_clock::now();
                longest = std::max(longest,
                                   std::chrono::duration<double, std::milli>(now - last).count());
                last = now;
            }
        }
        slice.finish();
    });
    print("import", traces / all * 1000, "traces/s");
    print("longest slice", longest);
    print("text index", milliseconds([&] {
              while (indexTexts(project))
                  continue;
          }));
    print("database",
          static_cast<double>(std::filesystem::file_size(project.folder() / "project.db")) / 1e6,
          "MB");
}

void readLists(Project& project, int traces)
{
    const Listing plain, spread{"", TraceOrder::disagreement, true},
        judged{"judge-only", TraceOrder::prmMean, true};
    for (const auto& [name, listing] :
         {std::pair{"imported", plain}, {"disagreement", spread}, {"judge-only by prm", judged}}) {
        const auto page = [&](int offset) {
            return typical([&, offset] { traceRows(project, listing, offset, 50); });
        };
        const std::string order = name;
        const double first = print(("page of 50 at 0, " + order).c_str(), page(0));
        const double deep = print(("page of 50 half way, " + order).c_str(), page(traces / 2));
        print("  ratio", deep / first, "");
    }
    const auto middle = traceRows(project, plain, traces / 2, 1)[0].id;
    print("next trace, disagreement", typical([&] {
              nextTrace(project, {"disagree", TraceOrder::disagreement, true}, middle);
          }));
    print("position, disagreement", typical([&] { tracePosition(project, spread, middle); }));
    print("one trace", typical([&] { traceDetail(project, middle); }));
}

void countAndFind(Project& project)
{
    for (const char* query :
         {"", "disagree", "judge-only", "mc<.2 prm>.8", "any(mc<.1 judge:+ prm>.9)",
          "dataset:RAVEN", "\"trace 777 the\"", "\"has 42 corners\"", "figure"})
        print((std::string("count ") + query).c_str(),
              typical([&] { countTraces(project, query); }, 3));
    print("all queues counted", typical([&] { queues(project); }, 3));
    print("stats", typical([&] { stats(project); }, 3));
}

void label(Project& project)
{
    const auto ids = traceIds(project, Listing{}, 200);
    std::vector<double> times;
    for (const auto& id : ids)
        times.push_back(milliseconds([&] {
            Label row;
            row.traceId = id;
            row.step = 0;
            row.annotator = "bench";
            row.verdict.rating = -1;
            recordLabels(project, {row});
        }));
    std::sort(times.begin(), times.end());
    print("label committed, median", times[times.size() / 2]);
    print("label committed, slowest", times.back());
    print("undo", milliseconds([&] { undo(project, "bench"); }));
}

} // namespace
} // namespace steplight

int main(int argc, char** argv)
{
    using namespace steplight;
    const int traces = argc > 1 ? std::atoi(argv[1]) : 30'000;
    const std::filesystem::path folder =
        argc > 2 ? argv[2] : std::filesystem::temp_directory_path() / ("bench-" + newUuid());
    std::printf("%d traces, %d steps in %s\n", traces, traces * stepsPerTrace, folder.c_str());
    {
        const bool there = std::filesystem::exists(folder / "project.db");
        Project project = there ? Project(folder) : Project::create(folder);
        if (!there)
            fill(project, traces);
        readLists(project, traces);
        countAndFind(project);
        label(project);
    }
    if (argc <= 2)
        std::filesystem::remove_all(folder);
}
