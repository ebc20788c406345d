// SPDX-License-Identifier: GPL-3.0-or-later
// What a verb of the command line answers: one JSON object or a text for people, and an exit code.
// Main thread.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

namespace steplight {

using Json = nlohmann::ordered_json;

enum ExitCode { exitDone = 0, exitFailed = 1, exitUsage = 2, exitRejected = 3 };

struct Outcome {
    Json json;
    std::string text; ///< for people; ends without a newline
    int exit = exitDone;
};

/// A failure with a code that scripts can rest on: one of docs/cli/error.schema.json.
class CommandError : public std::runtime_error
{
public:
    CommandError(std::string code, const std::string& message, int exit = exitFailed,
                 std::string file = {}, std::int64_t line = 0);

    std::string code;
    int exit;
    std::string file;
    std::int64_t line;
};

/// Runs act and prints its outcome: with asJson one object on stdout and nothing else, also on
/// failure.
int report(bool asJson, const std::function<Outcome()>& act);

} // namespace steplight
