// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbs.h"

#include "app/annotator.h"
#include "app/json.h"
#include "app/region_word.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/team/training.h"
#include "storage/training.h"
#include "storage/trees.h"

#include <charconv>

namespace steplight {
namespace {

struct QueryOptions {
    std::string project;
    std::string query;
    std::int64_t limit = -1;
};

struct TraceOptions {
    std::string project;
    std::string trace;
};

struct AnnotatorOptions {
    std::string project;
    std::string name;
};

struct LabelOptions : TraceOptions {
    std::string step;
    std::string rating;
    std::string error;
    std::string reason;
    std::string comment;
    std::vector<std::string> overrules;
    std::string rewrite;
    std::vector<std::string> regions;
    std::string name;
};

CommandError usage(const std::string& sentence)
{
    return {"usage", sentence, exitUsage};
}

Outcome query(const QueryOptions& options)
{
    Project project(options.project, Access::readOnly);
    const std::int64_t count = countTraces(project, options.query);
    const std::vector<std::string> ids = traceIds(project, {options.query}, options.limit);
    std::string text = std::to_string(count) + " traces";
    for (const std::string& id : ids)
        text += "\n" + id;
    return {{{"count", count}, {"traces", ids}}, text};
}

Outcome show(const TraceOptions& options)
{
    Project project(options.project, Access::readOnly);
    const Json json =
        jsonOf(traceDetail(project, options.trace), nodesOnTrace(project, options.trace));
    return {json, json.dump(2, ' ', false, Json::error_handler_t::replace)};
}

int stepOf(const std::string& word)
{
    if (word == "-")
        return wholeTrace;
    int step = -1;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), step);
    if (error != std::errc() || end != word.data() + word.size() || step < 0)
        throw usage("STEP is a number from 0, or - for the whole trace; \"" + word +
                    "\" is neither.");
    return step;
}

/// "judge:nitpick".
void addOverrule(const std::string& word, Verdict& verdict)
{
    const auto colon = word.find(':');
    const auto kind = estimateKindFromWord(word.substr(0, colon));
    if (!kind || *kind == EstimateKind::given || colon == std::string::npos ||
        colon + 1 == word.size())
        throw usage("An overrule is mc, judge or prm, a colon and the reason, as in judge:nitpick; "
                    "\"" +
                    word + "\" is not.");
    verdict.overrules[*kind] = word.substr(colon + 1);
}

Verdict verdictOf(const LabelOptions& options, int step)
{
    auto verdict = verdictFromWord(options.rating);
    if (!verdict || verdict->state == LabelState::unlabelled)
        throw usage("RATING is -1, 0, 1, skipped, cannot-judge, bad-question or wrong-key; \"" +
                    options.rating + "\" is none of them.");
    const bool ofTrace =
        verdict->state == LabelState::badQuestion || verdict->state == LabelState::wrongKey;
    if (ofTrace != (step == wholeTrace) && verdict->state != LabelState::skipped &&
        verdict->state != LabelState::cannotJudge)
        throw usage(ofTrace ? options.rating + " is said of a whole trace: write - for STEP."
                            : "A rating is said of one step: write its number, not -.");
    if (!options.error.empty()) {
        const auto kind = errorKindFromWord(options.error);
        if (!kind)
            throw usage("KIND is none, perception, reasoning, knowledge, format or answer.");
        if (*kind != ErrorKind::none && verdict->state == LabelState::rated && verdict->rating > 0)
            throw usage("A step that is right has no kind of error.");
        verdict->errorKind = *kind;
    }
    verdict->reason = options.reason;
    verdict->comment = options.comment;
    for (const std::string& word : options.overrules)
        addOverrule(word, *verdict);
    if (step == wholeTrace && !options.rewrite.empty())
        throw usage("A rewrite is of one step: write its number, not -.");
    for (const std::string& word : options.regions) {
        const auto region = regionFromWord(word);
        if (!region)
            throw usage("A region is [absent:][image:]x,y,w,h in pixels, or x,y for a point, or "
                        "three and more x,y for a polygon; \"" +
                        word + "\" is none of these.");
        verdict->regions.push_back(*region);
    }
    return *verdict;
}

