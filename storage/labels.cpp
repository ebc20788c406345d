// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/labels.h"

#include "storage/content_keys.h"
#include "storage/guidelines.h"
#include "storage/identity.h"
#include "storage/label_rows.h"
#include "storage/sql.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace steplight {

namespace {

[[noreturn]] void refuse(const std::string& sentence)
{
    throw StorageError("bad-label", sentence + " Nothing was recorded.");
}

void checkVerdict(const Label& label)
{
    const Verdict& verdict = label.verdict;
    if (verdict.state == LabelState::rated && (verdict.rating < -1 || verdict.rating > 1))
        refuse("A rating is -1, 0 or +1, not " + std::to_string(verdict.rating) + ".");
    if (verdict.state == LabelState::rated && label.step == wholeTrace)
        refuse("A rating belongs to a step; only skipped, cannot-judge, bad-question and wrong-key "
               "are for the trace as a whole.");
    const bool wholeOnly =
        verdict.state == LabelState::badQuestion || verdict.state == LabelState::wrongKey;
    if (wholeOnly && label.step != wholeTrace)
        refuse("bad-question and wrong-key are for the trace as a whole: give the step as \"-\".");
}

bool isEmpty(const Region& region)
{
    double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
    for (const auto& [x, y] : region.points) {
        left = std::min(left, x);
        right = std::max(right, x);
        top = std::min(top, y);
        bottom = std::max(bottom, y);
    }
    return left == right || top == bottom;
}

void checkPlace(const Region& region, std::int64_t images)
{
    if (region.image < 0 || region.image >= images)
        refuse("The region is on picture " + std::to_string(region.image) +
               ", but the question has " + std::to_string(images) + ".");
    if (const auto fault = regionFault(region); !fault.empty())
        refuse(fault);
}

/// letters: of the step's text; 0 for the trace as a whole.
void checkSpan(const Region& region, std::int64_t letters)
{
    if (region.span && (region.span->begin < 0 || region.span->begin >= region.span->end ||
                        region.span->end > letters))
        refuse("A region's words are letters of its step's text, which has " +
               std::to_string(letters) + ", counted from 0.");
}

void checkRegions(Project& project, std::int64_t trace, const Label& label)
{
    if (label.verdict.regions.empty())
        return;
    const auto images = *firstInteger(project,
                                      "SELECT count(*) FROM question_images WHERE question ="
                                      " (SELECT question FROM traces WHERE key = ?)",
                                      trace);
    const auto letters =
        firstInteger(project, "SELECT length(text) FROM step_texts WHERE trace = ? AND step = ?",
                     trace, label.step);
    for (const auto& region : label.verdict.regions) {
        checkPlace(region, images);
        checkSpan(region, letters.value_or(0));
    }
}

std::int64_t checkedTrace(Project& project, const Label& label)
{
    const auto key = traceKey(project, label.traceId);
    const auto steps = *firstInteger(project, "SELECT steps FROM traces WHERE key = ?", key);
    if (label.step < wholeTrace || label.step >= steps)
        refuse("The trace has " + std::to_string(steps) + " steps, counted from 0; there is no " +
               "step " + std::to_string(label.step) + ".");
    checkVerdict(label);
    checkRegions(project, key, label);
    return key;
}

/// Turns rows of one action into what appendLabel takes; ids and times are filled in.
std::vector<LabelRow> prepare(Project& project, std::vector<Label> labels)
{
    if (labels.empty() || labels.front().annotator.empty())
        refuse("A label needs the name of who made it.");
    const std::string annotator = labels.front().annotator;
    const std::string action = labels.front().action.empty() ? newUuid() : labels.front().action;
    std::set<std::pair<std::int64_t, int>> seen;
    std::vector<LabelRow> rows;
    for (auto& label : labels) {
        if (label.annotator != annotator)
            refuse("One action is of one annotator.");
        const auto trace = checkedTrace(project, label);
        if (!seen.emplace(trace, label.step).second)
            refuse("One action labels a step once.");
        label.action = action;
        if (label.id.empty())
            label.id = newUuid();
        if (label.createdAt == 0)
            label.createdAt = millisecondsNow();
        if (label.program.empty())
            label.program = STEPLIGHT_VERSION;
        if (label.verdict.state != LabelState::rated)
            label.verdict.rating = 0;
        if (label.step == wholeTrace && !label.verdict.rewrite.empty())
            refuse("A rewrite is of one step, not of the whole trace.");
        rows.push_back({0, trace, std::move(label)});
    }
    return rows;
}

/// Those that the label itself names as replaced.
std::vector<std::int64_t> namedRows(Project& project, const LabelRow& row)
{
    std::vector<std::int64_t> keys;
    for (const auto& id : row.label.supersedes) {
        const auto key =
            firstInteger(project, "SELECT key FROM labels WHERE id = ? AND trace = ? AND step = ?",
                         id, row.trace, row.label.step);
        if (!key)
            refuse("The label " + id + ", which it should replace, is not there.");
        keys.push_back(*key);
    }
    return keys;
}

bool isCurrent(Project& project, std::int64_t label)
{
    return firstInteger(project,
                        "SELECT 1 FROM labels l JOIN current_labels c ON c.trace = l.trace AND"
                        " c.step = l.step AND c.label = l.key WHERE l.key = ?",
                        label)
        .has_value();
}

std::vector<std::int64_t> supersededRows(Project& project, const LabelRow& row,
                                         std::int64_t annotator)
{
    auto older = ownCurrentRows(project, row.trace, row.label.step, annotator);
    for (const auto key : namedRows(project, row))
        if (std::find(older.begin(), older.end(), key) == older.end() && isCurrent(project, key))
            older.push_back(key); // what another has replaced meanwhile is not to be decided again
    return older;
}

/// Appends the rows and returns them as stored.
std::vector<Label> append(Project& project, std::vector<LabelRow>& rows, std::int64_t annotator,
                          std::int64_t action)
{
    std::vector<Label> stored;
    for (auto& row : rows) {
        const auto older = supersededRows(project, row, annotator);
        row.key = appendLabel(project, row, action, older);
        stored.push_back(readLabels(project, "WHERE l.key = ?", row.key).front().label);
    }
    refreshTouched(project, rows);
    return stored;
}

/// What a label of a data set says and of what, as the text that its id is made of.
std::string saidBy(const Label& label)
{
    const Verdict& verdict = label.verdict;
    std::string said = "steplight dataset label 1";
    for (const auto& part :
         {label.annotator, label.traceId, std::to_string(label.step), ratingWord(verdict),
          std::string(errorKindWord(verdict.errorKind)), verdict.reason, verdict.comment})
        said += "\n" + std::to_string(part.size()) + ":" + part;
    // Only what is there: a label made before these were known has the id that it had.
    for (const auto& [kind, reason] : verdict.overrules)
        said += "\noverrule " + nlohmann::json{estimateKindWord(kind), reason}.dump();
    if (!verdict.rewrite.empty())
        said += "\nrewrite " + verdict.rewrite;
    for (const auto& region : verdict.regions) {
        const nlohmann::json words{shapeWord(region.shape),
                                   region.image,
                                   region.points,
                                   region.note,
                                   regionKindWord(region.kind),
                                   region.span ? region.span->begin : -1,
                                   region.span ? region.span->end : -1};
        said += "\nregion " + words.dump();
    }
    return said;
}

bool isThere(Project& project, const LabelRow& row, std::int64_t annotator)
{
    if (firstInteger(project, "SELECT 1 FROM labels WHERE id = ?", row.label.id))
        return true;
    const auto current = ownCurrentRows(project, row.trace, row.label.step, annotator);
    return std::any_of(current.begin(), current.end(), [&](std::int64_t key) {
        return readLabels(project, "WHERE l.key = ?", key).front().label.verdict ==
               row.label.verdict;
    });
}

} // namespace

