// SPDX-License-Identifier: GPL-3.0-or-later
// request.json of a run folder: what is to be done, and all that makes it reproducible. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace steplight::protocol {

/// What a judge's folder has in place of a checkpoint's config.json.
inline constexpr auto judgeFile = "steplight_judge.json";

struct RunRequest {
    std::string program;     ///< "steplight 0.1.0", who wrote it
    std::string kind;        ///< "judge", "score", "search", "synthesize", "train"
    std::string model;       ///< checkpoint folder
    std::string modelHash;   ///< must be the loaded model's when it is not empty
    std::string images;      ///< images folder; a relative path is below the run folder
    std::int64_t traces = 0; ///< lines of input.jsonl
    std::string inputHash;   ///< SHA-256 (hex) of input.jsonl
    std::uint64_t seed = 0;
    std::map<std::string, std::string>
        settings; ///< score: "threads", "device"; train: docs/training.md
};

std::string writeRequest(const RunRequest& request);
/// Throws Error.
RunRequest readRequest(std::string_view text);

} // namespace steplight::protocol
