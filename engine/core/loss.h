// SPDX-License-Identifier: GPL-3.0-or-later
// Cross-entropy at the labelled rows, and what it says of each section. One thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

#include "engine/core/labels.h"

namespace steplight {

enum class LossOver {
    pair,      // softmax over the two tokens of a label: what scoring reads
    vocabulary // softmax over all tokens: what the published PRMs and policies are trained with
};

struct Tally {
    std::int64_t labels = 0;
    std::int64_t right =
        0;             // the likelier token of the label had the largest logit of those compared
    double weight = 0; // sum of weights
    double loss = 0;   // sum of weighted cross-entropies, in nats

    double meanLoss() const { return weight > 0 ? loss / weight : 0; }
    double accuracy() const
    {
        return labels > 0 ? static_cast<double>(right) / static_cast<double>(labels) : 0;
    }
};

struct LossTally {
    Tally reasoning;
    Tally perception;

    Tally all() const;
    LossTally& operator+=(const LossTally& more);
};

// sum of weight * -(share * log p(first) + (1 - share) * log p(second)), in float32 at least;
// differentiable. h [K, d] are the normed states of the label's rows, head [V, d] -> scalar. Adds
// what it saw to `tally`.
at::Tensor sumLoss(const at::Tensor& h, const at::Tensor& head, const Labels& labels, LossOver over,
                   LossTally& tally);

} // namespace steplight
