// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a Qwen2.5-VL checkpoint, read from config.json and preprocessor_config.json. Plain
// values, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace steplight {

struct VisionConfig {
    std::int64_t depth = 0;
    std::int64_t hidden = 0;
    std::int64_t heads = 0;
    std::int64_t intermediate = 0;
    std::int64_t outHidden = 0; // equals the text model's hidden size
    std::int64_t channels = 3;
    std::int64_t patch = 14;              // pixels a side
    std::int64_t temporalPatch = 2;       // frames; a still image is shown twice
    std::int64_t merge = 2;               // patches a side of one image token
    std::int64_t window = 112;            // pixels a side of an attention window
    std::vector<std::int64_t> fullBlocks; // blocks that attend over the whole image

    std::int64_t headDim() const { return hidden / heads; }
    std::int64_t patchValues() const { return channels * temporalPatch * patch * patch; }
};

struct TextConfig {
    std::int64_t vocab = 0;
    std::int64_t hidden = 0;
    std::int64_t layers = 0;
    std::int64_t heads = 0;
    std::int64_t kvHeads = 0;
    std::int64_t intermediate = 0;
    std::int64_t maxPositions = 0;
    double rmsEps = 1e-5;        // the class default of transformers; the checkpoints say 1e-6
    double initialSpread = 0.02; // deviation of weights that are drawn, `initializer_range`
    double ropeTheta = 1e6;
    std::array<std::int64_t, 3> mropeSection{
        16, 24, 24}; // channels of time, height, width; sum = headDim / 2
    // lm_head is embed_tokens; nothing when the file is silent or says both: then lm_head's
    // presence decides
    std::optional<bool> tied;

    std::int64_t headDim() const { return hidden / heads; }
};

struct Config {
    VisionConfig vision;
    TextConfig text;
    std::int64_t imageToken = 151655;
    std::int64_t videoToken = 151656;
    std::int64_t visionStartToken = 151652; // kept for those who read what is saved
    std::int64_t visionEndToken = 151653;
};

struct PixelLimits {
    std::int64_t minPixels = 0;
    std::int64_t maxPixels = 0;
};

// The image processors of transformers: "slow" resizes by Pillow, "fast" by torchvision. They also
// normalise in another order, which is the last bit of a value.
enum class Processor { slow, fast };

// The pixel limits of preprocessor_config.json are not read: they belong to the profile, since the
// published checkpoints keep the base model's (12.8 million pixels, 16,384 tokens), under which
// they were never trained.
struct Preprocessing {
    std::array<double, 3> mean{0.48145466, 0.4578275, 0.40821073};
    std::array<double, 3> std{0.26862954, 0.26130258, 0.27577711};
};

// Flat (transformers <= 4.51) and nested text_config (>= 4.52), rope_scaling and rope_parameters
// (5.x). Throws EngineError "config" with the file's name.
Config readConfig(const std::filesystem::path& folder);
// The defaults of transformers when the folder has no preprocessor_config.json. Throws as
// readConfig, also where its patches are not those of the vision model.
Preprocessing readPreprocessing(const std::filesystem::path& folder);

} // namespace steplight
