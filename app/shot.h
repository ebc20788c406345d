// SPDX-License-Identifier: GPL-3.0-or-later
// The real window, off screen, into a picture. Main thread; makes its own QApplication.
#pragma once

#include <filesystem>
#include <string>

namespace steplight {

struct Shot {
    std::filesystem::path project; ///< empty = the start page
    std::string page = "label"; ///< start, label, explore, runs, new-run, models, compare, export,
                                ///< keys, change-keys
    std::string trace;          ///< id; empty = the first of the queue
    std::string query;          ///< what the Explore page searches
    int step = -1;              ///< made current; -1 = the first
    int width = 1366;
    int height = 768;
    double scale = 1;
    int textPercent = 100;
    std::string theme = "light";
    std::string language = "en";
    std::filesystem::path out;
};

struct Picture {
    std::filesystem::path file;
    int width = 0; ///< pixels
    int height = 0;
};

/// Throws CommandError "usage" for an unknown page and "io" when the picture cannot be written.
Picture takeShot(const Shot& shot);

} // namespace steplight
