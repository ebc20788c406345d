// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/flash.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/headeronly/version.h>

#include <algorithm>
#include <numeric>

// aten::_flash_attention_forward is private and changes its arguments between versions.
static_assert(TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR == 11,
              "check _flash_attention_forward and its meaning of seqused_k in this LibTorch");

namespace steplight {
namespace {

using Numbers = std::vector<std::int64_t>;

at::Tensor moved(const Numbers& numbers, at::ScalarType type, at::Device device)
{
    return at::tensor(numbers, at::kLong).to(at::TensorOptions(device).dtype(type));
}

void add(Numbers& gather, const Segment& s)
{
    gather.resize(gather.size() + static_cast<std::size_t>(s.size));
    std::iota(gather.end() - s.size, gather.end(), s.begin);
}

// Where the keys of each segment begin: those above it, then its own. Fills `gather` where they do
// not lie so already.
Numbers keysOf(const AttentionPlan& plan, Numbers& gather)
{
    const bool tree = std::any_of(plan.segments.begin(), plan.segments.end(),
                                  [](const Segment& s) { return !s.above.empty(); });
    Numbers begins{0};
    for (const Segment& s : plan.segments) {
        std::int64_t size = s.size;
        for (const std::size_t i : s.above) {
            size += plan.segments[i].size;
            add(gather, plan.segments[i]);
        }
        if (tree)
            add(gather, s);
        begins.push_back(begins.back() + size);
    }
    return begins;
}

// Runs of rows that follow each other within a segment; the last of a run sees `used` of its keys.
void addRows(const AttentionPlan& plan, const Numbers& begins, const at::Tensor& rows,
             Numbers& queries, Numbers& keys, Numbers& used)
{
    const std::int64_t* row = rows.const_data_ptr<std::int64_t>();
    std::size_t s = 0;
    const auto end = [&] { return plan.segments[s].begin + plan.segments[s].size; };
    for (std::int64_t i = 0; i < rows.numel(); ++i) {
        const bool goesOn = i > 0 && row[i] == row[i - 1] + 1 && row[i] < end();
        while (row[i] >= end())
            ++s;
        if (!goesOn) {
            queries.push_back(i);
            keys.push_back(begins[s]);
            used.push_back(0);
        }
        used.back() = begins[s + 1] - begins[s] - (end() - 1 - row[i]);
    }
    queries.push_back(rows.numel());
    keys.push_back(begins.back());
}

std::int64_t mostOf(const Numbers& begins)
{
    std::int64_t most = 0;
    for (std::size_t i = 1; i < begins.size(); ++i)
        most = std::max(most, begins[i] - begins[i - 1]);
    return most;
}

} // namespace

Runs runsOf(const AttentionPlan& plan, const at::Tensor& rows, at::Device device)
{
    Numbers gather, queries, keys, used;
    const Numbers begins = keysOf(plan, gather);
    if (rows.defined()) {
        addRows(plan, begins, rows.to(at::kCPU).contiguous(), queries, keys, used);
    } else {
        queries.push_back(0);
        for (const Segment& s : plan.segments)
            queries.push_back(s.begin + s.size);
        keys = begins;
    }
    Runs runs;
    runs.queries = moved(queries, at::kInt, device);
    runs.keys = moved(keys, at::kInt, device);
    if (rows.defined())
        runs.used = moved(used, at::kInt, device);
    if (!gather.empty())
        runs.gather = moved(gather, at::kLong, device);
    runs.mostQueries = mostOf(queries);
    runs.mostKeys = mostOf(begins);
    return runs;
}

Runs runsOf(const std::vector<std::int64_t>& sizes, at::Device device)
{
    Numbers begins{0};
    for (const std::int64_t size : sizes)
        begins.push_back(begins.back() + size);
    Runs runs;
    runs.queries = runs.keys = moved(begins, at::kInt, device);
    runs.mostQueries = runs.mostKeys = mostOf(begins);
    runs.causal = false;
    return runs;
}

bool flashTakes(const at::Tensor& q, bool rows)
{
    return q.is_cuda() && q.scalar_type() == at::kBFloat16 && q.size(2) % 8 == 0 &&
           q.size(2) <= 256 && !(rows && c10::GradMode::is_enabled());
}

at::Tensor flashAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                          const Runs& runs)
{
    const auto gathered = [&](const at::Tensor& x) {
        return runs.gather.defined() ? x.index_select(0, runs.gather) : x;
    };
    std::optional<at::Tensor> used;
    if (runs.used.defined())
        used = runs.used;
    return std::get<0>(at::_flash_attention_forward(q, gathered(k), gathered(v), runs.queries,
                                                    runs.keys, runs.mostQueries, runs.mostKeys, 0.0,
                                                    runs.causal, false, std::nullopt, std::nullopt,
                                                    std::nullopt, used))
        .flatten(1);
}

} // namespace steplight
