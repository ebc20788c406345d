// SPDX-License-Identifier: GPL-3.0-or-later
// What make_training.py computes by formula, and the batches that it trains on.
#pragma once

#include <ATen/core/grad_mode.h>

#include <algorithm>

#include "engine/core/gradients.h"
#include "engine/core/parameters.h"
#include "engine/core/vision.h"
#include "tests/core/checkpoint.h"

namespace fixture {

// f64 [count]
inline at::Tensor ramp(std::int64_t count, std::int64_t step, std::int64_t modulus, double scale)
{
    const at::Tensor i = (at::arange(count, at::kLong) * step).remainder(modulus);
    return scale * (i.to(at::kDouble) / static_cast<double>(modulus) - 0.5);
}

// Norm, and products with two fixed vectors.
inline std::array<double, 3> projections(const at::Tensor& t)
{
    const at::Tensor f = t.detach().to(at::kDouble).flatten();
    const auto dot = [&](std::int64_t step, std::int64_t modulus) {
        return f.dot(ramp(f.numel(), step, modulus, 1)).item<double>();
    };
    return {f.norm().item<double>(), dot(7919, 10007), dot(104729, 65537)};
}

// The relative error that the three numbers admit: the vectors' elements are 0.29 large.
inline double relativeError(const std::array<double, 3>& a, const Json& b)
{
    const double norm = std::max(b[0].get<double>(), 1e-12);
    const auto off = [&](std::size_t i) { return std::abs(a[i] - b[i].get<double>()) / norm; };
    return std::max({off(0), off(1) / 0.29, off(2) / 0.29});
}

inline Model loadTiny(const std::string& name)
{
    return Checkpoint(name).model;
}

inline const Json& training()
{
    static const Json j = readJson("training.json");
    return j;
}

inline Json caseOf(const std::string& model, const std::string& name)
{
    static const Json all = readJson("cases.json").at("cases");
    for (const Json& test : all)
        if (test.at("model") == model && test.at("name") == name)
            return test;
    throw std::runtime_error("no case " + name);
}

// f32 [N, 1176] of a case's pictures, as its profile asks for them; undefined without
inline at::Tensor patchesOf(const Json& test)
{
    return inputOf(Checkpoint(test.at("model")), test).patches;
}

inline Labels labelsOf(const Json& test, const std::string& kind, std::int64_t offset)
{
    const auto ids = test.at("ids").get<std::vector<std::int64_t>>();
    auto places = test.at("rows").get<std::vector<std::int64_t>>();
    if (kind == "policy") {
        std::vector<std::int64_t> rest;
        for (std::int64_t t = places[0] + 1; t < static_cast<std::int64_t>(ids.size()); ++t)
            rest.push_back(t);
        return tokenLabels(rest, ids);
    }
    std::vector<double> share;
    for (std::size_t i = 0; i < places.size(); ++i) {
        ++places[i]; // the row is the token before
        const std::int64_t k = static_cast<std::int64_t>(i) + offset;
        const double soft = static_cast<double>((k * 37 + 11) % 101) / 100;
        share.push_back(kind == "hard" ? (soft > 0.5 ? 1 : 0) : soft);
    }
    Labels l = pairLabels(places, share, {test.at("pair")[0], test.at("pair")[1]});
    for (std::int64_t i = 0; i < l.rows.numel(); ++i) {
        if (kind == "soft")
            l.weight[i] = 1 + static_cast<double>((i + offset) % 3) / 2;
        l.perception[i] = i % 2 == 0;
    }
    return l;
}

// Cases packed behind one another. With `learnVision` the batch holds patches, otherwise features.
inline Batch batchOf(const Model& model, const std::string& name, const Json& cases,
                     const std::string& kind, bool learnVision, std::int64_t offset = 0)
{
    std::vector<Sequence> sequences;
    std::vector<Labels> labels;
    std::vector<at::Tensor> patches;
    Batch batch;
    for (const Json& one : cases) {
        const Json test = caseOf(name, one);
        std::vector<Grid> grids;
        for (const Json& g : test.at("grids"))
            grids.push_back({g[0], g[1], g[2]});
        const auto ids = test.at("ids").get<std::vector<std::int64_t>>();
        sequences.push_back(layOut(model.config, ids, grids));
        labels.push_back(labelsOf(test, kind, offset));
        batch.grids.insert(batch.grids.end(), grids.begin(), grids.end());
        if (const at::Tensor p = patchesOf(test); p.defined())
            patches.push_back(p);
    }
    batch.packed = pack(sequences);
    batch.labels = packLabels(labels, batch.packed.plan);
    if (patches.empty())
        return batch;
    if (learnVision) {
        batch.patches = at::cat(patches);
    } else {
        const at::NoGradGuard noGrad;
        batch.images =
            encodeImages(model, at::cat(patches), planVision(model.config.vision, batch.grids));
    }
    return batch;
}

inline LossOver overOf(const Json& test)
{
    return test.at("over") == "pair" ? LossOver::pair : LossOver::vocabulary;
}

} // namespace fixture
