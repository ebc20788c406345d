// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures that make_fixtures.py draws, as tensors.
#pragma once

#include <ATen/ATen.h>

#include "tests/core/fixture.h"

namespace fixture {

inline Json fnv(const at::Tensor& t)
{
    const at::Tensor c = t.contiguous();
    return fnv(c.const_data_ptr(), c.nbytes());
}

// u8 [height, width, 3]
inline at::Tensor picture(std::int64_t height, std::int64_t width, std::int64_t seed)
{
    at::Tensor t = at::empty({height, width, 3}, at::kByte);
    auto a = t.accessor<std::uint8_t, 3>();
    for (std::int64_t y = 0; y < height; ++y)
        for (std::int64_t x = 0; x < width; ++x)
            for (std::int64_t c = 0; c < 3; ++c)
                a[y][x][c] = static_cast<std::uint8_t>(
                    ((x * x * (3 + c) + y * y * 5 + x * y * seed) / 16 + c * 71 + seed * 13) % 256);
    return t;
}

inline at::Tensor picture(const Json& p)
{
    return picture(p.at(0), p.at(1), p.at(2));
}

} // namespace fixture
