// SPDX-License-Identifier: GPL-3.0-or-later
// train_bench FOLDER THREADS KEPT [STEPS]: trains a random model of true proportions and prints one
// JSON object. The model as it began goes to FOLDER, for train_reference.py to do the same with
// transformers. KEPT: layers whose activations are kept, or "all".
#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "engine/core/save.h"
#include "engine/core/train.h"
#include "tests/bench/small_model.h"

using namespace steplight;

namespace {

constexpr std::int64_t sequences = 2, length = 640, stepTokens = 64;

Batch batchOf(const Config& config)
{
    std::vector<Sequence> all;
    std::vector<Labels> labels;
    for (std::int64_t s = 0; s < sequences; ++s) {
        std::vector<std::int64_t> ids, places;
        std::vector<double> share;
        for (std::int64_t t = 0; t < length; ++t)
            ids.push_back((t * 7919 + s * 31) % 16000);
        for (std::int64_t t = stepTokens - 1; t < length; t += stepTokens) {
            places.push_back(t);
            share.push_back(t / stepTokens % 2 ? 1 : 0);
        }
        all.push_back(layOut(config, ids, {}));
        labels.push_back(pairLabels(places, share, {10, 12}));
    }
    Batch batch;
    batch.packed = pack(all);
    batch.labels = packLabels(labels, batch.packed.plan);
    return batch;
}

// A line of /proc/self/status, in MiB.
double memory(const std::string& line)
{
    std::ifstream status("/proc/self/status");
    for (std::string name; status >> name;)
        if (double kib = 0; name == line + ":" && status >> kib)
            return kib / 1024;
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4)
        return 2;
    at::set_num_threads(std::atoi(argv[2]));
    const std::string kept = argv[3];
    const int steps = argc > 4 ? std::atoi(argv[4]) : 6;
    const Model model = randomModel(bench::smallConfig(), 1);
    saveModel(model, argv[1]);
    AdamW optimiser = adamW(chooseTrainable(model, {}));
    const Batch batch = batchOf(model.config);
    StepOptions options;
    options.gradients = {LossOver::vocabulary, kept == "all" ? allLayers : std::stoul(kept)};
    const double loaded = memory("VmRSS");
    std::vector<double> seconds, cpu, losses;
    for (int step = 0; step < steps; ++step) {
        const auto begun = std::chrono::steady_clock::now();
        const std::clock_t ticks = std::clock(); // of all threads; steadier on a busy machine
        const StepResult result = trainStep(model, optimiser, {&batch, 1}, options, 1e-3);
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begun;
        seconds.push_back(spent.count());
        cpu.push_back(static_cast<double>(std::clock() - ticks) / CLOCKS_PER_SEC);
        losses.push_back(result.tally.all().meanLoss());
    }
    const auto median = [](std::vector<double>& all) { // but for the first step, which warms up
        std::sort(all.begin() + 1, all.end());
        return all[all.size() / 2];
    };
    std::cout << nlohmann::json{{"seconds", median(seconds)},   {"cpu_seconds", median(cpu)},
                                {"tokens", sequences * length}, {"loaded_mib", loaded},
                                {"peak_mib", memory("VmHWM")},  {"losses", losses}}
              << "\n";
    return 0;
}
