// SPDX-License-Identifier: GPL-3.0-or-later
// Finds and reads the images that a request names by hash. One thread at a time.
#pragma once

#include "engine/protocol/trace_input.h"

#include <filesystem>
#include <string>
#include <unordered_map>

namespace steplight {

class ImageFolder
{
public:
    /// byHash: trust no path of the request, look for the hashes in folder (--images).
    ImageFolder(std::filesystem::path folder, bool byHash);

    /// The file's bytes. Throws EngineError "image": nobody has it, not there, too large, or not
    /// the bytes of the hash.
    std::string read(const protocol::ImageFile& image);

private:
    std::filesystem::path find(const protocol::ImageFile& image);
    void index();

    std::filesystem::path m_folder;
    bool m_byHash;
    bool m_indexed = false;
    std::unordered_map<std::string, std::filesystem::path> m_files; ///< by name without extension
};

} // namespace steplight
