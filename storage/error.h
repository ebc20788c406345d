// SPDX-License-Identifier: GPL-3.0-or-later
// What storage throws when it cannot do what was asked: a sentence for people and a code for
// scripts. Any thread.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>

namespace steplight {

/// what() is a whole sentence: what happened, what was kept, what to do next.
class StorageError : public std::runtime_error
{
public:
    /// code is one of the stable words of docs/cli: "not-a-project", "newer-version", "damaged",
    /// "busy", "gone", "exists", "no-such-trace", "bad-label", "nothing-to-undo", "bad-query",
    /// "io", ...
    StorageError(std::string code, const std::string& sentence)
        : std::runtime_error(sentence), m_code(std::move(code))
    {
    }

    const std::string& code() const { return m_code; }

private:
    std::string m_code;
};

/// The same exception in words for people: SQLite's own codes (damaged, full, busy, read-only)
/// become sentences; anything else keeps its what() under the code "failed".
StorageError explain(const std::exception& error);

} // namespace steplight
