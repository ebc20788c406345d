// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/gradients.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "engine/core/error.h"
#include "engine/core/ops.h"
#include "engine/core/text.h"
#include "engine/core/vision.h"

namespace steplight {
namespace {

// What every layer of a pass shares.
struct Pass {
    const Model& model;
    const Batch& batch;
    std::stop_token stop;
    at::Device device = model.text.embed.device(); // a batch lies on the CPU
    Labels labels = onDevice(batch.labels, device);
    Rope rope = ropeTable(model.config.text, batch.packed.sequence.pos.to(device));
    Attend attend = attendAs(batch.packed.plan);

    std::size_t layers() const { return model.text.layers.size(); }

    at::Tensor embedded() const // [T, d]
    {
        at::Tensor images = batch.images;
        if (batch.patches.defined())
            images = encodeImages(model, batch.patches,
                                  planVision(model.config.vision, batch.grids), stop);
        return embed(model, batch.packed.sequence, images);
    }
    // x [T, d] -> [T, d]; the last layer gives the labels' rows alone, [K, d]
    at::Tensor layer(std::size_t index, const at::Tensor& x) const
    {
        if (stop.stop_requested())
            throw EngineError("cancelled", "The work was cancelled.");
        return textLayer(model, index, x, rope, attend,
                         index + 1 < layers() ? at::Tensor() : labels.rows);
    }
    at::Tensor loss(at::Tensor x, std::size_t from, LossOver over, LossTally& tally) const
    {
        for (std::size_t i = from; i < layers(); ++i)
            x = layer(i, x);
        const at::Tensor h = rmsNorm(x, model.text.norm, model.config.text.rmsEps); // [K, d]
        return sumLoss(h, model.text.head, labels, over, tally);
    }
};

void requireLabels(const Batch& batch)
{
    if (!batch.labels.rows.defined() || batch.labels.rows.numel() == 0)
        throw EngineError("input", "A batch has no labels, so nothing can be learnt from it. "
                                   "Leave such sequences out.");
}

at::Tensor leaf(const at::Tensor& x)
{
    return x.detach().requires_grad_();
}

} // namespace

LossTally addGradients(const Model& model, const Batch& batch, const GradientOptions& options,
                       double scale, std::stop_token stop)
{
    requireLabels(batch);
    const at::AutoGradMode grad(true);
    const Pass pass{model, batch, stop};
    const std::size_t recomputed =
        pass.layers() - std::min(pass.layers(), std::max<std::size_t>(1, options.keptLayers));
    const at::Tensor embedded = pass.embedded();

    std::vector<at::Tensor> inputs; // of the layers that are computed again, [T, d] each
    at::Tensor x = embedded;
    for (std::size_t i = 0; i < recomputed; ++i) {
        const at::NoGradGuard later;
        inputs.push_back(x.detach());
        x = pass.layer(i, inputs.back());
    }
    if (recomputed > 0)
        x = leaf(x);
    LossTally tally;
    const at::Tensor loss = pass.loss(x, recomputed, options.over, tally);
    if (!loss.requires_grad()) // the merger alone learns, and there is no picture
        return tally;
    (loss * scale).backward();
    if (recomputed == 0)
        return tally;

    at::Tensor gradient = x.grad(); // of the layer's output, [T, d]
    for (std::size_t i = recomputed; i-- > 0;) {
        x = leaf(inputs[i]);
        pass.layer(i, x).backward(gradient);
        gradient = x.grad();
        inputs.pop_back();
    }
    if (embedded.requires_grad())
        embedded.backward(gradient);
    return tally;
}

LossTally evaluateLoss(const Model& model, const Batch& batch, LossOver over, std::stop_token stop)
{
    requireLabels(batch);
    const at::NoGradGuard noGrad;
    const Pass pass{model, batch, stop};
    LossTally tally;
    pass.loss(pass.embedded(), 0, over, tally);
    return tally;
}

} // namespace steplight
