// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine says: one event is one line of events.jsonl or of serve's stdout. Any thread.
#pragma once

#include "engine/protocol/searched.h"
#include "storage/records/trace.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace steplight::protocol {

/// First event of every request, and again where a run is taken up after a crash. Carries the
/// protocol version.
struct Started {
    std::string program; ///< "steplight-engine 0.1.0"
    std::string kind;
    std::int64_t total = 0;        ///< traces in the input
    std::int64_t done = 0;         ///< traces that an earlier start has finished
    std::int64_t memoryNeeded = 0; ///< bytes that the run takes; 0 = cannot be told, or no model
    std::int64_t memoryThere = -1; ///< bytes free; -1 = unknown
};

/// The model is loaded.
struct ModelLoaded {
    std::string name;
    std::string hash;
    std::string profile;   ///< hash of the profile file, or "builtin:<name>"
    std::string device;    ///< "cpu" or "cuda"
    std::string summary;   ///< one line for people
    std::string role = {}; ///< "policy", "prm" where a run loads both; else empty
};

struct Progress {
    /// "load", "explain" (done of total is a share), "score" (traces), "judge" (traces),
    /// "synthesize" (solutions), "search" (questions), "train" (updates), "evaluate" (examples,
    /// traces)
    std::string phase = "score";
    std::int64_t done = 0;
    std::int64_t total = 0;
    double secondsLeft = -1; ///< -1 = unknown, null in JSON
};

/// A trace is finished, whether it could be scored or not.
struct Result {
    std::string trace;
    std::vector<std::optional<double>> scores; ///< P(+) of each step; unset = no estimate
    std::int64_t tokens = 0;                   ///< length of the sequence, 0 if nothing was run
    double seconds = 0;
    std::int64_t keptImages = 0; ///< image tokens that the vision model did not compute anew
    std::int64_t keptTokens = 0; ///< tokens that the text model did not compute anew
};

/// A policy has written one: of a run of kind "synthesize".
struct Solution {
    struct Estimate {
        std::int64_t correct = 0;
        std::int64_t total = 0; ///< 0 = none: nobody asked, or there was no room to write on
    };

    std::string question;
    std::int64_t index = 0;          ///< among the question's
    std::string response;            ///< as written
    std::vector<Step> steps;         ///< empty: the response does not have the policy's form
    std::string answer;              ///< empty: none
    std::optional<bool> correct;     ///< unset without a key or an answer
    std::vector<Estimate> estimates; ///< by step; empty when none were asked for
    /// Of the response; where a search tree wrote it on from a node, of what stands behind that.
    std::int64_t tokens = 0;
    double logProb = 0; ///< ln P of them all, under the model alone
};

/// A prefix of solutions from which a policy wrote on, before the solutions whose estimates it
/// holds.
struct Node {
    struct Rollout {
        std::string
            text; ///< behind the prefix; empty in a node whose rollouts are too long to keep
        bool correct = false;
        std::int64_t tokens = 0;
    };

    std::string question;
    std::int64_t tree = 0;       ///< one of the question's: the index of its one solution, or 0
    std::int64_t node = 0;       ///< in the tree; 0, the root, is its first line
    std::int64_t parent = -1;    ///< its longest proper prefix in the tree; -1 = it is the root
    std::vector<Step> steps;     ///< from the parent on
    Solution::Estimate estimate; ///< MC(s)
    std::int64_t visits = 0;     ///< N(s): searches that began with one of its rollouts
    std::optional<double> prior; ///< Q(s, r) of the rollout that led here, when it was chosen
    std::vector<Rollout> rollouts;
};

/// A question's search tree is whole: its nodes and solutions are written.
struct Grown {
    std::string question;
};

/// A judge's reply to a trace, as it wrote it: of a run of kind "judge".
struct Judged {
    std::string trace;
    std::string reply;
};

/// What each image token adds to logit(+) - logit(-) of one step.
struct Explanation {
    struct Map {
        std::int64_t height = 0; ///< image tokens
        std::int64_t width = 0;
        std::vector<double> values; ///< row by row
    };

    std::string trace;
    std::int64_t step = 0;
    std::string method;
    double plus = 0;     ///< P(+)
    double margin = 0;   ///< logit(+) - logit(-)
    double baseline = 0; ///< the margin when each feature is its image's mean
    double sum = 0;      ///< of all maps
    /// |sum - (margin - baseline)| as a share of |margin - baseline|; unset = no difference to tell
    std::optional<double> gap;
    std::vector<Map> maps; ///< one an image
    double seconds = 0;
};

/// Something went wrong and the run goes on. Codes: checkpoint, diverged, image, input, memory,
/// not-finite, line.
struct Warning {
    std::string trace; ///< empty when it concerns no one trace
    std::string code;
    std::string detail; ///< one English sentence
};

struct Metrics {
    std::map<std::string, double> values;
};

/// What an evaluation or a search draws, a row a point (docs/evaluation.md, docs/search.md).
struct Curve {
    std::string name;
    std::int64_t model = 0; ///< 1 = the one that it is compared with
    std::vector<std::string> columns;
    std::vector<std::vector<std::optional<double>>> rows; ///< unset = cannot be told
};

/// A trace in which two models differ much, and at which step.
struct Apart {
    std::string trace;
    std::int64_t step = 0;
    double target = 0;
    std::vector<double> scores; ///< P(+) of that step, by model
};

// Final events: every request ends with exactly one.
struct Done {
};
struct Failed {
    std::string code;
    std::string detail; ///< one English sentence: what happened, what was kept, what to do next
};
struct Cancelled {
};

struct Event {
    std::string id; ///< the call that it answers; empty in a run folder
    std::variant<Started, ModelLoaded, Progress, Result, Solution, Searched, Judged, Node, Grown,
                 Explanation, Warning, Metrics, Curve, Apart, Done, Failed, Cancelled>
        body;
};

bool isFinal(const Event& event);
/// One line with its newline. A score that is not finite is written as null.
std::string writeEvent(const Event& event);
/// Throws Error.
Event readEvent(std::string_view line);

} // namespace steplight::protocol
