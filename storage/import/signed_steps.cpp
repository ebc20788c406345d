// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/signed_steps.h"

#include "storage/import/solution_text.h"

namespace steplight {
namespace {

constexpr std::string_view stepTag = "ки";
constexpr std::string_view openrTag = "\n\n\n\n\n";

/// The pieces before each tag, and last what stands after the last one.
std::vector<std::string_view> splitAt(std::string_view text, std::string_view tag)
{
    std::vector<std::string_view> parts;
    for (auto at = text.find(tag); at != std::string_view::npos; at = text.find(tag)) {
        parts.push_back(text.substr(0, at));
        text.remove_prefix(at + tag.size());
    }
    parts.push_back(text);
    return parts;
}

/// The pieces that a tag ends. Throws when there is none or something stands after the last.
std::vector<std::string_view> taggedSteps(std::string_view text, std::string_view tag)
{
    auto parts = splitAt(text, tag);
    if (parts.size() < 2)
        throw BadRow("no step tag \"ки\"");
    if (!trimmed(parts.back()).empty())
        throw BadRow("the last step has no tag");
    parts.pop_back();
    return parts;
}

/// The signs that stand in label where input has its tags.
std::vector<double> signsIn(std::string_view label, const std::vector<std::string_view>& steps)
{
    std::vector<double> signs;
    for (const auto step : steps) {
        const bool follows = label.starts_with(step) && label.size() > step.size();
        const char sign = follows ? label[step.size()] : '\0';
        if (sign != '+' && sign != '-')
            throw BadRow(std::to_string(steps.size()) +
                         " steps, but the label has no sign for step " +
                         std::to_string(signs.size()));
        signs.push_back(sign == '+' ? 1.0 : 0.0);
        label.remove_prefix(step.size() + 1);
    }
    if (!trimmed(label).empty())
        throw BadRow("the label goes on after the last step");
    return signs;
}

double signOf(Json entry, std::size_t step)
{
    std::string_view word;
    double number = 0;
    bool right = false;
    if (entry.get(word) == simdjson::SUCCESS && (word == "+" || word == "-"))
        return word == "+" ? 1.0 : 0.0;
    if (entry.get(right) == simdjson::SUCCESS)
        return right ? 1.0 : 0.0;
    if (entry.get(number) == simdjson::SUCCESS && (number == 1 || number == 0 || number == -1))
        return number == 1 ? 1.0 : 0.0;
    throw BadRow("step " + std::to_string(step) + ": the sign is none of +, -, 1, 0");
}

std::vector<double> signList(Json row, std::string_view key, std::size_t steps)
{
    std::vector<double> signs;
    for (const Json entry : requiredArray(row, key))
        signs.push_back(signOf(entry, signs.size()));
    if (signs.size() != steps)
        throw BadRow(std::to_string(steps) + " steps but " + std::to_string(signs.size()) +
                     " signs");
    return signs;
}

void addSteps(const std::vector<std::string_view>& steps, const std::vector<double>& signs,
              const std::string& source, ParsedTrace& parsed)
{
    Trace trace;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        trace.steps.push_back({Section::reasoning, withoutStepNumber(steps[i], i)});
        Estimate estimate;
        estimate.kind = EstimateKind::given;
        estimate.step = static_cast<int>(i);
        estimate.source.name = source;
        estimate.value = signs[i];
        parsed.estimates.push_back(std::move(estimate));
    }
    const std::string& last = trace.steps.back().text;
    constexpr std::string_view head = "The answer is:";
    const auto at = last.rfind(head);
    trace.answer = at == std::string::npos
                       ? finalAnswer(last)
                       : trimmed(std::string_view(last).substr(at + head.size()));
    parsed.trace = std::move(trace);
}

} // namespace

bool MathShepherd::recognises(Json row) const
{
    return text(row, "input").find(stepTag) != std::string::npos &&
           (hasField(row, "label") || hasField(row, "value"));
}

std::vector<ParsedRow> MathShepherd::parse(Json row, const RowOrigin&) const
{
    const std::string input = requiredText(row, "input");
    auto steps = taggedSteps(input, stepTag);
    const auto signs = hasField(row, "value") ? signList(row, "value", steps.size())
                                              : signsIn(requiredText(row, "label"), steps);
    const auto first = steps.front().rfind("Step 1:");
    if (first == std::string_view::npos)
        throw BadRow("no \"Step 1:\" after the question");
    ParsedTrace parsed;
    parsed.question.text = trimmed(steps.front().substr(0, first));
    if (parsed.question.text.empty())
        throw BadRow("the question is empty");
    parsed.question.dataset = "Math-Shepherd";
    steps.front().remove_prefix(first);
    addSteps(steps, signs, "Math-Shepherd", parsed);
    return {parsed};
}

bool OpenrSteps::recognises(Json row) const
{
    return isText(row, "question") && isText(row, "process") &&
           (isList(row, "labels") || isList(row, "label"));
}

std::vector<ParsedRow> OpenrSteps::parse(Json row, const RowOrigin& origin) const
{
    ParsedTrace parsed;
    parsed.question.text = requiredText(row, "question");
    const std::string process = requiredText(row, "process");
    const bool words = process.find(stepTag) != std::string::npos;
    const auto steps = taggedSteps(process, words ? stepTag : openrTag);
    const auto* key = hasField(row, "labels") ? "labels" : "label";
    addSteps(steps, signList(row, key, steps.size()), origin.file, parsed);
    return {parsed};
}

} // namespace steplight