std::string trimmed(const std::string& text)
{
    constexpr auto blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    return begin == std::string::npos
               ? std::string()
               : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// As on the canvas, which ends where the picture does.
void requireInside(const std::vector<ImageRef>& images, const std::vector<Region>& regions)
{
    for (const Region& region : regions) {
        const auto at = static_cast<std::size_t>(region.image);
        if (at >= images.size() || images[at].width == 0)
            continue; // storage says that there is none; or its size is not known
        for (const auto& [x, y] : region.points)
            if (x > images[at].width || y > images[at].height)
                throw usage("A region reaches beyond its picture, which has " +
                            std::to_string(images[at].width) + " by " +
                            std::to_string(images[at].height) + " pixels. Nothing was recorded.");
    }
}

/// As in the window: a step's own words are no rewrite of it.
std::string rewriteOf(const std::vector<Step>& steps, int step, const std::string& text)
{
    const auto at = static_cast<std::size_t>(step);
    const std::string rewrite = trimmed(text);
    return at < steps.size() && trimmed(steps[at].text) == rewrite ? std::string() : rewrite;
}

Outcome say(const Label& label, const std::string& what)
{
    const std::string where =
        label.step == wholeTrace ? "the trace" : "step " + std::to_string(label.step);
    return {jsonOf(label), what + ": " + where + " of " + label.traceId + " is " +
                               ratingWord(label.verdict) + " (" + label.annotator + ")"};
}

Outcome label(const LabelOptions& options)
{
    const int step = stepOf(options.step);
    Label row;
    row.traceId = options.trace;
    row.step = step;
    row.verdict = verdictOf(options, step);
    Project project(options.project);
    row.annotator = annotatorName(project, options.name);
    if (!isPersonsName(row.annotator))
        throw usage("A name cannot begin with training: or dataset:; what is labelled of a "
                    "training set is known by its trace.");
    if (trainingAnswers(project, options.trace)) // as in the window
        row.annotator = inTraining(row.annotator);
    if (!options.rewrite.empty())
        row.verdict.rewrite = rewriteOf(traceSteps(project, options.trace), step, options.rewrite);
    if (!row.verdict.regions.empty())
        requireInside(traceDetail(project, options.trace).question.images, row.verdict.regions);
    row.program = STEPLIGHT_VERSION;
    return say(recordLabels(project, {row}).front(), "Labelled");
}

Outcome takeBack(const AnnotatorOptions& options, bool again)
{
    Project project(options.project);
    const std::string name = annotatorName(project, options.name);
    const auto done = again ? redo(project, name) : undo(project, name);
    if (!done || done->written.empty())
        throw CommandError("nothing-to-undo", "There is nothing to " +
                                                  std::string(again ? "redo" : "undo") + " for " +
                                                  name + ".");
    return say(done->written.back(), again ? "Done again" : "Taken back");
}

void declareAnnotator(CLI::App& command, AnnotatorOptions& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command.add_option("--as", options.name, "whose labels (default: the project's annotator)");
}

void declareTrace(CLI::App& command, TraceOptions& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command.add_option("TRACE", options.trace, "its id, as query prints it")->required();
}

void declareLabel(CLI::App& command, LabelOptions& options)
{
    declareTrace(command, options);
    command.add_option("STEP", options.step, "0-based, or - for the whole trace")->required();
    command
        .add_option("RATING", options.rating, "-1|0|1|skipped|cannot-judge|bad-question|wrong-key")
        ->required();
    command.add_option("--error", options.error,
                       "none|perception|reasoning|knowledge|format|answer");
    command.add_option("--reason", options.reason, "why");
    command.add_option("--comment", options.comment, "free words");
    command.add_option("--rewrite", options.rewrite, "the step as it should read");
    command.add_option(
        "--overrule", options.overrules,
        "mc|judge|prm:REASON, as judge:nitpick: whose estimate is mistaken, and why");
    command.add_option(
        "--region", options.regions,
        "[absent:][image:]x,y,w,h in stored pixels (x,y a point, more x,y a polygon),"
        " then @begin-end for letters of the step");
    command.add_option("--as", options.name, "the annotator (default: the project's)");
}

} // namespace

void addTraceVerbs(CLI::App& app, std::vector<Verb>& verbs)
{
    addVerb<QueryOptions>(
        app, verbs, "query", "list the traces that a query gives",
        [](CLI::App& command, QueryOptions& options) {
            command.add_option("DIR", options.project, "the project's folder")->required();
            command.add_option("QUERY", options.query, "see docs/queries.md; empty = all");
            command.add_option("--limit", options.limit, "print at most so many ids");
        },
        query);
    addVerb<TraceOptions>(app, verbs, "show", "one trace with all that is known of it",
                          declareTrace, show);
    addVerb<LabelOptions>(app, verbs, "label", "say what a step is worth", declareLabel, label);
    addVerb<AnnotatorOptions>(app, verbs, "undo", "take back the last labelling", declareAnnotator,
                              [](const AnnotatorOptions& o) { return takeBack(o, false); });
    addVerb<AnnotatorOptions>(app, verbs, "redo", "do again what undo took back", declareAnnotator,
                              [](const AnnotatorOptions& o) { return takeBack(o, true); });
}

} // namespace steplight
