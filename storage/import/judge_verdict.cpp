// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/judge_verdict.h"

#include "storage/import/solution_text.h"

#include <algorithm>
#include <map>
#include <optional>

namespace steplight {
namespace {

std::optional<bool> conclusionOf(const std::string& raw)
{
    auto word = insideTag(raw, "conclusion").value_or("");
    std::transform(word.begin(), word.end(), word.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (word == "correct")
        return true;
    return word == "incorrect" ? std::optional(false) : std::nullopt;
}

/// Index over both sections of the step that an analysis is about.
std::optional<int> stepOf(const TaggedPart& analysis, int perception, int total)
{
    const bool inPerception = analysis.section == Section::perception;
    const int last = inPerception ? perception : total;
    const int index = analysis.number - 1 + (inPerception ? 0 : perception);
    if (analysis.number < 1 || index >= last)
        return std::nullopt;
    return index;
}

} // namespace

JudgeVerdict readVerdict(const std::string& raw, const std::vector<Step>& steps,
                         const EstimateSource& source)
{
    JudgeVerdict verdict;
    verdict.reply.source = source;
    verdict.reply.raw = raw;
    const auto conclusion = conclusionOf(raw);
    const TaggedText tagged = readTagged(raw, "analysis");
    const int total = static_cast<int>(steps.size());
    const int perception =
        static_cast<int>(std::count_if(steps.begin(), steps.end(), [](const Step& s) {
            return s.section == Section::perception;
        }));
    const bool sectioned = tagged.perceptionHeading || tagged.reasoningHeading || perception == 0;
    // The first error is the step of the last analysis, where it is plain which that is.
    const bool plain =
        sectioned && !tagged.parts.empty() && !tagged.unreadLast && !tagged.unordered;
    if (!conclusion || (!*conclusion && !plain))
        return verdict;

    std::map<int, std::string> words;
    if (sectioned)
        for (const auto& part : tagged.parts)
            if (const auto step = stepOf(part, perception, total))
                words[*step] = part.text;
    int judged = total;
    if (!*conclusion) {
        const auto error = stepOf(tagged.parts.back(), perception, total);
        if (!error)
            return verdict;
        verdict.reply.firstError = *error;
        judged = *error + 1;
    }
    verdict.reply.correct = conclusion;
    for (int step = 0; step < judged; ++step) {
        Estimate estimate;
        estimate.kind = EstimateKind::judge;
        estimate.step = step;
        estimate.source = source;
        estimate.value = verdict.reply.firstError == step ? 0.0 : 1.0;
        estimate.analysis = words[step];
        verdict.estimates.push_back(std::move(estimate));
    }
    return verdict;
}

} // namespace steplight
