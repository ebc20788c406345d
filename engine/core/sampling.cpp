// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/sampling.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/PhiloxRNGEngine.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

#include "engine/core/error.h"

namespace steplight {
namespace {

// The smallest value whose mass, together with all smaller values, exceeds `drop`. Halves instead
// of sorting: linear in V. p is reordered.
float nucleusFloor(std::vector<float>& p, double drop)
{
    auto begin = p.begin(), end = p.end();
    double below = 0; // mass before begin
    while (end - begin > 1) {
        const auto middle = begin + (end - begin) / 2;
        std::nth_element(begin, middle, end);
        const double mass = std::accumulate(begin, middle, 0.0);
        if (below + mass > drop) {
            end = middle;
        } else {
            below += mass;
            begin = middle;
        }
    }
    return *begin;
}

// Zeroes what is outside top-k, then what is outside top-p of the rest.
void keepTop(std::span<float> p, const Sampling& sampling, std::vector<float>& scratch)
{
    float least = 0;
    if (const auto k = static_cast<std::size_t>(sampling.topK); k > 0 && k < p.size()) {
        scratch.assign(p.begin(), p.end());
        const auto last = scratch.begin() + (sampling.topK - 1);
        std::nth_element(scratch.begin(), last, scratch.end(), std::greater<>());
        least = *last;
    }
    if (sampling.topP < 1) {
        double total = 0;
        for (const float x : p)
            total += x >= least ? x : 0;
        // Values under drop / V cannot together reach drop: they need no ordering.
        const double drop = (1 - sampling.topP) * total;
        const double tail = drop / static_cast<double>(p.size());
        double dropped = 0;
        scratch.clear();
        for (const float x : p)
            if (x >= least && x >= tail)
                scratch.push_back(x);
            else if (x >= least)
                dropped += x;
        least = std::max(least, nucleusFloor(scratch, drop - dropped));
    }
    for (float& x : p)
        x = x >= least ? x : 0;
}

} // namespace

void checkSampling(const Sampling& s, std::int64_t vocab)
{
    const auto require = [](bool ok, const char* what) {
        if (!ok)
            throw EngineError("input", std::string(what) + " Nothing was written.");
    };
    require(s.temperature >= 0 && s.temperature <= 100, "The temperature is not within 0 and 100.");
    require(s.topK >= 0, "top-k is negative; 0 stands for all tokens.");
    require(s.topP > 0 && s.topP <= 1, "top-p is not above 0 and at most 1.");
    require(s.repetitionPenalty > 0 && s.repetitionPenalty <= 100,
            "The repetition penalty is not above 0 and at most 100.");
    for (const std::int64_t id : s.banned)
        require(id >= 0 && id < vocab, "A banned token is unknown to the model.");
}

at::Tensor penalise(const at::Tensor& logits, const Sampling& sampling,
                    std::span<const std::span<const std::int64_t>> seen)
{
    if (sampling.repetitionPenalty == 1 && sampling.banned.empty())
        return logits;
    at::Tensor x = logits.clone(at::MemoryFormat::Contiguous); // [B, V]
    const auto penalty = static_cast<float>(sampling.repetitionPenalty);
    auto rows = x.accessor<float, 2>();
    for (std::int64_t i = 0; i < x.size(0); ++i) {
        if (penalty != 1)
            for (const std::int64_t id : seen[static_cast<std::size_t>(i)])
                rows[i][id] = rows[i][id] > 0 ? rows[i][id] / penalty : rows[i][id] * penalty;
        for (const std::int64_t id : sampling.banned)
            rows[i][id] = -std::numeric_limits<float>::infinity();
    }
    return x;
}

at::Tensor distribution(const at::Tensor& penalised, const Sampling& sampling)
{
    // Less its greatest first: a tiny temperature would make both infinite.
    const at::Tensor behind = penalised - penalised.amax(-1, true);
    at::Tensor p = at::softmax(behind / sampling.temperature, -1); // [B, V]
    if (sampling.topK == 0 && sampling.topP == 1)
        return p;
    const std::int64_t vocab = p.size(1);
    float* rows = p.mutable_data_ptr<float>();
    at::parallel_for(0, p.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<float> scratch;
        for (std::int64_t i = begin; i < end; ++i)
            keepTop({rows + i * vocab, static_cast<std::size_t>(vocab)}, sampling, scratch);
    });
    return p.div_(p.sum(-1, true));
}

std::int64_t draw(std::span<const float> p, double u)
{
    const double target = u * std::accumulate(p.begin(), p.end(), 0.0);
    double sum = 0;
    std::size_t last = 0; // the last token that can be drawn, should rounding leave a rest
    for (std::size_t i = 0; i < p.size(); ++i) {
        if (p[i] == 0)
            continue;
        last = i;
        sum += p[i];
        if (sum > target)
            break;
    }
    return static_cast<std::int64_t>(last);
}

double uniform(std::uint64_t seed, std::uint64_t rollout, std::uint64_t token)
{
    at::Philox4_32 random(seed, rollout, token);
    const std::uint64_t high = random(), low = random();
    return static_cast<double>((high << 21) ^ (low >> 11)) * 0x1p-53;
}

} // namespace steplight
