// SPDX-License-Identifier: GPL-3.0-or-later
// One piece of background work and what is known of it. Plain values, any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

enum class RunState { waiting, running, done, failed, cancelled };

struct Run {
    std::string id;     ///< UUIDv7
    std::string kind;   ///< "score", "train", "synthesize", "judge", "search", "evaluate"
    std::string model;  ///< checkpoint folder
    std::string query;  ///< which traces; empty = all
    std::string folder; ///< absolute path of runs/<id>
    RunState state = RunState::waiting;
    std::int64_t createdAt = 0; ///< milliseconds since 1970 UTC
    std::int64_t endedAt = 0;   ///< 0 while it runs
    std::int64_t done = 0;      ///< traces finished; updates of a training
    std::int64_t total = 0;
    double secondsLeft = -1;     ///< -1 = unknown
    std::int64_t readOffset = 0; ///< bytes of events.jsonl already stored
    std::string message;         ///< last error or warning, in words
    std::map<std::string, double> metrics;
    std::map<std::string, std::string> settings; ///< --set k=v
    bool operator==(const Run&) const = default;
};

/// What a run said of itself as it went, in order: name -> value. A training's have a "step".
using MetricsHistory = std::vector<std::map<std::string, double>>;

/// Of one strategy of a search what its answers cost and how many are right, by the number of
/// solutions; a tree has one point.
struct CostCurve {
    struct Point {
        double tokens = 0; ///< that policy and PRM wrote and read for a question
        double right = 0;  ///< share of the questions with a key
    };
    std::string strategy;
    std::vector<Point> points;
};

/// A checkpoint folder known to the project.
struct Model {
    std::string path;
    std::string name;
    std::string hash;    ///< SHA-256 of the weights
    std::string profile; ///< profile name
    std::int64_t parameters = 0;
    std::string dtype;
    std::string note;  ///< what the profile says of it (training, metrics)
    std::string error; ///< why it cannot be used; empty when it can
};

/// A judge's folder and no checkpoint; its profile says so.
inline bool isJudge(const Model& model)
{
    return model.profile == "judge";
}

std::string settingOf(const Run& run, const std::string& name); ///< empty = not set
std::optional<double> metricOf(const Run& run, const std::string& name);

std::string_view runStateWord(RunState state);
std::optional<RunState> runStateFromWord(std::string_view word);

} // namespace steplight
