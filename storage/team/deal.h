// SPDX-License-Identifier: GPL-3.0-or-later
// Deals the traces of a project to several people, a project folder each (docs/team.md). Called on
// the project's thread.
#pragma once

#include "storage/project.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace steplight {

/// So many, or such a share (0..1) of them.
using Portion = std::variant<std::int64_t, double>;

struct Deal {
    std::vector<std::string> annotators;
    std::filesystem::path out; ///< their projects become out/NAME
    std::string query;         ///< which traces; empty = all
    Portion overlap = 0.0;     ///< of the questions: everybody gets them
    /// So many labelled traces without undecided steps, or the labelled ones of a query: everybody
    /// gets them, without their labels.
    std::variant<std::int64_t, std::string> gold = std::int64_t{0};
    std::uint64_t seed = 1;
};

struct DealtProject {
    std::string annotator;
    std::filesystem::path folder;
    std::int64_t questions = 0, traces = 0;
    std::int64_t shared = 0; ///< of the traces: everybody has them, gold left out
    std::int64_t gold = 0;   ///< of the traces
    std::int64_t imagesMissing = 0;
};

/// done and total count traces of all projects together.
using DealProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// A question goes whole to the person that a hash of seed, question and name gives, so that it
/// stays where it is when questions or people are added. The projects hold pictures, estimates and
/// judge replies, and nobody's labels; which traces of theirs are gold is recorded in `project`
/// alone. Each is there whole or not at all. Throws "usage" for names that make no folder, "exists"
/// before anything is written, "no-labels" when the gold has none.
std::vector<DealtProject> deal(Project& project, const Deal& how,
                               const DealProgress& progress = {});

/// By annotator: the ids of all gold traces that were ever dealt.
using GoldDealt = std::map<std::string, std::set<std::string>>;
GoldDealt goldDealt(Project& project);

} // namespace steplight
