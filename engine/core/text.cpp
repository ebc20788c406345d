// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/text.h"

#include "engine/core/error.h"
#include "engine/core/ops.h"

namespace steplight {
namespace {

// All tokens attend to themselves and those before. q [T, H, D], k and v [T, Hk, D] -> [T, H * D]
// With `rows` i64 [K], q is [K, H, D] and holds those rows only -> [K, H * D]
at::Tensor attendCausal(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                        const at::Tensor& rows)
{
    const std::int64_t group = q.size(1) / k.size(1);
    const auto heads = [&](const at::Tensor& x, std::int64_t repeat) { // [1, H, T, D]
        return x.repeat_interleave(repeat, 1).transpose(0, 1).unsqueeze(0);
    };
    c10::optional<at::Tensor> mask; // bool [K, T]
    if (rows.defined())
        mask = rows.unsqueeze(1) >= at::arange(k.size(0), at::kLong).unsqueeze(0);
    return at::scaled_dot_product_attention(heads(q, 1), heads(k, group), heads(v, group), mask,
                                            0.0, !rows.defined())
        .squeeze(0)
        .transpose(0, 1)
        .flatten(1);
}

// x [T, d] -> [T, d], or [K, d] when only `rows` are wanted: then keys and values of all tokens
// suffice.
at::Tensor layer(const TextLayer& l, const TextConfig& t, const at::Tensor& x, const Rope& rope,
                 const at::Tensor& rows = {})
{
    const auto pick = [&](const at::Tensor& a) {
        return rows.defined() ? a.index_select(0, rows) : a;
    };
    const std::int64_t d = t.hidden, k = t.kvHeads * t.headDim();
    const at::Tensor normed = rmsNorm(x, l.inputNorm, t.rmsEps);
    const at::Tensor q = at::linear(pick(normed), l.qkvW.narrow(0, 0, d), l.qkvB.narrow(0, 0, d))
                             .view({-1, t.heads, t.headDim()}); // [T or K, H, D]
    const at::Tensor kv = at::linear(normed, l.qkvW.narrow(0, d, 2 * k), l.qkvB.narrow(0, d, 2 * k))
                              .view({-1, 2, t.kvHeads, t.headDim()}); // [T, 2, Hk, D]
    const at::Tensor mixed =
        attendCausal(rotate(q, pick(rope.cos), pick(rope.sin)),
                     rotate(kv.select(1, 0), rope.cos, rope.sin), kv.select(1, 1), rows);
    const at::Tensor y = pick(x) + at::linear(mixed, l.outW);
    return y + swiglu(rmsNorm(y, l.postNorm, t.rmsEps), l.gateUpW, {}, l.downW, {});
}

} // namespace

Rope ropeTable(const TextConfig& text, const at::Tensor& pos)
{
    const std::int64_t n = text.headDim();
    const at::Tensor step = at::arange(0, n, 2, at::kLong).to(at::kFloat) / n; // [n/2]
    const at::Tensor freq = 1.0 / at::pow(text.ropeTheta, step);               // [n/2]
    const at::Tensor turn = pos.to(at::kFloat).unsqueeze(-1) * freq;           // [3, T, n/2]
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
    at::Tensor x = model.text.embed.index_select(0, sequence.ids);
    return images.defined() ? x.index_copy_(0, sequence.imageRows, images) : x;
}

at::Tensor forwardText(const Model& model, at::Tensor x, const Rope& rope, const at::Tensor& rows,
                       std::stop_token stop)
{
    const auto& layers = model.text.layers;
    for (std::size_t i = 0; i < layers.size(); ++i) {
        if (stop.stop_requested())
            throw EngineError("cancelled", "Scoring was cancelled.");
        x = i + 1 < layers.size() ? layer(layers[i], model.config.text, x, rope)
                                  : layer(layers[i], model.config.text, x, rope, rows);
    }
    return rmsNorm(x, model.text.norm, model.config.text.rmsEps);
}

} // namespace steplight
