// SPDX-License-Identifier: GPL-3.0-or-later
// A file that is there whole or not at all: written beside its place, synced, then renamed. One
// thread a file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace steplight {

class DurableFile
{
public:
    // Throws EngineError "disk", here and below; a file that stood at `place` is then untouched.
    explicit DurableFile(std::filesystem::path place);
    ~DurableFile(); // removes what was not committed
    DurableFile(const DurableFile&) = delete;
    DurableFile& operator=(const DurableFile&) = delete;

    void write(std::span<const std::byte> bytes);
    void write(std::string_view text);
    void commit();

private:
    std::filesystem::path m_place;
    std::filesystem::path m_temporary;
    int m_file = -1;
};

void writeDurably(const std::filesystem::path& place, std::string_view text);

// Makes the names in a folder survive a power cut.
void syncFolder(const std::filesystem::path& folder);

} // namespace steplight
