// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"

#include "engine/core/error.h"
#include "engine/core/ops.h"

namespace steplight {
namespace {

struct AdaptedRows {
    const LowRank& adapter;
    std::int64_t rows; // of the weight
};

// The product y = x Wᵀ with what its adapters add; they share the rows of W in this order. x [T,
// m], y [T, n] -> [T, n]
at::Tensor adapt(const at::Tensor& y, const at::Tensor& x, std::initializer_list<AdaptedRows> all)
{
    std::vector<at::Tensor> parts;
    std::int64_t begin = 0;
    bool any = false;
    for (const auto& [adapter, rows] : all) {
        parts.push_back(y.narrow(1, begin, rows));
        begin += rows;
        if (!adapter.a.defined())
            continue;
        any = true;
        const at::Tensor low = at::linear(x.to(adapter.a.scalar_type()), adapter.a); // [T, r]
        parts.back() =
            parts.back() + (adapter.scale * at::linear(low, adapter.b)).to(y.scalar_type());
    }
    return any ? at::cat(parts, 1) : y;
}

} // namespace

Rope ropeTable(const TextConfig& text, const at::Tensor& pos)
{
    const std::int64_t n = text.headDim();
    const at::Tensor step = at::arange(0, n, 2, pos.options()).to(at::kFloat) / n; // [n/2]
    const at::Tensor freq = 1.0 / at::pow(text.ropeTheta, step);                   // [n/2]
    const at::Tensor turn = pos.to(at::kFloat).unsqueeze(-1) * freq;               // [3, T, n/2]
    std::vector<at::Tensor> sections; // time, height, width: contiguous, not interleaved
    std::int64_t begin = 0;
    for (std::int64_t axis = 0; axis < 3; ++axis) {
        const std::int64_t size = text.mropeSection[static_cast<std::size_t>(axis)];
        sections.push_back(turn[axis].narrow(1, begin, size));
        begin += size;
    }
    const at::Tensor half = at::cat(sections, 1);     // [T, n/2]
    const at::Tensor both = at::cat({half, half}, 1); // [T, n]
    return {both.cos(), both.sin()};
}

at::Tensor embed(const Model& model, const Sequence& sequence, const at::Tensor& images)
{
    const at::Device device = model.text.embed.device();
    at::Tensor x = model.text.embed.index_select(0, sequence.ids.to(device));
    return images.defined() ? x.index_copy_(0, sequence.imageRows.to(device), images) : x;
}

at::Tensor textLayer(const Model& model, std::size_t index, const at::Tensor& x, const Rope& rope,
                     const Attend& attend, const at::Tensor& rows)
{
    const TextConfig& t = model.config.text;
    const TextLayer& l = model.text.layers[index];
    const auto pick = [&](const at::Tensor& a) {
        return rows.defined() ? a.index_select(0, rows) : a;
    };
    const std::int64_t d = t.hidden, k = t.kvHeads * t.headDim();
    const at::Tensor normed = rmsNorm(x, l.inputNorm, t.rmsEps);
    const TextLayer::Adapters& low = l.adapters;
    Heads h;
    if (rows.defined()) {
        const at::Tensor queried = pick(normed);
        const at::Tensor q = adapt(affine(queried, l.qkvW.narrow(0, 0, d), l.qkvB.narrow(0, 0, d)),
                                   queried, {{low.q, d}}); // [K, d]
        const at::Tensor kv =
            adapt(affine(normed, l.qkvW.narrow(0, d, 2 * k), l.qkvB.narrow(0, d, 2 * k)), normed,
                  {{low.k, k}, {low.v, k}}); // [T, 2k]
        h = splitRotate(kv, rope.cos, rope.sin, 0, t.kvHeads);
        h.q = splitRotate(q, pick(rope.cos), pick(rope.sin), t.heads, 0).q;
    } else {
        const at::Tensor qkv = adapt(affine(normed, l.qkvW, l.qkvB), normed,
                                     {{low.q, d}, {low.k, k}, {low.v, k}}); // [T, d + 2k]
        h = splitRotate(qkv, rope.cos, rope.sin, t.heads, t.kvHeads);
    }
    const at::Tensor mixed = attend(index, h.q, h.k, h.v, rows);
    const Residual y =
        addNorm(pick(x), adapt(affine(mixed, l.outW), mixed, {{low.out, d}}), l.postNorm, t.rmsEps);
    const at::Tensor inner = gated(adapt(affine(y.normed, l.gateUpW), y.normed,
                                         {{low.gate, t.intermediate}, {low.up, t.intermediate}}));
    return y.sum + adapt(affine(inner, l.downW), inner, {{low.down, d}});
}

at::Tensor forwardText(const Model& model, at::Tensor x, const Rope& rope, const Attend& attend,
                       const at::Tensor& rows, std::stop_token stop)
{
    const std::size_t layers = model.text.layers.size();
    for (std::size_t i = 0; i < layers; ++i) {
        if (stop.stop_requested())
            throw EngineError("cancelled", "The work was cancelled.");
        x = textLayer(model, i, x, rope, attend, i + 1 < layers ? at::Tensor() : rows);
    }
    return rmsNorm(x, model.text.norm, model.config.text.rmsEps);
}

} // namespace steplight
