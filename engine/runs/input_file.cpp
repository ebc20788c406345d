// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/input_file.h"

#include "engine/core/error.h"
#include "engine/text/sha256.h"

#include <array>

namespace steplight {
namespace {

using Block = std::array<char, 1U << 16>;

std::ifstream opened(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw EngineError("input", path.string() + " cannot be opened. Make the run again.");
    return file;
}

/// Empty at the end.
std::string_view read(std::ifstream& file, Block& block)
{
    file.read(block.data(), block.size());
    return {block.data(), static_cast<std::size_t>(file.gcount())};
}

} // namespace

InputLines::InputLines(const std::filesystem::path& path) : m_file(opened(path)) {}

std::optional<protocol::Line> InputLines::next()
{
    Block block;
    for (;;) {
        if (auto line = m_lines.next())
            return line;
        const std::string_view bytes = read(m_file, block);
        if (bytes.empty())
            return std::nullopt;
        m_lines.add(bytes);
    }
}

void verifyInput(const std::filesystem::path& path, const std::string& hash)
{
    std::ifstream file = opened(path);
    Sha256 found;
    Block block;
    for (auto bytes = read(file, block); !bytes.empty(); bytes = read(file, block))
        found.add(bytes);
    if (found.hex() != hash)
        throw EngineError("input", path.string() + " is not the file that the request was made for "
                                                   "(its SHA-256 differs). Make the run again.");
}

} // namespace steplight
