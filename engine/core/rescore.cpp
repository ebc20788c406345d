// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/rescore.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <array>
#include <map>

#include "engine/core/text.h"

namespace steplight {
namespace {

// Features do not tell the form of an even surface; its places do.
bool samePictures(const Scored& last, const ScoreInput& input)
{
    const at::Tensor &a = last.images, &b = input.images;
    return last.grids == input.grids && a.defined() == b.defined() &&
           (!a.defined() || at::equal(a, b));
}

// How many tokens both begin with, up to the first row whose margin is not known.
std::int64_t sharedTokens(const Scored& last, const ScoreInput& input,
                          const std::map<std::int64_t, double>& known)
{
    if (!samePictures(last, input))
        return 0;
    const auto [end, other] =
        std::mismatch(last.ids.begin(), last.ids.end(), input.ids.begin(), input.ids.end());
    std::int64_t shared = end - last.ids.begin();
    for (const std::int64_t row : input.rows)
        if (row < shared && !known.contains(row))
            shared = row;
    return shared;
}

// The hidden states [K, d] of the rows from token `shared` on; fills keys and values of `next`.
at::Tensor computeFrom(const Model& model, const ScoreInput& input, std::int64_t shared,
                       const Scored& last, Scored& next, std::stop_token stop)
{
    const std::array sequences{layOut(model.config, input.ids, input.grids)};
    const Packed packed = pack(sequences);
    const std::int64_t fresh = packed.sequence.ids.size(0) - shared;
    const at::Tensor x = embed(model, packed.sequence, input.images).narrow(0, shared, fresh);
    const auto indices = at::TensorOptions(at::kLong).device(x.device());
    const Attend whole = attendAs(packed.plan);
    const Attend attend = [&](std::size_t layer, const at::Tensor& q, const at::Tensor& k,
                              const at::Tensor& v, const at::Tensor& rows) {
        const auto behindKept = [&](const std::vector<at::Tensor>& kept, const at::Tensor& own) {
            return shared == 0 ? own : at::cat({kept[layer].narrow(0, 0, shared), own});
        };
        next.keys.push_back(behindKept(last.keys, k));
        next.values.push_back(behindKept(last.values, v).contiguous()); // no view of all of qkv
        return whole(layer, q, next.keys.back(), next.values.back(),
                     rows.defined() ? rows + shared : at::arange(shared, shared + fresh, indices));
    };
    std::vector<std::int64_t> rows; // from `shared` on
    for (const std::int64_t row : input.rows)
        if (row >= shared)
            rows.push_back(row - shared);
    const Rope rope =
        ropeTable(model.config.text, packed.sequence.pos.narrow(1, shared, fresh).to(x.device()));
    return forwardText(model, x, rope, attend, at::tensor(rows, indices), std::move(stop));
}

} // namespace

Rescored rescoreMargins(const Model& model, const ScoreInput& input, std::int64_t plus,
                        std::int64_t minus, Scored& last, std::stop_token stop)
{
    const c10::InferenceMode inference;
    std::map<std::int64_t, double> known;
    for (std::size_t i = 0; i < last.rows.size(); ++i)
        known[last.rows[i]] = last.margins[i];
    const std::int64_t shared = sharedTokens(last, input, known);
    Scored next{input.ids, input.grids, input.images, {}, {}, input.rows, {}};
    const auto isFresh = [&](std::int64_t row) { return row >= shared; };
    std::vector<double> fresh;
    if (std::any_of(input.rows.begin(), input.rows.end(), isFresh))
        fresh = marginsOf(model, computeFrom(model, input, shared, last, next, std::move(stop)),
                          plus, minus);
    auto computed = fresh.begin();
    for (const std::int64_t row : input.rows)
        next.margins.push_back(isFresh(row) ? *computed++ : known.at(row));
    const auto tokens = static_cast<std::int64_t>(input.ids.size());
    Rescored result{next.margins, fresh.empty() ? tokens : shared};
    if (!fresh.empty())
        last = std::move(next);
    return result;
}

} // namespace steplight
