// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/train_run.h"

#include "engine/core/checkpoint.h"
#include "engine/core/device.h"
#include "engine/core/train.h"
#include "engine/runs/image_folder.h"
#include "engine/runs/input_file.h"
#include "engine/runs/memory_plan.h"
#include "engine/runs/run_report.h"
#include "engine/runs/train_warnings.h"
#include "engine/runs/trained_model.h"
#include "engine/training/evaluation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>

namespace steplight {
namespace {

namespace fs = std::filesystem;
using namespace protocol;
using Clock = std::chrono::steady_clock;

constexpr auto sayInterval = std::chrono::milliseconds(500);
constexpr auto saveInterval = std::chrono::minutes(10);

std::int64_t parametersOf(const std::vector<Parameter>& parameters)
{
    std::int64_t count = 0;
    for (const Parameter& p : parameters)
        count += p.tensor.numel();
    return count;
}

class TrainRun
{
public:
    TrainRun(const RunOptions& options, const RunRequest& request, const Processes& processes,
             SayFn say, std::stop_token stop)
        : m_options(options), m_request(request), m_processes(processes), m_say(std::move(say)),
          m_warnings(m_say, processes), m_stop(std::move(stop)),
          m_path(modelFolderOf(options, request)), m_recipe(recipeOf(options, request)),
          m_images(options.images.empty() ? options.folder / request.images : options.images,
                   !options.images.empty()),
          m_checkpoints(options.folder / "checkpoints")
    {
    }

    void run();

private:
    // In this order.
    void readExamples();
    void loadModel();
    void beginOptimiser();
    void goOn();
    void finish();

    void update();
    StepResult learn(double rate);
    StepResult learnFitting(std::span<const Lesson> lessons, std::int64_t tokens, double rate);
    TrainingSize trainingSize(std::int64_t tokens) const;
    /// Where the model computes, and in what.
    at::TensorOptions place() const
    {
        return m_folder->model.text.embed.options().requires_grad(false);
    }
    std::vector<Lesson> nextLessons(std::stop_token stop);
    void measure();
    void save();
    std::int64_t updatesPerEpoch() const;
    std::int64_t allUpdates() const;
    [[noreturn]] static void throwCancelled();
    void throwIfStopped() const;
    /// Nothing where others would wait for this process.
    std::stop_token aloneStop() const
    {
        return m_processes.size() == 1 ? m_stop : std::stop_token();
    }

    const RunOptions& m_options;
    const RunRequest& m_request;
    const Processes& m_processes;
    SayFn m_say;
    TrainWarnings m_warnings;
    std::stop_token m_stop;
    fs::path m_path; // the model's
    Recipe m_recipe;
    ImageFolder m_images;
    fs::path m_checkpoints;

