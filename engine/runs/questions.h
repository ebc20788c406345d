// SPDX-License-Identifier: GPL-3.0-or-later
// The questions of a run folder's input.jsonl, one after the other, with their pictures. One thread
// an object.
#pragma once

#include "engine/protocol/example.h"
#include "engine/runs/image_folder.h"
#include "engine/runs/input_file.h"

#include <functional>
#include <optional>

namespace steplight {

struct Asked {
    protocol::Example example; ///< a trace without steps, or with those that stand already; its key
    std::vector<std::string> imageBytes;
};

class Questions
{
public:
    using LeftOutFn = std::function<void(const std::string& code, const std::string& detail)>;

    /// leftOut is told of every line that cannot be used: "line", "image". Throws EngineError
    /// "input" when the file cannot be opened.
    Questions(const std::filesystem::path& input, ImageFolder& images, LeftOutFn leftOut)
        : m_lines(input), m_images(images), m_leftOut(std::move(leftOut))
    {
    }

    /// The next one that can be used; unset: that was the last.
    std::optional<Asked> next();

private:
    Asked read(const protocol::Line& line);

    InputLines m_lines;
    ImageFolder& m_images;
    LeftOutFn m_leftOut;
    std::int64_t m_line = 0;
};

} // namespace steplight
