// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/identity.h"
#include "storage/images.h"
#include "storage/sql.h"

#include <fstream>

namespace steplight {

namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& why)
{
    throw StorageError("bad-image", what + " was not taken as a picture: " + why);
}

ImageHeader checkedHeader(std::string_view bytes, const std::string& what)
{
    const auto header = readImageHeader(bytes);
    if (!header)
        refuse(what, "its first bytes are those of no PNG, JPEG, GIF, BMP or WebP file.");
    if (header->width > maxImageSide || header->height > maxImageSide ||
        std::int64_t{header->width} * header->height > maxImagePixels)
        refuse(what, "it is " + std::to_string(header->width) + " by " +
                         std::to_string(header->height) + " pixels, more than " +
                         std::to_string(maxImagePixels / 1'000'000) + " million or " +
                         std::to_string(maxImageSide) + " a side.");
    return *header;
}

std::string readWhole(const std::filesystem::path& file)
{
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(file, failed);
    if (failed || !std::filesystem::is_regular_file(file))
        refuse(file.string(), "it cannot be read.");
    if (bytes > static_cast<std::uintmax_t>(maxImageBytes))
        refuse(file.string(), "it is larger than " + std::to_string(maxImageBytes >> 20) + " MiB.");
    std::string whole(bytes, '\0');
    std::ifstream in(file, std::ios::binary);
    if (!in.read(whole.data(), static_cast<std::streamsize>(bytes)))
        refuse(file.string(), "it cannot be read.");
    return whole;
}

/// Whole under its final name or not there at all.
void writeWhole(const std::filesystem::path& file, std::string_view bytes)
{
    std::filesystem::create_directories(file.parent_path());
    const auto part = file.string() + ".part-" + newUuid();
    std::ofstream out(part, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) {
        std::filesystem::remove(part);
        throw StorageError("io", file.string() + " cannot be written; is the disk full?");
    }
    std::filesystem::rename(part, file);
}

StoredImage note(Project& project, const std::string& hash, const ImageHeader& header,
                 std::size_t bytes, const std::filesystem::path& path)
{
    project.transact([&] {
        runSql(project,
               "INSERT INTO images (hash, width, height, bytes, path) VALUES (?, ?, ?, ?, ?)"
               " ON CONFLICT (hash) DO UPDATE SET path = excluded.path",
               hash, header.width, header.height, static_cast<std::int64_t>(bytes), path.string());
    });
    return {hash, header.width, header.height, path.is_absolute() ? path : project.folder() / path};
}

StoredImage copy(Project& project, std::string_view bytes, const std::string& what)
{
    const auto header = checkedHeader(bytes, what);
    const auto hash = sha256(bytes);
    const auto path =
        std::filesystem::path("images") / hash.substr(0, 2) / (hash + "." + header.extension);
    std::error_code absent;
    if (std::filesystem::file_size(project.folder() / path, absent) != bytes.size() || absent)
        writeWhole(project.folder() / path, bytes);
    return note(project, hash, header, bytes.size(), path);
}

} // namespace

StoredImage addImageBytes(Project& project, std::string_view bytes)
{
    return copy(project, bytes, "The data");
}

StoredImage addImageFile(Project& project, const std::filesystem::path& file, Keep keep)
{
    const auto bytes = readWhole(file);
    if (keep == Keep::copy)
        return copy(project, bytes, file.string());
    const auto header = checkedHeader(bytes, file.string());
    const auto hash = sha256(bytes);
    if (const auto path = firstText(project, "SELECT path FROM images WHERE hash = ?", hash);
        path && std::filesystem::exists(project.folder() / *path))
        return {hash, header.width, header.height, project.folder() / *path};
    return note(project, hash, header, bytes.size(), std::filesystem::canonical(file));
}

} // namespace steplight
