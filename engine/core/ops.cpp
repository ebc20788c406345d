// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/ops.h"

#include "engine/core/ops_autograd.h"
#include "engine/core/ops_cpu.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

TORCH_LIBRARY(steplight, m)
{
    m.def("rms_norm(Tensor x, Tensor weight, float eps) -> Tensor");
    m.def("add_norm(Tensor x, Tensor delta, Tensor weight, float eps) -> (Tensor, Tensor)");
    m.def("rotate_qk(Tensor qkv, Tensor cos, Tensor sin, int heads, int kv_heads)"
          " -> (Tensor, Tensor)");
    m.def("gated(Tensor gate_up) -> Tensor");
    m.def("merge_states(Tensor a, Tensor lse_a, Tensor b, Tensor lse_b) -> (Tensor, Tensor)");
}

TORCH_LIBRARY_IMPL(steplight, CPU, m)
{
    m.impl("rms_norm", steplight::cpu::rmsNorm);
    m.impl("add_norm", steplight::cpu::addNorm);
    m.impl("rotate_qk", steplight::cpu::rotateQk);
    m.impl("gated", steplight::cpu::gated);
    m.impl("merge_states", steplight::cpu::mergeStates);
}

namespace steplight {
namespace {

// The operator's twin for the arguments' device. Signature: that of the CPU's twin.
template <class Signature> auto find(const char* name)
{
    return c10::Dispatcher::singleton().findSchemaOrThrow(name, "").typed<Signature>();
}

// The operators' types; double is for tests, by the formulas.
bool fused(const at::Tensor& x)
{
    return x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16;
}

// oneDNN's product, where it is the faster one: MKL, LibTorch's own way, uses AVX-512 on Intel's
// processors alone, and is ahead there. Nothing in a LibTorch that was built without oneDNN.
using Product = at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&,
                           std::string_view, c10::List<std::optional<at::Scalar>>,
                           std::optional<std::string_view>);

const std::optional<c10::TypedOperatorHandle<Product>>& oneDnn()
{
    static const auto op = [] {
        const auto found =
            c10::Dispatcher::singleton().findSchema({"mkldnn::_linear_pointwise", ""});
        return found && !__builtin_cpu_is("intel") ? std::optional(found->typed<Product>())
                                                   : std::nullopt;
    }();
    return op;
}

// x Wᵀ + b of float32 on the CPU; either may be a transposed view. x [T, m], w [n, m] -> [T, n]
at::Tensor product(const at::Tensor& x, const at::Tensor& w,
                   const std::optional<at::Tensor>& b = {})
{
    return oneDnn()->call(x, w, b, "none", c10::List<std::optional<at::Scalar>>(), "");
}

// The same with gradients.
struct Affine : torch::autograd::Function<Affine> {
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x,
                              const at::Tensor& w, const std::optional<at::Tensor>& b)
    {
        context->save_for_backward({x, w});
        context->saved_data["bias"] = b.has_value();
        return product(x, w, b);
    }
    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& gradients)
    {
        const auto saved = context->get_saved_variables();
        const at::Tensor &x = saved[0], &w = saved[1], dy = gradients[0].contiguous(); // [T, n]
        torch::autograd::variable_list d(3);
        if (context->needs_input_grad(0))
            d[0] = product(dy, w.t()); // [T, m]
        if (context->needs_input_grad(1))
            d[1] = product(x.t(), dy.t()).t(); // [n, m]
        if (context->saved_data["bias"].toBool() && context->needs_input_grad(2))
            d[2] = dy.sum(0);
        return d;
    }
};

// x [T, H, D], turned by the formula
at::Tensor rotate(const at::Tensor& x, const at::Tensor& cos, const at::Tensor& sin)
{
    const at::Tensor f = wide(x);
    const auto half = f.chunk(2, -1);
    return (f * cos.unsqueeze(1) + at::cat({-half[1], half[0]}, -1) * sin.unsqueeze(1))
        .to(x.scalar_type());
}

} // namespace

at::Tensor affine(const at::Tensor& x, const at::Tensor& w, const at::Tensor& b)
{
    const std::optional<at::Tensor> bias = b.defined() ? std::optional(b) : std::nullopt;
    if (oneDnn() && x.is_cpu() && x.scalar_type() == at::kFloat && x.numel() > 0)
        return at::GradMode::is_enabled() ? Affine::apply(x, w, bias) : product(x, w, bias);
    return at::linear(x, w, bias);
}

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight, double eps)
{
    if (fused(x)) {
        if (at::GradMode::is_enabled())
            return autograd::rmsNorm(x, weight, eps);
        static const auto op = find<decltype(cpu::rmsNorm)>("steplight::rms_norm");
        return op.call(x, weight, eps);
    }
    const at::Tensor f = wide(x);
    return (f * at::rsqrt(f.pow(2).mean(-1, true) + eps)).to(x.scalar_type()) * weight;
}

Residual addNorm(const at::Tensor& x, const at::Tensor& delta, const at::Tensor& weight, double eps)
{
    if (fused(x) && !at::GradMode::is_enabled()) {
        static const auto op = find<decltype(cpu::addNorm)>("steplight::add_norm");
        auto [sum, normed] = op.call(x, delta, weight, eps);
        return {std::move(sum), std::move(normed)};
    }
    const at::Tensor sum = x + delta;
    return {sum, rmsNorm(sum, weight, eps)};
}

Heads splitRotate(const at::Tensor& qkv, const at::Tensor& cos, const at::Tensor& sin,
                  std::int64_t heads, std::int64_t kvHeads)
{
    if (fused(qkv) && at::GradMode::is_enabled())
        return autograd::splitRotate(qkv, cos, sin, heads, kvHeads);
    const at::Tensor byHead = qkv.view({qkv.size(0), heads + 2 * kvHeads, cos.size(1)});
    const at::Tensor v = byHead.narrow(1, heads + kvHeads, kvHeads);
    if (fused(qkv)) {
        static const auto op = find<decltype(cpu::rotateQk)>("steplight::rotate_qk");
        auto [q, k] = op.call(qkv, cos, sin, heads, kvHeads);
        return {std::move(q), std::move(k), v};
    }
    return {rotate(byHead.narrow(1, 0, heads), cos, sin),
            rotate(byHead.narrow(1, heads, kvHeads), cos, sin), v};
}

at::Tensor gated(const at::Tensor& gateUp)
{
    if (fused(gateUp)) {
        if (at::GradMode::is_enabled())
            return autograd::gated(gateUp);
        static const auto op = find<decltype(cpu::gated)>("steplight::gated");
        return op.call(gateUp);
    }
    const auto half = gateUp.chunk(2, -1);
    return at::silu(half[0]) * half[1];
}

at::Tensor swiglu(const at::Tensor& x, const at::Tensor& gateUpW, const at::Tensor& gateUpB,
                  const at::Tensor& downW, const at::Tensor& downB)
{
    return affine(gated(affine(x, gateUpW, gateUpB)), downW, downB);
}

AttentionState mergeStates(const AttentionState& a, const AttentionState& b)
{
    static const auto op = find<decltype(cpu::mergeStates)>("steplight::merge_states");
    auto [out, lse] = op.call(a.out, a.lse, b.out, b.lse);
    return {std::move(out), std::move(lse)};
}

} // namespace steplight
