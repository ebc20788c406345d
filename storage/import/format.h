// SPDX-License-Identifier: GPL-3.0-or-later
// What an importer of one form is: it knows its rows when it sees them and turns each into plain
// values. Formats have no state and no database; any thread.
#pragma once

#include "storage/import/json.h"
#include "storage/records/estimate.h"
#include "storage/records/label.h"
#include "storage/records/question.h"
#include "storage/records/trace.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace steplight {

/// A picture of a question as the row brings it, in the order of Question::images.
struct ImageSource {
    std::string reference;                 ///< becomes ImageRef::reference
    std::vector<std::string> alternatives; ///< other paths of the same picture
    std::string bytes;                     ///< the picture itself when the row holds it
};

/// What was kept in another form than the file's, or not at all: words -> times.
using Altered = std::map<std::string, std::int64_t>;

/// A question, mostly with one solution and what is said of it.
struct ParsedTrace {
    Question question; ///< id and images empty: RecordParser fills them
    std::vector<ImageSource> images;
    std::optional<Trace> trace; ///< unset = the row is a question only
    std::vector<Estimate> estimates;
    std::vector<Label> labels; ///< of people; id and traceId are the driver's, and the annotator
                               ///< where it is empty
    Altered altered;
};

/// What was sent to a judge: which solution an id stands for, and the picture.
struct JudgeRequest {
    std::string customId;
    std::string solution; ///< the solution's raw text, blanks at both ends cut
    std::string words;    ///< all text of the request, the problem among it
    std::string model;
    std::vector<ImageSource> images;
};

/// What a judge sent back.
struct JudgeAnswer {
    std::string customId;
    std::string model; ///< empty when the row does not say
    std::string raw;   ///< the reply's text; the whole row when it holds none
};

/// What is said of a trace that came with another file. In the report the row is a duplicate: the
/// trace is there already.
struct TraceLabels {
    std::string externalId;    ///< the data's id of the trace, or its id here
    std::size_t steps = 0;     ///< the trace must have as many; 0 = the file does not say
    std::vector<Label> labels; ///< as in ParsedTrace
    std::vector<Estimate> estimates;
    bool ofRegions = false;  ///< they join the regions of a label that says the same
    bool anyPicture = false; ///< regions are on the question's only picture: the file names none
    Altered altered;
};

/// One of several rows in a record that cannot be kept, though the others can.
struct UnusableRow {
    std::string reason;
};

using ParsedRow = std::variant<ParsedTrace, JudgeRequest, JudgeAnswer, TraceLabels, UnusableRow>;

/// Where a row comes from, for the names of sources.
struct RowOrigin {
    std::string file; ///< base name
};

enum class RowKind { traces, judgeRequests, judgeReplies, labels }; ///< in this order read

class Format
{
public:
    virtual ~Format() = default;
    virtual std::string_view name() const = 0;
    virtual std::string_view description() const = 0; ///< one line, for `formats`
    virtual RowKind kind() const { return RowKind::traces; }
    /// Annotator of the labels that rows bring: "dataset:<name>"; empty when they bring none.
    virtual std::string_view annotator() const { return {}; }
    virtual bool recognises(Json row) const = 0;
    /// One row in the sense of the report for each element. Throws BadRow.
    virtual std::vector<ParsedRow> parse(Json row, const RowOrigin& origin) const = 0;
};

/// All of them; the first that recognises a row has it.
const std::vector<const Format*>& importFormats();
/// Null when there is none of this name.
const Format* importFormat(std::string_view name);
/// Null when no format knows the row.
const Format* recognise(Json row);

} // namespace steplight
