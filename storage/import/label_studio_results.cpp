// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/label_studio_results.h"

#include "storage/import/label_studio_regions.h"
#include "storage/import/timestamp.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace steplight {
namespace {

/// What the results say of one step, before it is known whether that makes a label.
struct Draft {
    Label label;
    bool rated = false;
    std::int64_t words = 0; ///< results that need a rating to belong to
};

class Reader
{
public:
    Reader(const ParsedTrace& task, const std::vector<std::string>& stepIds, Altered& altered)
        : m_task(task), m_stepIds(stepIds), m_altered(altered)
    {
    }
    std::vector<Label> read(Json annotation);

private:
    void addResult(Json result);
    void addRegions(Json annotation);
    void addScores(Json scores);
    bool addChoice(Draft& draft, const std::string& base, const std::string& words);
    bool addText(Draft& draft, const std::string& base, const std::string& words);
    bool addNumber(Draft& draft, const std::string& base, double value);
    void lose(const std::string& what) { ++m_altered[what + ", not kept"]; }
    bool isStep(int step) const
    {
        return step >= wholeTrace && step < static_cast<int>(m_task.trace->steps.size());
    }
    bool fits(Region::Span span, int step) const;
    std::vector<Label> finish(Json annotation);

    const ParsedTrace& m_task;
    const std::vector<std::string>& m_stepIds;
    Altered& m_altered;
    std::string m_annotator;
    std::map<int, Draft> m_drafts;
};

/// Label Studio's agent evaluation: {step's id: rating}.
void Reader::addScores(Json scores)
{
    simdjson::dom::object object;
    if (scores.get(object) != simdjson::SUCCESS)
        return;
    for (const auto [id, score] : object) {
        const auto at = std::find(m_stepIds.begin(), m_stepIds.end(), id);
        const auto words = textOrNumber(scores, id);
        const bool known = at != m_stepIds.end() && !words.empty();
        Draft unused;
        Draft& draft = known ? m_drafts[static_cast<int>(at - m_stepIds.begin())] : unused;
        if (!known || !addChoice(draft, "rating", words))
            lose("score of a step");
    }
}

bool Reader::addChoice(Draft& draft, const std::string& base, const std::string& words)
{
    Verdict& verdict = draft.label.verdict;
    if (const auto visibility = visibilityFromWord(words); visibility && base == "visible") {
        draft.label.visibility = *visibility;
        ++draft.words;
    } else if (const auto kind = errorKindFromWord(words)) {
        verdict.errorKind = *kind;
        ++draft.words;
    } else if (const auto said = verdictOfChoice(words); said && !draft.rated) {
        verdict.state = said->state;
        verdict.rating = said->rating;
        draft.rated = true;
    } else {
        return false;
    }
    return true;
}

bool Reader::addText(Draft& draft, const std::string& base, const std::string& words)
{
    Verdict& verdict = draft.label.verdict;
    constexpr std::string_view overrules = "overrules-";
    const auto kind = base.starts_with(overrules)
                          ? estimateKindFromWord(base.substr(overrules.size()))
                          : std::nullopt;
    std::string& place = kind                  ? verdict.overrules[*kind]
                         : base == "guideline" ? draft.label.guideline
                         : base == "reason"    ? verdict.reason
                         : base == "rewrite"   ? verdict.rewrite
                                               : verdict.comment;
    place += (place.empty() ? "" : "\n") + words;
    ++draft.words;
    return true;
}

bool Reader::addNumber(Draft& draft, const std::string& base, double value)
{
    constexpr double most = 9e15; // whole numbers beyond it are not exact
    if (!(value >= 0 && value <= most) || (base != "date" && base != "time"))
        return false;
    (base == "date" ? draft.label.createdAt : draft.label.focusMs) =
        static_cast<std::int64_t>(value);
    ++draft.words;
    return true;
}

void Reader::addResult(Json result)
{
    const auto value = field(result, "value");
    const auto from = text(result, "from_name");
    if (!value)
        return lose("result without a value");
    if (const auto scores = field(*value, "step_scores"))
        return addScores(*scores);
    auto name = controlName(from);
    if (!name.step)
        name.step = controlName(text(result, "to_name")).step;
    if (!name.step || !isStep(*name.step))
        return lose("result \"" + std::string(excerpt(from)) + "\"");
    if (name.base == "rewrite" && *name.step == wholeTrace)
        return lose("rewrite of a whole trace");
    const auto words = texts(*value, "text");
    if (name.base == "annotator" && !words.empty()) {
        m_annotator = words.front();
        return;
    }
    Draft& draft = m_drafts[*name.step];
    bool kept = false;
    for (const auto& choice : texts(*value, "choices"))
        kept = addChoice(draft, name.base, choice) || kept;
    for (const auto& text : words)
        kept = addText(draft, name.base, text) || kept;
    if (const auto figure = number(*value, "number"))
        kept = addNumber(draft, name.base, *figure) || kept;
    if (!kept)
        lose("result \"" + std::string(excerpt(name.base)) + "\"");
}

bool Reader::fits(Region::Span span, int step) const
{
    if (step == wholeTrace)
        return false;
    const auto& text = m_task.trace->steps[static_cast<std::size_t>(step)].text;
    const auto letters =
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }); // UTF-8
    return span.begin < span.end && span.end <= letters;
}

