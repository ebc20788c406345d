// SPDX-License-Identifier: GPL-3.0-or-later
// From logits to the next token, with vLLM's and transformers' meaning and order: banned tokens,
// repetition penalty, temperature, top-k, top-p. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace at {
class Tensor;
}

namespace steplight {

struct Sampling {
    double temperature = 1;           // 0 = always the likeliest token
    std::int64_t topK = 0;            // 0 = all; ties with the last one stay
    double topP = 1;                  // (0, 1]: the fewest tokens that hold this share
    double repetitionPenalty = 1;     // > 0; of every token in the prompt or written already
    std::vector<std::int64_t> banned; // never written
};

// Throws EngineError "input" with what is out of range.
void checkSampling(const Sampling& sampling, std::int64_t vocab);

// Positive logits of seen tokens divided by the penalty, negative ones multiplied; banned ones
// -infinity. logits f32 [B, V], seen: B lists of different ids -> f32 [B, V]
at::Tensor penalise(const at::Tensor& logits, const Sampling& sampling,
                    std::span<const std::span<const std::int64_t>> seen);

// What is drawn from. penalised f32 [B, V] -> f32 [B, V]: rows sum to 1, zero outside top-k and
// top-p. Temperature above 0.
at::Tensor distribution(const at::Tensor& penalised, const Sampling& sampling);

// The token at which the running sum of p [V] passes the share u in [0, 1) of its total.
std::int64_t draw(std::span<const float> p, double u);

// In [0, 1), a function of its arguments alone (Philox 4x32-10: Salmon et al., SC 2011), so that a
// rollout does not depend on what is computed beside it.
double uniform(std::uint64_t seed, std::uint64_t rollout, std::uint64_t token);

} // namespace steplight
