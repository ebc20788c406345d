// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of questions: copied into images/ by content or referred to where they lie; looked
// for only under folders that the user named. Called on the project's thread.
#pragma once

#include "storage/project.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace steplight {

/// What a file's first bytes say, without decoding.
struct ImageHeader {
    std::string extension; ///< "png", "jpg", "gif", "bmp", "webp"
    int width = 0;         ///< stored pixels, no EXIF turn
    int height = 0;
};
/// Unset when the bytes are no picture of these kinds or the header is broken.
std::optional<ImageHeader> readImageHeader(std::string_view bytes);

constexpr std::int64_t maxImagePixels = 200'000'000; ///< beyond it a picture is refused
constexpr int maxImageSide = 65'535;
constexpr std::int64_t maxImageBytes = 512ll << 20;

struct StoredImage {
    std::string hash; ///< SHA-256 of the bytes; goes into ImageRef::hash
    int width = 0;
    int height = 0;
    std::filesystem::path path; ///< absolute
};
enum class Keep { copy, reference };

/// Copies the bytes to images/ab/<sha256>.<ext>; the same picture is kept once. Throws "bad-image"
/// (a sentence) when it is none, or too large.
StoredImage addImageBytes(Project& project, std::string_view bytes);
StoredImage addImageFile(Project& project, const std::filesystem::path& file,
                         Keep keep = Keep::copy);

/// Where a reference from data leads, under the folders that the user named: folder/reference,
/// then ever shorter tails of it ("a/b/c.jpg", "b/c.jpg", "c.jpg"). Absolute references count by
/// their tails only. Never leaves the folders, by ".." or by a link. lookedFor is the first path
/// tried, for the placeholder.
struct FoundImage {
    std::filesystem::path path; ///< empty when not found
    std::filesystem::path lookedFor;
};
FoundImage findImage(const std::vector<std::filesystem::path>& folders, std::string_view reference);

/// The same for many references: which folders there are below is looked up once. Nothing is found
/// without folders.
class ImageSearch
{
public:
    explicit ImageSearch(std::vector<std::filesystem::path> folders = {});
    FoundImage find(std::string_view reference);

private:
    bool isFolder(const std::string& path);

    std::filesystem::path m_first; ///< of the folders, absolute
    std::vector<std::filesystem::path> m_roots;
    std::unordered_map<std::string, bool> m_isFolder;
};

/// Attaches a stored picture to image number index (0-based) of a question. All questions of the
/// same data set that miss a picture under the same reference get it too.
void attachImage(Project& project, std::string_view questionId, int index, std::string_view hash);

struct MissingImage {
    std::string reference;
    std::string lookedFor;
    std::int64_t questions = 0; ///< how many want it
};
std::vector<MissingImage> missingImages(Project& project, std::int64_t limit = 1000);

/// done and total count references; returning false ends the search, with what was found kept.
using LocateProgress = std::function<bool(std::int64_t done, std::int64_t total)>;

struct Located {
    std::int64_t found = 0; ///< references mended
    std::int64_t missing = 0;
    std::vector<std::string> refused; ///< sentences: found but no usable picture
};
/// Looks for every missing picture under folder: by tails of its reference, then by its base name
/// anywhere below, when only one file has that name. A file instead of a folder means the folder
/// that it lies in. With a question, for its data set alone: others call different pictures alike.
Located locateImages(Project& project, const std::filesystem::path& folder, Keep keep = Keep::copy,
                     const LocateProgress& progress = {}, std::string_view questionId = {});

} // namespace steplight
