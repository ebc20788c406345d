// SPDX-License-Identifier: GPL-3.0-or-later
// What each person said of each step on their own, out of the rows of labels. Called on the
// project's thread. For storage/team's own files.
#pragma once

#include "storage/project.h"
#include "storage/records/label.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace steplight {

struct Word {
    int rating = 0;
    std::vector<Region> regions;
    bool torn = false; ///< the same person says two things, neither in place of the other
};
using StepWords = std::map<std::string, Word>; // by annotator
struct TraceWords {
    int length = 0; ///< steps of the trace
    std::map<int, StepWords> steps;
};
using Words = std::map<std::string, TraceWords>; // by trace id: no order of import

/// Of the traces that the query gives. A word is a rating that was not taken back and that the same
/// person replaced by no other under the same visibility; others may have. With commit-then-reveal
/// it is the first, the only one given before the reveal. A blind or first word of who had seen the
/// step's estimates (Label::shown) is none, nor is what an adjudicator decided over others or what
/// is said in training. Throws QueryError.
std::map<Visibility, Words> readWords(Project& project, const std::string& query);
/// Of these traces; those that are not there are left out.
std::map<Visibility, Words> readWords(Project& project, const std::set<std::string>& traceIds);

/// Unset where the person says nothing, or two things.
std::optional<int> ratingOf(const TraceWords& words, int step, const std::string& annotator);

constexpr int noError = 1'000'000; ///< behind every step, and nobody's neighbour
/// The first step rated -1, from 0, when all before it are rated; noError when all are and none is.
std::optional<int> firstErrorOf(const TraceWords& words, const std::string& annotator);

} // namespace steplight
