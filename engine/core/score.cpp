// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/score.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "engine/core/error.h"
#include "engine/core/forest.h"
#include "engine/core/ops.h"
#include "engine/core/parameters.h"
#include "engine/core/text.h"
#include "engine/core/vision.h"

namespace steplight {
namespace {

// Images without a key are like no other's.
std::string keyOf(std::span<const ScoreInput> inputs, std::size_t i)
{
    const bool nameless = inputs[i].imageKey.empty() && !inputs[i].grids.empty();
    return nameless ? std::to_string(i) + "#" : inputs[i].imageKey;
}

Forest shared(const Model& model, std::span<const ScoreInput> inputs)
{
    std::vector<Path> paths;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        paths.push_back({inputs[i].ids, inputs[i].grids, keyOf(inputs, i)});
    return share(model.config, paths);
}

// Features of the roots' images, in their order; each picture is encoded once. -> [N/4, d]
at::Tensor rootImages(const Model& model, std::span<const ScoreInput> inputs, const Forest& forest,
                      std::stop_token stop)
{
    std::map<std::string, at::Tensor> known;
    std::vector<at::Tensor> all;
    for (const std::size_t i : forest.firstOfRoot) {
        const ScoreInput& input = inputs[i];
        if (input.grids.empty())
            continue;
        const auto [at, isNew] = known.try_emplace(keyOf(inputs, i), input.images);
        if (isNew && !input.images.defined())
            at->second = encodeImages(model, input.patches,
                                      planVision(model.config.vision, input.grids), stop);
        all.push_back(at->second);
    }
    return all.empty() ? at::Tensor() : at::cat(all);
}

// The rows that are read, each once, and where each input's lie among them.
struct Reading {
    std::vector<std::int64_t> rows;
    std::vector<std::vector<std::size_t>> places;
};

Reading rowsOf(std::span<const ScoreInput> inputs, const Forest& forest)
{
    Reading reading;
    std::vector<std::vector<std::int64_t>> wanted(inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i)
        for (const std::int64_t row : inputs[i].rows)
            wanted[i].push_back(forest.row(i, row));
    for (const auto& rows : wanted)
        reading.rows.insert(reading.rows.end(), rows.begin(), rows.end());
    std::sort(reading.rows.begin(), reading.rows.end());
    reading.rows.erase(std::unique(reading.rows.begin(), reading.rows.end()), reading.rows.end());
    for (const auto& rows : wanted) {
        reading.places.emplace_back();
        for (const std::int64_t row : rows)
            reading.places.back().push_back(static_cast<std::size_t>(
                std::lower_bound(reading.rows.begin(), reading.rows.end(), row) -
                reading.rows.begin()));
    }
    return reading;
}

} // namespace

// In float32 at the least; two rows of the head and no other are needed.
std::vector<double> marginsOf(const Model& model, const at::Tensor& h, std::int64_t plus,
                              std::int64_t minus)
{
    const at::Tensor head = model.text.head;
    const at::Tensor difference = wide(head[plus]) - wide(head[minus]);
    const at::Tensor margins = at::mv(wide(h), difference).to(at::kCPU, at::kDouble);
    std::vector<double> result(margins.const_data_ptr<double>(),
                               margins.const_data_ptr<double>() + margins.numel());
    for (const double margin : result)
        if (!std::isfinite(margin))
            throwNotFinite(model);
    return result;
}

std::size_t tokensOfPass(const Model& model, std::span<const ScoreInput> inputs)
{
    std::size_t tokens = 0;
    for (const Node& node : shared(model, inputs).nodes)
        tokens += node.ids.size();
    return tokens;
}

std::vector<std::vector<double>> scoreMargins(const Model& model,
                                              std::span<const ScoreInput> inputs, std::int64_t plus,
                                              std::int64_t minus, std::stop_token stop)
{
    if (inputs.empty())
        return {};
    const c10::InferenceMode inference;
    const Forest forest = shared(model, inputs);
    const Packed packed = packTrees(model.config, forest.nodes);
    const at::Tensor x = embed(model, packed.sequence, rootImages(model, inputs, forest, stop));
    const Rope rope = ropeTable(model.config.text, packed.sequence.pos.to(x.device()));
    const Reading reading = rowsOf(inputs, forest);
    const at::Tensor rows = at::tensor(reading.rows, at::kLong).to(x.device());
    const at::Tensor h = forwardText(model, x, rope, attendAs(packed.plan), rows, stop); // [K, d]
    const std::vector<double> all = marginsOf(model, h, plus, minus);
    std::vector<std::vector<double>> result;
    for (const auto& places : reading.places) {
        result.emplace_back();
        for (const std::size_t place : places)
            result.back().push_back(all[place]);
    }
    return result;
}

std::vector<double> scoreMargins(const Model& model, const ScoreInput& input, std::int64_t plus,
                                 std::int64_t minus, std::stop_token stop)
{
    return scoreMargins(model, std::span(&input, 1), plus, minus, std::move(stop)).front();
}

} // namespace steplight
