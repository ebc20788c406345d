// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/trace_sums.h"

#include <algorithm>
#include <cmath>

namespace steplight {
namespace {

/// Unset where there is nothing to be found: 0 of 0 is no share.
std::optional<double> f1(double found, double told, double there)
{
    return there > 0 ? std::optional(2 * found / (told + there)) : std::nullopt;
}

double harmonic(double a, double b)
{
    return a + b > 0 ? 2 * a * b / (a + b) : 0;
}

double lossOf(const JudgedStep& s)
{
    constexpr double least = 1e-12; // a score of exactly 0 or 1 is a rounded one
    const double p = std::clamp(s.plus, least, 1 - least);
    return -*s.target * std::log(p) - (1 - *s.target) * std::log(1 - p);
}

} // namespace

void StepSums::add(const JudgedStep& step, double threshold)
{
    const bool pass = step.plus > threshold;
    right += isRight(step) ? 1 : 0;
    passed += pass ? 1 : 0;
    rightPassed += pass && isRight(step) ? 1 : 0;
    loss += lossOf(step);
    brier += (step.plus - *step.target) * (step.plus - *step.target);
    addToBins(bins, step);
}

void StepSums::add(const StepSums& other, double times)
{
    right += times * other.right;
    passed += times * other.passed;
    rightPassed += times * other.rightPassed;
    loss += times * other.loss;
    brier += times * other.brier;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        bins[i].steps += times * other.bins[i].steps;
        bins[i].target += times * other.bins[i].target;
        bins[i].plus += times * other.bins[i].plus;
    }
}

void StepSums::say(Values& values, const std::string& prefix) const
{
    double steps = 0;
    for (const Bin& bin : bins)
        steps += bin.steps;
    if (steps == 0)
        return;
    const double wrong = steps - right;
    const double failed = steps - passed, wrongFailed = wrong - (passed - rightPassed);
    values[prefix + "steps"] = steps;
    values[prefix + "loss"] = loss / steps;
    values[prefix + "brier"] = brier / steps;
    values[prefix + "accuracy"] = (rightPassed + wrongFailed) / steps;
    values[prefix + "ece"] = *calibrationError(bins);
    values[prefix + "mce"] = *worstCalibrationError(bins);
    const auto ofRight = f1(rightPassed, passed, right), ofWrong = f1(wrongFailed, failed, wrong);
    if (ofRight)
        values[prefix + "f1_right"] = *ofRight;
    if (ofWrong)
        values[prefix + "f1_wrong"] = *ofWrong;
    if (ofRight && ofWrong)
        values[prefix + "step_f1"] = (*ofRight + *ofWrong) / 2;
}

std::optional<FirstErrorVerdict> firstErrors(const JudgedTrace& trace, double threshold)
{
    FirstErrorVerdict first;
    bool any = false;
    for (std::size_t i = 0; i < trace.size(); ++i) {
        const JudgedStep& step = trace[i];
        if (step.neutral)
            continue;
        if (!counts(step) && !first.there) // what comes behind the error is of no account
            return std::nullopt;
        any = true;
        if (!first.there && !isRight(step))
            first.there = i;
        if (!first.told && counts(step) && step.plus <= threshold)
            first.told = i;
    }
    return any ? std::optional(first) : std::nullopt;
}

void ErrorSums::add(const JudgedTrace& trace, double threshold)
{
    const auto first = firstErrors(trace, threshold);
    if (!first)
        return;
    const double hit = first->found() ? 1 : 0;
    if (!first->there) {
        right += 1;
        passed += hit;
    } else if (trace[*first->there].perception) {
        perception += 1;
        foundPerception += hit;
    } else {
        reasoning += 1;
        foundReasoning += hit;
    }
}

void ErrorSums::add(const ErrorSums& other, double times)
{
    right += times * other.right;
    passed += times * other.passed;
    perception += times * other.perception;
    foundPerception += times * other.foundPerception;
    reasoning += times * other.reasoning;
    foundReasoning += times * other.foundReasoning;
}

void ErrorSums::say(Values& values) const
{
    if (right > 0)
        values["right_passed"] = passed / right;
    const double errors = perception + reasoning, found = foundPerception + foundReasoning;
    if (errors > 0)
        values["first_error_found"] = found / errors;
    if (right == 0)
        return;
    const auto sayF1 = [&](const char* name, double hits, double all) {
        if (all > 0)
            values[name] = harmonic(hits / all, passed / right);
    };
    sayF1("first_error_f1", found, errors);
    sayF1("perception_first_error_f1", foundPerception, perception);
    sayF1("reasoning_first_error_f1", foundReasoning, reasoning);
}

void TraceSums::add(const JudgedTrace& trace, const Thresholds& thresholds)
{
    for (const JudgedStep& step : trace) {
        if (!counts(step))
            continue;
        all.add(step, thresholds.steps);
        (step.perception ? perception : reasoning).add(step, thresholds.steps);
    }
    errors.add(trace, thresholds.errors);
}

void TraceSums::add(const TraceSums& other, double times)
{
    all.add(other.all, times);
    perception.add(other.perception, times);
    reasoning.add(other.reasoning, times);
    errors.add(other.errors, times);
}

Values TraceSums::values() const
{
    Values values;
    all.say(values, "");
    perception.say(values, "perception_");
    reasoning.say(values, "reasoning_");
    errors.say(values);
    return values;
}

} // namespace steplight
