// SPDX-License-Identifier: GPL-3.0-or-later
// A process reward model from a HuggingFace checkpoint folder: question, images and steps in, P(+)
// of every step out. One thread at a time; `load` and `score` are long, so call them on a worker.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
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
    double seconds = 0; // wall time of this call
};

using ProgressFn =
    std::function<void(double fraction, const std::string& what)>; // fraction in [0, 1]

class Prm
{
public:
    // Needs config.json, *.safetensors (with model.safetensors.index.json when sharded) and a
    // tokenizer; reads steplight_profile.json when it is there. Throws EngineError. `threads` 0 =
    // LibTorch's own choice.
    static Prm load(const std::filesystem::path& folder, const ProgressFn& progress = {},
                    int threads = 0);
    Prm(Prm&&) noexcept;
    Prm& operator=(Prm&&) noexcept;
    ~Prm();

    // One forward pass for all steps. Throws EngineError: "image" (cannot be decoded, too large),
    // "input" (no steps, too long, special image tokens in the text), "cancelled" soon after a stop
    // request. The object stays usable after any.
    ScoreResult score(const ScoreRequest& request, std::stop_token stop = {}) const;

    const std::string& name() const; // the folder's name
    // SHA-256 over config, tokenizer and, of each tensor in name order, its name, dtype, shape and
    // first and last 4 KiB: does not depend on sharding or key naming, and needs no reading of the
    // whole file.
    const std::string& modelHash() const;
    const Profile& profile() const; // profile().hash, profile().fromFile
    // One line for the log: sizes, dtype, profile or the lack of one.
    const std::string& summary() const;

private:
    struct Loaded;
    explicit Prm(std::unique_ptr<Loaded> loaded);
    std::unique_ptr<Loaded> m_loaded;
};

} // namespace steplight
