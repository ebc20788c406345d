// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/ops_autograd.h"

#include "engine/core/ops_cpu.h"

#include <torch/csrc/autograd/custom_function.h>

namespace steplight::autograd {
namespace {

using torch::autograd::AutogradContext;
using Tensors = torch::autograd::variable_list;

// LibTorch calls `forward` without gradients, where the functions of ops.h run fused.

// y = n w of n = x s, s = 1 / sqrt(mean(x²) + eps): dn = dy w, dx = s (dn - n mean(dn n)), dw = Σ
// dy n
struct RmsNorm : torch::autograd::Function<RmsNorm> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x,
                              const at::Tensor& weight, double eps)
    {
        context->save_for_backward({x, weight});
        context->saved_data["eps"] = eps;
        return steplight::rmsNorm(x, weight, eps);
    }
    static Tensors backward(AutogradContext* context, const Tensors& gradients)
    {
        const auto saved = context->get_saved_variables();
        const std::int64_t size = saved[1].numel();
        const at::Tensor x = wide(saved[0]).reshape({-1, size}), w = wide(saved[1]),
                         dy = wide(gradients[0]).reshape({-1, size}); // [T, n]
        const at::Tensor scale = at::linalg_vector_norm(x, 2, -1, true)
                                     .square_()
                                     .div_(size)
                                     .add_(context->saved_data["eps"].toDouble())
                                     .rsqrt_(); // [T, 1]
        const at::Tensor normed = x * scale, both = dy * normed;
        Tensors d(3);
        if (context->needs_input_grad(0)) {
            const at::Tensor mean = at::mv(both, w).div_(size).unsqueeze(1); // [T, 1]
            d[0] = (dy * w)
                       .addcmul_(normed, mean, -1)
                       .mul_(scale)
                       .view(saved[0].sizes())
                       .to(saved[0].scalar_type());
        }
        if (context->needs_input_grad(1))
            d[1] = both.sum(0).to(saved[1].scalar_type());
        return d;
    }
};

// What was turned by an angle is turned back by it.
struct SplitRotate : torch::autograd::Function<SplitRotate> {
    static Tensors forward(AutogradContext* context, const at::Tensor& qkv, const at::Tensor& cos,
                           const at::Tensor& sin, std::int64_t heads, std::int64_t kvHeads)
    {
        context->save_for_backward({cos, sin});
        const Heads h = steplight::splitRotate(qkv, cos, sin, heads, kvHeads);
        return {h.q, h.k, h.v};
    }
    static Tensors backward(AutogradContext* context, const Tensors& gradients)
    {
        const auto saved = context->get_saved_variables();
        const std::int64_t half = saved[0].size(1) / 2;
        const at::Tensor cos = saved[0].narrow(1, 0, half).unsqueeze(1),
                         back = saved[1].narrow(1, 0, half).unsqueeze(1).neg();
        Tensors d(5);
        d[0] = at::cat({cpu::turned(gradients[0], cos, back), cpu::turned(gradients[1], cos, back),
                        gradients[2]},
                       1)
                   .flatten(1);
        return d;
    }
};

struct Gated : torch::autograd::Function<Gated> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& gateUp)
    {
        context->save_for_backward({gateUp});
        return steplight::gated(gateUp);
    }
    static Tensors backward(AutogradContext* context, const Tensors& gradients)
    {
        const at::Tensor gateUp = context->get_saved_variables()[0], dy = wide(gradients[0]);
        const auto in = wide(gateUp).chunk(2, -1);
        const at::Tensor d = at::empty(gateUp.sizes(), dy.options());
        auto out = d.chunk(2, -1);
        at::silu_backward_out(out[0], dy * in[1], in[0]);
        at::silu_out(out[1], in[0]).mul_(dy);
        return {d.to(gateUp.scalar_type())};
    }
};

} // namespace

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps)
{
    return RmsNorm::apply(x, weight, eps);
}

Heads splitRotate(const at::Tensor& qkv, const at::Tensor& cos, const at::Tensor& sin,
                  std::int64_t heads, std::int64_t kvHeads)
{
    const Tensors h = SplitRotate::apply(qkv, cos, sin, heads, kvHeads);
    return {h[0], h[1], h[2]};
}

at::Tensor gated(const at::Tensor& gateUp)
{
    return Gated::apply(gateUp);
}

} // namespace steplight::autograd
