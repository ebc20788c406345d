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

// The keys or values that a segment sees: those above it, then its own. x [T, Hk, D]
at::Tensor seen(const at::Tensor& x, const AttentionPlan& plan, const Segment& s)
{
    if (s.above.empty())
        return x.narrow(0, s.begin, s.size);
    std::vector<at::Tensor> parts;
    for (const std::size_t i : s.above)
        parts.push_back(x.narrow(0, plan.segments[i].begin, plan.segments[i].size));
    parts.push_back(x.narrow(0, s.begin, s.size));
    return at::cat(parts);
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
        std::vector<at::Tensor> parts;
        std::int64_t done = 0; // rows of q
        for (const Segment& s : plan.segments) {
            at::Tensor local; // i64 [R]
            if (rows.defined()) {
                const at::Tensor edges = at::tensor({s.begin, s.begin + s.size}, rows.options());
                const at::Tensor ends = at::searchsorted(rows, edges).to(at::kCPU);
                const auto from = ends[0].item<std::int64_t>(), to = ends[1].item<std::int64_t>();
                local = rows.narrow(0, from, to - from) - s.begin;
            } else {
                local = at::arange(s.size, q.options().dtype(at::kLong));
            }
            if (local.numel() == 0)
                continue;
            const at::Tensor keys = seen(k, plan, s), values = seen(v, plan, s);
            parts.push_back(attendSegment(q.narrow(0, done, local.numel()), keys, values, local,
                                          keys.size(0) - s.size));
            done += local.numel();
        }
        return parts.size() == 1 ? parts.front() : at::cat(parts);
    };
}

} // namespace steplight