std::string regionFault(const Region& region)
{
    using Shape = Region::Shape;
    const std::size_t corners = region.points.size();
    if (region.shape == Shape::box && corners != 2)
        return "A box has two opposite corners.";
    if (region.shape == Shape::point && corners != 1)
        return "A point is one pair of numbers.";
    if ((region.shape == Shape::polygon || region.shape == Shape::selection) && corners < 3)
        return "A polygon has three corners or more.";
    for (const auto& [x, y] : region.points)
        if (!std::isfinite(x) || !std::isfinite(y) || x < 0 || y < 0)
            return "A region's corners are pixels of the picture, counted from 0.";
    if (region.shape != Shape::point && isEmpty(region))
        return "The " + std::string(shapeWord(region.shape)) + " is empty.";
    return {};
}

std::vector<Label> recordLabels(Project& project, std::vector<Label> rows)
{
    return project.transact([&] {
        auto prepared = prepare(project, std::move(rows));
        const std::string guideline = newestGuidelineVersion(project);
        for (auto& row : prepared)
            if (row.label.guideline.empty())
                row.label.guideline = guideline;
        const Label& first = prepared.front().label;
        const auto annotator = annotatorKey(project, first.annotator);
        runSql(project, "UPDATE actions SET standing = -1 WHERE annotator = ? AND standing = 0",
               annotator);
        const auto action = addAction(project, first.action, annotator, "label", std::nullopt, 1);
        return append(project, prepared, annotator, action);
    });
}

int addDatasetLabels(Project& project, const std::vector<Label>& rows)
{
    if (rows.empty())
        return 0;
    return project.transact([&] {
        auto named = rows;
        for (auto& label : named)
            label.id = contentUuid(saidBy(label));
        auto prepared = prepare(project, std::move(named));
        const auto annotator = annotatorKey(project, prepared.front().label.annotator);
        std::erase_if(prepared, [&](const auto& row) { return isThere(project, row, annotator); });
        if (prepared.empty())
            return 0;
        const auto action =
            addAction(project, prepared.front().label.action, annotator, "dataset", {}, -1);
        for (const auto& row : prepared)
            appendLabel(project, row, action, namedRows(project, row));
        refreshTouched(project, prepared);
        return static_cast<int>(prepared.size());
    });
}

} // namespace steplight
