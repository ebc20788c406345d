// SPDX-License-Identifier: GPL-3.0-or-later
// Which tokens of a chat are targets of a training, and what is wanted there. Pure functions, any
// thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/attention.h"

namespace steplight {

// How a token ids of an assistant's turn begins and ends: <|im_start|>assistant\n … <|im_end|>\n
struct TurnMarks {
    std::vector<std::int64_t> open;
    std::vector<std::int64_t> close;
};

struct TokenPair {
    std::int64_t plus = 0;
    std::int64_t minus = 0;
};

// Where plus or minus is the whole of an assistant's turn: one place a judged step. The two tokens
// are frequent elsewhere ("- " of a list, "x-1"), so that only the structure finds them.
std::vector<std::int64_t> structureLabels(std::span<const std::int64_t> ids, const TurnMarks& marks,
                                          TokenPair pair);

// Every plus and minus of the sequence, system prompt and question included: the mask with which
// the published PRMs were trained (vlprm, sft_qwen.py, collate_fn). For replications only.
std::vector<std::int64_t> referenceLabels(std::span<const std::int64_t> ids, TokenPair pair);

// Every token that an assistant writes, <|im_end|> (the first token of `close`) included:
// next-token training of a policy. A turn that does not end counts to the end of the sequence.
std::vector<std::int64_t> turnLabels(std::span<const std::int64_t> ids, const TurnMarks& marks);

// K targets. Of each, the token `first` is wanted with probability `share`, `second` otherwise.
struct Labels {
    at::Tensor rows;       // i64 [K], ascending: the token before the target
    at::Tensor first;      // i64 [K]
    at::Tensor second;     // i64 [K]
    at::Tensor share;      // f32 [K]
    at::Tensor weight;     // f32 [K]
    at::Tensor perception; // bool [K]: a step of the perception section
};

// Targets P(+), hard (0, 1) or soft, at the tokens `places`. Weights are one, sections reasoning.
Labels pairLabels(std::span<const std::int64_t> places, std::span<const double> plusShare,
                  TokenPair pair);
// Targets are the tokens that stand at `places`.
Labels tokenLabels(std::span<const std::int64_t> places, std::span<const std::int64_t> ids);

// Multiplies the weights: a soft target counts as so much of either class.
struct LabelWeights {
    double plus = 1;
    double minus = 1;
    double perception = 1;
};
void weigh(Labels& labels, const LabelWeights& weights);

// Weights under which both classes have the same sum and the sum over all is as before. Sums of
// P(+) and P(-) over the training set; ones where a class is empty.
LabelWeights balance(double plusSum, double minusSum);

Labels onDevice(const Labels& labels, at::Device device);

// The labels of sequences that were packed behind one another under this plan.
Labels packLabels(std::span<const Labels> labels, const AttentionPlan& plan);

} // namespace steplight
