// SPDX-License-Identifier: GPL-3.0-or-later
// gpu_bench SHAPE DEVICE WORK: the jobs of the GPU's table with a random model of SHAPE (3b, 7b: as
// published; small: to try the bench itself) in the type of DEVICE (cpu, cuda). One JSON object a
// line: {job, seconds, tflop or gb, peak_gb}. WORK is a folder for a checkpoint. gpu_reference.py
// does the same with transformers.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "engine/core/device.h"
#include "engine/core/generate.h"
#include "engine/core/lora.h"
#include "engine/core/save.h"
#include "engine/core/score.h"
#include "engine/core/train.h"
#include "engine/core/vision.h"
#include "tests/bench/operations.h"
#include "tests/bench/small_model.h"

using namespace steplight;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t plus = 10, minus = 12, stepTokens = 60, steps = 10;

struct Shape {
    Config config;
    // Tokens of a prompt of which 256 are its picture's, and of a trace; the picture that the
    // vision model is timed with, in patches a side; tokens of a packed pass.
    std::int64_t prompt = 1200, trace = 1500, side = 72, packed = 16384;
    std::int64_t written = 200, rollouts = 64, learnt = 1500, longest = 4096;
    bool trainsWhole = false; // timed; else once, to see that it fits
};

Shape shapeOf(const std::string& name)
{
    Shape s;
    if (name == "small") {
        s = {bench::smallConfig(), 300, 400, 16, 1024, 8, 4, 128, 256, true};
        return s;
    }
    const bool seven = name == "7b";
    TextConfig& t = s.config.text;
    t.vocab = seven ? 152064 : 151936;
    t.hidden = seven ? 3584 : 2048;
    t.layers = seven ? 28 : 36;
    t.heads = seven ? 28 : 16;
    t.kvHeads = seven ? 4 : 2;
    t.intermediate = seven ? 18944 : 11008;
    t.maxPositions = 128000;
    t.rmsEps = 1e-6;
    t.tied = !seven;
    VisionConfig& v = s.config.vision;
    v.depth = 32;
    v.hidden = 1280;
    v.heads = 16;
    v.intermediate = 3420;
    v.outHidden = t.hidden;
    v.fullBlocks = {7, 15, 23, 31};
    s.trainsWhole = !seven;
    return s;
}

// One layer and one block are drawn and copied: what they hold does not matter, and drawing all
// would take minutes.
Model modelOf(const Config& config, const at::TensorOptions& place)
{
    Config one = config;
    one.text.layers = one.vision.depth = 1;
    Model model = randomModel(one, 1, place);
    model.config = config;
    while (std::ssize(model.text.layers) < config.text.layers) {
        TextLayer l = model.text.layers.front();
        for (at::Tensor* w :
             {&l.inputNorm, &l.qkvW, &l.qkvB, &l.outW, &l.postNorm, &l.gateUpW, &l.downW})
            *w = w->clone();
        model.text.layers.push_back(std::move(l));
    }
    while (std::ssize(model.vision.blocks) < config.vision.depth) {
        VisionBlock b = model.vision.blocks.front();
        for (at::Tensor* w : {&b.norm1, &b.qkvW, &b.qkvB, &b.projW, &b.projB, &b.norm2, &b.gateUpW,
                              &b.gateUpB, &b.downW, &b.downB})
            *w = w->clone();
        model.vision.blocks.push_back(std::move(b));
    }
    return model;
}

// Of one token or patch: its products by weights, in TFLOP.
double tflopOfToken(const Model& model)
{
    return bench::operationsOfToken(model) / 1e12;
}

double tflopOfPatch(const Model& model)
{
    return bench::operationsOfPatch(model) / 1e12;
}

double gigabytesOf(const Model& model)
{
    return tflopOfToken(model) * 1e12 / 2 * static_cast<double>(model.text.embed.element_size()) /
           1e9;
}

