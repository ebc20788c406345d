// SPDX-License-Identifier: GPL-3.0-or-later
// The size that an encoded picture claims in its header, without decoding it. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace steplight {

struct PictureSize {
    std::int64_t height = 0;
    std::int64_t width = 0;
};

// Nothing for what is not PNG, JPEG, WebP, BMP or TIFF, or is cut off before its size.
std::optional<PictureSize> pictureSize(std::string_view bytes);

} // namespace steplight
