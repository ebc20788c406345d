// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/image_folder.h"

#include "engine/core/error.h"
#include "engine/text/sha256.h"

#include <fstream>
#include <utility>

namespace steplight {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t maxImageBytes = 512U << 20;

} // namespace

ImageFolder::ImageFolder(fs::path folder, bool byHash)
    : m_folder(std::move(folder)), m_byHash(byHash)
{
}

std::string ImageFolder::read(const protocol::ImageFile& image)
{
    if (image.hash.empty())
        throw EngineError("image", "An image of this question is missing. Locate it in the "
                                   "window, then score the trace again.");
    const fs::path path = find(image);
    std::error_code error;
    const std::uintmax_t size = fs::is_regular_file(path, error) ? fs::file_size(path, error) : 0;
    if (path.empty() || error || size == 0)
        throw EngineError("image", "Image " + image.hash + " is not in " +
                                       (path.empty() ? m_folder : path).string() +
                                       ". Locate the images in the window, or name their folder "
                                       "with --images, then score again.");
    if (size > maxImageBytes)
        throw EngineError("image", path.string() +
                                       " is larger than 512 MiB. Make the image smaller and import "
                                       "it again.");
    std::string bytes(size, '\0');
    std::ifstream file(path, std::ios::binary);
    if (!file.read(bytes.data(), static_cast<std::streamsize>(size)))
        throw EngineError("image",
                          path.string() + " cannot be read. Check its permissions and the disk.");
    if (Sha256().add(bytes).hex() != image.hash)
        throw EngineError("image", path.string() + " has changed: its bytes are not those of " +
                                       image.hash +
                                       ". Put the original back, or import the data again.");
    return bytes;
}

fs::path ImageFolder::find(const protocol::ImageFile& image)
{
    if (!m_byHash)
        return image.file.empty() ? fs::path() : m_folder / image.file;
    index();
    const auto found = m_files.find(image.hash);
    return found == m_files.end() ? fs::path() : found->second;
}

void ImageFolder::index()
{
    if (std::exchange(m_indexed, true))
        return;
    std::error_code error;
    for (fs::recursive_directory_iterator at(m_folder, error), end; !error && at != end;
         at.increment(error))
        m_files.emplace(at->path().stem().string(), at->path());
}

} // namespace steplight
