// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "app/verbs/verbs.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <vector>

namespace steplight {
namespace {

// CLI11 takes "-1" for a flag. A rating of -1 is written with the true minus sign that the design
// itself uses.
std::vector<std::string> argumentsOf(int argc, char** argv)
{
    std::vector<std::string> arguments(argv + 1, argv + argc);
    std::replace(arguments.begin(), arguments.end(), std::string("-1"), std::string("\u22121"));
    return arguments;
}

bool isVerb(const std::vector<Verb>& verbs, const std::string& word)
{
    return std::any_of(verbs.begin(), verbs.end(),
                       [&](const Verb& verb) { return verb.command->get_name() == word; });
}

// "steplight frobnicate" is a typing mistake unless there is such a folder; a folder that is named
// like a verb is opened as "./export".
bool isPath(const std::string& word)
{
    std::error_code error;
    return word.find('/') != std::string::npos || std::filesystem::is_directory(word, error);
}

int parseAndRun(CLI::App& app, const std::vector<Verb>& verbs, std::vector<std::string> arguments,
                bool asJson)
{
    const std::string first = arguments.front();
    try {
        std::reverse(arguments.begin(), arguments.end());
        app.parse(std::move(arguments));
    } catch (const CLI::Success& help) {
        return app.exit(help);
    } catch (const CLI::ParseError& error) {
        const bool unknown = !first.starts_with("-") && !isVerb(verbs, first);
        const std::string sentence =
            unknown ? "\"" + first + "\" is neither a verb nor a folder." : error.what();
        return report(asJson, [&]() -> Outcome {
            throw CommandError("usage", sentence + "\nsteplight --help lists the verbs.",
                               exitUsage);
        });
    }
    const auto verb = std::find_if(verbs.begin(), verbs.end(),
                                   [](const Verb& one) { return one.command->parsed(); });
    return verb == verbs.end() ? exitUsage : report(asJson, verb->act);
}

} // namespace

std::optional<int> runCommandLine(int argc, char** argv, WindowRequest& window)
{
    CLI::App app("Steplight: label, score and curate step-by-step reasoning on images.");
    app.name("steplight");
    app.set_version_flag("--version", "steplight " STEPLIGHT_VERSION);
    app.require_subcommand(1);
    app.footer("steplight [DIR] opens the window, on a project or on the start page.\n"
               "Exit status: 0 done, 1 failed, 2 not understood, 3 done, but some rows of the data "
               "were rejected.");
    bool asJson = false;
    std::vector<Verb> verbs;
    addProjectVerbs(app, verbs);
    addDataVerbs(app, verbs);
    addTraceVerbs(app, verbs);
    addRunVerbs(app, verbs);
    addTeamVerbs(app, verbs);
    addWindowVerbs(app, verbs);
    for (const Verb& verb : verbs)
        verb.command->add_flag("--json", asJson, "print one JSON object and nothing else");

    std::vector<std::string> arguments = argumentsOf(argc, argv);
    const bool flagFirst = !arguments.empty() && arguments.front().starts_with("-");
    if (arguments.empty() || (arguments.size() == 1 && !flagFirst && !isVerb(verbs, arguments[0]) &&
                              isPath(arguments[0]))) {
        window.folder = arguments.empty() ? std::string() : arguments[0];
        return std::nullopt;
    }
    // Known before parsing, so that a usage error answers in JSON too.
    const bool wantsJson =
        std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
    return parseAndRun(app, verbs, std::move(arguments), wantsJson);
}

} // namespace steplight