void Reader::addRegions(Json annotation)
{
    const auto pictures =
        std::count_if(m_task.images.begin(), m_task.images.end(),
                      [](const ImageSource& image) { return !image.reference.empty(); });
    for (auto& drawn : regionsOf(annotation, static_cast<std::size_t>(pictures), m_altered)) {
        if (!drawn.step || !isStep(*drawn.step)) {
            lose("region that names no step");
            continue;
        }
        if (auto& span = drawn.region.span; span && !fits(*span, *drawn.step)) {
            span.reset();
            lose("words that a step does not have");
        }
        Draft& draft = m_drafts[*drawn.step];
        if (draft.label.verdict.errorKind == ErrorKind::none)
            draft.label.verdict.errorKind = drawn.errorKind;
        draft.label.verdict.regions.push_back(std::move(drawn.region));
        ++draft.words;
    }
}

/// Who made it: our own export says so in words, Label Studio by e-mail or by number.
std::string annotatorOf(Json annotation)
{
    const auto by = field(annotation, "completed_by");
    if (!by)
        return {};
    if (by->is_object())
        return firstText(*by, {"email", "username", "id"});
    const auto words = textOrNumber(annotation, "completed_by");
    return by->is_string() || words.empty() ? words : "Label Studio user " + words;
}

std::vector<Label> Reader::finish(Json annotation)
{
    if (m_annotator.empty())
        m_annotator = annotatorOf(annotation);
    auto date = millisecondsOf(text(annotation, "updated_at"));
    if (date == 0)
        date = millisecondsOf(text(annotation, "created_at"));
    std::vector<Label> labels;
    bool timed = false;
    for (auto& [step, draft] : m_drafts) {
        Label& label = draft.label;
        Verdict& verdict = label.verdict;
        if (!draft.rated && verdict.errorKind != ErrorKind::none && step != wholeTrace) {
            verdict.rating = -1; // an error says that the step is wrong
            draft.rated = true;
        }
        const bool whole = verdict.state != LabelState::rated;
        if (!draft.rated || (step == wholeTrace && !whole)) {
            if (draft.words > 0)
                m_altered["words of a step without a rating, not kept"] += draft.words;
            continue;
        }
        if (step != wholeTrace &&
            (verdict.state == LabelState::badQuestion || verdict.state == LabelState::wrongKey)) {
            lose("\"" + ratingWord(verdict) + "\" of a step");
            continue;
        }
        label.step = step;
        label.annotator = m_annotator;
        label.createdAt = label.createdAt == 0 ? date : label.createdAt;
        timed = timed || label.focusMs > 0;
        labels.push_back(std::move(label));
    }
    if (number(annotation, "lead_time").value_or(0) > 0 && !timed)
        lose("time of an annotation");
    return labels;
}

std::vector<Label> Reader::read(Json annotation)
{
    for (const Json result : requiredArray(annotation, "result"))
        if (!isOfRegion(result))
            addResult(result);
    addRegions(annotation);
    auto labels = finish(annotation);
    if (labels.empty() && boolean(annotation, "was_cancelled").value_or(false)) {
        Label& skipped = labels.emplace_back();
        skipped.annotator = m_annotator;
        skipped.verdict.state = LabelState::skipped;
    }
    return labels;
}

} // namespace

ControlName controlName(const std::string& name)
{
    constexpr std::string_view whole = "_trace";
    if (name.ends_with(whole))
        return {name.substr(0, name.size() - whole.size()), wholeTrace};
    const auto last = name.find_last_not_of("0123456789");
    const std::size_t digits = last == std::string::npos ? 0 : last + 1;
    int step = 0;
    const auto read = std::from_chars(name.data() + digits, name.data() + name.size(), step);
    if (digits == name.size() || read.ec != std::errc())
        return {name, std::nullopt};
    const bool line = digits > 0 && name[digits - 1] == '_';
    return {name.substr(0, digits - (line ? 1 : 0)), step};
}

std::optional<Verdict> verdictOfChoice(const std::string& words)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> known{
        {{"correct", "1"},
         {"right", "1"},
         {"positive", "1"},
         {"partial", "0"},
         {"neutral", "0"},
         {"incorrect", "-1"},
         {"wrong", "-1"},
         {"negative", "-1"}}};
    std::string word = trimmed(words);
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const auto& [said, rating] : known)
        if (word == said)
            word = rating;
    const auto verdict = verdictFromWord(word);
    return verdict && verdict->state == LabelState::unlabelled ? std::nullopt : verdict;
}

std::vector<Label> labelsOf(Json annotation, const ParsedTrace& task,
                            const std::vector<std::string>& stepIds, Altered& altered)
{
    return Reader(task, stepIds, altered).read(annotation);
}

} // namespace steplight
