// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's pictures: header, limits, decoding. And the size that storage reads for the window.
#include "fuzz.h"

#include "engine/core/error.h"
#include "engine/image/decode.h"
#include "engine/image/header.h"
#include "storage/images.h"

using namespace steplight;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto bytes = fuzz::text(data, size);
    if (const auto header = readImageHeader(bytes))
        fuzz::require(!header->extension.empty(), "a header has a kind");
    pictureSize(bytes);
    const DecodeLimits limits{2048, 1 << 20};
    try {
        const auto image = decodeImage(bytes, size % 2 ? Alpha::drop : Alpha::overWhite, limits);
        fuzz::require(image.height >= 1 && image.width >= 1 && image.height <= limits.maxSide &&
                          image.width <= limits.maxSide &&
                          image.height * image.width <= limits.maxPixels,
                      "what is decoded is within the limits");
        fuzz::require(image.pixels.size() ==
                          static_cast<std::size_t>(image.height * image.width * 3),
                      "three bytes a pixel");
    } catch (const EngineError& error) {
        fuzz::require(error.code() == "image", "a refusal has its code");
    }
    return 0;
}
