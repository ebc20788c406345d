// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/decode_step.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include "engine/core/cascade.h"
#include "engine/core/error.h"
#include "engine/core/text.h"
#include "engine/core/vision.h"

namespace steplight {
namespace {

// The rows of one prompt: all their queries become one long sequence for each key head, so that the
// prompt's keys are read once and copied never. q [n, Hk, G, D], prefix [P, Hk, D]
AttentionState attendPrefix(const at::Tensor& q, const KeysValues& prefix)
{
    const auto byHead = [](const at::Tensor& x) { return x.transpose(0, 1).unsqueeze(0); };
    const at::Tensor folded = q.transpose(0, 1).flatten(1, 2).unsqueeze(0); // [1, Hk, n * G, D]
    const AttentionState a = attendPart(folded, byHead(prefix.k), byHead(prefix.v));
    const auto unfold = [&](const at::Tensor& x) { // [1, Hk, n * G, ..] -> [n, Hk, G, ..]
        return x.squeeze(0).unflatten(1, {q.size(0), q.size(2)}).transpose(0, 1);
    };
    return {unfold(a.out), unfold(a.lse)};
}

// Each row's own slot. q [B, Hk, G, D]
AttentionState attendSuffix(const at::Tensor& q, const KeysValues& cache, const Step& step)
{
    const auto seen = [&](const at::Tensor& x) { // [B, Hk, longest, D]
        return x.narrow(0, 0, q.size(0)).narrow(1, 0, step.longest).transpose(1, 2);
    };
    return attendPart(q, seen(cache.k), seen(cache.v), step.mask);
}

Attend attendStep(const Step& step, const SuffixCache& cache)
{
    return [&](std::size_t layer, const at::Tensor& flat, const at::Tensor& k, const at::Tensor& v,
               const at::Tensor&) {
        const KeysValues& own = cache.layer(layer);
        own.k.flatten(0, 1).index_copy_(0, step.places, k);
        own.v.flatten(0, 1).index_copy_(0, step.places, v);
        const at::Tensor q = flat.unflatten(1, {k.size(1), -1}); // [B, Hk, G, D]
        const AttentionState suffix = attendSuffix(q, own, step);
        if (step.groups.size() == 1)
            return mergeStates(attendPrefix(q, step.groups[0].prefix->layers[layer]), suffix)
                .out.flatten(1);
        AttentionState prefix{at::empty_like(q), at::empty_like(suffix.lse)};
        for (const Group& g : step.groups) {
            const AttentionState part =
                attendPrefix(q.index_select(0, g.rows), g.prefix->layers[layer]);
            prefix.out.index_copy_(0, g.rows, part.out);
            prefix.lse.index_copy_(0, g.rows, part.lse);
        }
        return mergeStates(prefix, suffix).out.flatten(1); // [B, H * D]
    };
}

} // namespace

Prefix readPrompt(const Model& model, std::span<const std::int64_t> ids, const at::Tensor& patches,
                  std::span<const Grid> grids, std::stop_token stop)
{
    if (ids.empty())
        throw EngineError("input", "The prompt is empty.");
    const std::array sequences{layOut(model.config, ids, grids)};
    const Packed packed = pack(sequences);
    const Sequence& s = packed.sequence;
    at::Tensor images;
    if (!grids.empty())
        images = encodeImages(model, patches, planVision(model.config.vision, grids), stop);
    Prefix prefix;
    prefix.layers.resize(model.text.layers.size());
    const Attend causal = attendAs(packed.plan);
    const Attend keeping = [&](std::size_t layer, const at::Tensor& q, const at::Tensor& k,
                               const at::Tensor& v, const at::Tensor& rows) {
        prefix.layers[layer] = {k.contiguous(), v.contiguous()};
        return causal(layer, q, k, v, rows);
    };
    const at::Device device = model.text.embed.device();
    const at::Tensor last = at::tensor({s.ids.size(0) - 1}, at::kLong).to(device);
    const at::Tensor h =
        forwardText(model, embed(model, s, images), ropeTable(model.config.text, s.pos.to(device)),
                    keeping, last, stop);
    prefix.logits = affine(h, model.text.head).to(at::kCPU, at::kFloat);
    prefix.nextPos = s.pos.max().item<std::int64_t>() + 1;
    const std::set<std::int64_t> seen(ids.begin(), ids.end());
    prefix.seen.assign(seen.begin(), seen.end());
    return prefix;
}

Step planStep(const Model& model, std::span<const NewToken> tokens, SuffixCache& cache, Reach reach)
{
    Step step;
    std::vector<std::int64_t> ids, pos, before;
    for (const NewToken& t : tokens) {
        const auto row = static_cast<std::int64_t>(ids.size());
        auto group = std::find_if(step.groups.begin(), step.groups.end(),
                                  [&](const Group& g) { return g.prefix == t.prefix; });
        if (group == step.groups.end())
            group = step.groups.insert(group, {t.prefix, {}, {}});
        group->members.push_back(row);
        ids.push_back(t.id);
        pos.push_back(t.prefix->nextPos + t.before);
        before.push_back(t.before);
        step.longest = std::max(step.longest, t.before + 1);
    }
    cache.reserve(static_cast<std::int64_t>(tokens.size()), step.longest);
    if (reach == Reach::whole)
        step.longest = cache.capacity();
    const at::TensorOptions options = model.text.embed.options();
    const auto there = [&](const at::Tensor& t) { return t.to(options.device()); };
    for (Group& g : step.groups)
        g.rows = there(at::tensor(g.members, at::kLong));
    step.ids = there(at::tensor(ids, at::kLong));
    step.pos = there(at::tensor(pos, at::kLong));
    const at::Tensor last = at::tensor(before, at::kLong);
    const at::Tensor slots = at::arange(last.size(0), at::kLong) * cache.capacity();
    step.places = there(slots + last);
    const bool even =
        std::all_of(before.begin(), before.end(), [&](auto n) { return n + 1 == step.longest; });
    if (even && reach == Reach::fullest)
        return step;
    const at::Tensor beyond =
        at::arange(step.longest, at::kLong) > last.view({-1, 1, 1, 1}); // [B, 1, 1, longest]
    step.mask = at::zeros(beyond.sizes(), options)
                    .masked_fill_(there(beyond), -std::numeric_limits<double>::infinity());
    return step;
}

at::Tensor computeStep(const Model& model, const Step& step, const SuffixCache& cache,
                       std::stop_token stop)
{
    const at::Tensor x = model.text.embed.index_select(0, step.ids); // [B, d]
    const at::Tensor h =
        forwardText(model, x, ropeTable(model.config.text, step.pos.expand({3, -1})),
                    attendStep(step, cache), {}, stop);
    return affine(h, model.text.head);
}

at::Tensor decodeStep(const Model& model, std::span<const NewToken> tokens, SuffixCache& cache,
                      std::stop_token stop)
{
    const Step step = planStep(model, tokens, cache, Reach::fullest);
    return computeStep(model, step, cache, std::move(stop)).to(at::kCPU, at::kFloat);
}

} // namespace steplight
