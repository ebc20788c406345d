// SPDX-License-Identifier: GPL-3.0-or-later
// Encoded pictures to RGB pixels, as Pillow's convert("RGB") gives them: no EXIF turn, no colour
// management. Any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace steplight {

struct DecodeLimits {
    std::int64_t maxSide = 32'768;
    std::int64_t maxPixels = 100'000'000; // 300 MB as RGB
};

// Over white: as qwen_vl_utils does it, where Pillow's mode is RGBA. Grey with alpha and palettes
// with a transparent colour lose it either way, as they do there.
enum class Alpha { drop, overWhite };

struct Rgb8 {
    std::int64_t height = 0;
    std::int64_t width = 0;
    std::vector<std::uint8_t> pixels; // [height, width, 3]
};

// PNG, JPEG, WebP, BMP and a TIFF's first page; size and pixels are checked in the file's header,
// before anything is decoded. Throws EngineError "image".
Rgb8 decodeImage(std::string_view bytes, Alpha alpha = Alpha::drop,
                 const DecodeLimits& limits = {});

} // namespace steplight
