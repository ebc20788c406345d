// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/rules.h"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>

namespace steplight {
namespace {

/// What is known of one step: a sign, nothing, or that nobody may say.
enum class Word { none, plus, minus, undecided };

Word wordOf(double value)
{
    return value == 1.0 ? Word::plus : value == 0.0 ? Word::minus : Word::undecided;
}

/// Two words on one step: the same stands, different ones cannot both be right.
Word joined(Word a, Word b)
{
    return a == Word::none || a == b ? b : b == Word::none ? a : Word::undecided;
}

Word humanWord(const TraceDetail& detail, int step, Dropped& dropped)
{
    Word word = Word::none;
    bool rivals = false;
    for (const auto& label : detail.labels) {
        const auto state = label.verdict.state;
        if (label.step != step || (state != LabelState::rated && state != LabelState::cannotJudge))
            continue;
        const int rating = state == LabelState::rated ? label.verdict.rating : 0;
        const Word said = rating > 0 ? Word::plus : rating < 0 ? Word::minus : Word::undecided;
        rivals = rivals || (word != Word::none && word != said);
        word = joined(word, said);
    }
    if (rivals)
        ++dropped["rival labels of a step"];
    return word;
}

Word givenWord(const TraceDetail& detail, int step)
{
    Word word = Word::none;
    for (const auto& estimate : detail.estimates)
        if (estimate.kind == EstimateKind::given && estimate.step == step && estimate.value)
            word = joined(word, wordOf(*estimate.value));
    return word;
}

using Words = std::vector<Word>;

/// + before the error, - at it, nothing behind; all + where there is none.
Words upTo(std::optional<std::size_t> error, std::size_t steps)
{
    Words words(steps, error ? Word::none : Word::plus);
    if (error) {
        std::fill_n(words.begin(), *error, Word::plus);
        words[*error] = Word::minus;
    }
    return words;
}

/// Monte-Carlo estimates of one trace, by step.
struct Counts {
    std::vector<const Estimate*> of; ///< null where there is none

