// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/optim.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/core/error.h"

namespace steplight {
namespace {

Moments zeroMoments(const at::Tensor& weight)
{
    const auto f32 = weight.options().dtype(at::kFloat).requires_grad(false);
    Moments moments{{}, at::zeros(weight.sizes(), f32), at::zeros(weight.sizes(), f32)};
    if (weight.scalar_type() != at::kFloat)
        moments.master = weight.detach().to(at::kFloat);
    return moments;
}

} // namespace

AdamW adamW(std::vector<Parameter> parameters, const AdamWOptions& options)
{
    AdamW a{options, std::move(parameters), {}, 0};
    for (const Parameter& p : a.parameters)
        a.moments.push_back(zeroMoments(p.tensor));
    return a;
}

void update(AdamW& a, double rate)
{
    const at::NoGradGuard noGrad;
    ++a.updates;
    const AdamWOptions& o = a.options;
    for (std::size_t i = 0; i < a.parameters.size(); ++i) {
        at::Tensor& weight = a.parameters[i].tensor;
        if (!weight.grad().defined())
            continue;
        Moments& s = a.moments[i];
        const bool decayed = o.decayAll || isDecayed(a.parameters[i].name);
        at::Tensor target = s.master.defined() ? s.master : weight;
        const at::Tensor count = at::full({}, static_cast<double>(a.updates), s.m.options());
        at::_fused_adamw_({target}, {weight.grad().to(at::kFloat).contiguous()}, {s.m}, {s.v}, {},
                          {count}, rate, o.beta1, o.beta2, decayed ? o.decay : 0.0, o.eps, false,
                          false);
        if (s.master.defined())
            weight.copy_(s.master);
    }
}

std::vector<NamedTensor> stateOf(const AdamW& a)
{
    std::vector<NamedTensor> out;
    for (std::size_t i = 0; i < a.parameters.size(); ++i) {
        const std::string& name = a.parameters[i].name;
        out.push_back({name + ".m", a.moments[i].m});
        out.push_back({name + ".v", a.moments[i].v});
        if (a.moments[i].master.defined())
            out.push_back({name + ".master", a.moments[i].master});
    }
    return out;
}

void restore(AdamW& a, const SafeTensors& state, std::int64_t updates)
{
    const at::NoGradGuard noGrad;
    for (NamedTensor& t : stateOf(a)) {
        const auto it = state.tensors().find(t.name);
        if (it == state.tensors().end() || it->second.shape != t.tensor.sizes().vec())
            throw EngineError("weights",
                              "The optimiser's state does not fit this training: " + t.name +
                                  " is missing or of another shape. Resume "
                                  "with the options that it began with.");
        t.tensor.copy_(toTensor(it->second, at::kFloat));
    }
    a.updates = updates;
}

// Trainer.get_decay_parameter_names, transformers 4.55.3: not "bias", "layernorm", "rmsnorm", nor
// a component "norm" or one that ends in "_norm".
bool isDecayed(std::string_view name)
{
    const auto holds = [&](std::string_view what) { return name.find(what) != name.npos; };
    return !holds("bias") && !holds("layernorm") && !holds(".norm.") && !holds("_norm.");
}

double cosineRate(std::int64_t step, std::int64_t warmup, std::int64_t total, double peak)
{
    if (step < warmup)
        return peak * static_cast<double>(step) / static_cast<double>(warmup);
    const double done = static_cast<double>(step - warmup) /
                        static_cast<double>(std::max<std::int64_t>(1, total - warmup));
    return peak * std::max(0.0, 0.5 * (1 + std::cos(std::numbers::pi * done)));
}

double clipGradients(std::span<const Parameter> parameters, double most)
{
    const at::NoGradGuard noGrad;
    std::vector<at::Tensor> gradients;
    for (const Parameter& p : parameters)
        if (p.tensor.grad().defined())
            gradients.push_back(p.tensor.grad());
    if (gradients.empty())
        return 0;
    std::vector<at::Tensor> norms;
    for (const at::Tensor& g : gradients)
        norms.push_back(at::linalg_vector_norm(g, 2, {}, false, at::kFloat));
    const double norm = at::stack(norms).norm().item<double>();
    if (const double share = most / (norm + 1e-6); std::isfinite(norm) && share < 1)
        at::_foreach_mul_(gradients, share);
    return norm;
}

void clearGradients(std::span<const Parameter> parameters)
{
    for (const Parameter& p : parameters)
        p.tensor.mutable_grad().reset();
}

} // namespace steplight
