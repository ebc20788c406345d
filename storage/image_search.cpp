// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/disk.h"
#include "storage/images.h"

#include <algorithm>

namespace steplight {

namespace {

namespace fs = std::filesystem;

/// The plain names of a reference: no root, no ".", nothing at all when it climbs with "..".
std::vector<std::string> partsOf(std::string_view reference)
{
    std::string slashed(reference);
    std::replace(slashed.begin(), slashed.end(), '\\', '/');
    std::vector<std::string> parts;
    for (const auto& part : fs::path(slashed).relative_path()) {
        if (part == "..")
            return {};
        if (!part.empty() && part != ".")
            parts.push_back(part.string());
    }
    return parts;
}

/// The file's real place when that is a regular file under root (itself a real path).
fs::path inside(const fs::path& root, const fs::path& file)
{
    std::error_code failed;
    if (!fs::is_regular_file(file, failed)) // most tails lead nowhere: one look is enough
        return {};
    const auto real = fs::canonical(file, failed);
    if (failed || !fs::is_regular_file(real, failed) || failed || isDatabaseFile(real))
        return {};
    const auto [end, ignored] = std::mismatch(root.begin(), root.end(), real.begin(), real.end());
    return end == root.end() ? real : fs::path();
}

std::vector<fs::path> realPaths(const std::vector<fs::path>& folders)
{
    std::vector<fs::path> real;
    for (const auto& folder : folders) {
        std::error_code failed;
        if (auto path = fs::canonical(folder, failed); !failed)
            real.push_back(std::move(path));
    }
    return real;
}

} // namespace

ImageSearch::ImageSearch(std::vector<fs::path> folders) : m_roots(realPaths(folders))
{
    if (!folders.empty())
        m_first = fs::absolute(folders.front());
}

bool ImageSearch::isFolder(const std::string& path)
{
    constexpr std::size_t most = 20'000; // keeps the memory of a long import bounded
    if (m_isFolder.size() >= most)
        m_isFolder.clear();
    const auto [known, isNew] = m_isFolder.try_emplace(path);
    std::error_code failed;
    if (isNew)
        known->second = fs::is_directory(path, failed);
    return known->second;
}

FoundImage ImageSearch::find(std::string_view reference)
{
    FoundImage found;
    constexpr std::size_t longestReference = 4096;
    if (reference.size() > longestReference || reference.find('\0') != std::string_view::npos)
        return found;
    std::string tail;
    for (const auto& part : partsOf(reference))
        tail.append(tail.empty() ? "" : "/").append(part);
    if (!m_first.empty() && !tail.empty())
        found.lookedFor = m_first / tail;
    for (bool more = !tail.empty(); more;) {
        for (const auto& root : m_roots) {
            const auto file = root / tail;
            found.path = isFolder(file.parent_path()) ? inside(root, file) : fs::path();
            if (!found.path.empty())
                return found;
        }
        const auto slash = tail.find('/');
        more = slash != std::string::npos;
        tail.erase(0, slash + 1);
    }
    return found;
}

FoundImage findImage(const std::vector<fs::path>& folders, std::string_view reference)
{
    return ImageSearch(folders).find(reference);
}

} // namespace steplight
