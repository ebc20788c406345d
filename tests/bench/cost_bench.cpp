// SPDX-License-Identifier: GPL-3.0-or-later
// cost_bench THREADS: how the cost of scoring and training grows with length, steps and tree size,
// beside the rate at which this machine multiplies matrices. One JSON object a line: {what, size,
// seconds, gflop, share}. Counted are multiplications by weights and attention's two products over
// the keys that a token sees, twice each (multiply and add).
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>

#include "engine/core/device.h"
#include "engine/core/ops.h"
#include "engine/core/score.h"
#include "engine/core/train.h"
#include "tests/bench/operations.h"
#include "tests/bench/small_model.h"

using namespace steplight;

namespace {

constexpr std::int64_t stepTokens = 60;

double best(const std::function<void()>& work)
{
    double least = 1e9, spent = 0;
    for (int i = 0; i < 5 && (i < 2 || spent < 10); ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        least = std::min(least, took.count());
        spent += took.count();
    }
    return least;
}

// GFLOP/s of the quicker of oneDNN and MKL on a large square product.
double gemmRate()
{
    constexpr std::int64_t n = 2048;
    const at::NoGradGuard noGrad;
    const at::Tensor a = at::randn({n, n}), b = at::randn({n, n});
    const double least = std::min(best([&] { affine(a, b); }), best([&] { at::mm(a, b); }));
    return 2.0 * n * n * n / least / 1e9;
}

// Of one token, its attention left out.
double gflopOfToken(const Model& model)
{
    return bench::operationsOfToken(model) / 1e9;
}

// Of all pairs of a token and a key that it sees.
double gflopOfPairs(const Model& model, double pairs)
{
    const TextConfig& t = model.config.text;
    return 4 * pairs * static_cast<double>(t.hidden * t.layers) / 1e9;
}

double causalPairs(double tokens)
{
    return tokens * (tokens + 1) / 2;
}

std::int64_t token(std::int64_t node, std::int64_t t)
{
    return (node * 1009 + t * 7919) % 16000;
}

ScoreInput trace(std::int64_t tokens, std::int64_t steps)
{
    ScoreInput input;
    for (std::int64_t t = 0; t < tokens; ++t)
        input.ids.push_back(token(0, t));
    for (std::int64_t s = 1; s <= steps; ++s)
        input.rows.push_back(s * tokens / steps - 1);
    return input;
}

struct Tree {
    std::vector<ScoreInput> paths;
    double tokens = 0, pairs = 0;
};

// Four children a node below a prompt of 256 tokens; each path reads its last step.
Tree tree(std::int64_t nodes)
{
    const ScoreInput prompt = trace(256, 1);
    Tree tree{{}, 256, causalPairs(256)};
    for (std::int64_t node = 0; node < nodes; ++node) {
        ScoreInput path = node < 4 ? prompt : tree.paths[static_cast<std::size_t>((node - 4) / 4)];
        const auto above = static_cast<double>(path.ids.size());
        tree.tokens += static_cast<double>(stepTokens);
        tree.pairs += causalPairs(stepTokens) + above * static_cast<double>(stepTokens);
        for (std::int64_t t = 0; t < stepTokens; ++t)
            path.ids.push_back(token(node + 1, t));
        path.rows = {static_cast<std::int64_t>(path.ids.size()) - 1};
        tree.paths.push_back(std::move(path));
    }
    return tree;
}

Batch lesson(const Model& model, std::int64_t tokens)
{
    const ScoreInput input = trace(tokens, tokens / stepTokens);
    std::vector<std::int64_t> places;
    std::vector<double> share;
    for (const std::int64_t row : input.rows) {
        places.push_back(row);
        share.push_back(static_cast<double>(places.size() % 2));
    }
    const Sequence sequence = layOut(model.config, input.ids, {});
    Batch batch;
    batch.packed = pack({&sequence, 1});
    const Labels labels = pairLabels(places, share, {10, 12});
    batch.labels = packLabels({&labels, 1}, batch.packed.plan);
    return batch;
}

class Costs
{
public:
    Costs() : m_model(randomModel(bench::smallConfig(), 1)), m_rate(gemmRate())
    {
        std::cout << nlohmann::json{{"what", "gemm"}, {"gflops", m_rate}} << std::endl;
    }
    void length(std::int64_t tokens)
    {
        const ScoreInput input = trace(tokens, 10);
        say("length", tokens, flops(tokens), best([&] { scoreMargins(m_model, input, 10, 12); }));
    }
    void steps(std::int64_t steps)
    {
        constexpr std::int64_t tokens = 1024;
        const ScoreInput input = trace(tokens, steps);
        say("steps", steps, flops(tokens), best([&] { scoreMargins(m_model, input, 10, 12); }));
    }
    void nodes(std::int64_t nodes)
    {
        const Tree t = tree(nodes);
        const double gflop = t.tokens * gflopOfToken(m_model) + gflopOfPairs(m_model, t.pairs);
        say("tree", nodes, gflop, best([&] { scoreMargins(m_model, t.paths, 10, 12); }));
    }
    // The backward pass multiplies twice as much as the forward pass.
    void training(std::int64_t tokens)
    {
        const Batch batch = lesson(m_model, tokens);
        AdamW optimiser = adamW(chooseTrainable(m_model, {}));
        const StepOptions options{{LossOver::pair, allLayers}};
        say("training", tokens, 3 * flops(tokens), best([&] {
                trainStep(m_model, optimiser, {&batch, 1}, options, 1e-4);
            }));
        chooseTrainable(m_model, {false, false, false});
    }

private:
    double flops(std::int64_t tokens) const
    {
        const auto n = static_cast<double>(tokens);
        return n * gflopOfToken(m_model) + gflopOfPairs(m_model, causalPairs(n));
    }
    void say(const char* what, std::int64_t size, double gflop, double seconds) const
    {
        std::cout << nlohmann::json{{"what", what},
                                    {"size", size},
                                    {"seconds", seconds},
                                    {"gflop", gflop},
                                    {"share", gflop / seconds / m_rate}}
                  << std::endl;
    }

    Model m_model;
    double m_rate;
};

} // namespace

int main(int count, char** words)
{
    if (count != 2) {
        std::cerr << "usage: cost_bench THREADS\n";
        return 2;
    }
    keepFreedMemory(); // as the engine does
    at::set_num_threads(std::atoi(words[1]));
    Costs costs;
    for (const std::int64_t tokens : {128, 256, 512, 1024, 2048, 4096, 8192})
        costs.length(tokens);
    for (const std::int64_t steps : {1, 8, 64, 512})
        costs.steps(steps);
    for (const std::int64_t nodes : {4, 16, 64, 256})
        costs.nodes(nodes);
    for (const std::int64_t tokens : {256, 512, 1024, 2048})
        costs.training(tokens);
}
