// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/vision.h"

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "engine/core/flash.h"
#include "engine/core/ops.h"

namespace steplight {
namespace {

constexpr double normEps = 1e-6; // fixed in the architecture, not in config.json

struct Angles {
    at::Tensor cos; // f32 [N, D]
    at::Tensor sin; // f32 [N, D]
};

// Half of the channels turn with the row, half with the column. pos i64 [N, 2]
Angles angles(const VisionConfig& v, const at::Tensor& pos)
{
    const std::int64_t n = v.headDim() / 2;
    const at::Tensor step = at::arange(0, n, 2, pos.options().dtype(at::kFloat)) / n; // [n/2]
    const at::Tensor freq = 1.0 / at::pow(10000.0, step);                             // [n/2]
    const at::Tensor turn = (pos.to(at::kFloat).unsqueeze(-1) * freq).flatten(1);     // [N, n]
    const at::Tensor both = at::cat({turn, turn}, -1);                                // [N, D]
    return {both.cos(), both.sin()};
}

// Which patches attend to each other: segments, and the same for the flash kernels.
struct Segments {
    std::vector<std::int64_t> sizes;
    Runs runs;
};

// Each segment attends within itself. q, k, v [N, H, D] -> [N, H * D]
at::Tensor attendSegments(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          const Segments& segments)
{
    if (flashTakes(q, false))
        return flashAttention(q, k, v, segments.runs);
    // Segments of one size that follow one another are one batch, and rows are cut once: what
    // narrow() would cut out a window at a time has a gradient of all rows each.
    std::vector<std::int64_t> sizes, rows;
    for (const std::int64_t size : segments.sizes) {
        if (sizes.empty() || sizes.back() != size) {
            sizes.push_back(size);
            rows.push_back(0);
        }
        rows.back() += size;
    }
    const auto qs = q.split_with_sizes(rows), ks = k.split_with_sizes(rows),
               vs = v.split_with_sizes(rows);
    std::vector<at::Tensor> parts;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const auto heads = [&](const at::Tensor& x) { // [segments, H, size, D]
            return x.unflatten(0, {rows[i] / sizes[i], sizes[i]}).transpose(1, 2);
        };
        parts.push_back(at::scaled_dot_product_attention(heads(qs[i]), heads(ks[i]), heads(vs[i]))
                            .transpose(1, 2)
                            .flatten(2)
                            .flatten(0, 1));
    }
    return parts.size() == 1 ? parts.front() : at::cat(parts);
}

// x [N, C] -> [N, C]
at::Tensor block(const VisionBlock& b, const VisionConfig& v, const at::Tensor& x, const Angles& a,
                 const Segments& segments)
{
    const at::Tensor qkv = affine(rmsNorm(x, b.norm1, normEps), b.qkvW, b.qkvB);
    const Heads h = splitRotate(qkv, a.cos, a.sin, v.heads, v.heads);
    const at::Tensor mixed = attendSegments(h.q, h.k, h.v, segments);
    const Residual y = addNorm(x, affine(mixed, b.projW, b.projB), b.norm2, normEps);
    return y.sum + swiglu(y.normed, b.gateUpW, b.gateUpB, b.downW, b.downB);
}

// Tokens of one frame in window order. `first` is the frame's first token.
void addWindows(const Grid& g, const VisionConfig& v, std::int64_t first,
                std::vector<std::int64_t>& order, std::vector<std::int64_t>& sizes)
{
    const std::int64_t h = g.height / v.merge, w = g.width / v.merge;
    const std::int64_t side = v.window / v.merge / v.patch;
    for (std::int64_t y0 = 0; y0 < h; y0 += side)
        for (std::int64_t x0 = 0; x0 < w; x0 += side) {
            const std::int64_t y1 = std::min(y0 + side, h), x1 = std::min(x0 + side, w);
            for (std::int64_t y = y0; y < y1; ++y)
                for (std::int64_t x = x0; x < x1; ++x)
                    order.push_back(first + y * w + x);
            sizes.push_back((y1 - y0) * (x1 - x0) * v.merge * v.merge);
        }
}

// Rows and columns in merge-block order. -> i64 [patches, 2]
at::Tensor positions(const Grid& g, std::int64_t m)
{
    const auto inBlocks = [&](const at::Tensor& x) {
        return x.expand({g.height, g.width})
            .reshape({g.height / m, m, g.width / m, m})
            .permute({0, 2, 1, 3})
            .flatten();
    };
    const at::Tensor row = inBlocks(at::arange(g.height, at::kLong).unsqueeze(1));
    const at::Tensor column = inBlocks(at::arange(g.width, at::kLong).unsqueeze(0));
    return at::stack({row, column}, -1).repeat({g.frames, 1});
}

} // namespace

VisionPlan planVision(const VisionConfig& vision, std::span<const Grid> grids)
{
    VisionPlan plan;
    std::vector<std::int64_t> order;
    std::vector<at::Tensor> pos;
    for (const Grid& g : grids) {
        TORCH_CHECK(g.height > 0 && g.height % vision.merge == 0 && g.width > 0 &&
                        g.width % vision.merge == 0,
                    "a grid is no multiple of merge");
        for (std::int64_t t = 0; t < g.frames; ++t) {
            addWindows(g, vision, static_cast<std::int64_t>(order.size()), order, plan.windowSizes);
            plan.fullSizes.push_back(g.height * g.width);
        }
        pos.push_back(positions(g, vision.merge));
    }
    plan.window = at::tensor(order, at::kLong);
    plan.inverse = plan.window.argsort();
    plan.pos = at::cat(pos);
    return plan;
}

at::Tensor encodeImages(const Model& model, const at::Tensor& patches, const VisionPlan& plan,
                        std::stop_token stop)
{
    const VisionConfig& v = model.config.vision;
    const VisionWeights& w = model.vision;
    const std::int64_t group = v.merge * v.merge;
    const at::Device device = w.patchW.device();
    const at::Tensor window = plan.window.to(device);
    const auto toWindows = [&](const at::Tensor& x) { // [N, n] -> [N, n]
        return x.view({-1, group, x.size(1)}).index_select(0, window).flatten(0, 1);
    };
    const Segments windows{plan.windowSizes, runsOf(plan.windowSizes, device)};
    const Segments frames{plan.fullSizes, runsOf(plan.fullSizes, device)};
    at::Tensor x = toWindows(affine(patches.to(w.patchW.options()), w.patchW)); // [N, C]
    const Angles a = angles(v, toWindows(plan.pos.to(device)));
    for (std::size_t i = 0; i < w.blocks.size(); ++i) {
        if (stop.stop_requested())
            throw EngineError("cancelled", "The work was cancelled.");
        const bool full = std::find(v.fullBlocks.begin(), v.fullBlocks.end(),
                                    static_cast<std::int64_t>(i)) != v.fullBlocks.end();
        x = block(w.blocks[i], v, x, a, full ? frames : windows);
    }
    x = rmsNorm(x, w.mergerNorm, normEps).view({-1, group * v.hidden}); // [N/4, M]
    x = affine(at::gelu(affine(x, w.merger1W, w.merger1B)), w.merger2W, w.merger2B);
    return x.index_select(0, plan.inverse.to(device)); // [N/4, d]
}

} // namespace steplight
