// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/words.h"

#include "storage/label_rows.h"
#include "storage/reading.h"
#include "storage/team/lines.h"
#include "storage/training.h"

#include <algorithm>
#include <set>

namespace steplight {

namespace {

bool sameVoice(const Label& one, const Label& other)
{
    return one.annotator == other.annotator && one.visibility == other.visibility;
}

/// The person had seen estimates of the step: just then, or at or after an earlier word of theirs
/// (commit, then reveal). Rows from before this was stored do not tell.
bool hadSeen(const Line& line, const std::vector<Line>& lines)
{
    const bool blind = line.label->visibility == Visibility::blind;
    return !line.label->shown.empty() ||
           std::any_of(lines.begin(), lines.end(), [&](const Line& other) {
               const bool saw = !other.label->shown.empty() ||
                                (blind && other.label->visibility == Visibility::commitThenReveal);
               return saw && other.label->annotator == line.label->annotator &&
                      line.before.contains(other.label->id);
           });
}

/// A rating on one's own that was not taken back, and under the visibility that it claims.
bool counts(const Line& line, const std::vector<Line>& lines)
{
    return line.stands && !line.decides && !isInTraining(line.label->annotator) &&
           line.label->verdict.state == LabelState::rated &&
           (line.label->visibility == Visibility::open || !hadSeen(line, lines));
}

bool isWord(const Line& line, const std::vector<Line>& lines)
{
    const Label& label = *line.label;
    if (!counts(line, lines))
        return false;
    return std::none_of(lines.begin(), lines.end(), [&](const Line& other) {
        if (label.visibility == Visibility::commitThenReveal)
            return other.label->annotator == label.annotator &&
                   line.before.contains(other.label->id);
        return counts(other, lines) && sameVoice(*other.label, label) &&
               other.before.contains(label.id);
    });
}

void addWord(StepWords& words, const Label& label)
{
    const int rating = label.verdict.rating;
    const auto [word, isNew] =
        words.try_emplace(label.annotator, Word{rating, label.verdict.regions, false});
    word->second.torn |= !isNew && word->second.rating != rating;
}

} // namespace

namespace {

/// What is said of one trace, into all.
void addWords(Project& project, std::int64_t trace, const std::string& id, int length,
              const Ids& standing, std::map<Visibility, Words>& all)
{
    const auto rows =
        readLabels(project, "WHERE l.trace = ? AND l.step >= 0 ORDER BY l.key", trace);
    std::map<int, std::vector<const Label*>> bySteps;
    for (const auto& row : rows)
        bySteps[row.label.step].push_back(&row.label);
    for (const auto& [step, labels] : bySteps) {
        const auto lines = linesOf(labels, standing);
        for (const Line& line : lines)
            if (isWord(line, lines)) {
                TraceWords& words = all[line.label->visibility][id];
                words.length = length;
                addWord(words.steps[step], *line.label);
            }
    }
}

} // namespace

std::map<Visibility, Words> readWords(Project& project, const std::string& query)
{
    const auto ids = traceIds(project, {query});
    const Ids wanted(ids.begin(), ids.end()), standing = standingActions(project);
    std::map<Visibility, Words> said;
    Sql sql(project, "SELECT key, id, steps FROM traces WHERE key IN (SELECT trace FROM labels)");
    while (sql.next())
        if (const std::string id = sql.text(1); wanted.contains(id))
            addWords(project, sql.integer(0), id, sql.number(2), standing, said);
    return said;
}

std::map<Visibility, Words> readWords(Project& project, const std::set<std::string>& traceIds)
{
    std::map<Visibility, Words> said;
    const UndoneActions undone = undoneActions(project);
    for (const auto& id : traceIds) {
        Sql sql(project, "SELECT key, steps FROM traces WHERE id = ?", id);
        if (sql.next())
            addWords(project, sql.integer(0), id, sql.number(1),
                     standingActions(project, sql.integer(0), undone), said);
    }
    return said;
}

std::optional<int> ratingOf(const TraceWords& words, int step, const std::string& annotator)
{
    const auto said = words.steps.find(step);
    if (said == words.steps.end())
        return std::nullopt;
    const auto word = said->second.find(annotator);
    if (word == said->second.end() || word->second.torn)
        return std::nullopt;
    return word->second.rating;
}

std::optional<int> firstErrorOf(const TraceWords& words, const std::string& annotator)
{
    for (int step = 0; step < words.length; ++step) {
        const auto rating = ratingOf(words, step, annotator);
        if (!rating)
            return std::nullopt;
        if (*rating < 0)
            return step;
    }
    return noError;
}

} // namespace steplight
