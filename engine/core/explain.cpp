// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/explain.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <array>
#include <cmath>

#include "engine/core/error.h"
#include "engine/core/ops.h"
#include "engine/core/parameters.h"
#include "engine/core/sequence.h"
#include "engine/core/text.h"

namespace steplight {
namespace {

// The margin of one row as a function of the image features. n = N/4.
class Margin
{
public:
    Margin(const Model& model, const ExplainInput& input, std::int64_t plus, std::int64_t minus,
           std::stop_token stop)
        : m_model(model),
          m_packed(pack(std::array{
              layOut(model.config, std::span(input.ids).first(upTo(input)), input.grids)})),
          m_rope(ropeTable(model.config.text, m_packed.sequence.pos.to(model.text.embed.device()))),
          m_attend(attendAs(m_packed.plan)),
          m_rows(at::tensor({input.row}, at::kLong).to(model.text.embed.device())),
          m_difference(wide(model.text.head[plus]) - wide(model.text.head[minus])),
          m_stop(std::move(stop))
    {
    }
    Margin(const Margin&) = delete; // m_attend refers to m_packed
    Margin& operator=(const Margin&) = delete;

    // images [n, d]
    double at(const at::Tensor& images) const
    {
        const c10::NoGradGuard off;
        const at::Tensor x = embed(m_model, m_packed.sequence, images);
        const at::Tensor h = forwardText(m_model, x, m_rope, m_attend, m_rows, m_stop); // [1, d]
        return finite(at::mv(wide(h), m_difference).item<double>());
    }

    // Keeps only what goes into each layer and computes the layer again on the way back, so that a
    // large model needs no more memory than one of its layers. images [n, d] -> [n, d]
    at::Tensor gradient(const at::Tensor& images) const
    {
        std::vector<at::Tensor> inputs; // [T, d] of each layer, then [1, d]
        {
            const c10::NoGradGuard off;
            inputs.push_back(embed(m_model, m_packed.sequence, images));
            for (std::size_t i = 0; i < layers(); ++i)
                inputs.push_back(layer(i, inputs.back()));
        }
        at::Tensor g = back(inputs.back(), {}, [&](const at::Tensor& h) {
            const at::Tensor normed =
                rmsNorm(h, m_model.text.norm, m_model.config.text.rmsEps); // [1, d]
            return at::mv(wide(normed), m_difference).sum();
        });
        for (std::size_t i = layers(); i-- > 0;)
            g = back(inputs[i], g, [&](const at::Tensor& x) { return layer(i, x); });
        return g.index_select(0, m_packed.sequence.imageRows.to(g.device()));
    }

private:
    static std::size_t upTo(const ExplainInput& input)
    {
        if (input.row < 0 || input.row >= static_cast<std::int64_t>(input.ids.size()))
            throw EngineError("input", "The step to explain lies outside the trace.");
        return static_cast<std::size_t>(input.row) + 1;
    }

    double finite(double margin) const
    {
        if (!std::isfinite(margin))
            throwNotFinite(m_model);
        return margin;
    }

    std::size_t layers() const { return m_model.text.layers.size(); }

    at::Tensor layer(std::size_t i, const at::Tensor& x) const
    {
        if (m_stop.stop_requested())
            throw EngineError("cancelled", "The work was cancelled.");
        return textLayer(m_model, i, x, m_rope, m_attend, i + 1 < layers() ? at::Tensor() : m_rows);
    }

    // The gradient by x of <g, f(x)>, of f(x) itself where g is undefined.
    template <typename F>
    static at::Tensor back(const at::Tensor& x, const at::Tensor& g, const F& f)
    {
        const c10::AutoGradMode on(true);
        const at::Tensor leaf = x.detach().requires_grad_(true);
        const at::Tensor y = f(leaf);
        const std::vector<at::Tensor> seed =
            g.defined() ? std::vector{g} : std::vector<at::Tensor>{};
        return torch::autograd::grad({y}, {leaf}, seed)[0];
    }

