// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts a stream of bytes into whole lines: a line counts once its newline is there. One thread at a
// time.
#pragma once

#include "engine/protocol/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace steplight::protocol {

struct Line {
    std::string text;       ///< without the newline; empty when tooLong
    bool tooLong = false;   ///< over the limit: dropped, the next line is whole again
    std::int64_t bytes = 0; ///< taken from the stream, newline included
};

class LineSplitter
{
public:
    explicit LineSplitter(std::size_t limit = maxLineBytes);
    void add(std::string_view bytes);
    /// The next whole line, or none yet.
    std::optional<Line> next();

private:
    std::size_t m_limit;
    std::string m_buffer;
    std::size_t m_read = 0;     ///< bytes of m_buffer already handed out
    std::size_t m_searched = 0; ///< no newline before this
    std::int64_t m_dropped = 0; ///< bytes of a line over the limit that are already gone
};

} // namespace steplight::protocol
