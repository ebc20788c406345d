// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/model_folder.h"

#include <ATen/Parallel.h>
#include <ATen/ops/cat.h>

#include <sstream>

#include "engine/core/device.h"
#include "engine/core/error.h"
#include "engine/prm/checkpoint.h"
#include "engine/prm/prepare.h"

namespace steplight {
namespace {

namespace fs = std::filesystem;

// Where most of the weights are float16: they are computed wider, since the vision model overflows
// it. Else nothing.
std::string noteOfHalf(const SafeTensors& file)
{
    std::int64_t half = 0;
    for (const auto& [name, info] : file.tensors())
        half += info.type == at::kHalf ? elementsOf(info) : 0;
    return 2 * half > parametersOf(file) ? "stored as float16" : "";
}

} // namespace

std::int64_t parametersOf(const SafeTensors& file)
{
    std::int64_t parameters = 0;
    for (const auto& [name, info] : file.tensors())
        parameters += elementsOf(info);
    return parameters;
}

ModelFolder openModelFolder(const fs::path& path, const ProgressFn& progress, int threads)
{
    if (threads > 0)
        at::set_num_threads(threads);
    if (progress)
        progress(0.0, "reading the tokenizer");
    Profile profile = loadProfile(path);
    Model model;
    model.config = readConfig(path);
    Tokenizer tokenizer = Tokenizer::load(path);
    const ChatTokens tokens = findChatTokens(tokenizer);
    if (tokens.imagePad != model.config.imageToken)
        throw EngineError("tokenizer", path.string() + ": config.json has " +
                                           std::to_string(model.config.imageToken) +
                                           " as the token of images (image_token_id), the "
                                           "tokenizer has " +
                                           std::to_string(tokens.imagePad) +
                                           " (<|image_pad|>). Take config.json and the tokenizer's "
                                           "files from one checkpoint.");
    std::string name = modelName(path, profile);
    return {path,
            std::move(profile),
            std::move(tokenizer),
            tokens,
            readPreprocessing(path),
            std::move(model),
            std::move(name),
            {},
            {}};
}

MemoryPlan readWeights(ModelFolder& folder, const ProgressFn& progress, std::string_view device,
                       For what)
{
    const SafeTensors file = SafeTensors::openFolder(folder.path);
    const Config& config = folder.model.config;
    const std::int64_t parameters = parametersOf(file), pixels = folder.profile.pixels.maxPixels;
    MemoryPlan memory = what == For::use ? planUse(config, parameters, pixels, device)
                                         : planMemory(config, parameters, pixels, placeOf(device));
    refuseWhatDoesNotFit(folder.path, memory);
    if (progress)
        progress(0.0, "reading the weights: " + memory.sentence());
    folder.modelHash = hashModel(folder.path, folder.tokenizer, file);
    folder.note = noteOfHalf(file);
    const auto reading = [&](double share) {
        if (progress)
            progress(share, "reading the weights");
    };
    folder.model = loadModel(folder.model.config, file, reading, memory.where);
    return memory;
}

void requireFit(const ModelFolder& folder, std::size_t tokens)
{
    const std::int64_t most = folder.model.config.text.maxPositions;
    if (static_cast<std::int64_t>(tokens) > most)
        throw EngineError("input", "The trace needs " + std::to_string(tokens) +
                                       " tokens, images included; the model takes " +
                                       std::to_string(most) +
                                       ". Lower max_pixels in the profile, shorten the trace, or "
                                       "raise max_position_embeddings in config.json where the "
                                       "model was trained for more.");
}

std::string sizesOf(const ModelFolder& folder)
{
    const Config& config = folder.model.config;
    std::ostringstream out;
    out << folder.name << ": " << config.text.layers << " layers of " << config.text.hidden
        << ", vision " << config.vision.depth << " of " << config.vision.hidden << ", "
        << describe(folder.model.text.embed.options());
    if (!folder.note.empty())
        out << ", " << folder.note;
    return out.str();
}

Pictures preparePictures(const ModelFolder& folder, const std::vector<std::string>& files)
{
    const VisionConfig& v = folder.model.config.vision;
    Pictures all;
    std::vector<at::Tensor> patches;
    for (const std::string& bytes : files) {
        PreparedImage image = prepareImage(bytes, folder.profile, folder.preprocessing, v);
        patches.push_back(std::move(image.patches));
        all.grids.push_back(image.grid);
        all.tokens.push_back(image.grid.patches() / (v.merge * v.merge));
    }
    if (!patches.empty())
        all.patches = at::cat(patches);
    return all;
}

} // namespace steplight
