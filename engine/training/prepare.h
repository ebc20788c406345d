// SPDX-License-Identifier: GPL-3.0-or-later
// From an example on the disk to what a pass learns or measures. One thread an object.
#pragma once

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/core/gradients.h"
#include "engine/core/score.h"
#include "engine/prm/model_folder.h"
#include "engine/prm/picture_cache.h"
#include "engine/protocol/example.h"
#include "engine/training/recipe.h"

namespace steplight {

// One sequence with its labels. Images as features where the vision model is frozen, else patches.
struct Lesson {
    std::vector<std::int64_t> ids;
    std::vector<Grid> grids;
    at::Tensor images;  // [N/4, d]
    at::Tensor patches; // f32 [N, 1176]
    Labels labels;
};

class Preparer
{
public:
    // An image's whole encoded file. Throws EngineError "image".
    using ReadImage = std::function<std::string(const protocol::ImageFile&)>;

    // Keeps references: to the folder, whose model it looks at pictures with, and to the recipe.
    Preparer(const ModelFolder& folder, const Recipe& recipe, ReadImage readImage,
             const LabelWeights& weights);

    // These three throw EngineError "image", "input" (too long, …), "cancelled".
    Lesson lesson(const protocol::Example& example, std::stop_token stop);
    // As scoring reads a trace with all its steps.
    ScoreInput scoreInput(const protocol::Example& example, std::stop_token stop);
    // At most recipe.tokens tokens a batch, but one lesson at least.
    std::vector<Batch> batches(std::span<const Lesson> lessons) const;

private:
    struct Pictures; // of one example
    Pictures look(const protocol::Example& example, std::stop_token stop);
    PrmChat chat(const protocol::Example& example, const Pictures& pictures) const;
    Labels learnPrm(const protocol::Example& example, PrmChat& chat) const;
    Lesson policyLesson(const protocol::Example& example, Pictures&& pictures) const;
    Batch batch(std::span<const Lesson> lessons) const;

    const ModelFolder& m_folder;
    const Recipe& m_recipe;
    ReadImage m_readImage;
    LabelWeights m_weights;
    bool m_frozen; // the vision model
    TokenIds m_close;
    PictureCache m_cache;
};

} // namespace steplight
