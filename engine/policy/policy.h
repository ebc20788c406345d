// SPDX-License-Identifier: GPL-3.0-or-later
// A policy from a HuggingFace checkpoint folder: question, images and what is written already in,
// many continuations out. One thread at a time; `load` and `write` are long, so call them on a
// worker.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/sampling.h"
#include "engine/prm/prm.h"

namespace steplight {

struct WriteRequest {
    std::string system = "You are a helpful assistant."; // the template's own
    std::string user;                                    // the whole turn: question, instructions
    std::vector<std::string> imageBytes; // whole encoded files, shown before the user's text
    std::string written; // steps that stand already; the same assistant's turn goes on after them
    std::int64_t rollouts = 1;
    std::uint64_t seed = 0;     // with a rollout's index it decides what is drawn
    std::int64_t maxTokens = 0; // of one rollout, up to the options'; 0: as many
};

struct WriteOptions {
    Sampling sampling; // image and video tokens are banned anyway
    std::int64_t maxTokens = 1024;
    std::vector<std::string> stops; // a rollout ends where one of them first stands in its text
    std::int64_t batch = 64;        // rollouts that are written at a time
    // Told, in a sentence, that from now on fewer are written at a time.
    std::function<void(const std::string& sentence)> warn = {};
};

struct Written {
    std::size_t request = 0;  // in the order of the queue
    std::int64_t rollout = 0; // among the request's
    std::string text;         // after `written`, up to a stop string; bytes of a character that the
                              // length cut in two stay
    std::string finish;       // "stop", "length", "cancelled"
    std::vector<double> logProbs; // of each token, stop tokens included, under the model alone
    bool ended = false; // by the end of the turn; where "stop" is not, a stop string was met
};

struct Usage {
    std::int64_t promptTokens = 0; // each request's once, image tokens included
    std::int64_t imageTokens = 0;
    std::int64_t writtenTokens = 0;
    double seconds = 0; // wall time of the call
};

class Policy
{
public:
    // As Prm::load, but there is no label to know.
    static Policy load(const std::filesystem::path& folder, const ProgressFn& progress = {},
                       int threads = 0, std::string_view device = "cpu");
    Policy(Policy&&) noexcept;
    Policy& operator=(Policy&&) noexcept;
    ~Policy();

    using NextRequest = std::function<std::optional<WriteRequest>()>; // nothing: the queue ends
    using WrittenFn = std::function<void(Written&&)>;

    // Takes requests as there is room and hands over each rollout as it ends; see core/generate.h.
    // After a stop request what had begun ends as "cancelled". Throws EngineError: "image",
    // "input" (too long, special image tokens in the text, settings out of range), "memory", after
    // handing over what had begun as "cancelled". The object stays usable after any. Where memory
    // is full, once in the object's life, half as many are written at a time from then on, and what
    // was cut begins again.
    Usage write(const NextRequest& next, const WriteOptions& options, const WrittenFn& written,
                std::stop_token stop = {}) const;

    const std::string& name() const;      // the folder's name
    const std::string& modelHash() const; // as Prm's
    std::string device() const;           // "cpu" or "cuda"
    const std::string& summary() const;   // one line for the log
    const Profile& profile() const;       // its form is what `user` and `written` should have

private:
    struct Loaded;
    struct Writing;
    explicit Policy(std::unique_ptr<Loaded> loaded);
    std::unique_ptr<Loaded> m_loaded;
};

} // namespace steplight