class Jobs
{
public:
    Jobs(const Shape& shape, const std::string& device, std::filesystem::path work)
        : m_shape(shape), m_place(placeOf(device)), m_work(std::move(work)),
          m_model(modelOf(shape.config, m_place)), m_patches(at::randn({1024, 1176}))
    {
        const std::int64_t image = 256;
        m_prompt.ids = tokens(0, m_shape.prompt - image);
        m_prompt.ids.insert(m_prompt.ids.begin() + 20, image, m_shape.config.imageToken);
        m_prompt.patches = m_patches;
        m_prompt.grids = {{1, 32, 32}};
        m_prompt.imageKey = "the picture";
    }
    void score();
    void look();
    void write();
    void learn();
    void load();

private:
    std::vector<std::int64_t> tokens(std::int64_t from, std::int64_t count) const
    {
        std::vector<std::int64_t> ids;
        for (std::int64_t t = 0; t < count; ++t)
            ids.push_back((from * 1009 + t * 7919) % 7900);
        return ids;
    }
    // Its steps fill it to its length.
    ScoreInput trace(std::int64_t number) const;
    std::vector<ScoreInput> tree(std::int64_t nodes) const;
    double writing(std::int64_t rollouts, std::int64_t count) const;
    void train(const char* job, std::int64_t sequences, std::int64_t length, int times,
               bool adapters);
    // Bytes at most since the last call, in GB; -1 = unknown.
    double peak() const
    {
        return gpu().table && m_place.device().is_cuda()
                   ? static_cast<double>(gpu().table->peak(0)) / 1e9
                   : -1;
    }
    // The median of so many times after one to warm up.
    void time(const std::string& job, int times, const std::function<void()>& work, Json more);
    void say(const std::string& job, double seconds, Json more) const
    {
        more.update({{"job", job}, {"seconds", seconds}, {"peak_gb", peak()}});
        std::cout << more << std::endl;
    }

    const Shape& m_shape;
    at::TensorOptions m_place;
    std::filesystem::path m_work;
    Model m_model;
    at::Tensor m_patches;
    ScoreInput m_prompt;
};

void Jobs::time(const std::string& job, int times, const std::function<void()>& work, Json more)
{
    work();
    peak();
    std::vector<double> seconds;
    for (int i = 0; i < times; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        seconds.push_back(took.count());
    }
    std::sort(seconds.begin(), seconds.end());
    say(job, seconds[seconds.size() / 2], std::move(more));
}

ScoreInput Jobs::trace(std::int64_t number) const
{
    ScoreInput input = m_prompt;
    input.ids.front() = 100 + number; // traces share no beginning
    input.imageKey += std::to_string(number);
    const std::int64_t each = (m_shape.trace - m_shape.prompt) / steps;
    for (std::int64_t step = 0; step < steps; ++step) {
        const auto more = tokens(number + step + 1, each);
        input.ids.insert(input.ids.end(), more.begin(), more.end());
        input.rows.push_back(std::ssize(input.ids) - 1);
    }
    return input;
}

// Four children a node; each path reads its last step.
std::vector<ScoreInput> Jobs::tree(std::int64_t nodes) const
{
    std::vector<ScoreInput> paths;
    for (std::int64_t node = 0; node < nodes; ++node) {
        ScoreInput path = node < 4 ? m_prompt : paths[static_cast<std::size_t>((node - 4) / 4)];
        const auto more = tokens(node + 1, stepTokens);
        path.ids.insert(path.ids.end(), more.begin(), more.end());
        path.rows = {std::ssize(path.ids) - 1};
        paths.push_back(std::move(path));
    }
    return paths;
}

void Jobs::score()
{
    const double each = tflopOfToken(m_model);
    const auto count = [](std::int64_t n) { return static_cast<double>(n); };
    const ScoreInput one = trace(0);
    time("trace", 20, [&] { scoreMargins(m_model, one, plus, minus); },
         {{"tflop", each * count(m_shape.trace) + tflopOfPatch(m_model) * 1024}});
    std::vector<ScoreInput> many;
    for (std::int64_t i = 0; i < std::max<std::int64_t>(1, m_shape.packed / m_shape.trace); ++i)
        many.push_back(trace(i));
    time("packed", 5, [&] { scoreMargins(m_model, many, plus, minus); },
         {{"traces", many.size()},
          {"tflop", count(std::ssize(many)) *
                        (each * count(m_shape.trace) + tflopOfPatch(m_model) * 1024)}});
    for (const std::int64_t nodes : {64, 200}) {
        const auto paths = tree(nodes);
        time("tree " + std::to_string(nodes), 5, [&] { scoreMargins(m_model, paths, plus, minus); },
             {{"tflop",
               each * count(m_shape.prompt + nodes * stepTokens) + tflopOfPatch(m_model) * 1024}});
    }
}

