// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/loss.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "engine/core/ops.h"

namespace steplight {
namespace {

Tally& operator+=(Tally& a, const Tally& b)
{
    a.labels += b.labels;
    a.right += b.right;
    a.weight += b.weight;
    a.loss += b.loss;
    return a;
}

// loss f32 [K], right and of bool [K]
Tally count(const Labels& labels, const at::Tensor& loss, const at::Tensor& right,
            const at::Tensor& of)
{
    return {of.sum().item<std::int64_t>(), right.logical_and(of).sum().item<std::int64_t>(),
            (labels.weight * of).sum(at::kDouble).item<double>(),
            (loss * of).sum(at::kDouble).item<double>()};
}

struct Rows {
    at::Tensor loss;  // f32 [K], without weights
    at::Tensor right; // bool [K]
};

// The logits of two tokens of each row, exact to float32 even where the weights are half as wide.
Rows overPair(const at::Tensor& h, const at::Tensor& head, const Labels& l)
{
    const auto logit = [&](const at::Tensor& token) { // i64 [K] -> [K]
        return (wide(h) * wide(head.index_select(0, token))).sum(-1);
    };
    const at::Tensor margin = logit(l.first) - logit(l.second); // [K]
    return {at::binary_cross_entropy_with_logits(margin, l.share.to(margin.scalar_type()), {}, {},
                                                 at::Reduction::None),
            (margin > 0) == (l.share > 0.5)};
}

Rows overVocabulary(const at::Tensor& h, const at::Tensor& head, const Labels& l)
{
    const at::Tensor logits = wide(at::linear(h, head)); // [K, V]
    const at::Tensor norm = logits.logsumexp(-1);        // [K]
    const auto logit = [&](const at::Tensor& token) {
        return logits.gather(1, token.unsqueeze(1)).squeeze(1);
    };
    const at::Tensor share = l.share.to(logits.scalar_type());
    return {norm - share * logit(l.first) - (1 - share) * logit(l.second),
            logits.argmax(-1) == at::where(l.share > 0.5, l.first, l.second)};
}

} // namespace

Tally LossTally::all() const
{
    Tally sum = reasoning;
    return sum += perception;
}

LossTally& LossTally::operator+=(const LossTally& more)
{
    reasoning += more.reasoning;
    perception += more.perception;
    return *this;
}

at::Tensor sumLoss(const at::Tensor& h, const at::Tensor& head, const Labels& labels, LossOver over,
                   LossTally& tally)
{
    const Rows rows =
        over == LossOver::pair ? overPair(h, head, labels) : overVocabulary(h, head, labels);
    const at::Tensor loss = labels.weight * rows.loss; // [K]
    const at::NoGradGuard noGrad;
    tally.reasoning += count(labels, loss.detach(), rows.right, labels.perception.logical_not());
    tally.perception += count(labels, loss.detach(), rows.right, labels.perception);
    const at::AutoGradMode grad(loss.requires_grad());
    return loss.sum();
}

} // namespace steplight
