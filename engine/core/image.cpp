// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/image.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/core/error.h"

namespace steplight {
namespace {

constexpr int precisionBits = 32 - 8 - 2;

double bicubic(double x)
{
    constexpr double a = -0.5;
    x = std::fabs(x);
    if (x < 1.0)
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
    if (x < 2.0)
        return (((x - 5) * x + 8) * x - 4) * a;
    return 0.0;
}

// The pixels [first, first + count) that one output pixel mixes, and where their weights start.
struct Span {
    int first;
    int count;
};

struct Weights {
    int stride = 0;
    std::vector<Span> spans;
    std::vector<int> values; // [spans, stride], fixed point
};

Weights precompute(int in, int out)
{
    const double scale = static_cast<double>(in) / out;
    const double filterScale = std::max(scale, 1.0);
    const double support = 2.0 * filterScale;
    Weights w;
    w.stride = static_cast<int>(std::ceil(support)) * 2 + 1;
    w.spans.resize(static_cast<std::size_t>(out));
    w.values.assign(static_cast<std::size_t>(out) * static_cast<std::size_t>(w.stride), 0);
    std::vector<double> k(static_cast<std::size_t>(w.stride));
    const double shrink = 1.0 / filterScale;
    for (int i = 0; i < out; ++i) {
        const double center = (i + 0.5) * scale;
        const int first = std::max(static_cast<int>(center - support + 0.5), 0);
        const int count = std::min(static_cast<int>(center + support + 0.5), in) - first;
        double sum = 0.0;
        for (int x = 0; x < count; ++x)
            sum += k[static_cast<std::size_t>(x)] = bicubic((x + first - center + 0.5) * shrink);
        int* values = w.values.data() + static_cast<std::ptrdiff_t>(i) * w.stride;
        for (int x = 0; x < count; ++x) {
            double v = k[static_cast<std::size_t>(x)];
            if (sum != 0.0)
                v /= sum;
            values[x] = static_cast<int>((v < 0 ? -0.5 : 0.5) + v * (1 << precisionBits));
        }
        w.spans[static_cast<std::size_t>(i)] = {first, count};
    }
    return w;
}

std::uint8_t clip(int sum)
{
    return static_cast<std::uint8_t>(std::clamp(sum >> precisionBits, 0, 255));
}

// u8 [h, w, 3] -> u8 [h, out, 3]
at::Tensor resizeWidth(const at::Tensor& pixels, int out)
{
    const std::int64_t height = pixels.size(0);
    const std::int64_t width = pixels.size(1);
    const Weights w = precompute(static_cast<int>(width), out);
    at::Tensor result = at::empty({height, out, 3}, at::kByte);
    const std::uint8_t* in = pixels.const_data_ptr<std::uint8_t>();
    std::uint8_t* to = result.mutable_data_ptr<std::uint8_t>();
    for (std::int64_t y = 0; y < height; ++y, in += width * 3)
        for (int x = 0; x < out; ++x, to += 3) {
            const Span span = w.spans[static_cast<std::size_t>(x)];
            const int* k = w.values.data() + static_cast<std::ptrdiff_t>(x) * w.stride;
            int sum[3] = {1 << (precisionBits - 1), 1 << (precisionBits - 1),
                          1 << (precisionBits - 1)};
            for (int i = 0; i < span.count; ++i)
                for (int c = 0; c < 3; ++c)
                    sum[c] += in[(span.first + i) * 3 + c] * k[i];
            for (int c = 0; c < 3; ++c)
                to[c] = clip(sum[c]);
        }
    return result;
}

// u8 [h, w, 3] -> u8 [out, w, 3]
at::Tensor resizeHeight(const at::Tensor& pixels, int out)
{
    const std::int64_t row = pixels.size(1) * 3;
    const Weights w = precompute(static_cast<int>(pixels.size(0)), out);
    at::Tensor result = at::empty({out, pixels.size(1), 3}, at::kByte);
    const std::uint8_t* in = pixels.const_data_ptr<std::uint8_t>();
    std::uint8_t* to = result.mutable_data_ptr<std::uint8_t>();
    std::vector<int> sums(static_cast<std::size_t>(row));
    for (int y = 0; y < out; ++y, to += row) {
        const Span span = w.spans[static_cast<std::size_t>(y)];
        const int* k = w.values.data() + static_cast<std::ptrdiff_t>(y) * w.stride;
        std::fill(sums.begin(), sums.end(), 1 << (precisionBits - 1));
        for (int i = 0; i < span.count; ++i) {
            const std::uint8_t* from = in + (span.first + i) * row;
            for (std::int64_t x = 0; x < row; ++x)
                sums[static_cast<std::size_t>(x)] += from[x] * k[i];
        }
        std::transform(sums.begin(), sums.end(), to, clip);
    }
    return result;
}

using NormalizedValues = std::array<std::array<float, 256>, 3>;

// slow: float32(double(value) * (1 / 255)), then (x - mean) / std in float32
// fast: (value - 255 mean) / (255 std) in float32
NormalizedValues normalizedValues(const Preprocessing& how, Processor processor)
{
    const bool fast = processor == Processor::fast;
    const float unit = fast ? 255.0F : 1.0F;
    NormalizedValues table;
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t v = 0; v < 256; ++v) {
            const double scaled = static_cast<double>(v) * (fast ? 1.0 : 1.0 / 255);
            const float mean = static_cast<float>(how.mean[c]) * unit;
            const float std = static_cast<float>(how.std[c]) * unit;
            table[c][v] = (static_cast<float>(scaled) - mean) / std;
        }
    return table;
}

void requirePixels(const at::Tensor& pixels)
{
    TORCH_CHECK(pixels.dim() == 3 && pixels.size(2) == 3 && pixels.scalar_type() == at::kByte &&
                    pixels.is_contiguous(),
                "pixels are not u8 [h, w, 3]");
}

} // namespace