    explicit Counts(const TraceDetail& detail) : of(detail.trace.steps.size())
    {
        for (const Estimate& estimate : detail.estimates)
            if (estimate.kind == EstimateKind::mc && estimate.value && estimate.step >= 0 &&
                static_cast<std::size_t>(estimate.step) < of.size())
                of[static_cast<std::size_t>(estimate.step)] = &estimate;
    }
    bool any() const
    {
        return std::any_of(of.begin(), of.end(), [](const Estimate* e) { return e; });
    }
    /// The first step that is an error by them.
    std::optional<std::size_t> firstError(double threshold) const
    {
        const auto found = std::find_if(
            of.begin(), of.end(), [&](const Estimate* e) { return e && *e->value <= threshold; });
        return found == of.end() ? std::nullopt
                                 : std::optional(static_cast<std::size_t>(found - of.begin()));
    }
    /// A search for the first error does not look at every step. A rollout that succeeds from a
    /// later step is one that succeeds from each before it, so none of them is hopeless.
    bool succeedsLater(std::size_t step) const
    {
        return std::any_of(of.begin() + static_cast<std::ptrdiff_t>(step), of.end(),
                           [](const Estimate* e) { return e && *e->value > 0; });
    }
};

/// What the newest reply that can be read concludes: it lights the steps, too.
struct Judged {
    std::optional<std::size_t> error; ///< unset: all is right
};

std::optional<Judged> judgedOf(const TraceDetail& detail)
{
    const auto reply = std::find_if(detail.judgeReplies.rbegin(), detail.judgeReplies.rend(),
                                    [](const auto& r) { return r.correct.has_value(); });
    if (reply == detail.judgeReplies.rend())
        return std::nullopt;
    if (*reply->correct)
        return Judged{};
    const auto error = static_cast<std::size_t>(reply->firstError.value_or(-1));
    return error < detail.trace.steps.size() ? std::optional(Judged{error}) : std::nullopt;
}

/// What the machines say by a rule; nothing, and why in `dropped`, where it leaves the trace out.
/// paper: pipeline.md section 7, 13: the judge decides what is wrong, Monte-Carlo vetoes what is
/// right.
Words machineWords(const TraceDetail& detail, std::string_view rule, double threshold,
                   Dropped& dropped)
{
    const std::size_t steps = detail.trace.steps.size();
    const Counts counts(detail);
    const auto byCounts = counts.firstError(threshold);
    if (rule == "mc-hard") {
        Words words = upTo(byCounts, steps);
        for (std::size_t i = 0; i < steps; ++i)
            if (!counts.of[i] && !(threshold == 0 && counts.succeedsLater(i)))
                words[i] = Word::none;
        if (steps > 0 && words[0] == Word::none)
            ++dropped["trace without Monte-Carlo counts"];
        return words;
    }
    const auto judged = judgedOf(detail);
    if (!judged) {
        ++dropped["trace without a judge's verdict"];
        return Words(steps, Word::none);
    }
    if (rule == "judge")
        return upTo(judged->error, steps);
    if (rule == "consensus" && !counts.any()) {
        ++dropped["trace without Monte-Carlo counts"];
        return Words(steps, Word::none);
    }
    if (!judged->error && byCounts) {
        ++dropped["trace that the judge calls correct and Monte-Carlo does not"];
        return Words(steps, Word::none);
    }
    if (rule == "consensus" && judged->error != byCounts) {
        ++dropped["trace whose first error judge and Monte-Carlo see at different steps"];
        return Words(steps, Word::none);
    }
    return upTo(judged->error, steps);
}

/// mc-soft: the mean of the Beta posterior of k successes in n draws, (k + 1) / (n + 2); a value
/// without counts as it is. Up to the last step with any.
std::vector<std::optional<double>> softTargets(const TraceDetail& detail)
{
    std::vector<std::optional<double>> targets;
    for (const Estimate* estimate : Counts(detail).of)
        if (!estimate)
            targets.push_back(std::nullopt);
        else
            targets.push_back(estimate->drawn > 0 ? (estimate->won + 1.0) / (estimate->drawn + 2.0)
                                                  : *estimate->value);
    while (!targets.empty() && !targets.back())
        targets.pop_back();
    return targets;
}

bool isRated(const Label& label)
{
    return label.step != wholeTrace && label.verdict.state == LabelState::rated &&
           label.verdict.rating != 0;
}

/// What a chat cannot say of the labels it uses or leaves out.
void countUnsayable(const TraceDetail& detail, std::size_t kept, bool endsWrong, Dropped& dropped)
{
    for (const auto& label : detail.labels) {
        const Verdict& said = label.verdict;
        if (said.state == LabelState::rated && said.rating == 0)
            ++dropped["neutral label"];
        if (said.state != LabelState::rated && said.state != LabelState::unlabelled)
            ++dropped["label \"" + ratingWord(said) + "\""];
        if (isRated(label) && static_cast<std::size_t>(label.step) >= kept)
            ++dropped[endsWrong ? "label after the first error" : "label after an undecided step"];
        if (said.errorKind != ErrorKind::none)
            ++dropped["error kind"];
        if (!said.reason.empty())
            ++dropped["reason"];
        if (!said.comment.empty())
            ++dropped["comment"];
        if (!said.overrules.empty())
            dropped["overruled estimate"] += static_cast<std::int64_t>(said.overrules.size());
        if (!said.regions.empty())
            dropped["region"] += static_cast<std::int64_t>(said.regions.size());
    }
    if (kept > 0 && kept < detail.trace.steps.size())
        dropped[endsWrong ? "step after the first error" : "step without a label"] +=
            static_cast<std::int64_t>(detail.trace.steps.size() - kept);
}

bool badQuestion(const TraceDetail& detail)
{
    return std::any_of(detail.labels.begin(), detail.labels.end(), [](const Label& label) {
        return label.verdict.state == LabelState::badQuestion;
    });
}

/// What a rule of signs says of a step. said: by its machines.
Word wordOf(const TraceDetail& detail, std::string_view rule, const Words& said, int step,
            Dropped& dropped)
{
    Word word = rule.starts_with("human") ? humanWord(detail, step, dropped) : Word::none;
    if (word == Word::none && rule == "human-first")
        word = givenWord(detail, step);
    return word == Word::none && rule != "human" ? said[static_cast<std::size_t>(step)] : word;
}

/// Whether all who say something of the step rated it neutral: people, or else the data.
bool isNeutral(const TraceDetail& detail, int step)
{
    int neutral = 0, others = 0;
    for (const Label& label : detail.labels)
        if (label.step == step && label.verdict.state == LabelState::rated)
            ++(label.verdict.rating == 0 ? neutral : others);
        else if (label.step == step && label.verdict.state == LabelState::cannotJudge)
            ++others;
    if (neutral + others > 0)
        return others == 0;
    for (const Estimate& estimate : detail.estimates)
        if (estimate.kind == EstimateKind::given && estimate.step == step && estimate.value)
            ++(*estimate.value > 0 && *estimate.value < 1 ? neutral : others);
    return neutral > 0 && others == 0;
}

} // namespace

const std::vector<std::string>& trainingRules()
{
    static const std::vector<std::string> rules{"human-first", "human",     "paper",
                                                "judge",       "consensus", "mc-hard"};
    return rules;
}

bool speaksOfCountsAlone(std::string_view rule)
{
    return rule == "mc-hard" || rule == softRule;
}

namespace {

/// What pipeline.md §7.14 asks of every row: at most one "-", and it is the last. Who trains on
/// others teaches the opposite of what was said, so it is checked in every build.
void requireSound(const std::vector<bool>& signs, bool endsWrong, const std::string& trace)
{
    const auto first = std::find(signs.begin(), signs.end(), false);
    if (endsWrong ? first == signs.end() || first + 1 != signs.end() : first != signs.end())
        throw std::logic_error("The signs of trace " + trace +
                               " have a minus that is not the last. This is an error in Steplight; "
                               "nothing was written. Please report it.");
}

} // namespace

TrainingLabels fuse(const TraceDetail& detail, std::string_view rule, double threshold,
                    std::string_view base)
{
    TrainingLabels result;
    if (rule == softRule) {
        result.soft = softTargets(detail);
        if (result.soft.empty())
            ++result.dropped["trace without Monte-Carlo counts"];
        return result;
    }
    const bool people = rule.starts_with("human");
    const bool machines = rule != "human";
    Dropped machinesDropped;
    const Words said =
        machines ? machineWords(detail, people ? base : rule, threshold, machinesDropped) : Words();
    if (!people)
        result.dropped = machinesDropped;
    bool endsWrong = false;
    const bool usable = !people || !badQuestion(detail);
    for (std::size_t step = 0; usable && !endsWrong && step < detail.trace.steps.size(); ++step) {
        const int index = static_cast<int>(step);
        const Word word = wordOf(detail, rule, said, index, result.dropped);
        if (word != Word::plus && word != Word::minus)
            break;
        result.signs.push_back(word == Word::plus);
        endsWrong = word == Word::minus;
    }
    requireSound(result.signs, endsWrong, detail.trace.id);
    if (result.signs.empty() && usable && people && !machinesDropped.empty())
        result.dropped.merge(machinesDropped);
    else if (result.signs.empty() && people)
        ++result.dropped["trace without a usable label"];
    if (people)
        countUnsayable(detail, result.signs.size(), endsWrong, result.dropped);
    else if (result.signs.size() < detail.trace.steps.size() && endsWrong)
        result.dropped["step after the first error"] +=
            static_cast<std::int64_t>(detail.trace.steps.size() - result.signs.size());
    return result;
}

std::vector<KnownStep> knownSteps(const TraceDetail& detail, std::string_view rule,
                                  double threshold)
{
    std::vector<KnownStep> known(detail.trace.steps.size());
    if (rule == softRule) {
        const auto targets = softTargets(detail);
        std::transform(targets.begin(), targets.end(), known.begin(),
                       [](const std::optional<double>& target) { return KnownStep{target}; });
        return known;
    }
    const bool people = rule.starts_with("human");
    if (people && badQuestion(detail))
        return known;
    Dropped dropped; // an export's concern
    Words said = rule == "human"
                     ? Words(known.size(), Word::none)
                     : machineWords(detail, people ? "paper" : rule, threshold, dropped);
    for (std::size_t step = 0; step < known.size(); ++step) {
        const int index = static_cast<int>(step);
        const Word word = wordOf(detail, rule, said, index, dropped);
        if (word == Word::plus || word == Word::minus)
            known[step].target = word == Word::plus ? 1 : 0;
        known[step].neutral = people && word == Word::undecided && isNeutral(detail, index);
        known[step].byPeople =
            known[step].target && people && humanWord(detail, index, dropped) == word;
        if (word == Word::minus)
            std::fill(said.begin(), said.end(), Word::none);
    }
    return known;
}

} // namespace steplight
