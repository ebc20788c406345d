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
    std::string dataset;
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

enum class TraceOrder {
    imported,
    question,
    disagreement,
    prmMean,
    prmMin,
    labelled,
    steps,
    correct
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
