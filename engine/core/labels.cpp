// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/labels.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "engine/core/error.h"

namespace steplight {
namespace {

using Ids = std::span<const std::int64_t>;

bool standsAt(Ids ids, std::size_t at, Ids what)
{
    return at + what.size() <= ids.size() &&
           std::equal(what.begin(), what.end(), ids.begin() + static_cast<std::ptrdiff_t>(at));
}

std::vector<std::int64_t> minusOne(Ids places)
{
    std::vector<std::int64_t> rows;
    for (const std::int64_t t : places) {
        if (t < 1 || (!rows.empty() && t - 1 <= rows.back()))
            throw EngineError("input", "Targets must ascend and cannot be the first token.");
        rows.push_back(t - 1);
    }
    return rows;
}

Labels withOnes(const std::vector<std::int64_t>& rows)
{
    const auto count = static_cast<std::int64_t>(rows.size());
    Labels l;
    l.rows = at::tensor(rows, at::kLong);
    l.weight = at::ones({count});
    l.perception = at::zeros({count}, at::kBool);
    return l;
}

} // namespace

std::vector<std::int64_t> structureLabels(Ids ids, const TurnMarks& marks, TokenPair pair)
{
    std::vector<std::int64_t> places;
    for (std::size_t t = marks.open.size(); t < ids.size(); ++t)
        if ((ids[t] == pair.plus || ids[t] == pair.minus) &&
            standsAt(ids, t - marks.open.size(), marks.open) && standsAt(ids, t + 1, marks.close))
            places.push_back(static_cast<std::int64_t>(t));
    return places;
}

std::vector<std::int64_t> referenceLabels(Ids ids, TokenPair pair)
{
    std::vector<std::int64_t> places;
    for (std::size_t t = 1; t < ids.size(); ++t)
        if (ids[t] == pair.plus || ids[t] == pair.minus)
            places.push_back(static_cast<std::int64_t>(t));
    return places;
}

std::vector<std::int64_t> turnLabels(Ids ids, const TurnMarks& marks)
{
    std::vector<std::int64_t> places;
    for (std::size_t t = 0; t < ids.size(); ++t) {
        if (!standsAt(ids, t, marks.open))
            continue;
        for (t += marks.open.size(); t < ids.size(); ++t) {
            places.push_back(static_cast<std::int64_t>(t));
            if (ids[t] == marks.close.at(0))
                break;
        }
    }
    return places;
}

Labels pairLabels(Ids places, std::span<const double> plusShare, TokenPair pair)
{
    if (places.size() != plusShare.size())
        throw EngineError("input", "There are " + std::to_string(plusShare.size()) +
                                       " targets for " + std::to_string(places.size()) +
                                       " places.");
    for (const double p : plusShare)
        if (!(p >= 0 && p <= 1))
            throw EngineError("input", "A target is no probability.");
    Labels l = withOnes(minusOne(places));
    l.first = at::full_like(l.rows, pair.plus);
    l.second = at::full_like(l.rows, pair.minus);
    l.share = at::tensor(at::ArrayRef<double>(plusShare.data(), plusShare.size()), at::kFloat);
    return l;
}

Labels tokenLabels(Ids places, Ids ids)
{
    Labels l = withOnes(minusOne(places));
    l.first = at::tensor(at::ArrayRef<std::int64_t>(ids.data(), ids.size()), at::kLong)
                  .index_select(0, l.rows + 1);
    l.second = l.first;
    l.share = at::ones_like(l.weight);
    return l;
}

void weigh(Labels& labels, const LabelWeights& weights)
{
    const at::Tensor ones = at::ones_like(labels.weight);
    labels.weight = labels.weight *
                    (labels.share * weights.plus + (1 - labels.share) * weights.minus) *
                    at::where(labels.perception, ones * weights.perception, ones);
}

LabelWeights balance(double plusSum, double minusSum)
{
    if (plusSum <= 0 || minusSum <= 0)
        return {};
    const double half = (plusSum + minusSum) / 2;
    return {half / plusSum, half / minusSum, 1};
}

Labels onDevice(const Labels& l, at::Device device)
{
    return {l.rows.to(device),  l.first.to(device),  l.second.to(device),
            l.share.to(device), l.weight.to(device), l.perception.to(device)};
}

Labels packLabels(std::span<const Labels> labels, const AttentionPlan& plan)
{
    TORCH_CHECK(labels.size() == plan.segments.size(), "as many labels as sequences");
    std::vector<at::Tensor> rows, first, second, share, weight, perception;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const Labels& l = labels[i];
        rows.push_back(l.rows + plan.segments[i].begin);
        first.push_back(l.first);
        second.push_back(l.second);
        share.push_back(l.share);
        weight.push_back(l.weight);
        perception.push_back(l.perception);
    }
    return {at::cat(rows),  at::cat(first),  at::cat(second),
            at::cat(share), at::cat(weight), at::cat(perception)};
}

} // namespace steplight
