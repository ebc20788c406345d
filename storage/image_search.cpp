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

fs::path joined(const std::vector<std::string>& parts, std::size_t first)
{
    fs::path tail;
    for (std::size_t i = first; i < parts.size(); ++i)
        tail /= parts[i];
    return tail;
}

} // namespace

FoundImage findImage(const std::vector<fs::path>& folders, std::string_view reference)
{
    FoundImage found;
    constexpr std::size_t longestReference = 4096;
    if (reference.size() > longestReference || reference.find('\0') != std::string_view::npos)
        return found;
    const auto parts = partsOf(reference);
    const auto roots = realPaths(folders);
    if (!folders.empty() && !parts.empty())
        found.lookedFor = fs::absolute(folders.front()) / joined(parts, 0);
    for (std::size_t first = 0; first < parts.size(); ++first) {
        const auto tail = joined(parts, first);
        for (const auto& root : roots) {
            found.path = inside(root, root / tail);
            if (!found.path.empty())
                return found;
        }
    }
    return found;
}

} // namespace steplight
