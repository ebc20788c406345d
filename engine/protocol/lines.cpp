// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/protocol/lines.h"

namespace steplight::protocol {

LineSplitter::LineSplitter(std::size_t limit) : m_limit(limit) {}

void LineSplitter::add(std::string_view bytes)
{
    m_buffer.erase(0, m_read);
    m_searched -= m_read;
    m_read = 0;
    m_buffer.append(bytes);
}

std::optional<Line> LineSplitter::next()
{
    const std::size_t end = m_buffer.find('\n', m_searched);
    if (end == std::string::npos) {
        m_searched = m_buffer.size();
        if (m_dropped > 0 || m_searched - m_read > m_limit) {
            m_dropped += static_cast<std::int64_t>(m_searched - m_read);
            m_read = m_searched;
        }
        return std::nullopt;
    }
    Line line;
    line.bytes = m_dropped + static_cast<std::int64_t>(end + 1 - m_read);
    line.tooLong = m_dropped > 0 || end - m_read > m_limit;
    if (!line.tooLong)
        line.text = m_buffer.substr(m_read, end - m_read);
    m_dropped = 0;
    m_read = m_searched = end + 1;
    return line;
}

} // namespace steplight::protocol