    std::optional<Examples> m_examples;
    std::optional<ModelFolder> m_folder;
    std::optional<Preparer> m_preparer;
    AdamW m_optimiser;
    std::int64_t m_learnt = 0; // weights
    bool m_halved = false;     // the tokens of a pass
    TrainState m_state;
    bool m_diverged = false;          // at some evaluation since the start
    std::vector<std::size_t> m_order; // of the state's epoch
    Clock::time_point m_saved = Clock::now(), m_said;
    std::int64_t m_savedStep = 0;
    std::optional<TrainReport> m_report;
};

void TrainRun::run()
{
    readExamples();
    loadModel();
    beginOptimiser();
    goOn();
    if (m_state.step == 0)
        measure();
    m_report.emplace(m_say, allUpdates(), m_state.step, m_examples->teachPrm());
    while (m_state.step < allUpdates())
        update();
    finish();
}

void TrainRun::readExamples()
{
    const fs::path input = m_options.folder / "input.jsonl";
    throwIfStopped();
    verifyInput(input, m_request.inputHash);
    m_examples.emplace(input,
                       [&](const std::string& sentence) { m_warnings.say("line", sentence); });
    // Over two tokens there is nothing to learn of other words.
    if (m_examples->teachPolicy() && m_recipe.over == LossOver::pair) {
        if (m_examples->teachPrm())
            throw EngineError("input", "Some examples have targets and some have none. Set loss to "
                                       "\"vocabulary\" to learn from both, or leave one kind out.");
        m_recipe.over = LossOver::vocabulary;
    }
}

void TrainRun::loadModel()
{
    if (m_processes.rank() == 0)
        std::cerr << "GPU: " << gpu().sentence << '\n';
    const auto progress = [&](double share, const std::string&) {
        throwIfStopped();
        if (Clock::now() - m_said < sayInterval)
            return;
        m_said = Clock::now();
        m_say({"", Progress{"load", static_cast<std::int64_t>(share * 100), 100, -1}});
    };
    const int threads = m_processes.local() ? 0 : m_recipe.threads; // or as it has them already
    m_folder.emplace(openModelFolder(m_path, progress, threads));
    m_folder->profile.temperature = 1; // what is learnt and measured; leaveModel() drops it
    if (m_examples->anyTargets())
        m_folder->tokens = findChatTokens(m_folder->tokenizer, m_folder->profile);
    if (m_recipe.fromNothing)
        m_folder->model =
            randomModel(m_folder->model.config, m_request.seed, placeOf(m_recipe.device));
    else
        readWeights(*m_folder, progress, m_recipe.device, For::training);
    requireFinite(m_folder->model); // of a weight that is no number nothing can be learnt
    addTextLayers(m_folder->model, m_recipe.addLayers, m_request.seed);
    if (!m_request.modelHash.empty() && m_request.modelHash != m_folder->modelHash)
        throw EngineError("model", "The model in " + m_path.string() +
                                       " is not the one that this run was made for or begun "
                                       "with (its hash differs). Put that one back, or make "
                                       "a new run.");
    LabelWeights weights = m_recipe.balance
                               ? balance(m_examples->plusSum(m_recipe.perceptionWeight),
                                         m_examples->minusSum(m_recipe.perceptionWeight))
                               : LabelWeights();
    weights.perception = m_recipe.perceptionWeight;
    m_preparer.emplace(
        *m_folder, m_recipe, [&](const ImageFile& image) { return m_images.read(image); }, weights);
}

void TrainRun::beginOptimiser()
{
    Model& model = m_folder->model;
    std::vector<Parameter> learnt = chooseTrainable(model, m_recipe.learns);
    if (m_recipe.lora) {
        attachLora(model, *m_recipe.lora, m_request.seed);
        for (Parameter& adapter : loraParameters(model))
            learnt.push_back(std::move(adapter));
    }
    m_learnt = parametersOf(learnt);
    const MemoryPlan memory = planTraining(trainingSize(m_recipe.tokens), place());
    const std::string summary = sizesOf(*m_folder) + ", " + std::to_string(m_learnt) +
                                " weights learn (" + memory.sentence() + " beside the model)";
    m_say({"", ModelLoaded{m_folder->name, m_folder->modelHash, m_folder->profile.hash,
                           model.text.embed.is_cuda() ? "cuda" : "cpu", summary}});
    if (m_processes.rank() == 0)
        std::cerr << summary << '\n';
    refuseTrainingThatDoesNotFit(memory);
    m_optimiser = adamW(std::move(learnt), m_recipe.adam, m_processes);
    m_state.seed = m_request.seed;
}

TrainingSize TrainRun::trainingSize(std::int64_t tokens) const
{
    return trainingSizeOf(m_folder->model.config, m_recipe, m_learnt, m_processes.size(), tokens,
                          m_folder->profile.pixels.maxPixels, !m_examples->anyTargets());
}

void TrainRun::goOn()
{
    std::vector<std::string> refused;
    const auto newest = newestCheckpoint(m_checkpoints, &refused);
    for (const std::string& sentence : refused)
        m_warnings.say("checkpoint", sentence);
    if (newest) {
        m_state = resume(*newest, m_folder->model, m_optimiser);
        m_state.metric.reset(); // that checkpoint's own
        m_state.measured.clear();
        m_savedStep = m_state.step;
        if (m_processes.rank() == 0)
            std::cerr << "goes on from " << newest->string() << '\n';
    }
    const auto count = m_examples->learnt().size();
    m_order = epochOrder(count, m_state.seed, static_cast<std::uint64_t>(m_state.epoch));
}

std::int64_t TrainRun::updatesPerEpoch() const
{
    const auto count = static_cast<std::int64_t>(m_examples->learnt().size());
    return (count + m_recipe.batch - 1) / m_recipe.batch;
}

std::int64_t TrainRun::allUpdates() const
{
    return m_recipe.updates > 0 ? m_recipe.updates : m_recipe.epochs * updatesPerEpoch();
}

// This process's part of the next examples in the epoch's order; the state moves behind them.
std::vector<Lesson> TrainRun::nextLessons(std::stop_token stop)
{
    const auto begin = static_cast<std::size_t>(m_state.cursor);
    const std::size_t end =
        std::min(m_order.size(), begin + static_cast<std::size_t>(m_recipe.batch));
    const auto size = static_cast<std::size_t>(m_processes.size());
    std::vector<Lesson> lessons;
    for (std::size_t i = begin + static_cast<std::size_t>(m_processes.rank()); i < end; i += size) {
        const Example example = m_examples->read(m_examples->learnt()[m_order[i]]);
        try {
            lessons.push_back(m_preparer->lesson(example, stop));
        } catch (const EngineError& error) {
            if (error.code() != "image" && error.code() != "input")
                throw;
            m_warnings.sayOnce(example.trace.id, error.code(),
                               std::string(error.what()) + " Nothing is learnt from this trace.");
        }
    }
    m_state.cursor = static_cast<std::int64_t>(end);
    if (end == m_order.size()) {
        m_state.cursor = 0;
        ++m_state.epoch;
        m_order =
            epochOrder(m_order.size(), m_state.seed, static_cast<std::uint64_t>(m_state.epoch));
    }
    return lessons;
}

void TrainRun::update()
{
    if (!m_processes.all(!m_stop.stop_requested())) { // all at once, or some would wait for others
        save();
        throwCancelled();
    }
    const std::int64_t all = allUpdates();
    // An only update is none of a warm-up, which begins at 0.
    const auto rise = std::min(
        static_cast<std::int64_t>(std::ceil(m_recipe.warmup * static_cast<double>(all))), all - 1);
    const double rate = cosineRate(m_state.step, rise, all, m_recipe.rate);
    const StepResult result = learn(rate);
    ++m_state.step;
    m_state.skipped += result.skipped ? 1 : 0;
    const double part = static_cast<double>(m_state.cursor) / static_cast<double>(m_order.size());
    m_report->note(m_state, static_cast<double>(m_state.epoch) + part, result, rate);
    const std::int64_t every =
        m_recipe.evaluateEvery > 0 ? m_recipe.evaluateEvery : updatesPerEpoch();
    if (m_state.step % every == 0 || m_state.step == all)
        measure();
    else if (!m_processes.all(Clock::now() - m_saved < saveInterval))
        save();
}

// One update. Where it is cancelled the state is as before.
StepResult TrainRun::learn(double rate)
{
    const TrainState before = m_state;
    try {
        const std::vector<Lesson> lessons = nextLessons(aloneStop());
        std::int64_t tokens = 0;
        for (const Lesson& lesson : lessons)
            tokens += static_cast<std::int64_t>(lesson.ids.size());
        return learnFitting(lessons, tokens, rate);
    } catch (const EngineError& error) {
        m_state = before;
        if (error.code() == "cancelled")
            save();
        throw;
    }
}

// Where memory runs out, in this process or another, all take half the tokens a pass from then on,
// once in a run: an update needs more passes and comes to the same.
StepResult TrainRun::learnFitting(std::span<const Lesson> lessons, std::int64_t tokens, double rate)
{
    const StepOptions options{{m_recipe.over, m_recipe.recompute ? std::size_t(1) : allLayers},
                              m_recipe.clip};
    for (;;) {
        try {
            return trainStep(m_folder->model, m_optimiser, m_preparer->batches(lessons), options,
                             rate, aloneStop());
        } catch (const EngineError& error) {
            if (error.code() != "memory")
                throw;
        }
        if (m_halved)
            refusePass(trainingSize(m_recipe.tokens), place());
        m_halved = true;
        m_recipe.tokens = std::max<std::int64_t>(1, std::min(m_recipe.tokens, tokens) / 2);
        giveBackMemory();
        m_warnings.say("memory", "Memory ran out. From here on a pass takes " +
                                     std::to_string(m_recipe.tokens) +
                                     " tokens at most; what is learnt is the same.");
    }
}

void TrainRun::measure()
{
    if (m_examples->validation().empty())
        return save();
    const auto count = [&](std::int64_t done, std::int64_t all) {
        if (m_stop.stop_requested())
            throwCancelled();
        if (Clock::now() - m_said < sayInterval)
            return;
        m_said = Clock::now();
        m_say({"", Progress{"evaluate", done, all, -1}});
    };
    const Evaluation found =
        evaluate(*m_folder, *m_examples, *m_preparer, m_recipe, m_processes, count, m_stop);
    Metrics metrics{{{"step", static_cast<double>(m_state.step)},
                     {"validation_left_out", static_cast<double>(found.leftOut)}}};
    for (const auto& [name, value] : found.values) {
        metrics.values["validation_" + name] = value;
        if (std::isfinite(value))
            m_state.measured["validation_" + name] = value;
    }
    m_say({"", metrics});
    m_state.metric = found.diverged ? std::nullopt : found.loss;
    m_diverged = m_diverged || found.diverged;
    if (found.diverged)
        m_warnings.say(
            "diverged",
            "At update " + std::to_string(m_state.step) +
                " the model gives scores that are no numbers. Cancel the run and lower the rate; "
                "the best checkpoint so far is kept.");
    save();
}

void TrainRun::save()
{
    m_warnings.gather();
    if (m_state.step > m_savedStep)
        saveCheckpoint(m_checkpoints, m_folder->model, m_optimiser, m_state, m_folder->path);
    m_state.metric.reset();
    m_state.measured.clear();
    m_savedStep = m_state.step;
    m_saved = Clock::now();
    if (m_report)
        m_report->restart();
}

// The best model as a folder that can be used like any other, adapters merged into it.
void TrainRun::finish()
{
    if (m_processes.rank() != 0)
        return;
    if (m_state.skipped == m_state.step)
        throw EngineError("input", "No update could be made: see the warnings. Check the images "
                                   "folder and the weights of the classes.");
    std::optional<fs::path> best = bestCheckpoint(m_checkpoints);
    if (!best && m_diverged)
        throw EngineError("input", "At every evaluation the model gave scores that are no numbers, "
                                   "so there is none to keep. Lower the rate, then start a new "
                                   "run.");
    if (!best)
        best = newestCheckpoint(m_checkpoints);
    if (!best)
        throw EngineError("disk", m_checkpoints.string() + " holds no whole checkpoint any more.");
    const TrainState state = resume(*best, m_folder->model, m_optimiser);
    if (m_recipe.lora)
        mergeLora(m_folder->model);
    leaveModel(m_options.folder, *m_folder, m_recipe);
    m_say({"", Metrics{{{"step", static_cast<double>(m_state.step)},
                        {"best_step", static_cast<double>(state.step)},
                        {"skipped", static_cast<double>(m_state.skipped)}}}});
    if (!state.measured.empty()) // what was said last is of the last step, not of this model
        m_say({"", Metrics{state.measured}});
}

void TrainRun::throwCancelled()
{
    throw EngineError("cancelled", "The run was cancelled.");
}

void TrainRun::throwIfStopped() const
{
    if (aloneStop().stop_requested())
        throwCancelled();
}

} // namespace

Recipe recipeOf(const RunOptions& options, const RunRequest& request)
{
    return readRecipe(request.settings, loadProfile(modelFolderOf(options, request)).training);
}

void trainRun(const RunOptions& options, const RunRequest& request, const Processes& processes,
              const SayFn& say, std::stop_token stop)
{
    TrainRun(options, request, processes, say, std::move(stop)).run();
}

} // namespace steplight
