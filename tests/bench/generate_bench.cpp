// SPDX-License-Identifier: GPL-3.0-or-later
// generate_bench WORK ROLLOUTS NEW THREADS: many rollouts from the prompt in WORK/traces, timed;
// prints one JSON object as generate_reference.py does, which also makes WORK/model.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>
#include <utility>

#include <sys/resource.h>

#include "engine/core/device.h"
#include "engine/core/generate.h"
#include "tests/bench/traces.h"

using namespace steplight;

namespace {

struct Run {
    std::vector<std::int64_t> first;
    double seconds = 0;
    double cpuSeconds = 0; // of all threads: steadier on a busy machine
};

Run run(const Model& model, Prompt prompt, std::int64_t rollouts, std::int64_t tokens,
        const Sampling& sampling)
{
    GenerateOptions options;
    options.sampling = sampling;
    options.maxTokens = tokens;
    options.batch = rollouts;
    prompt.rollouts = rollouts;
    bool asked = false;
    Run result;
    const std::clock_t used = std::clock();
    const auto begin = std::chrono::steady_clock::now();
    generate(
        model, [&] { return std::exchange(asked, true) ? std::nullopt : std::optional(prompt); },
        options,
        [&](Rollout&& r) {
            if (r.index == 0)
                result.first = std::move(r.ids);
        });
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    result.cpuSeconds = static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC;
    return result;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 5) {
        std::cerr << "generate_bench WORK ROLLOUTS NEW THREADS\n";
        return 2;
    }
    const std::filesystem::path work = argv[1];
    const std::int64_t rollouts = std::atoll(argv[2]), tokens = std::atoll(argv[3]);
    keepFreedMemory(); // as the engine does
    at::set_num_threads(std::atoi(argv[4]));
    const Model model =
        loadModel(readConfig(work / "model"), SafeTensors::openFolder(work / "model"));
    const bench::Traces traces(work / "traces");
    Prompt prompt;
    prompt.ids = traces.numbers("prompt.ids");
    prompt.patches = traces.patches("prompt");
    prompt.grids = traces.grids("prompt");
    const Run greedy = // a check: both sides write the same
        run(model, prompt, 1, 16, {0, 0, 1, 1.5, {}});
    const Run promptAlone = run(model, prompt, rollouts, 1, {});
    const Run all = run(model, prompt, rollouts, tokens, {});
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::cout << nlohmann::json{{"prompt_tokens", prompt.ids.size()},
                                {"rollouts", rollouts},
                                {"new_tokens", tokens},
                                {"threads", at::get_num_threads()},
                                {"seconds", all.seconds},
                                {"cpu_seconds", all.cpuSeconds},
                                {"prompt_seconds", promptAlone.seconds},
                                {"tokens_per_second",
                                 static_cast<double>(rollouts * tokens) / all.seconds},
                                {"peak_mib", static_cast<double>(usage.ru_maxrss) / 1024},
                                {"greedy", greedy.first}}
              << '\n';
}
