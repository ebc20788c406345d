// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/resources.h"

#include <cstdlib>
#include <stdexcept>

namespace steplight {

std::filesystem::path resourceFolder()
{
    if (const char* chosen = std::getenv("STEPLIGHT_RESOURCES"))
        return chosen;
    const auto installed = programFolder().parent_path() / "share" / "steplight";
    for (const std::filesystem::path& folder :
         {installed, std::filesystem::path(STEPLIGHT_SOURCE_RESOURCES)})
        if (std::filesystem::exists(folder / "demo"))
            return folder;
    throw std::runtime_error(
        "The files that come with Steplight are not beside the program (looked in " +
        installed.string() + "). Install it again, or point STEPLIGHT_RESOURCES at them.");
}

std::filesystem::path programFolder()
{
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

} // namespace steplight
