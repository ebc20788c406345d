// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/picture_folder.h"

#include "storage/error.h"
#include "storage/identity.h"
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

/// A project may be a stranger's: what is no hash is no name for a file.
bool isHash(const std::string& hash)
{
    constexpr std::size_t digits = 64; // of SHA-256
    return hash.size() == digits && hash.find_first_not_of("0123456789abcdef") == hash.npos;
}

} // namespace

std::string PictureFolder::nameOf(const ImageRef& image)
{
    if (!isHash(image.hash))
        return image.reference;
    auto& name = m_names[image.hash];
    if (name.empty())
        name = "images/" + image.hash.substr(0, 2) + "/" + image.hash + endingOf(image.path);
    return name;
}

void PictureFolder::place(const ImageRef& image)
{
    if (!isHash(image.hash))
        return;
    const fs::path target = m_folder / nameOf(image);
    std::error_code error;
    if (fs::exists(target, error))
        return;
    fs::create_directories(target.parent_path(), error);
    fs::path draft = target;
    draft += ".part";
    fs::copy_file(image.path, draft, fs::copy_options::overwrite_existing, error);
    // Nothing but the picture that was imported leaves the project by its name.
    const bool same = !error && sha256File(draft) == image.hash;
    if (same)
        fs::rename(draft, target, error);
    std::error_code ignored;
    fs::remove(draft, ignored);
    if (!error && !same)
        throw StorageError("io", "The picture " + image.path +
                                     " is not the one that was imported. The data set was not "
                                     "changed; put the picture back, or import it anew.");
    if (error)
        throw StorageError("io", "The picture " + target.string() +
                                     " cannot be written: " + error.message() +
                                     ". The data set was not changed; make room or choose another "
                                     "folder.");
}

} // namespace steplight
