// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/input_file.h"

#include "engine/core/error.h"
#include "engine/text/sha256.h"

#include <array>
#include <fstream>

namespace steplight {

void forEachBlock(const std::filesystem::path& path,
                  const std::function<void(std::string_view)>& act)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw EngineError("input", path.string() + " cannot be opened. Make the run again.");
    std::array<char, 1U << 16> bytes;
    while (file.read(bytes.data(), bytes.size()), file.gcount() > 0)
        act({bytes.data(), static_cast<std::size_t>(file.gcount())});
}

void verifyInput(const std::filesystem::path& path, const std::string& hash)
{
    Sha256 found;
    forEachBlock(path, [&](std::string_view bytes) { found.add(bytes); });
    if (found.hex() != hash)
        throw EngineError("input", path.string() + " is not the file that the request was made for "
                                                   "(its SHA-256 differs). Make the run again.");
}

} // namespace steplight
