// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a data set, beside its file: images/<two digits>/<sha256>.<ending>, the layout of
// a project, so that the data set can be moved and read anywhere. One thread at a time.
#pragma once

#include "storage/records/question.h"

#include <filesystem>
#include <string>
#include <unordered_map>

namespace steplight {

class PictureFolder
{
public:
    explicit PictureFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    /// The path that the data set names; the reference as the data wrote it for a missing picture.
    std::string nameOf(const ImageRef& image);
    /// Copies the picture there: a trainer's script may change its copy, never the project's.
    /// Throws StorageError "io".
    void place(const ImageRef& image);

private:
    std::filesystem::path m_folder;                       ///< of the data set's file
    std::unordered_map<std::string, std::string> m_names; ///< by hash
};

} // namespace steplight
