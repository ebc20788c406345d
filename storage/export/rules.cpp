// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/rules.h"

#include <algorithm>
#include <cassert>
#include <optional>

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

/// pipeline.md section 7, 13: the judge decides what is wrong, Monte-Carlo vetoes what is right.
std::vector<Word> paperWords(const TraceDetail& detail, double threshold, Dropped& dropped)
{
    const auto reply = std::find_if(detail.judgeReplies.begin(), detail.judgeReplies.end(),
                                    [](const auto& r) { return r.correct.has_value(); });
    std::vector<Word> words(detail.trace.steps.size(), Word::none);
    if (reply == detail.judgeReplies.end()) {
        ++dropped["trace without a judge's verdict"];
        return words;
    }
    const bool wrongByCounts =
        std::any_of(detail.estimates.begin(), detail.estimates.end(), [&](const Estimate& e) {
            return e.kind == EstimateKind::mc && e.value && *e.value <= threshold;
        });
    if (*reply->correct) {
        if (wrongByCounts)
            ++dropped["trace that the judge calls correct and Monte-Carlo does not"];
        else
            std::fill(words.begin(), words.end(), Word::plus);
        return words;
    }
    const auto error = static_cast<std::size_t>(reply->firstError.value_or(-1));
    if (error >= words.size()) {
        ++dropped["trace without a judge's verdict"];
        return words;
    }
    std::fill_n(words.begin(), error, Word::plus);
    words[error] = Word::minus;
    return words;
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

} // namespace

const std::vector<std::string>& trainingRules()
{
    static const std::vector<std::string> rules{"human-first", "human", "paper"};
    return rules;
}

TrainingLabels fuse(const TraceDetail& detail, std::string_view rule, double threshold)
{
    TrainingLabels result;
    const bool people = rule != "paper";
    const bool machines = rule != "human";
    Dropped paperDropped;
    const auto paper = machines ? paperWords(detail, threshold, paperDropped) : std::vector<Word>();
    if (!people)
        result.dropped = paperDropped;
    bool endsWrong = false;
    const bool usable = !people || !badQuestion(detail);
    for (std::size_t step = 0; usable && !endsWrong && step < detail.trace.steps.size(); ++step) {
        const int index = static_cast<int>(step);
        Word word = people ? humanWord(detail, index, result.dropped) : Word::none;
        if (word == Word::none && people && machines)
            word = givenWord(detail, index);
        if (word == Word::none && machines)
            word = paper[step];
        if (word != Word::plus && word != Word::minus)
            break;
        result.signs.push_back(word == Word::plus);
        endsWrong = word == Word::minus;
    }
    assert(std::count(result.signs.begin(), result.signs.end(), false) == (endsWrong ? 1 : 0));
    if (result.signs.empty() && usable && people && !paperDropped.empty())
        result.dropped.merge(paperDropped);
    else if (result.signs.empty() && people)
        ++result.dropped["trace without a usable label"];
    if (people)
        countUnsayable(detail, result.signs.size(), endsWrong, result.dropped);
    else if (result.signs.size() < detail.trace.steps.size() && endsWrong)
        result.dropped["step after the first error"] +=
            static_cast<std::int64_t>(detail.trace.steps.size() - result.signs.size());
    return result;
}

} // namespace steplight
