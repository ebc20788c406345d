// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/step_metrics.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace steplight {
namespace {

using Values = std::map<std::string, double>;

bool isRight(const JudgedStep& step)
{
    return *step.target >= 0.5;
}

double harmonic(double a, double b)
{
    return a + b > 0 ? 2 * a * b / (a + b) : 0;
}

struct Counts {
    double right = 0, all = 0;

    void add(bool hit)
    {
        right += hit ? 1 : 0;
        all += 1;
    }
    double share() const { return right / all; }
};

double loss(const JudgedStep& s)
{
    constexpr double least = 1e-12; // a score of exactly 0 or 1 is a rounded one
    const double p = std::clamp(s.plus, least, 1 - least);
    return -*s.target * std::log(p) - (1 - *s.target) * std::log(1 - p);
}

// Equal scores count half. Nothing where one class is empty.
std::optional<double> areaUnderCurve(std::vector<JudgedStep> steps)
{
    std::sort(steps.begin(), steps.end(),
              [](const JudgedStep& a, const JudgedStep& b) { return a.plus < b.plus; });
    double right = 0, ranks = 0;
    for (std::size_t i = 0; i < steps.size();) {
        std::size_t end = i;
        double among = 0;
        for (; end < steps.size() && steps[end].plus == steps[i].plus; ++end)
            among += isRight(steps[end]) ? 1 : 0;
        ranks += among * static_cast<double>(i + end + 1) / 2; // mean of the ranks i + 1 … end
        right += among;
        i = end;
    }
    const double wrong = static_cast<double>(steps.size()) - right;
    if (right == 0 || wrong == 0)
        return std::nullopt;
    return (ranks - right * (right + 1) / 2) / (right * wrong);
}

double calibrationError(const std::vector<JudgedStep>& steps)
{
    struct Bin {
        double target = 0, plus = 0;
    };
    std::array<Bin, 10> bins;
    for (const JudgedStep& s : steps) {
        Bin& bin = bins[std::min<std::size_t>(9, static_cast<std::size_t>(s.plus * 10))];
        bin.target += *s.target;
        bin.plus += s.plus;
    }
    double apart = 0;
    for (const Bin& bin : bins)
        apart += std::abs(bin.target - bin.plus);
    return apart / static_cast<double>(steps.size());
}

void addSteps(Values& values, const std::string& prefix, const std::vector<JudgedStep>& steps,
              double threshold)
{
    if (steps.empty())
        return;
    const auto count = static_cast<double>(steps.size());
    double sum = 0, hits = 0, foundRight = 0, foundWrong = 0, right = 0, passed = 0;
    for (const JudgedStep& s : steps) {
        const bool pass = s.plus > threshold;
        sum += loss(s);
        hits += pass == isRight(s) ? 1 : 0;
        right += isRight(s) ? 1 : 0;
        passed += pass ? 1 : 0;
        foundRight += pass && isRight(s) ? 1 : 0;
        foundWrong += !pass && !isRight(s) ? 1 : 0;
    }
    const auto f1 = [](double found, double said, double there) {
        return said + there > 0 ? 2 * found / (said + there) : 0;
    };
    values[prefix + "loss"] = sum / count;
    values[prefix + "accuracy"] = hits / count;
    values[prefix + "step_f1"] =
        (f1(foundRight, passed, right) + f1(foundWrong, count - passed, count - right)) / 2;
    values[prefix + "ece"] = calibrationError(steps);
    if (const auto area = areaUnderCurve(steps))
        values[prefix + "auc"] = *area;
}

// The first step of the trace that `wrong` says is one, of those that something is known of.
template <typename Wrong> const JudgedStep* firstWrong(const JudgedTrace& trace, const Wrong& wrong)
{
    for (const JudgedStep& step : trace)
        if (step.target && wrong(step))
            return &step;
    return nullptr;
}

void addTraces(Values& values, std::span<const JudgedTrace> traces, double threshold)
{
    Counts passed, found, foundPerception, foundReasoning;
    for (const JudgedTrace& trace : traces) {
        const JudgedStep* said =
            firstWrong(trace, [&](const JudgedStep& s) { return s.plus <= threshold; });
        const JudgedStep* there =
            firstWrong(trace, [](const JudgedStep& s) { return !isRight(s); });
        if (!there) {
            passed.add(!said);
            continue;
        }
        found.add(said == there);
        (there->perception ? foundPerception : foundReasoning).add(said == there);
    }
    if (passed.all > 0)
        values["right_passed"] = passed.share();
    if (found.all > 0)
        values["first_error_found"] = found.share();
    for (const auto& [prefix, errors] : {std::pair<std::string, Counts>{"", found},
                                         {"perception_", foundPerception},
                                         {"reasoning_", foundReasoning}})
        if (passed.all > 0 && errors.all > 0)
            values[prefix + "first_error_f1"] = harmonic(errors.share(), passed.share());
}

} // namespace

Values stepMetrics(std::span<const JudgedTrace> traces, double threshold)
{
    std::vector<JudgedStep> all, perception, reasoning;
    for (const JudgedTrace& trace : traces)
        for (const JudgedStep& step : trace)
            if (step.target) {
                all.push_back(step);
                (step.perception ? perception : reasoning).push_back(step);
            }
    Values values;
    addSteps(values, "", all, threshold);
    addSteps(values, "perception_", perception, threshold);
    addSteps(values, "reasoning_", reasoning, threshold);
    addTraces(values, traces, threshold);
    return values;
}

} // namespace steplight
