// SPDX-License-Identifier: GPL-3.0-or-later
// The words of what a library threw, fit to stand in a sentence. Any thread.
#pragma once

#include <exception>
#include <string>

namespace steplight {

// Without the name that nlohmann/json puts before them ("[json.exception.parse_error.101] ").
inline std::string wordsOf(const std::exception& error)
{
    const std::string words = error.what();
    const std::size_t end = words.starts_with("[json.exception") ? words.find("] ") : words.npos;
    return end == words.npos ? words : words.substr(end + 2);
}

} // namespace steplight
