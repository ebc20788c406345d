// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of the command line (design section 7). Each add… function declares its verbs and what
// they do. Main thread.
#pragma once

#include "app/reply.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace steplight {

struct Verb {
    CLI::App* command = nullptr;
    std::function<Outcome()> act;
};

void addProjectVerbs(CLI::App& app, std::vector<Verb>& verbs); ///< init stats check backup
void addDataVerbs(CLI::App& app, std::vector<Verb>& verbs);    ///< import formats export fuse
void addTraceVerbs(CLI::App& app, std::vector<Verb>& verbs);   ///< query show label undo redo
void addRunVerbs(CLI::App& app, std::vector<Verb>& verbs);     ///< run runs cancel
void addTeamVerbs(CLI::App& app, std::vector<Verb>& verbs);    ///< split merge agree …
void addWindowVerbs(CLI::App& app, std::vector<Verb>& verbs);  ///< shot demo

/// A verb whose options live in a struct: declare(command, options) names them, act(options) uses
/// them.
template <typename Options, typename Declare, typename Act>
void addVerb(CLI::App& app, std::vector<Verb>& verbs, const std::string& name,
             const std::string& about, Declare declare, Act act)
{
    auto options = std::make_shared<Options>(); // shared by CLI11's callbacks and the action
    CLI::App* command = app.add_subcommand(name, about);
    declare(*command, *options);
    verbs.push_back({command, [options, act] { return act(*options); }});
}

} // namespace steplight
