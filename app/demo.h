// SPDX-License-Identifier: GPL-3.0-or-later
// The demo project: the puzzles, traces and small PRM that the program ships. On one thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace steplight {

/// Under the user's data folder.
std::filesystem::path defaultDemoFolder();
std::filesystem::path demoModel();

/// Makes the project (unless it is there) and imports what is shipped. Safe to repeat. With hints a
/// new one takes the newcomer through (app/hints.h). Throws.
std::filesystem::path makeDemoProject(const std::filesystem::path& folder, bool hints = false);

struct DemoRun {
    std::filesystem::path project;
    std::int64_t traces = 0;
    std::int64_t scored = 0; ///< traces that the engine scored in this run
    std::int64_t labels = 0; ///< current ones
    std::string model;       ///< that has learnt from them
    std::filesystem::path exported;
    std::vector<std::filesystem::path> pictures;
};

/// The main job without a display: imports, scores with the engine, labels the first wrong step of
/// some traces with its box, trains a model from them that scores again, exports, and writes a
/// picture of every page into folder/pictures. Throws.
DemoRun runDemoThrough(const std::filesystem::path& folder);

} // namespace steplight
