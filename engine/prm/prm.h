// SPDX-License-Identifier: GPL-3.0-or-later
// A process reward model from a HuggingFace checkpoint folder: question, images and steps in, P(+)
// of every step out. One thread at a time; `load` and `score` are long, so call them on a worker.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/core/error.h"
#include "engine/text/profile.h"

namespace steplight {

struct ScoreRequest {
    std::string question;
    std::vector<std::string> options; // may be empty; rendered as the profile says
    std::vector<std::string>
        imageBytes; // whole encoded files (PNG, JPEG, …), in the question's order; may be empty
    std::vector<std::string> steps; // both sections, in order; at least one
};

struct ScoreResult {
    std::vector<double> plus; // P(+) of each step, in [0, 1]
    int tokens = 0;           // length of the whole sequence, image tokens included
    int imageTokens = 0;
    int keptImageTokens = 0; // of these, tokens of pictures that the vision model had seen before
    int keptTokens = 0;      // that the text model did not compute anew
    double seconds = 0;      // wall time of this call
    int askedTokens = 0; // of the sequence, those before the last step's label: what a chat that
                         // asks for this one label has
};

struct ExplainRequest {
    ScoreRequest trace; // with at least one image
    std::size_t step = 0;
    std::string method = "integrated"; // "gradient", "integrated", "occlusion"; core/explain.h
    int points = 16;                   // integrated: gradients along the way
    int block = 1;                     // occlusion: image tokens a side
};

struct HeatMap { // of one image, in image tokens
    int height = 0;
    int width = 0;
    std::vector<double> values; // row by row: what each token adds to the margin
};

struct ExplainResult {
    double plus = 0;     // P(+) of the step
    double margin = 0;   // logit(+) - logit(-)
    double baseline = 0; // the margin when each feature is its image's mean
    double sum = 0;      // of all maps
    double gap = 0;      // |sum - (margin - baseline)| / |margin - baseline|; may be infinite
    std::vector<HeatMap> maps;
    double seconds = 0;
};

// What came of one request.
using ScoreOutcome = std::variant<ScoreResult, EngineError>;

using ProgressFn =
    std::function<void(double fraction, const std::string& what)>; // fraction in [0, 1]

class Prm
{
public:
    // Needs config.json, *.safetensors (with model.safetensors.index.json when sharded) and a
    // tokenizer; reads steplight_profile.json when it is there. Throws EngineError. `threads` 0 =
    // LibTorch's own choice; `device` "cpu" (float32), "cuda" (bfloat16) or "auto".
    static Prm load(const std::filesystem::path& folder, const ProgressFn& progress = {},
                    int threads = 0, std::string_view device = "cpu");
    Prm(Prm&&) noexcept;
    Prm& operator=(Prm&&) noexcept;
    ~Prm();

    // One forward pass for all steps. Throws EngineError: "image" (cannot be decoded, too large),
    // "input" (no steps, too long, special image tokens in the text), "memory" (with what would
    // fit), "cancelled" soon after a stop request. The object stays usable after any.
    ScoreResult score(const ScoreRequest& request, std::stop_token stop = {}) const;
    // The same for a trace that will come again after an edit: what it shares from the beginning on
    // with the one before is not computed anew. Where memory is full, once more without that.
    ScoreResult scoreAgain(const ScoreRequest& request, std::stop_token stop = {}) const;
    // Many in one pass: what they share from the beginning on, the question and its images, is
    // computed once. Each has its own outcome, in order; only "cancelled" is thrown.
    std::vector<ScoreOutcome> score(std::span<const ScoreRequest> requests,
                                    std::stop_token stop = {}) const;
    // How many tokens a pass may have, so that its results come and a cancel acts in good time.
    std::int64_t tokensPerPass() const;

    // Where in the pictures the score of one step comes from. Many passes for one step, so it
    // reports progress. Throws as score() does, and "input" for a step or method that is not there.
    ExplainResult explain(const ExplainRequest& request, const ProgressFn& progress = {},
                          std::stop_token stop = {}) const;

    // Reads every weight once. Throws EngineError "weights" that names one which is not finite.
    void requireFinite() const;

    const std::string& name() const; // the folder's name
    // SHA-256 over config, tokenizer and, of each tensor in name order, its name, dtype, shape and
    // first and last 4 KiB: does not depend on sharding or key naming, and needs no reading of the
    // whole file.
    const std::string& modelHash() const;
    const Profile& profile() const; // profile().hash, profile().fromFile
    std::string device() const;     // "cpu" or "cuda"
    // One line for the log: sizes, dtype, device, memory, profile or the lack of one.
    const std::string& summary() const;

private:
    struct Loaded;
    explicit Prm(std::unique_ptr<Loaded> loaded);
    std::unique_ptr<Loaded> m_loaded;
};

} // namespace steplight
