// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/attention.h"

#include <ATen/ATen.h>

#include "engine/core/flash.h"

namespace steplight {
namespace {

// [T, H, D] -> [1, H * repeat, T, D]: each key head serves a group of query heads
at::Tensor byHead(const at::Tensor& x, std::int64_t repeat)
{
    return (repeat == 1 ? x : x.repeat_interleave(repeat, 1)).transpose(0, 1).unsqueeze(0);
}

// The keys or values that a segment sees: those above it, then its own. pieces: one a segment, [S,
// Hk, D]
at::Tensor seen(const std::vector<at::Tensor>& pieces, const Segment& s, std::size_t own)
{
    if (s.above.empty())
        return pieces[own];
    std::vector<at::Tensor> parts;
    for (const std::size_t i : s.above)
        parts.push_back(pieces[i]);
    parts.push_back(pieces[own]);
    return at::cat(parts);
}

// Which of a segment's tokens ask, counted from its begin. rows i64 [R] of all; undefined: every
// one does -> i64
at::Tensor asking(const at::Tensor& rows, const Segment& s, const at::TensorOptions& place)
{
    if (!rows.defined())
        return at::arange(s.size, place.dtype(at::kLong));
    const at::Tensor edges = at::tensor({s.begin, s.begin + s.size}, rows.options());
    const at::Tensor ends = at::searchsorted(rows, edges).to(at::kCPU);
    const auto from = ends[0].item<std::int64_t>(), to = ends[1].item<std::int64_t>();
    return rows.narrow(0, from, to - from) - s.begin;
}

// q [R, H, D] of the segment's tokens `local` i64 [R], counted from its begin; keys [S, Hk, D] that
// end with the segment's own -> [R, H * D]
at::Tensor attendSegment(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                         const at::Tensor& local, std::int64_t before)
{
    const std::int64_t group = q.size(1) / k.size(1);
    const bool square = q.size(0) == k.size(0);
    c10::optional<at::Tensor> mask; // bool [R, S]
    if (!square)
        mask = (local + before).unsqueeze(1) >= at::arange(k.size(0), local.options()).unsqueeze(0);
    return at::scaled_dot_product_attention(byHead(q, 1), byHead(k, group), byHead(v, group), mask,
                                            0.0, square)
        .squeeze(0)
        .transpose(0, 1)
        .flatten(1);
}

} // namespace

Attend attendAs(const AttentionPlan& plan)
{
    return [&plan, runs = Runs()](std::size_t, const at::Tensor& q, const at::Tensor& k,
                                  const at::Tensor& v, const at::Tensor& rows) mutable {
        if (flashTakes(q, rows.defined())) {
            if (rows.defined())
                return flashAttention(q, k, v, runsOf(plan, rows, q.device()));
            if (!runs.queries.defined()) // the same for all layers
                runs = runsOf(plan, {}, q.device());
            return flashAttention(q, k, v, runs);
        }
        // Cut once: what narrow() would cut out a segment at a time has a gradient of all rows
        // each.
        std::vector<std::int64_t> sizes, counts;
        std::vector<at::Tensor> local, parts;
        for (const Segment& s : plan.segments) {
            sizes.push_back(s.size);
            local.push_back(asking(rows, s, q.options()));
            counts.push_back(local.back().numel());
        }
        const auto qs = q.split_with_sizes(counts), ks = k.split_with_sizes(sizes),
                   vs = v.split_with_sizes(sizes);
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            if (counts[i] == 0)
                continue;
            const Segment& s = plan.segments[i];
            const at::Tensor keys = seen(ks, s, i);
            parts.push_back(
                attendSegment(qs[i], keys, seen(vs, s, i), local[i], keys.size(0) - s.size));
        }
        return parts.size() == 1 ? parts.front() : at::cat(parts);
    };
}

} // namespace steplight
