// SPDX-License-Identifier: GPL-3.0-or-later
// train_process STEPS FOLDER whole|lora [VICTIM]: one process of a small training, placed by its
// environment; goes on from FOLDER's checkpoint if there is one, and leaves one. The process VICTIM
// kills itself after two steps.
#include <csignal>
#include <cstdlib>
#include <iostream>

#include "engine/core/checkpoint.h"
#include "engine/core/error.h"
#include "engine/core/lora.h"
#include "engine/core/train.h"
#include "tests/core/training.h"

using namespace steplight;

namespace {

void run(std::int64_t steps, const std::string& folder, bool lora, int victim)
{
    const Processes processes = Processes::fromEnvironment(std::chrono::seconds(20));
    Model model = fixture::loadTiny("tiny-new");
    auto parameters = chooseTrainable(model, {!lora, false, !lora});
    if (lora) {
        attachLora(model, {2, 4}, 1);
        parameters = loraParameters(model);
    }
    AdamW optimiser = adamW(std::move(parameters), {}, processes);
    std::vector<Batch> mine; // one process has all the pictures, if there are two
    const std::vector<std::string> names{"one image", "text only", "two images", "many steps"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (i % static_cast<std::size_t>(processes.size()) ==
            static_cast<std::size_t>(processes.rank())) {
            mine.push_back(fixture::batchOf(model, "tiny-new", {names[i]}, "soft", !lora));
        }
    TrainState state;
    if (const auto last = newestCheckpoint(folder))
        state = resume(*last, model, optimiser);
    for (; state.step < steps; ++state.step) {
        if (state.step == 2 && processes.rank() == victim)
            std::raise(SIGKILL);
        const StepResult result = trainStep(model, optimiser, mine, {}, 1e-3);
        state.metric = result.tally.all().meanLoss();
    }
    saveCheckpoint(folder, model, optimiser, state);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        run(std::atoi(argv[1]), argv[2], std::string(argv[3]) == "lora",
            argc > 4 ? std::atoi(argv[4]) : -1);
        return 0;
    } catch (const EngineError& e) {
        std::cerr << e.code() << ": " << e.what() << "\n";
        return 3;
    }
}
