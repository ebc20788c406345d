// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/ops_cpu.h"

#include <ATen/ATen.h>

namespace steplight::cpu {

at::Tensor turned(const at::Tensor& x, const at::Tensor& cos, const at::Tensor& sin)
{
    const at::Tensor f = x.to(at::kFloat);
    const auto in = f.chunk(2, -1);
    at::Tensor y = at::empty(f.sizes(), f.options());
    auto out = y.chunk(2, -1);
    at::mul_out(out[0], in[0], cos);
    out[0].addcmul_(in[1], sin, -1);
    at::mul_out(out[1], in[1], cos);
    out[1].addcmul_(in[0], sin);
    return y.to(x.scalar_type());
}

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps)
{
    const at::Tensor f = x.to(at::kFloat);
    const at::Tensor square = at::linalg_vector_norm(f, 2, -1, true).square_(); // [.., 1]
    const at::Tensor scale = square.div_(x.size(-1)).add_(eps).rsqrt_();
    return at::mul(f, scale).to(x.scalar_type()).mul_(weight);
}

std::tuple<at::Tensor, at::Tensor> addNorm(const at::Tensor& x, const at::Tensor& delta,
                                           const at::Tensor& weight, double eps)
{
    at::Tensor sum = x + delta;
    at::Tensor normed = rmsNorm(sum, weight, eps);
    return {std::move(sum), std::move(normed)};
}

std::tuple<at::Tensor, at::Tensor> rotateQk(const at::Tensor& qkv, const at::Tensor& cos,
                                            const at::Tensor& sin, std::int64_t heads,
                                            std::int64_t kvHeads)
{
    const std::int64_t D = cos.size(1);
    const at::Tensor byHead = qkv.view({qkv.size(0), heads + 2 * kvHeads, D});
    const at::Tensor halfCos = cos.narrow(1, 0, D / 2).unsqueeze(1);
    const at::Tensor halfSin = sin.narrow(1, 0, D / 2).unsqueeze(1);
    return {turned(byHead.narrow(1, 0, heads), halfCos, halfSin),
            turned(byHead.narrow(1, heads, kvHeads), halfCos, halfSin)};
}

at::Tensor gated(const at::Tensor& gateUp)
{
    const auto half = gateUp.chunk(2, -1);
    return at::silu(half[0].to(at::kFloat)).mul_(half[1]).to(gateUp.scalar_type());
}

std::tuple<at::Tensor, at::Tensor> mergeStates(const at::Tensor& a, const at::Tensor& lseA,
                                               const at::Tensor& b, const at::Tensor& lseB)
{
    at::Tensor lse = at::logaddexp(lseA, lseB);
    // Where neither saw a key both weights are 0, not exp(-inf + inf).
    const at::Tensor seen = lse.masked_fill(lse == -std::numeric_limits<float>::infinity(), 0);
    const auto weighed = [&](const at::Tensor& x, const at::Tensor& part) {
        return x.to(at::kFloat) * at::exp(part - seen).unsqueeze(-1);
    };
    at::Tensor out = (weighed(a, lseA) + weighed(b, lseB)).to(a.scalar_type());
    return {std::move(out), std::move(lse)};
}

} // namespace steplight::cpu
