// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/attention.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>

#include <cmath>
#include <limits>

#include "engine/core/flash.h"
#include "engine/core/ops.h"

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

// A segment's question: its queries q [R, H, D], the keys and values [S, Hk, D] that they see,
// which end with the segment's own `size`, and each query's place `local` i64 [R] in the segment.
struct Question {
    at::Tensor q, k, v, local;
    std::int64_t size = 0;

    std::int64_t before() const { return k.size(0) - size; } // keys that all of its tokens see
    std::int64_t group() const { return q.size(1) / k.size(1); }
};

// -> [R, H * D]
at::Tensor attendAtOnce(const Question& a)
{
    const bool square = a.q.size(0) == a.k.size(0);
    c10::optional<at::Tensor> mask; // bool [R, S]
    if (!square)
        mask = (a.local + a.before()).unsqueeze(1) >=
               at::arange(a.k.size(0), a.local.options()).unsqueeze(0);
    return at::scaled_dot_product_attention(byHead(a.q, 1), byHead(a.k, a.group()),
                                            byHead(a.v, a.group()), mask, 0.0, square)
        .squeeze(0)
        .transpose(0, 1)
        .flatten(1);
}

// The same by products of matrices, which oneDNN multiplies: faster than LibTorch's kernel where a
// few queries see many keys. The query heads of a group ask as if they were so many more rows, so
// that their keys need not be copied for each. -> [R, H * D]
at::Tensor attendByProducts(const Question& a)
{
    const std::int64_t rows = a.q.size(0), heads = a.k.size(1), group = a.group(), d = a.q.size(2);
    const at::Tensor later = // than the query: bool [R, 1, size]
        (a.local.unsqueeze(1) < at::arange(a.size, a.local.options())).unsqueeze(1);
    const at::Tensor q = a.q * (1 / std::sqrt(static_cast<double>(d)));
    std::vector<at::Tensor> mixed;
    for (std::int64_t h = 0; h < heads; ++h) {
        const at::Tensor asked = q.narrow(1, h * group, group).reshape({rows * group, d});
        at::Tensor scores = affine(asked, a.k.select(1, h).contiguous()); // [R * group, S]
        scores.view({rows, group, -1})
            .narrow(2, a.before(), a.size)
            .masked_fill_(later, -std::numeric_limits<float>::infinity());
        mixed.push_back(affine(at::softmax(scores, 1), a.v.select(1, h).contiguous().t())
                            .view({rows, group * d}));
    }
    return mixed.size() == 1 ? mixed.front() : at::cat(mixed, 1);
}

// In a tree, without gradients, for which the scores would be kept, and where they are not too
// many.
bool takesProducts(const Question& a)
{
    constexpr std::int64_t mostScores = 1 << 24; // 64 MiB
    return a.before() > 0 && a.q.is_cpu() && a.q.scalar_type() == at::kFloat &&
           !c10::GradMode::is_enabled() && a.q.size(0) * a.group() * a.k.size(0) <= mostScores;
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
            const Question one{qs[i], seen(ks, s, i), seen(vs, s, i), local[i], s.size};
            parts.push_back(takesProducts(one) ? attendByProducts(one) : attendAtOnce(one));
        }
        return parts.size() == 1 ? parts.front() : at::cat(parts);
    };
}

} // namespace steplight
