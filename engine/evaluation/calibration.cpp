// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/calibration.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace steplight {
namespace {

void add(Bin& bin, const JudgedStep& step)
{
    bin.steps += 1;
    bin.target += *step.target;
    bin.plus += step.plus;
}

double apart(const Bin& bin)
{
    return std::abs(bin.target - bin.plus);
}

} // namespace

void addToBins(Bins& bins, const JudgedStep& step)
{
    if (!counts(step))
        return;
    const auto at = static_cast<std::size_t>(step.plus * static_cast<double>(bins.size()));
    add(bins[std::min(at, bins.size() - 1)], step);
}

Bins equalMassBins(std::span<const JudgedStep> steps)
{
    std::vector<JudgedStep> sorted;
    std::copy_if(steps.begin(), steps.end(), std::back_inserter(sorted), counts);
    std::sort(sorted.begin(), sorted.end(),
              [](const JudgedStep& a, const JudgedStep& b) { return a.plus < b.plus; });
    Bins bins;
    std::size_t at = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const bool full = i * bins.size() >= (at + 1) * sorted.size();
        if (full && sorted[i].plus != sorted[i - 1].plus)
            at = i * bins.size() / sorted.size();
        add(bins[at], sorted[i]);
    }
    return bins;
}

std::optional<double> calibrationError(const Bins& bins)
{
    double steps = 0, sum = 0;
    for (const Bin& bin : bins) {
        steps += bin.steps;
        sum += apart(bin);
    }
    return steps > 0 ? std::optional(sum / steps) : std::nullopt;
}

std::optional<double> worstCalibrationError(const Bins& bins)
{
    std::optional<double> worst;
    for (const Bin& bin : bins)
        if (bin.steps > 0)
            worst = std::max(worst.value_or(0), apart(bin) / bin.steps);
    return worst;
}

} // namespace steplight
