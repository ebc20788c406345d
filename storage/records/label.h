// SPDX-License-Identifier: GPL-3.0-or-later
// What a person says of a step or of a whole trace. Rows are append-only. Plain values, any thread.
#pragma once

#include "storage/records/estimate.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace steplight {

enum class LabelState {
    unlabelled,  ///< withdrawn by undo: as if nothing had been said
    rated,       ///< rating holds -1, 0 or +1
    skipped,     ///< passed over for now
    cannotJudge, ///< looked at, cannot be told
    badQuestion, ///< whole trace (step -1): the question is unusable
    wrongKey     ///< whole trace (step -1): the answer key is wrong
};

enum class ErrorKind { none, perception, reasoning, knowledge, format, answer };

/// What was on the screen when the label was made.
enum class Visibility { blind, commitThenReveal, open };

/// Evidence of a perception error, in stored pixels of image number image (no EXIF turn).
struct Region {
    enum class Shape {
        box,
        polygon,
        point,
        selection ///< an outline that the picture's own edges gave
    };
    enum class Kind {
        present, ///< what the step speaks of, as it really is
        absent   ///< what the step speaks of is expected here, and is not
    };
    /// Part of a step's text in Unicode code points; end is one past the last.
    struct Span {
        int begin = 0;
        int end = 0;
        bool operator==(const Span&) const = default;
    };

    Shape shape = Shape::box;
    int image = 0; ///< index in Question::images
    std::vector<std::pair<double, double>>
        points; ///< box: two opposite corners; polygon, selection: their corners; point: itself
    std::string note;
    Kind kind = Kind::present;
    std::optional<Span> span = std::nullopt; ///< the words of the step that it is about
    bool operator==(const Region&) const = default;
};

/// Of two steps' labels: the same place in the same picture, one region that the steps share.
bool samePlace(const Region& one, const Region& other);

/// The part of a label that a person chooses.
struct Verdict {
    LabelState state = LabelState::rated;
    int rating = 0; ///< -1, 0, +1; only with state rated
    ErrorKind errorKind = ErrorKind::none;
    std::string reason;  ///< preset reason key or free words ("text read", "judge nitpick")
    std::string comment; ///< free words
    std::vector<Region> regions = {};
    /// Why this person holds an estimate of the step to be mistaken: "nitpick", "misperceived".
    std::map<EstimateKind, std::string> overrules = {};
    std::string rewrite = {}; ///< the step as it should read; empty = not rewritten
    bool operator==(const Verdict&) const = default;
};

constexpr int wholeTrace = -1; ///< Label::step of a verdict on the trace as a whole

struct Label {
    std::string id;     ///< UUIDv7
    std::string action; ///< UUIDv7 shared by the rows of one key press; undo takes back an action
    std::string traceId;
    int step = wholeTrace;
    std::string annotator; ///< name; "dataset:<name>" for a human benchmark's labels
    Verdict verdict;
    std::vector<std::string> supersedes; ///< ids of the rows that this one replaces
    Visibility visibility = Visibility::open;
    std::vector<EstimateKind> shown; ///< the step's estimates that were on the screen just then
    std::int64_t focusMs = 0;   ///< time this step had the focus before the label, idle trimmed
    std::int64_t createdAt = 0; ///< milliseconds since 1970 UTC; for display, never for order
    std::string guideline;      ///< version of the guideline that held (storage/guidelines.h)
    std::string program;        ///< program version
};

/// One row of the history strip: an action of an annotator that can still be changed.
struct Decision {
    std::string action;
    Label label;  ///< the action's last row
    int rows = 1; ///< rows of the action (first-error mode writes several)
    std::string questionExcerpt;
};

// The words of design section 7: -1|0|1|skipped|cannot-judge|bad-question|wrong-key, and error
// kinds.
std::string ratingWord(const Verdict& verdict);
std::optional<Verdict> verdictFromWord(std::string_view word);
std::string_view errorKindWord(ErrorKind kind);
std::optional<ErrorKind> errorKindFromWord(std::string_view word);
std::string_view shapeWord(Region::Shape shape); ///< box|polygon|point|selection
std::optional<Region::Shape> shapeFromWord(std::string_view word);
std::string_view regionKindWord(Region::Kind kind); ///< present|absent
std::optional<Region::Kind> regionKindFromWord(std::string_view word);
std::string_view visibilityWord(Visibility visibility);
std::optional<Visibility> visibilityFromWord(std::string_view word);

} // namespace steplight
