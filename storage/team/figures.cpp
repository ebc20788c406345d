// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/figures.h"

#include "storage/label_rows.h"
#include "storage/local_day.h"
#include "storage/sql.h"
#include "storage/team/gold.h"
#include "storage/team/training.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace steplight {

namespace {

constexpr int daysTold = 14, daysOfWeek = 7;

struct LabelledStep {
    Verdict verdict; ///< the last one; without words and regions
    std::int64_t ms = 0;
    std::int64_t at = 0; ///< the first label's time
};

/// By trace and step; a trace has fewer than 2^16 of them.
using Steps = std::unordered_map<std::int64_t, LabelledStep>;

std::map<Visibility, Steps> readSteps(Project& project, const std::string& annotator)
{
    std::map<Visibility, Steps> all;
    Sql sql(project,
            "SELECT l.trace, l.step, l.state, l.rating, l.error_kind, l.visibility, l.focus_ms,"
            " l.created_at, EXISTS (SELECT 1 FROM supersedes s JOIN labels o ON o.key = s.older"
            " WHERE s.label = l.key AND o.annotator <> l.annotator)"
            " FROM labels l JOIN actions a ON a.key = l.action"
            " WHERE l.annotator = (SELECT key FROM annotators WHERE name = ?) AND l.step >= 0"
            " AND a.kind = 'label' AND a.standing = 1 ORDER BY l.key",
            annotator);
    std::unordered_set<std::int64_t>
        decided; // over others; what is said there later is no own word
    while (sql.next()) {
        const std::int64_t at = (sql.integer(0) << 16) | sql.integer(1);
        if (sql.integer(8) != 0)
            decided.insert(at);
        if (decided.contains(at))
            continue;
        const auto visibility = visibilityFromWord(sql.text(5)).value_or(Visibility::open);
        const auto [place, isNew] = all[visibility].try_emplace(at);
        place->second.verdict = readVerdict(sql, 2);
        place->second.ms += sql.integer(6);
        if (isNew)
            place->second.at = sql.integer(7);
    }
    return all;
}

/// Local midnights: today's and those of the days before it, oldest first. A day may have 23 hours.
std::vector<DayFigure> lastDays()
{
    std::vector<DayFigure> days;
    for (int back = daysTold - 1; back >= 0; --back)
        days.push_back({dayBegan(-back), 0});
    return days;
}

/// A value that was taken; of two in the middle the lower.
std::int64_t quantile(const std::vector<std::int64_t>& sorted, double share)
{
    const auto place = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return sorted[place];
}

void addVerdict(ModeFigures& mode, const Verdict& verdict)
{
    if (verdict.state != LabelState::rated) {
        ++mode.unrated;
    } else if (verdict.rating > 0) {
        ++mode.right;
    } else if (verdict.rating == 0) {
        ++mode.neutral;
    } else {
        ++mode.wrong;
        ++mode.kinds[verdict.errorKind];
    }
}

ModeFigures modeOf(Visibility visibility, const Steps& steps)
{
    const std::int64_t today = dayBegan(0), week = dayBegan(1 - daysOfWeek);
    ModeFigures mode;
    mode.visibility = visibility;
    std::vector<std::int64_t> times;
    for (const auto& [place, step] : steps) {
        if (step.verdict.state == LabelState::unlabelled)
            continue;
        ++mode.steps;
        mode.today += step.at >= today ? 1 : 0;
        mode.week += step.at >= week ? 1 : 0;
        addVerdict(mode, step.verdict);
        if (step.ms == 0)
            continue;
        times.push_back(step.ms);
        const bool accepts = step.verdict.state == LabelState::rated && step.verdict.rating > 0;
        mode.accepts += accepts ? 1 : 0;
        mode.quickAccepts += accepts && step.ms < quickMs ? 1 : 0;
    }
    std::sort(times.begin(), times.end());
    mode.timed = static_cast<std::int64_t>(times.size());
    if (!times.empty()) {
        mode.lowMs = quantile(times, .25);
        mode.medianMs = quantile(times, .5);
        mode.highMs = quantile(times, .75);
    }
    return mode;
}

void addDays(std::vector<DayFigure>& days, const Steps& steps)
{
    for (const auto& [place, step] : steps) {
        if (step.verdict.state == LabelState::unlabelled)
            continue;
        const auto later =
            std::find_if(days.begin(), days.end(),
                         [at = step.at](const DayFigure& day) { return day.began > at; });
        if (later != days.begin())
            ++std::prev(later)->steps;
    }
}

} // namespace

Figures figuresOf(Project& project, const std::string& annotator)
{
    Figures figures;
    figures.annotator = annotator;
    figures.days = lastDays();
    const auto gold = goldAnswers(project, annotator);
    for (const auto& [visibility, steps] : readSteps(project, annotator)) {
        ModeFigures mode = modeOf(visibility, steps);
        if (const auto answers = gold.find(visibility); answers != gold.end())
            mode.gold = answers->second;
        addDays(figures.days, steps);
        if (mode.steps > 0)
            figures.modes.push_back(std::move(mode));
    }
    figures.training = trainingAnswered(project, annotator);
    return figures;
}

} // namespace steplight
