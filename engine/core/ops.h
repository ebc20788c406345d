// SPDX-License-Identifier: GPL-3.0-or-later
// The few operations that the vision and the text model share. They run fused, as the operators
// `steplight::…`, which have a twin for the CPU here and one for CUDA in engine/kernels, and their
// derivatives by hand (ops_autograd.h); double, which only tests use, goes by the formulas. Pure
// functions, any thread.
#pragma once

#include <ATen/ATen.h>

namespace steplight {

// Float32, or double where the model is double.
inline at::Tensor wide(const at::Tensor& x)
{
    return x.to(at::promote_types(x.scalar_type(), at::kFloat));
}

// x Wᵀ + b, as at::linear; float32 on the CPU by the faster of MKL and oneDNN. x [T, m], w [n, m],
// b [n] or undefined -> [T, n]
at::Tensor affine(const at::Tensor& x, const at::Tensor& w, const at::Tensor& b = {});

// x / sqrt(mean(x²) + eps) * weight over the last dimension: in float32 up to the weight, as the
// reference rounds. x [.., n], weight [n]
at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps);

struct Residual {
    at::Tensor sum;    // x + delta
    at::Tensor normed; // its rmsNorm
};

// x, delta [T, n], weight [n] -> both [T, n]
Residual addNorm(const at::Tensor& x, const at::Tensor& delta, const at::Tensor& weight,
                 double eps);

struct Heads {
    at::Tensor q; // [T, H, D]
    at::Tensor k; // [T, Hk, D]
    at::Tensor v; // [T, Hk, D], a view
};

// Splits the joint product by head and turns the pairs (i, i + D/2) of queries and keys by the
// position's angles, in float32 and rounded once. qkv [T, (H + 2Hk) * D]; cos and sin f32 [T, D],
// both halves alike; `heads` = H and `kvHeads` = Hk may be 0
Heads splitRotate(const at::Tensor& qkv, const at::Tensor& cos, const at::Tensor& sin,
                  std::int64_t heads, std::int64_t kvHeads);

// silu(gate) * up, the halves of one product. [T, 2f] -> [T, f]
at::Tensor gated(const at::Tensor& gateUp);

// down(silu(gate) * up), gate and up being the halves of one product. x [T, n] -> [T, n]
at::Tensor swiglu(const at::Tensor& x, const at::Tensor& gateUpW, const at::Tensor& gateUpB,
                  const at::Tensor& downW, const at::Tensor& downB);

// What attention over some keys gave, and ln of the sum of exp of the scaled scores.
struct AttentionState {
    at::Tensor out; // [.., D]
    at::Tensor lse; // f32 [..]; -infinity = no key was seen
};

// Attention over two sets of keys from that over each, for inference. Formula: FlashInfer, "Cascade
// Inference" (https://flashinfer.ai/2024/02/02/cascade-inference.html), with e instead of 2
AttentionState mergeStates(const AttentionState& a, const AttentionState& b);

} // namespace steplight