Size smartResize(Size size, std::int64_t factor, PixelLimits limits, SmallSide small)
{
    const auto [height, width] = size;
    if (height < 1 || width < 1 || std::max(height, width) > 200 * std::min(height, width))
        throw EngineError("image", "The image is " + std::to_string(width) + " x " +
                                       std::to_string(height) +
                                       " pixels; one side may be at most 200 times the other.");
    const double h = static_cast<double>(height), w = static_cast<double>(width);
    const double f = static_cast<double>(factor);
    const double least = small == SmallSide::oneCell ? f : 0.0;
    const double lo = static_cast<double>(limits.minPixels),
                 hi = static_cast<double>(limits.maxPixels);
    double hBar = std::max(least, std::nearbyint(h / f) * f);
    double wBar = std::max(least, std::nearbyint(w / f) * f);
    if (hBar * wBar > hi) {
        const double beta = std::sqrt(h * w / hi);
        hBar = std::max(f, std::floor(h / beta / f) * f);
        wBar = std::max(f, std::floor(w / beta / f) * f);
    } else if (hBar * wBar < lo) {
        const double beta = std::sqrt(lo / (h * w));
        hBar = std::ceil(h * beta / f) * f;
        wBar = std::ceil(w * beta / f) * f;
    }
    return {static_cast<std::int64_t>(hBar), static_cast<std::int64_t>(wBar)};
}

at::Tensor resizePillow(const at::Tensor& pixels, Size to)
{
    requirePixels(pixels);
    at::Tensor result = pixels;
    if (to.width != pixels.size(1))
        result = resizeWidth(result, static_cast<int>(to.width));
    if (to.height != pixels.size(0))
        result = resizeHeight(result, static_cast<int>(to.height));
    return result;
}

at::Tensor resizeTorchvision(const at::Tensor& pixels, Size to)
{
    requirePixels(pixels);
    if (to == Size{pixels.size(0), pixels.size(1)})
        return pixels;
    const at::Tensor planes = pixels.permute({2, 0, 1}).unsqueeze(0); // [1, 3, h, w]
    return at::_upsample_bicubic2d_aa(planes, {to.height, to.width}, false)
        .squeeze(0)
        .permute({1, 2, 0})
        .contiguous();
}

at::Tensor toPatches(const at::Tensor& pixels, const Preprocessing& how, const VisionConfig& vision,
                     Processor processor)
{
    requirePixels(pixels);
    const NormalizedValues table = normalizedValues(how, processor);
    const std::int64_t p = vision.patch, m = vision.merge, frames = vision.temporalPatch;
    const std::int64_t gh = pixels.size(0) / p, gw = pixels.size(1) / p;
    const std::int64_t row = pixels.size(1) * 3;
    at::Tensor patches = at::empty({gh * gw, vision.patchValues()}, at::kFloat);
    const std::uint8_t* in = pixels.const_data_ptr<std::uint8_t>();
    float* to = patches.mutable_data_ptr<float>();
    // Patch n of the order (h/2, w/2, 2, 2); its columns are (3, frames, 14, 14).
    for (std::int64_t n = 0; n < gh * gw; ++n) {
        const std::int64_t block = n / (m * m), x = (block % (gw / m)) * m + n % m;
        const std::int64_t y = (block / (gw / m)) * m + n / m % m;
        const std::uint8_t* corner = in + y * p * row + x * p * 3;
        for (std::size_t c = 0; c < 3; ++c) {
            const float* frame = to;
            for (std::int64_t dy = 0; dy < p; ++dy)
                for (std::int64_t dx = 0; dx < p; ++dx)
                    *to++ = table[c][corner[dy * row + dx * 3 + static_cast<std::int64_t>(c)]];
            for (std::int64_t t = 1; t < frames; ++t)
                to = std::copy_n(frame, p * p, to);
        }
    }
    return patches;
}

} // namespace steplight