    const Model& m_model;
    const Packed m_packed;
    const Rope m_rope;
    const Attend m_attend;
    const at::Tensor m_rows;       // i64 [1]
    const at::Tensor m_difference; // f32 [d]
    const std::stop_token m_stop;
};

std::int64_t merged(std::int64_t patches, const Model& model)
{
    return patches / model.config.vision.merge;
}

// Each row the mean of its image's. images [n, d] -> [n, d]
at::Tensor meansOf(const Model& model, const ExplainInput& input, const at::Tensor& images)
{
    std::vector<at::Tensor> means;
    std::int64_t begin = 0;
    for (const Grid& g : input.grids) {
        const std::int64_t count = merged(g.height, model) * merged(g.width, model);
        means.push_back(images.narrow(0, begin, count).mean(0, true).expand({count, -1}));
        begin += count;
    }
    return at::cat(means);
}

using Progress = std::function<void(double)>;

// images, means [n, d] -> f64 [n]
at::Tensor byGradient(const Margin& margin, const at::Tensor& images, const at::Tensor& means,
                      const ExplainHow& how, const Progress& progress)
{
    const at::Tensor way = images - means;
    const auto alongWay = [&](const at::Tensor& gradient) {
        return (wide(gradient) * wide(way)).to(at::kCPU, at::kDouble).sum(1);
    };
    if (how.by == ExplainBy::gradient)
        return alongWay(margin.gradient(images));
    at::Tensor sum = at::zeros({images.size(0)}, at::kDouble);
    for (std::int64_t k = 0; k < how.points; ++k) {
        const double share = (static_cast<double>(k) + 0.5) / static_cast<double>(how.points);
        sum += alongWay(margin.gradient(means + way * share));
        if (progress)
            progress(static_cast<double>(k + 1) / static_cast<double>(how.points));
    }
    return sum / how.points;
}

// The tokens of each block of a [height, width] grid, which begins with token `first`.
void addBlocks(std::int64_t first, std::int64_t height, std::int64_t width, std::int64_t side,
               std::vector<std::vector<std::int64_t>>& blocks)
{
    for (std::int64_t y0 = 0; y0 < height; y0 += side)
        for (std::int64_t x0 = 0; x0 < width; x0 += side) {
            std::vector<std::int64_t>& block = blocks.emplace_back();
            for (std::int64_t y = y0; y < std::min(y0 + side, height); ++y)
                for (std::int64_t x = x0; x < std::min(x0 + side, width); ++x)
                    block.push_back(first + y * width + x);
        }
}

// One forward pass a block; what its loss costs is shared out evenly among its tokens. -> f64 [n]
at::Tensor byOcclusion(const Model& model, const Margin& margin, const ExplainInput& input,
                       const at::Tensor& images, const at::Tensor& means, double whole,
                       const ExplainHow& how, const Progress& progress)
{
    std::vector<std::vector<std::int64_t>> blocks;
    std::int64_t first = 0;
    for (const Grid& g : input.grids) {
        const std::int64_t h = merged(g.height, model), w = merged(g.width, model);
        addBlocks(first, h, w, how.block, blocks);
        first += h * w;
    }
    at::Tensor map = at::empty({images.size(0)}, at::kDouble);
    std::size_t done = 0;
    for (const std::vector<std::int64_t>& block : blocks) {
        const at::Tensor rows = at::tensor(block, at::kLong);
        const at::Tensor there = rows.to(images.device());
        const double without = margin.at(images.index_copy(0, there, means.index_select(0, there)));
        map.index_fill_(0, rows, (whole - without) / static_cast<double>(block.size()));
        if (progress)
            progress(static_cast<double>(++done) / static_cast<double>(blocks.size()));
    }
    return map;
}

} // namespace

double Explanation::gap() const
{
    const double difference = margin - baseline;
    return std::fabs(sum - difference) / std::fabs(difference);
}

Explanation explain(const Model& model, const ExplainInput& input, std::int64_t plus,
                    std::int64_t minus, const ExplainHow& how, const Progress& progress,
                    std::stop_token stop)
{
    if (input.grids.empty())
        throw EngineError("input", "The trace has no picture that could explain a step.");
    if (how.points < 1 || how.block < 1)
        throw EngineError("input", "Points and block must be at least 1.");
    const at::Tensor images = input.images.clone(); // no inference tensor: autograd takes none
    const at::Tensor means = meansOf(model, input, images);
    const Margin margin(model, input, plus, minus, stop);
    Explanation result;
    result.margin = margin.at(images);
    result.baseline = margin.at(means);
    const at::Tensor map =
        how.by == ExplainBy::occlusion
            ? byOcclusion(model, margin, input, images, means, result.margin, how, progress)
            : byGradient(margin, images, means, how, progress);
    result.sum = map.sum().item<double>();
    std::int64_t begin = 0;
    for (const Grid& g : input.grids) {
        const std::int64_t h = merged(g.height, model), w = merged(g.width, model);
        result.maps.push_back(map.narrow(0, begin, h * w).reshape({h, w}));
        begin += h * w;
    }
    return result;
}

} // namespace steplight
