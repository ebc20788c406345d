// SPDX-License-Identifier: GPL-3.0-or-later
// train_bench WORK THREADS KEPT [STEPS]: learns from the first two traces of WORK/traces with
// WORK/model and prints one JSON object; train_reference.py does the same with transformers. The
// vision model is frozen and looks at the photos in every step, as there. KEPT: layers whose
// activations are kept, or "all".
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "engine/core/device.h"
#include "engine/core/train.h"
#include "engine/core/vision.h"
#include "tests/bench/traces.h"

using namespace steplight;

namespace {

// Of the traces' ten steps every second one is wrong.
Batch batchOf(const Config& config, const std::vector<ScoreInput>& traces)
{
    Batch batch;
    std::vector<Sequence> all;
    std::vector<Labels> labels;
    std::vector<at::Tensor> patches;
    for (const ScoreInput& trace : traces) {
        std::vector<double> share;
        std::vector<std::int64_t> places; // of the labels; the rows before them predict these
        for (const std::int64_t row : trace.rows) {
            share.push_back(places.size() % 2 == 0 ? 1 : 0);
            places.push_back(row + 1);
        }
        all.push_back(layOut(config, trace.ids, trace.grids));
        labels.push_back(pairLabels(places, share, {10, 12}));
        patches.push_back(trace.patches);
        batch.grids.push_back(trace.grids.front());
    }
    batch.packed = pack(all);
    batch.labels = packLabels(labels, batch.packed.plan);
    batch.patches = at::cat(patches);
    return batch;
}

// The batch with what the frozen vision model says of its photos.
Batch looked(const Model& model, const Batch& batch)
{
    const at::NoGradGuard frozen;
    Batch seen = batch;
    seen.images = encodeImages(model, batch.patches, planVision(model.config.vision, batch.grids));
    seen.patches = at::Tensor();
    return seen;
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
    keepFreedMemory(); // as the engine does
    at::set_num_threads(std::atoi(argv[2]));
    const std::string kept = argv[3];
    const int steps = argc > 4 ? std::atoi(argv[4]) : 6;
    const std::filesystem::path work = argv[1];
    const Model model =
        loadModel(readConfig(work / "model"), SafeTensors::openFolder(work / "model"));
    AdamW optimiser = adamW(chooseTrainable(model, {}));
    std::vector<ScoreInput> traces = bench::Traces(work / "traces").all();
    traces.resize(2);
    const Batch batch = batchOf(model.config, traces);
    StepOptions options;
    options.gradients = {LossOver::vocabulary, kept == "all" ? allLayers : std::stoul(kept)};
    const double loaded = memory("VmRSS");
    std::vector<double> seconds, cpu, losses;
    for (int step = 0; step < steps; ++step) {
        const auto begun = std::chrono::steady_clock::now();
        const std::clock_t ticks = std::clock(); // of all threads; steadier on a busy machine
        const Batch seen = looked(model, batch);
        const StepResult result = trainStep(model, optimiser, {&seen, 1}, options, 1e-3);
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begun;
        seconds.push_back(spent.count());
        cpu.push_back(static_cast<double>(std::clock() - ticks) / CLOCKS_PER_SEC);
        losses.push_back(result.tally.all().meanLoss());
    }
    const auto best = [](const std::vector<double>& all) { // but for the first, which warms up
        return *std::min_element(all.begin() + 1, all.end());
    };
    std::cout << nlohmann::json{{"seconds", best(seconds)},
                                {"cpu_seconds", best(cpu)},
                                {"tokens", batch.packed.sequence.ids.size(0)},
                                {"loaded_mib", loaded},
                                {"peak_mib", memory("VmHWM")},
                                {"losses", losses}}
              << "\n";
    return 0;
}