void Jobs::look()
{
    const Grid grid{1, m_shape.side, m_shape.side};
    const at::Tensor patches = at::randn({grid.patches(), 1176});
    const VisionPlan plan = planVision(m_shape.config.vision, {&grid, 1});
    const at::NoGradGuard noGrad;
    time("vision", 10, [&] { encodeImages(m_model, patches, plan).sum().item<float>(); },
         {{"patches", grid.patches()},
          {"tflop", tflopOfPatch(m_model) * static_cast<double>(grid.patches())}});
}

double Jobs::writing(std::int64_t rollouts, std::int64_t count) const
{
    Prompt prompt{m_prompt.ids, m_prompt.patches, m_prompt.grids, rollouts, 1};
    GenerateOptions options;
    options.maxTokens = count;
    options.batch = rollouts;
    std::optional<Prompt> next = std::move(prompt);
    const auto begin = std::chrono::steady_clock::now();
    generate(
        m_model, [&] { return std::exchange(next, std::nullopt); }, options, [](Rollout&&) {});
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void Jobs::write()
{
    writing(1, 4);
    const double prompt = writing(1, 1), written = writing(1, m_shape.written);
    const auto count = static_cast<double>(m_shape.written - 1);
    const double each = (written - prompt) / count;
    say("token", each, {{"gb", gigabytesOf(m_model)}});
    writing(m_shape.rollouts, 4);
    peak();
    const double all = writing(m_shape.rollouts, m_shape.written);
    say("rollouts", all, {{"tokens", m_shape.rollouts * m_shape.written}});
}

void Jobs::train(const char* job, std::int64_t sequences, std::int64_t length, int times,
                 bool adapters)
{
    std::vector<Parameter> learnt = chooseTrainable(m_model, {!adapters, false, false});
    if (adapters) {
        attachLora(m_model, {}, 1);
        learnt = loraParameters(m_model);
    }
    AdamW optimiser = adamW(std::move(learnt));
    std::vector<Sequence> all;
    std::vector<Labels> labels;
    for (std::int64_t s = 0; s < sequences; ++s) {
        std::vector<std::int64_t> places;
        std::vector<double> share;
        for (std::int64_t t = length / steps - 1; t < length; t += length / steps) {
            places.push_back(t);
            share.push_back(static_cast<double>(places.size() % 2));
        }
        all.push_back(layOut(m_model.config, tokens(s, length), {}));
        labels.push_back(pairLabels(places, share, {plus, minus}));
    }
    Batch batch;
    batch.packed = pack(all);
    batch.labels = packLabels(labels, batch.packed.plan);
    const StepOptions options{{LossOver::vocabulary, 1}};
    const auto count = static_cast<double>(sequences * length);
    time(job, times,
         [&] {
             trainStep(m_model, optimiser, {&batch, 1}, options, 1e-5);
         },
         {{"tokens", count},
          // forward twice, since activations are computed again, and backward, which of adapters
          // leaves out what a weight would learn
          {"tflop", (adapters ? 3 : 4) * tflopOfToken(m_model) * count}});
    if (adapters)
        mergeLora(m_model);
    chooseTrainable(m_model, {false, false, false});
    if (gpu().table)
        gpu().table->emptyCache();
}

void Jobs::learn()
{
    train("adapters", 2, m_shape.learnt, 5, true);
    if (m_shape.trainsWhole)
        train("whole", 2, m_shape.learnt, 5, false);
    else
        train("whole, once", 1, m_shape.longest, 1, false);
}

void Jobs::load()
{
    const std::filesystem::path folder = m_work / "model";
    saveModel(m_model, folder);
    m_model.text = {};
    m_model.vision = {};
    double gb = 0;
    const SafeTensors file = SafeTensors::openFolder(folder);
    for (const auto& [name, tensor] : file.tensors())
        gb += static_cast<double>(tensor.data.size()) / 1e9;
    time("load", 2, [&] { loadModel(m_shape.config, file, {}, m_place); }, {{"gb", gb}});
    std::filesystem::remove_all(folder);
}

} // namespace

int main(int count, char** words)
{
    if (count != 4) {
        std::cerr << "usage: gpu_bench SHAPE DEVICE WORK\n";
        return 2;
    }
    gpu(); // before anything asks LibTorch about CUDA
    const Shape shape = shapeOf(words[1]);
    Jobs jobs(shape, words[2], words[3]);
    jobs.score();
    jobs.look();
    jobs.write();
    jobs.learn();
    jobs.load();
}
