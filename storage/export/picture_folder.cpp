// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/picture_folder.h"

#include "storage/error.h"
#include "storage/images.h"

#include <fstream>

namespace steplight {
namespace fs = std::filesystem;
namespace {

/// By content, so that it does not depend on how the file was called.
std::string endingOf(const fs::path& file)
{
    std::string head(std::size_t{1} << 18, '\0');
    std::ifstream in(file, std::ios::binary);
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    const auto header = readImageHeader(head);
    return header ? "." + header->extension : file.extension().string();
}

} // namespace

std::string PictureFolder::nameOf(const ImageRef& image)
{
    if (image.hash.empty())
        return image.reference;
    auto& name = m_names[image.hash];
    if (name.empty())
        name = "images/" + image.hash.substr(0, 2) + "/" + image.hash + endingOf(image.path);
    return name;
}

void PictureFolder::place(const ImageRef& image)
{
    if (image.hash.empty())
        return;
    const fs::path target = m_folder / nameOf(image);
    std::error_code error;
    if (fs::exists(target, error))
        return;
    fs::create_directories(target.parent_path(), error);
    fs::path draft = target;
    draft += ".part";
    fs::copy_file(image.path, draft, fs::copy_options::overwrite_existing, error);
    if (!error)
        fs::rename(draft, target, error);
    if (error)
        throw StorageError("io", "The picture " + target.string() +
                                     " cannot be written: " + error.message() +
                                     ". The data set was not changed; make room or choose another "
                                     "folder.");
}

} // namespace steplight
