// SPDX-License-Identifier: GPL-3.0-or-later
// The few operations that the vision and the text model share. Pure functions, any thread.
#pragma once

#include <ATen/ATen.h>

namespace steplight {

// Float32, or double where the model is double.
inline at::Tensor wide(const at::Tensor& x)
{
    return x.to(at::promote_types(x.scalar_type(), at::kFloat));
}

// x / sqrt(mean(x²) + eps) * weight over the last dimension: in float32 up to the weight, as the
// reference rounds. x [.., n], weight [n]
inline at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps)
{
    const at::Tensor f = wide(x);
    return (f * at::rsqrt(f.pow(2).mean(-1, true) + eps)).to(x.scalar_type()) * weight;
}

// Turns the pairs (i, i + D/2) of each head by the position's angles, in float32 and rounded once.
// x [T, H, D], cos and sin f32 [T, D]
inline at::Tensor rotate(const at::Tensor& x, const at::Tensor& cos, const at::Tensor& sin)
{
    const at::Tensor f = wide(x);
    const auto half = f.chunk(2, -1);
    return (f * cos.unsqueeze(1) + at::cat({-half[1], half[0]}, -1) * sin.unsqueeze(1))
        .to(x.scalar_type());
}

// silu(gate) * up, the halves of one product. [T, 2f] -> [T, f]
inline at::Tensor gated(const at::Tensor& gateUp)
{
    const auto half = gateUp.chunk(2, -1);
    return at::silu(half[0]) * half[1];
}

// down(silu(gate) * up), gate and up being the halves of one product. x [T, n] -> [T, n]
inline at::Tensor swiglu(const at::Tensor& x, const at::Tensor& gateUpW, const at::Tensor& gateUpB,
                         const at::Tensor& downW, const at::Tensor& downB)
{
    return at::linear(gated(at::linear(x, gateUpW, gateUpB)), downW, downB);
}

} // namespace steplight
