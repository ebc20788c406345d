// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prm/prepare.h"

#include <ATen/ops/from_blob.h>

#include "engine/image/decode.h"

namespace steplight {

PreparedImage prepareImage(std::string_view bytes, const Profile& profile, const Preprocessing& how,
                           const VisionConfig& vision)
{
    const std::int64_t cell = vision.patch * vision.merge;
    Rgb8 image = decodeImage(bytes, profile.alphaOverWhite ? Alpha::overWhite : Alpha::drop);
    at::Tensor pixels = at::from_blob(image.pixels.data(), {image.height, image.width, 3},
                                      at::TensorOptions(at::kByte)); // lives as long as `image`
    const auto size = [&] { return Size{pixels.size(0), pixels.size(1)}; };
    if (profile.firstResize)
        pixels = resizePillow(pixels,
                              smartResize(size(), cell, *profile.firstResize, SmallSide::oneCell));
    const Size last = smartResize(size(), cell, profile.pixels);
    pixels = profile.processor == Processor::fast ? resizeTorchvision(pixels, last)
                                                  : resizePillow(pixels, last);
    return {toPatches(pixels, how, vision, profile.processor),
            {1, pixels.size(0) / vision.patch, pixels.size(1) / vision.patch}};
}

} // namespace steplight
