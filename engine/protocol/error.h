// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol's version, its limits and its one exception. Any thread.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace steplight::protocol {

/// Both sides must have the same; there is no negotiation (docs/protocol.md).
constexpr int version = 1;
constexpr std::size_t maxLineBytes = 16U << 20;   ///< one line of input, events or a pipe
constexpr std::size_t maxRequestBytes = 1U << 20; ///< request.json

/// Codes: "version" (another protocol version), "malformed", "too-large". The text is one sentence
/// for people.
class Error : public std::runtime_error
{
public:
    Error(std::string code, const std::string& sentence)
        : std::runtime_error(sentence), m_code(std::move(code))
    {
    }
    const std::string& code() const { return m_code; }

private:
    std::string m_code;
};

} // namespace steplight::protocol
