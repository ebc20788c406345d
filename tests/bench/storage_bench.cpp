// SPDX-License-Identifier: GPL-3.0-or-later
// What the area "storage" measures, one command a process so that memory is its own. Each prints
// one JSON object.
#include "storage/export/export.h"
#include "storage/import/import.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/stats.h"
#include "storage/team/agreement.h"
#include "storage/team/deal.h"
#include "storage/team/merge.h"
#include "tests/bench/bare_insert.h"

#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <random>
#include <thread>

namespace steplight::bench {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double milliseconds(const std::function<void()>& work)
{
    const auto begin = Clock::now();
    work();
    return since(begin) * 1000;
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

double peakMebibytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

Json import(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& paths)
{
    Project project = Project::create(folder);
    auto last = Clock::now();
    const auto begin = last;
    double longest = 0, readAt = 0;
    std::int64_t bytes = 0;
    const auto report = importPaths(project, paths, {}, [&](const ImportProgress& progress) {
        longest = std::max(longest, since(last));
        last = Clock::now();
        bytes = std::max(bytes, progress.bytes);
        if (progress.bytes >= progress.totalBytes && readAt == 0)
            readAt = since(begin);
    });
    std::int64_t traces = 0, rejected = 0;
    for (const auto& file : report.files) {
        traces += file.traces;
        rejected += static_cast<std::int64_t>(file.rejected.size());
    }
    return {{"bytes", bytes},
            {"seconds", since(begin)},
            {"read_seconds", readAt},
            {"longest_slice_ms", longest * 1000},
            {"traces", traces},
            {"rejected", rejected},
            {"judged", report.judgeMatched}};
}

Json exportAll(const std::filesystem::path& folder, const std::string& out)
{
    Project project(folder, Access::readOnly);
    ExportRecipe recipe;
    recipe.format = "vlprm-chat";
    recipe.rule = "paper";
    recipe.out = out;
    const auto begin = Clock::now();
    const auto report = exportTraces(project, recipe);
    const double seconds = since(begin);
    return {{"bytes", std::filesystem::file_size(out)},
            {"seconds", seconds},
            {"traces", report.traces},
            {"rows", report.rows}};
}

void readLists(Project& project, Json& times)
{
    const auto traces = stats(project).traces;
    for (const auto& [name, listing] :
         {std::pair{"as imported", Listing{}},
          {"by disagreement", Listing{"", TraceOrder::disagreement, true}},
          {"of a queue", Listing{"disagree", TraceOrder::imported, false}}})
        for (const int part : {0, 50, 99})
            times["page of 50 " + std::string(name) + " at " + std::to_string(part) + " %"] =
                typical([&, part] { traceRows(project, listing, traces * part / 100, 50); });
    const Listing spread{"disagree", TraceOrder::disagreement, true};
    const auto middle = traceRows(project, Listing{}, traces / 2, 1)[0].id;
    times["one trace"] = typical([&] { traceDetail(project, middle); });
    times["next trace of a queue"] = typical([&] { nextTrace(project, spread, middle); });
    times["position in a listing"] = typical([&] { tracePosition(project, spread, middle); });
    times["totals"] = typical([&] { stats(project); });
}

void countQueries(Project& project, Json& times)
{
    for (auto& queue : queues(project, false))
        times["queue " + queue.name] = typical([&] { countQueue(project, queue); });
    for (const char* query :
         {"any(mc<.2 judge:+)", "any(mc>=.8 judge:-)", "answer:right any(judge:-)", "dataset:RAVEN",
          "mc<.2", "\"the leftmost bar\"", "\"hexagon\"", "\"the\""})
        times[std::string("query ") + query] = typical([&] { countTraces(project, query); }, 3);
}

Json read(const std::filesystem::path& folder)
{
    Json times;
    times["open"] = typical([&] { const Project opened(folder); });
    Project project(folder);
    readLists(project, times);
    countQueries(project, times);
    return times;
}

/// Labels as a person at another window would, while something else writes.
Json label(const std::filesystem::path& folder, int count)
{
    Project project(folder);
    std::vector<double> times;
    for (int i = 0; i < count; ++i) {
        const auto ids = traceIds(project, Listing{}, 200);
        if (ids.empty())
            continue;
        Label row;
        row.traceId = ids[static_cast<std::size_t>(i) % ids.size()];
        row.step = 0;
        row.annotator = "bench";
        row.verdict.rating = i % 2 ? 1 : -1;
        times.push_back(milliseconds([&] { recordLabels(project, {row}); }));
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
    }
    std::sort(times.begin(), times.end());
    return {{"labels", times.size()},
            {"median_ms", times.at(times.size() / 2)},
            {"99th_ms", times.at(times.size() * 99 / 100)},
            {"longest_ms", times.back()}};
}

/// Whole traces, one action each, from the first again when all are labelled.
void labelAs(const DealtProject& dealt, int labels)
{
    Project project(dealt.folder);
    const auto ids = traceIds(project, Listing{});
    for (std::size_t i = 0; labels > 0; ++i) {
        const auto& id = ids.at(i % ids.size());
        std::vector<Label> rows;
        const auto steps = static_cast<int>(traceSteps(project, id).size());
        for (int step = 0; step < std::min(steps, labels); ++step) {
            Label& row = rows.emplace_back();
            row.traceId = id;
            row.step = step;
            row.annotator = dealt.annotator;
            row.verdict.rating = (static_cast<int>(i) + step) % 7 ? 1 : -1;
        }
        recordLabels(project, rows);
        labels -= static_cast<int>(rows.size());
    }
}

/// What so many people said of the traces in a file, brought together.
Json mergeTeam(const std::filesystem::path& folder, const std::filesystem::path& traces, int people,
               int labels)
{
    Project project = Project::create(folder / "project");
    const std::vector<std::filesystem::path> paths = {traces};
    importPaths(project, paths, {});
    Deal how;
    how.out = folder / "team";
    how.overlap = 0.1;
    for (int i = 0; i < people; ++i)
        how.annotators.push_back(std::to_string(i));
    const auto team = deal(project, how);
    for (const DealtProject& dealt : team)
        labelAs(dealt, labels);
    const auto begin = Clock::now();
    std::int64_t rows = 0;
    for (const DealtProject& dealt : team)
        rows += mergeProject(project, dealt.folder).labelRows;
    const double seconds = since(begin);
    return {{"label_rows", rows},
            {"seconds", seconds},
            {"traces", stats(project).traces},
            {"agree_seconds", milliseconds([&] { agreement(project, ""); }) / 1000}};
}

Json measured(const std::vector<std::string>& words)
{
    const auto& command = words.at(0);
    if (command == "import")
        return import(words.at(1), {words.begin() + 2, words.end()});
    if (command == "insert")
        return bareInsert(words.at(1), words.at(2));
    if (command == "export")
        return exportAll(words.at(1), words.at(2));
    if (command == "read")
        return read(words.at(1));
    if (command == "label")
        return label(words.at(1), std::stoi(words.at(2)));
    if (command == "merge")
        return mergeTeam(words.at(1), words.at(2), std::stoi(words.at(3)), std::stoi(words.at(4)));
    throw std::out_of_range("no such command");
}

} // namespace
} // namespace steplight::bench

int main(int argc, char** argv)
{
    try {
        auto json = steplight::bench::measured({argv + 1, argv + argc});
        json["peak_mib"] = steplight::bench::peakMebibytes();
        std::cout << json.dump() << std::endl;
    } catch (const std::out_of_range&) {
        std::fputs("usage: storage_bench import PROJECT PATH... | insert PROJECT NEW.db |"
                   " export PROJECT FILE | read PROJECT | label PROJECT COUNT |"
                   " merge FOLDER PATH PEOPLE LABELS\n",
                   stderr);
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "storage_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
