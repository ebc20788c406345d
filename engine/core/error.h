// SPDX-License-Identifier: GPL-3.0-or-later
// The one exception of the engine: a stable code for programs, an English sentence for people. Any
// thread.
#pragma once

#include <stdexcept>
#include <string>

namespace steplight {

// Codes: "config", "weights", "memory", "device", "tokenizer", "profile", "image", "input",
// "cancelled", "disk", "processes".
class EngineError : public std::runtime_error
{
public:
    EngineError(std::string code, const std::string& message)
        : std::runtime_error(message), m_code(std::move(code))
    {
    }

    const std::string& code() const { return m_code; }

private:
    std::string m_code;
};

} // namespace steplight
