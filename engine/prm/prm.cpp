// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/prm.h"

#include <ATen/Parallel.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <iomanip>
#include <new>
#include <sstream>

#include "engine/core/score.h"
#include "engine/image/decode.h"
#include "engine/prm/checkpoint.h"
#include "engine/prm/memory.h"
#include "engine/text/chat.h"

namespace steplight {
namespace {

namespace fs = std::filesystem;

at::Tensor pixelTensor(const Rgb8& image)
{
    at::Tensor t = at::empty({image.height, image.width, 3}, at::kByte);
    std::memcpy(t.mutable_data_ptr(), image.pixels.data(), image.pixels.size());
    return t;
}

/// A machine that swaps is of no use to anybody.
void refuseWhatDoesNotFit(const fs::path& folder, const SafeTensors& file)
{
    std::int64_t parameters = 0;
    for (const auto& [name, info] : file.tensors())
        parameters += elementsOf(info);
    const std::int64_t needed = memoryNeeded(parameters), there = memoryThere();
    if (there < 0 || needed <= there)
        return;
    const auto gigabytes = [](std::int64_t bytes) {
        std::ostringstream out;
        out << std::fixed << std::setprecision(1) << static_cast<double>(bytes) / 1e9 << " GB";
        return out.str();
    };
    throw EngineError("memory", folder.string() + " takes " + gigabytes(needed) +
                                    " of memory as float32, and " + gigabytes(there) +
                                    " are free. Nothing was loaded. Close other programs, or "
                                    "score on a larger machine.");
}

} // namespace

struct Prm::Loaded {
    Tokenizer tokenizer;
    Profile profile;
    ChatTokens tokens;
    Preprocessing preprocessing;
    Model model;
    std::string name, modelHash, summary;

    ScoreInput prepare(const ScoreRequest& request) const;
    void addImage(const std::string& bytes, ScoreInput& input,
                  std::vector<at::Tensor>& patches) const;
};

void Prm::Loaded::addImage(const std::string& bytes, ScoreInput& input,
                           std::vector<at::Tensor>& patches) const
{
    const VisionConfig& v = model.config.vision;
    const std::int64_t cell = v.patch * v.merge;
    at::Tensor pixels =
        pixelTensor(decodeImage(bytes, profile.alphaOverWhite ? Alpha::overWhite : Alpha::drop));
    const auto size = [&] { return Size{pixels.size(0), pixels.size(1)}; };
    if (profile.firstResize)
        pixels = resizePillow(pixels,
                              smartResize(size(), cell, *profile.firstResize, SmallSide::oneCell));
    pixels = resizePillow(pixels, smartResize(size(), cell, profile.pixels));
    patches.push_back(toPatches(pixels, preprocessing, v));
    input.grids.push_back({1, pixels.size(0) / v.patch, pixels.size(1) / v.patch});
}

ScoreInput Prm::Loaded::prepare(const ScoreRequest& request) const
{
    if (request.steps.empty())
        throw EngineError("input", "The trace has no steps.");
    ScoreInput input;
    std::vector<at::Tensor> patches;
    std::vector<std::int64_t> imageTokens;
    for (const std::string& bytes : request.imageBytes) {
        addImage(bytes, input, patches);
        const std::int64_t merge = model.config.vision.merge;
        imageTokens.push_back(input.grids.back().patches() / (merge * merge));
    }
    if (!patches.empty())
        input.patches = at::cat(patches);
    const auto turns = renderTurns(profile, request.question, request.options, request.steps);
    PrmChat chat = renderPrmChat(tokenizer, tokens, profile.system, turns, imageTokens);
    const std::int64_t most = model.config.text.maxPositions;
    if (static_cast<std::int64_t>(chat.ids.size()) > most)
        throw EngineError("input", "The trace needs " + std::to_string(chat.ids.size()) +
                                       " tokens; the model takes " + std::to_string(most) + ".");
    input.ids = std::move(chat.ids);
    input.rows = std::move(chat.rows);
    return input;
}

Prm::Prm(std::unique_ptr<Loaded> loaded) : m_loaded(std::move(loaded)) {}
Prm::Prm(Prm&&) noexcept = default;
Prm& Prm::operator=(Prm&&) noexcept = default;
Prm::~Prm() = default;

Prm Prm::load(const fs::path& folder, const ProgressFn& progress, int threads)
{
    if (threads > 0)
        at::set_num_threads(threads);
    if (progress)
        progress(0.0, "reading the tokenizer");
    Profile profile = loadProfile(folder);
    const Config config = readConfig(folder);
    Tokenizer tokenizer = Tokenizer::load(folder);
    const ChatTokens tokens = findChatTokens(tokenizer, profile);
    if (tokens.imagePad != config.imageToken)
        throw EngineError("tokenizer",
                          folder.string() +
                              ": config.json and the tokenizer disagree on <|image_pad|>.");
    const SafeTensors file = SafeTensors::openFolder(folder);
    refuseWhatDoesNotFit(folder, file);
    std::string hash = hashModel(folder, tokenizer, file);
    Model model = loadModel(config, file, [&](double share) {
        if (progress)
            progress(share, "reading the weights");
    });
    const fs::path clean = fs::weakly_canonical(folder);
    std::ostringstream summary;
    summary << clean.filename().string() << ": " << config.text.layers << " layers of "
            << config.text.hidden << ", vision " << config.vision.depth << " of "
            << config.vision.hidden << ", float32 on the CPU, profile " << profile.name
            << (profile.fromFile ? "" : " (built in; there is no steplight_profile.json)");
    return Prm(std::make_unique<Loaded>(
        Loaded{std::move(tokenizer), std::move(profile), tokens, readPreprocessing(folder),
               std::move(model), clean.filename().string(), std::move(hash), summary.str()}));
}

ScoreResult Prm::score(const ScoreRequest& request, std::stop_token stop) const
{
    const auto begin = std::chrono::steady_clock::now();
    const Loaded& l = *m_loaded;
    ScoreResult result;
    try {
        const ScoreInput input = l.prepare(request);
        for (const double margin :
             scoreMargins(l.model, input, l.tokens.plus, l.tokens.minus, stop))
            result.plus.push_back(1.0 / (1.0 + std::exp(-margin / l.profile.temperature)));
        result.tokens = static_cast<int>(input.ids.size());
        for (const std::int64_t id : input.ids)
            result.imageTokens += id == l.tokens.imagePad;
    } catch (const std::bad_alloc&) {
        throw EngineError("input", "There is not enough memory for this trace.");
    } catch (const c10::Error& e) {
        throw EngineError("input", std::string("LibTorch: ") + e.what_without_backtrace());
    }
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

const std::string& Prm::name() const
{
    return m_loaded->name;
}
const std::string& Prm::modelHash() const
{
    return m_loaded->modelHash;
}
const Profile& Prm::profile() const
{
    return m_loaded->profile;
}
const std::string& Prm::summary() const
{
    return m_loaded->summary;
}

} // namespace steplight
