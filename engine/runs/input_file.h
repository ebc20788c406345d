// SPDX-License-Identifier: GPL-3.0-or-later
// input.jsonl of a run folder, which may be larger than memory. One thread an object.
#pragma once

#include "engine/protocol/lines.h"

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace steplight {

class InputLines
{
public:
    /// Throws EngineError "input" when it cannot be opened.
    explicit InputLines(const std::filesystem::path& path);
    std::optional<protocol::Line> next();

private:
    std::ifstream m_file;
    protocol::LineSplitter m_lines;
};

/// Throws EngineError "input" unless the file has this SHA-256 (hex).
void verifyInput(const std::filesystem::path& path, const std::string& hash);

} // namespace steplight
