// SPDX-License-Identifier: GPL-3.0-or-later
// One trace as a list shows it: a barcode of lit cells and a few facts. Plain values, any thread.
#pragma once

#include "storage/records/estimate.h"
#include "storage/records/label.h"
#include "storage/records/trace.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace steplight {

struct LitCell {
    Section section = Section::reasoning;
    std::optional<double> mc;    ///< 0..1, unset = no estimate
    std::optional<double> judge; ///< 1 right, 0 wrong
    std::optional<double> prm;
    std::optional<double> given;
    LabelState state = LabelState::unlabelled; ///< current label, if any
    int rating = 0;
};

struct TraceRow {
    std::string id;
    std::string question; ///< first 120 characters of its text
    std::string dataset;  ///< or the file, where the data names no data set
    std::string policy;
    std::string answer;
    std::string key;
    std::optional<bool> correct;
    std::vector<LitCell> cells; ///< one a step
    int labelled = 0;           ///< steps with a current label
    double disagreement =
        0; ///< largest max-min over mc, judge, prm of one step; 0 if fewer than two
    std::optional<double> prmMean;
    std::optional<double> prmMin;
};

/// Who may say that a step is wrong: mc when no rollout wins (0), judge when it says so, prm under
/// 0.5, a person by a current label.
enum class Critic { mc, judge, prm, person };

inline bool saysWrong(const LitCell& cell, Critic critic)
{
    switch (critic) {
    case Critic::mc:
        return cell.mc == 0.0;
    case Critic::judge:
        return cell.judge == 0.0;
    case Critic::prm:
        return cell.prm && *cell.prm < 0.5;
    case Critic::person:
        return cell.state == LabelState::rated && cell.rating < 0;
    }
    return false;
}

/// The first step that the critic calls wrong, counted from 1 over both sections; 0 = none.
inline int firstError(const std::vector<LitCell>& cells, Critic critic)
{
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (saysWrong(cells[i], critic))
            return static_cast<int>(i) + 1;
    return 0;
}

enum class TraceOrder {
    imported,
    question,
    disagreement,
    prmMean,
    prmMin,
    labelled,
    steps,
    correct,
    dataset,
    policy,
    firstMc,
    firstJudge,
    firstPrm,
    firstPerson
};

/// A saved view: a name and a query of the queue grammar (docs/queries.md).
struct Queue {
    std::string name; ///< key of a built-in queue ("disagree") or the user's own words
    std::string query;
    bool builtIn = false;
    std::int64_t count = -1; ///< -1 = not counted yet
    std::int64_t left = -1;  ///< traces in it that still have undecided steps; -1 = not counted yet
};

} // namespace steplight
