// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/optim.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

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

std::vector<int> share(const std::vector<Parameter>& parameters, int processes)
{
    std::vector<std::size_t> order(parameters.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return parameters[a].tensor.numel() > parameters[b].tensor.numel();
    });
    std::vector<std::int64_t> load(static_cast<std::size_t>(processes));
    std::vector<int> owners(parameters.size());
    for (const std::size_t i : order) {
        const auto least = std::min_element(load.begin(), load.end());
        owners[i] = static_cast<int>(least - load.begin());
        *least += parameters[i].tensor.numel();
    }
    return owners;
}

// The weight itself where it is float32, else its master.
void updateOne(AdamW& a, std::size_t index, double rate)
{
    at::Tensor& weight = a.parameters[index].tensor;
    Moments& s = a.moments[index];
    const AdamWOptions& o = a.options;
    const bool decayed = o.decayAll || isDecayed(a.parameters[index].name);
    at::Tensor target = s.master.defined() ? s.master : weight;
    const at::Tensor count = at::full({}, static_cast<double>(a.updates), s.m.options());
    at::_fused_adamw_({target}, {weight.grad().to(at::kFloat).contiguous()}, {s.m}, {s.v}, {},
                      {count}, rate, o.beta1, o.beta2, decayed ? o.decay : 0.0, o.eps, false,
                      false);
    if (s.master.defined())
        weight.copy_(s.master);
}

} // namespace

AdamW adamW(std::vector<Parameter> parameters, const AdamWOptions& options,
            const Processes& processes)
{
    AdamW a{options, std::move(parameters), {}, {}, 0, processes};
    a.owners = share(a.parameters, processes.size());
    for (std::size_t i = 0; i < a.parameters.size(); ++i)
        a.moments.push_back(a.owners[i] == processes.rank() ? zeroMoments(a.parameters[i].tensor)
                                                            : Moments());
    return a;
}

void update(AdamW& a, double rate)
{
    const at::NoGradGuard noGrad;
    ++a.updates;
    for (std::size_t i = 0; i < a.parameters.size(); ++i) {
        const at::Tensor& weight = a.parameters[i].tensor;
        if (weight.grad().defined() && a.owners[i] == a.processes.rank())
            updateOne(a, i, rate);
    }
    for (int owner = 0; owner < a.processes.size(); ++owner) {
        std::vector<at::Tensor> owned;
        for (std::size_t i = 0; i < a.parameters.size(); ++i)
            if (a.owners[i] == owner)
                owned.push_back(a.parameters[i].tensor.detach());
        a.processes.broadcast(owned, owner);
    }
}

std::vector<NamedTensor> stateOf(const AdamW& a)
{
    std::vector<NamedTensor> out;
    for (std::size_t i = 0; i < a.parameters.size(); ++i) {
        const std::string& name = a.parameters[i].name;
        if (!a.moments[i].m.defined())
            continue;
        out.push_back({name + ".m", a.moments[i].m});
        out.push_back({name + ".v", a.moments[i].v});
        if (a.moments[i].master.defined())
            out.push_back({name + ".master", a.moments[i].master});
    }
    return out;
}

void restore(AdamW& a, std::span<const SafeTensors> files, std::int64_t updates)
{
    const at::NoGradGuard noGrad;
    const auto find = [&](const NamedTensor& t) -> const TensorInfo& {
        for (const SafeTensors& file : files)
            if (const auto it = file.tensors().find(t.name);
                it != file.tensors().end() && it->second.shape == t.tensor.sizes().vec())
                return it->second;
        throw EngineError("weights", "The optimiser's state does not fit this training: " + t.name +
                                         " is missing or of another shape. Resume with the "
                                         "options that it began with.");
    };
    for (NamedTensor& t : stateOf(a))
        t.tensor.copy_(toTensor(find(t), at::kFloat));
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
