// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: which verb, its options, its exit code. Main thread.
#pragma once

#include <optional>
#include <string>

namespace steplight {

/// What the arguments ask for when they are no verb: the window, on a folder or on the start page.
struct WindowRequest {
    std::string folder; ///< empty = start page
};

/// Carries out a verb and gives its exit code, or says that a window is wanted.
/// A QApplication must exist; verbs that show nothing do not use it.
std::optional<int> runCommandLine(int argc, char** argv, WindowRequest& window);

} // namespace steplight
