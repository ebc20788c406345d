// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "engine/core/error.h"
#include "engine/core/image.h"
#include "tests/core/draw.h"
#include "tests/core/pictures.h"

using namespace steplight;

namespace {

// `side` of make_pictures.py
std::int64_t drawSide(fixture::Draw& draw)
{
    switch (draw.below(4)) {
    case 0:
        return static_cast<std::int64_t>(1 + draw.below(60));
    case 1:
        return static_cast<std::int64_t>(28 + draw.below(700));
    case 2:
        return static_cast<std::int64_t>(14 + 28 * draw.below(60)); // halves of a cell
    default:
        return static_cast<std::int64_t>(700 + draw.below(5000));
    }
}

// What both functions answer for a size that is drawn; {0} for a refusal.
std::vector<std::int64_t> drawnAnswers(fixture::Draw& draw)
{
    constexpr PixelLimits limits[] = {
        {3136, 1003520}, {200704, 1003520}, {3136, 12845056}, {784, 31360}, {12544, 200704}};
    const std::int64_t height = drawSide(draw), width = drawSide(draw);
    const PixelLimits& limit = limits[draw.below(5)];
    try {
        const Size a = smartResize({height, width}, 28, limit);
        const Size b = smartResize({height, width}, 28, limit, SmallSide::oneCell);
        return {a.height, a.width, b.height, b.width};
    } catch (const EngineError&) {
        return {0};
    }
}

} // namespace

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

TEST(SmartResize, TenThousandDrawnSizesEqualBothFunctions)
{
    const auto hashes = fixture::readJson("pictures.json").at("smart_resize");
    ASSERT_EQ(hashes.size(), 10u);
    fixture::Draw draw(28);
    for (const auto& expected : hashes) {
        std::uint64_t h = 1;
        for (int i = 0; i < 1000; ++i)
            h = fixture::fold(h, drawnAnswers(draw));
        EXPECT_EQ(fixture::hex(h), expected.get<std::string>());
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

TEST(ResizePillow, BothResizesOfFortyPicturesAtThreeBudgetsEqualPillow)
{
    const auto rows = fixture::readJson("pictures.json").at("resize");
    ASSERT_EQ(rows.size(), 40u);
    const auto size = [](const at::Tensor& p) { return Size{p.size(0), p.size(1)}; };
    for (const auto& r : rows) {
        at::Tensor first = fixture::picture(r);
        first =
            resizePillow(first, smartResize(size(first), 28, {3136, 12845056}, SmallSide::oneCell));
        for (int k = 0; k < 3; ++k) {
            const std::int64_t tokens[] = {64, 256, 1280};
            const at::Tensor out =
                resizePillow(first, smartResize(size(first), 28, {4 * 784, tokens[k] * 784}));
            EXPECT_EQ(fixture::bytesHash(out.const_data_ptr<std::uint8_t>(), out.nbytes()),
                      r[3 + static_cast<std::size_t>(k)].get<std::string>())
                << r;
        }
    }
}

TEST(ResizePillow, KeepsTheSameSizeUntouched)
{
    const at::Tensor in = fixture::picture(30, 40, 3);
    EXPECT_TRUE(at::equal(resizePillow(in, {30, 40}), in));
}

TEST(ResizeTorchvision, FortyPicturesAtThreeBudgetsEqualTorchvision)
{
    const auto rows = fixture::readJson("fast_pictures.json").at("resize");
    ASSERT_EQ(rows.size(), 40u);
    for (const auto& r : rows)
        for (int k = 0; k < 3; ++k) {
            const std::int64_t tokens[] = {64, 256, 1280};
            const at::Tensor in = fixture::picture(r);
            const at::Tensor out = resizeTorchvision(
                in, smartResize({in.size(0), in.size(1)}, 28, {4 * 784, tokens[k] * 784}));
            EXPECT_EQ(fixture::bytesHash(out.const_data_ptr<std::uint8_t>(), out.nbytes()),
                      r[3 + static_cast<std::size_t>(k)].get<std::string>())
                << r;
        }
}

TEST(ResizeTorchvision, IsPillowsButForASampleHereAndThere)
{
    const at::Tensor in = fixture::picture(300, 280, 9);
    const at::Tensor a = resizePillow(in, {140, 168}), b = resizeTorchvision(in, {140, 168});
    const at::Tensor off = (a.to(at::kInt) - b.to(at::kInt)).abs();
    EXPECT_LE(off.max().item<int>(), 2);
    EXPECT_LT((off > 0).to(at::kFloat).mean().item<float>(), 0.02);
}

TEST(Patches, OfTheFastProcessorAreEqualToTheBit)
{
    const auto rows = fixture::readJson("fast_pictures.json").at("patches");
    ASSERT_EQ(rows.size(), 8u);
    VisionConfig vision;
    for (const auto& r : rows) {
        const at::Tensor in = fixture::picture(r);
        const Size to = smartResize({in.size(0), in.size(1)}, 28, {4 * 784, 64 * 784});
        const at::Tensor out = toPatches(resizeTorchvision(in, to), {}, vision, Processor::fast);
        EXPECT_EQ(fixture::bytesHash(reinterpret_cast<const std::uint8_t*>(out.const_data_ptr()),
                                     out.nbytes()),
                  r[3].get<std::string>())
            << r;
    }
}
