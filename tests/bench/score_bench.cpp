// SPDX-License-Identifier: GPL-3.0-or-later
// score_bench WORK THREADS ROUNDS: scores WORK/traces, traces of ten steps one by one and a tree of
// 64 nodes, with WORK/model; best of ROUNDS. Prints one JSON object. score_reference.py does the
// same with transformers.
#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>

#include "engine/core/device.h"
#include "engine/core/score.h"
#include "tests/bench/traces.h"

using namespace steplight;

namespace {

constexpr std::int64_t plus = 10, minus = 12, nodes = 64;

// In seconds.
double best(int rounds, const std::function<void()>& work)
{
    double least = 1e9;
    for (int i = 0; i < rounds; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        least = std::min(least, took.count());
    }
    return least;
}

// Four children a node below the root: 4 + 16 + 44. Each path from the root to a node reads its
// last token.
std::vector<ScoreInput> treeOf(const bench::Traces& traces)
{
    ScoreInput root{traces.numbers("root.ids"),
                    {},
                    traces.patches("trace.0"),
                    traces.grids("trace.0"),
                    "the picture"};
    std::vector<ScoreInput> paths;
    for (std::int64_t node = 0; node < nodes; ++node) {
        ScoreInput path = node < 4 ? root : paths[static_cast<std::size_t>((node - 4) / 4)];
        const auto step = traces.numbers("node." + std::to_string(node) + ".ids");
        path.ids.insert(path.ids.end(), step.begin(), step.end());
        path.rows = {static_cast<std::int64_t>(path.ids.size()) - 1};
        paths.push_back(std::move(path));
    }
    return paths;
}

} // namespace

int main(int count, char** words)
{
    if (count != 4) {
        std::cerr << "usage: score_bench WORK THREADS ROUNDS\n";
        return 2;
    }
    const std::filesystem::path work = words[1];
    keepFreedMemory(); // as the engine does
    at::set_num_threads(std::atoi(words[2]));
    const int rounds = std::atoi(words[3]);
    const Model model =
        loadModel(readConfig(work / "model"), SafeTensors::openFolder(work / "model"));
    const bench::Traces traces(work / "traces");
    const std::vector<ScoreInput> all = traces.all(), paths = treeOf(traces);
    std::vector<double> said;
    std::vector<std::vector<double>> ofNodes;
    const double one = best(rounds, [&] {
        said.clear();
        for (const ScoreInput& trace : all)
            for (const double margin : scoreMargins(model, trace, plus, minus))
                said.push_back(margin);
    });
    const double tree = best(rounds, [&] { ofNodes = scoreMargins(model, paths, plus, minus); });
    for (const auto& node : ofNodes)
        said.push_back(node.front());
    std::cout << nlohmann::json{{"trace_seconds", one / static_cast<double>(all.size())},
                                {"tree_seconds", tree},
                                {"tree_tokens", tokensOfPass(model, paths)},
                                {"margins", said}}
              << '\n';
}
