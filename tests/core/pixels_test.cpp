// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "engine/core/image.h"
#include "tests/core/pictures.h"

using namespace steplight;

TEST(SmartResize, EqualsTransformersAndQwenUtils)
{
    const auto rows = fixture::readJson("pixels.json").at("smart_resize");
    ASSERT_GT(rows.size(), 300u);
    for (const auto& r : rows) {
        const Size size{r[0], r[1]};
        const PixelLimits limits{r[2], r[3]};
        EXPECT_EQ(smartResize(size, 28, limits), (Size{r[4], r[5]})) << r;
        EXPECT_EQ(smartResize(size, 28, limits, SmallSide::oneCell), (Size{r[6], r[7]})) << r;
    }
}

TEST(SmartResize, RoundsHalvesToEven)
{
    EXPECT_EQ(smartResize({70, 98}, 28, {784, 1 << 30}), (Size{56, 112})); // 2.5 and 3.5 cells
}

TEST(SmartResize, RefusesExtremeShapes)
{
    EXPECT_EQ(smartResize({10, 2000}, 28, {3136, 1003520}).width % 28, 0);
    EXPECT_THROW(smartResize({10, 2001}, 28, {3136, 1003520}), EngineError);
    EXPECT_THROW(smartResize({0, 5}, 28, {3136, 1003520}), EngineError);
}

TEST(ResizePillow, EqualsPillow)
{
    const auto rows = fixture::readJson("pixels.json").at("resize");
    ASSERT_GT(rows.size(), 10u);
    for (const auto& r : rows) {
        const at::Tensor out = resizePillow(fixture::picture(r), {r[3], r[4]});
        EXPECT_EQ(fixture::fnv(out), r[5]) << r;
    }
}

TEST(ResizePillow, KeepsTheSameSizeUntouched)
{
    const at::Tensor in = fixture::picture(30, 40, 3);
    EXPECT_TRUE(at::equal(resizePillow(in, {30, 40}), in));
}
