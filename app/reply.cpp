// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/reply.h"

#include "storage/error.h"

#include <iostream>

namespace steplight {

CommandError::CommandError(std::string code_, const std::string& message, int exit_,
                           std::string file_, std::int64_t line_)
    : std::runtime_error(message), code(std::move(code_)), exit(exit_), file(std::move(file_)),
      line(line_)
{
}

namespace {

// Text from data may hold broken UTF-8; a reply must still be JSON.
std::string dump(const Json& json)
{
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

int printError(bool asJson, const CommandError& error)
{
    if (asJson) {
        Json json{
            {"code", error.code}, {"message", error.what()}, {"file", nullptr}, {"line", nullptr}};
        if (!error.file.empty())
            json["file"] = error.file;
        if (error.line > 0)
            json["line"] = error.line;
        std::cout << dump(Json{{"error", json}}) << '\n';
    } else {
        std::cerr << "steplight: " << error.what() << '\n';
    }
    return error.exit;
}

} // namespace

int report(bool asJson, const std::function<Outcome()>& act)
{
    try {
        const Outcome outcome = act();
        if (asJson)
            std::cout << dump(outcome.json) << '\n';
        else if (!outcome.text.empty())
            std::cout << outcome.text << '\n';
        std::cout.flush();
        return std::cout ? outcome.exit : exitFailed;
    } catch (const CommandError& error) {
        return printError(asJson, error);
    } catch (const std::exception& failure) {
        const StorageError error = explain(failure);
        const bool wrongUse = error.code() == "bad-query" || error.code() == "usage";
        const int exit = wrongUse ? exitUsage : exitFailed;
        return printError(asJson, CommandError(error.code(), error.what(), exit));
    }
}

} // namespace steplight
