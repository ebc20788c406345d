// SPDX-License-Identifier: GPL-3.0-or-later
// score_bench WORK THREADS: scores one trace of ten steps and a tree of 64 nodes with the model and
// the prompt that generate_reference.py left in WORK; prints one JSON object. score_reference.py
// does the same with transformers.
#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>

#include "engine/core/forest.h"
#include "engine/core/score.h"

using namespace steplight;

namespace {

constexpr std::int64_t plus = 10, minus = 12, stepTokens = 60, steps = 10, side = 32;

// Best of three, in seconds.
double best(const std::function<void()>& work)
{
    double least = 1e9;
    for (int i = 0; i < 3; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        least = std::min(least, took.count());
    }
    return least;
}

// A step's tokens, the same in score_reference.py. `node` says which.
void addStep(ScoreInput& input, std::int64_t node)
{
    for (std::int64_t t = 0; t < stepTokens; ++t)
        input.ids.push_back((node * 1009 + t * 7919) % 7900);
    input.rows.push_back(static_cast<std::int64_t>(input.ids.size()) - 1);
}

// Four children a node, 64 nodes below the prompt: 4 + 16 + 44. Each path from the prompt to a node
// reads its last step.
std::vector<ScoreInput> tree(const ScoreInput& prompt)
{
    std::vector<ScoreInput> paths;
    for (std::int64_t node = 0; node < 64; ++node) {
        ScoreInput path = node < 4 ? prompt : paths[static_cast<std::size_t>((node - 4) / 4)];
        path.rows.clear();
        addStep(path, node);
        paths.push_back(std::move(path));
    }
    return paths;
}

} // namespace

int main(int count, char** words)
{
    if (count != 3) {
        std::cerr << "usage: score_bench WORK THREADS\n";
        return 2;
    }
    const std::filesystem::path work = words[1];
    at::set_num_threads(std::atoi(words[2]));
    const Model model =
        loadModel(readConfig(work / "model"), SafeTensors::openFolder(work / "model"));
    const SafeTensors file = SafeTensors::openFolder(work / "prompt");
    const at::Tensor ids = toTensor(file.tensors().at("ids"), at::kLong);
    ScoreInput prompt;
    prompt.ids.assign(ids.const_data_ptr<std::int64_t>(),
                      ids.const_data_ptr<std::int64_t>() + ids.numel());
    prompt.patches = toTensor(file.tensors().at("patches"), at::kFloat);
    prompt.grids = {{1, side, side}};
    prompt.imageKey = "the picture";
    ScoreInput trace = prompt;
    for (std::int64_t step = 0; step < steps; ++step)
        addStep(trace, step);
    const auto paths = tree(prompt);
    std::vector<double> said;
    std::vector<std::vector<double>> nodes;
    const double one = best([&] { said = scoreMargins(model, trace, plus, minus); });
    const double all = best([&] { nodes = scoreMargins(model, paths, plus, minus); });
    for (const auto& node : nodes)
        said.push_back(node.front());
    std::cout << nlohmann::json{{"trace_seconds", one}, {"tree_seconds", all}, {"margins", said}}
              << '\n';
}
