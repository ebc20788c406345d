// SPDX-License-Identifier: GPL-3.0-or-later
// What an encoded picture says of itself in its header, without decoding it. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace steplight {

struct PictureSize {
    std::int64_t height = 0;
    std::int64_t width = 0;
    bool operator==(const PictureSize&) const = default;
};

// Nothing for what is not PNG, JPEG, WebP, BMP or TIFF, or is cut off before its size.
std::optional<PictureSize> pictureSize(std::string_view bytes);

// What a TIFF's first page says of its channels beyond colour: 0 nothing, 1 alpha by which the
// colours are multiplied already, 2 alpha; and where in the file this 16-bit number stands.
struct ExtraSample {
    std::int64_t kind = 0;
    std::size_t place = 0;
};
std::optional<ExtraSample> extraSample(std::string_view bytes);

} // namespace steplight
