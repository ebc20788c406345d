// SPDX-License-Identifier: GPL-3.0-or-later
// From stored pixels to the patches that the vision model reads; equal to either of transformers'
// image processors to the last bit. Pure functions, any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "engine/core/config.h"

namespace steplight {

struct Size {
    std::int64_t height = 0;
    std::int64_t width = 0;
    bool operator==(const Size&) const = default;
};

// Counts of patches; height and width are multiples of `merge`. A still image has one frame.
struct Grid {
    std::int64_t frames = 1;
    std::int64_t height = 0;
    std::int64_t width = 0;

    std::int64_t patches() const { return frames * height * width; }
    bool operator==(const Grid&) const = default;
};

// Which smart_resize: transformers 4.55 rounds a side under half a cell down to 0 (and then scales
// up), qwen_vl_utils keeps at least one cell.
enum class SmallSide { zero, oneCell };

// The size, in multiples of `factor`, that keeps the shape and lies within the limits. Halves round
// to even, as in Python. Throws EngineError "image" when one side is over 200 times the other.
Size smartResize(Size size, std::int64_t factor, PixelLimits limits,
                 SmallSide small = SmallSide::zero);

// Pillow's Image.resize(BICUBIC) for 8-bit pixels: src/libImaging/Resample.c, a = -0.5,
// antialiased, horizontal pass first, 22-bit integer weights, rounded and clamped to 8 bits between
// the passes.
at::Tensor resizePillow(const at::Tensor& pixels,
                        Size to); // u8 [h, w, 3] -> u8 [to.height, to.width, 3]

// The same as torchvision does it for 8-bit tensors on the CPU: 16-bit weights, so that one sample
// in 500 is another by 1 or 2.
at::Tensor resizeTorchvision(const at::Tensor& pixels, Size to);

// Rescaled, normalised and cut into patches in the order (h/2, w/2, 2, 2); columns are (3, 2
// frames, 14, 14). u8 [H, W, 3] with sides multiples of patch * merge -> f32 [N, 1176]
at::Tensor toPatches(const at::Tensor& pixels, const Preprocessing& how, const VisionConfig& vision,
                     Processor processor = Processor::slow);

} // namespace steplight
