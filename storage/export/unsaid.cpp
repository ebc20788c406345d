// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/unsaid.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace steplight {
namespace {

enum Part : unsigned {
    errorKinds = 1,
    reasons = 2,
    comments = 4,
    regions = 8,
    visible = 16, ///< what was on the screen
    times = 32,   ///< how long it took
    dates = 64,
    guidelines = 128,
    sections = 256,
    pictures = 512,
    estimates = 1024,
    overrules = 2048, ///< which estimates a person holds to be mistaken
    rewrites = 4096
};
constexpr unsigned ofLabels =
    errorKinds | reasons | comments | regions | visible | times | dates | guidelines | overrules;

bool isRated(const Label& label)
{
    return label.verdict.state == LabelState::rated;
}

bool isSigned(const Label& label)
{
    return isRated(label) && label.verdict.rating != 0;
}

bool isOfPrm800k(const Label& label)
{
    const auto state = label.verdict.state;
    return isRated(label) || state == LabelState::cannotJudge || state == LabelState::badQuestion;
}

bool hasRegion(const Label& label)
{
    return !label.verdict.regions.empty();
}

bool isRewrite(const Label& label)
{
    return !label.verdict.rewrite.empty();
}

bool always(const Label&)
{
    return true;
}

/// What PRM800K's "flagged", and Potato's "source", say.
bool isFlag(const Label& label)
{
    return label.verdict.reason == "not sure";
}

bool isConfirmation(const Label& label)
{
    return label.verdict.reason == "a model's proposal, confirmed";
}

bool isLabeler(const Label& label)
{
    return label.annotator == "dataset:PRM800K" && label.verdict.comment.starts_with("labeler ");
}

bool never(const Label&)
{
    return false;
}

using Test = bool (*)(const Label&);

struct Form {
    std::string_view name;
    Test says; ///< that there is a label
    unsigned parts;
    Test saysReason = never;  ///< also without the part
    Test saysComment = never; ///< likewise
};

// A chat's estimates are the rule's concern, and pictures and sections it has.
constexpr std::array<Form, 8> forms{{
    {"vlprm-chat", isSigned, sections | pictures | estimates},
    {"prm800k", isOfPrm800k, dates | rewrites, isFlag, isLabeler},
    {"potato", isRated, sections | pictures, isConfirmation},
    {"label-studio", always, ofLabels | rewrites | sections | pictures | estimates},
    {"labelme", hasRegion, ofLabels | sections | pictures},
    {"coco", hasRegion, ofLabels | sections | pictures},
    {"sft", isRewrite, rewrites | sections | pictures},
    {"preference", isRewrite, rewrites | sections | pictures},
}};

const Form& formOf(std::string_view name)
{
    const auto* found = std::find_if(forms.begin(), forms.end(),
                                     [name](const Form& form) { return form.name == name; });
    assert(found != forms.end());
    return *found;
}

void countLabel(const Label& label, const Form& form, Dropped& unsaid)
{
    const bool said = form.says(label);
    const Verdict& verdict = label.verdict;
    const auto lost = [&](unsigned part) { return !said || !(form.parts & part); };
    const auto count = [&](const char* what, bool is, std::int64_t times = 1) {
        if (is)
            unsaid[what] += times;
    };
    if (!said && form.says == hasRegion)
        ++unsaid["label without a region"];
    else if (!said && form.says == isRewrite)
        ++unsaid["label without a rewrite"];
    else if (!said)
        ++unsaid[isRated(label) ? "neutral label" : "label \"" + ratingWord(verdict) + "\""];
    count("error kind", verdict.errorKind != ErrorKind::none && lost(errorKinds));
    count("reason", !verdict.reason.empty() && lost(reasons) && !(said && form.saysReason(label)));
    count("comment",
          !verdict.comment.empty() && lost(comments) && !(said && form.saysComment(label)));
    count("overruled estimate", !verdict.overrules.empty() && lost(overrules),
          static_cast<std::int64_t>(verdict.overrules.size()));
    count("rewritten step", isRewrite(label) && lost(rewrites));
    count("region", hasRegion(label) && lost(regions),
          static_cast<std::int64_t>(verdict.regions.size()));
    count("what was visible", lost(visible));
    count("time a label took", label.focusMs > 0 && lost(times));
    count("date of a label", lost(dates));
    count("guideline of a label", !label.guideline.empty() && lost(guidelines));
}

/// Label Studio places regions by shares of the picture's sides, and has a name for a source alone.
void countOfTasks(const TraceDetail& detail, Dropped& unsaid)
{
    for (const Label& label : detail.labels)
        for (const Region& region : label.verdict.regions)
            if (detail.question.images[static_cast<std::size_t>(region.image)].width <= 0)
                ++unsaid["region on a missing picture"];
    for (const Estimate& estimate : detail.estimates) {
        EstimateSource named;
        named.name = estimate.source.name;
        if (estimate.source != named)
            ++unsaid["model or run of an estimate"];
    }
}

} // namespace

bool saysLabel(std::string_view format, const Label& label)
{
    return formOf(format).says(label);
}

void countUnsaid(const TraceDetail& detail, std::string_view format, Dropped& unsaid)
{
    const Form& form = formOf(format);
    for (const Label& label : detail.labels)
        countLabel(label, form, unsaid);
    const auto count = [&](const char* what, unsigned part, auto number) {
        if (!(form.parts & part) && number > 0)
            unsaid[what] += static_cast<std::int64_t>(number);
    };
    if (form.name == "label-studio")
        countOfTasks(detail, unsaid);
    const auto& steps = detail.trace.steps;
    const auto perception = std::count_if(steps.begin(), steps.end(), [](const Step& step) {
        return step.section == Section::perception;
    });
    count("replaced label", 0, detail.history.size());
    count("picture of a question", pictures, detail.question.images.size());
    count("section of a step", sections, perception);
    count("estimate", estimates, detail.estimates.size());
    if (form.name != "vlprm-chat")
        count("judge's reply", 0, detail.judgeReplies.size());
}

} // namespace steplight
