// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/questions.h"

#include "engine/core/error.h"
#include "engine/protocol/error.h"

namespace steplight {

std::optional<Asked> Questions::next()
{
    while (const auto line = m_lines.next()) {
        const std::string where =
            "Line " + std::to_string(++m_line) + " of input.jsonl is left out: ";
        try {
            return read(*line);
        } catch (const protocol::Error& error) {
            m_leftOut("line", where + error.what());
        } catch (const EngineError& error) {
            if (error.code() != "image")
                throw;
            m_leftOut("image", where + error.what());
        }
    }
    return std::nullopt;
}

Asked Questions::read(const protocol::Line& line)
{
    if (line.tooLong)
        throw protocol::Error("too-large", "it is too long.");
    Asked asked{protocol::readExample(line.text), {}};
    for (const protocol::ImageFile& image : asked.example.trace.images)
        asked.imageBytes.push_back(m_images.read(image));
    return asked;
}

} // namespace steplight
