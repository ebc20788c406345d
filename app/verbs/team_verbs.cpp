// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbs.h"

#include "app/json.h"
#include "app/progress_line.h"
#include "storage/labels.h"
#include "storage/reading.h"
#include "storage/team/agreement.h"
#include "storage/team/deal.h"
#include "storage/team/figures.h"
#include "storage/team/gold.h"
#include "storage/team/merge.h"
#include "storage/team/training.h"
#include "storage/training.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace steplight {
namespace {

struct SplitOptions {
    std::string project;
    Deal deal;
    std::string out, overlap, gold;
};

struct MergeOptions {
    std::string project;
    std::vector<std::string> others;
};

struct FiguresOptions {
    std::string project, annotator;
};

struct TrainingOptions {
    std::string project, query, by;
    bool forget = false;
};

struct AgreeOptions {
    std::string project;
    std::string query;
};

template <class Number> std::optional<Number> numberOf(const std::string& word)
{
    Number number{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size())
        return std::nullopt;
    return number;
}

Portion portionOf(const std::string& word)
{
    if (const auto count = numberOf<std::int64_t>(word); count && *count >= 0)
        return *count;
    if (const auto share = numberOf<double>(word); share && *share >= 0 && *share <= 1)
        return *share;
    throw CommandError("usage",
                       "--overlap is a share such as 0.1, or a number of questions; \"" + word +
                           "\" is neither.",
                       exitUsage);
}

Outcome split(const SplitOptions& options)
{
    Deal how = options.deal;
    how.out = options.out;
    how.overlap = portionOf(options.overlap);
    if (const auto count = numberOf<std::int64_t>(options.gold))
        how.gold = *count;
    else
        how.gold = options.gold;
    Project project(options.project);
    ProgressLine line;
    const auto projects =
        deal(project, how, [&](auto done, auto total) { line.show("dealing", done, total); });
    Json list = Json::array();
    std::string text;
    for (const DealtProject& one : projects) {
        list.push_back({{"annotator", one.annotator},
                        {"project", one.folder.string()},
                        {"questions", one.questions},
                        {"traces", one.traces},
                        {"shared", one.shared},
                        {"gold", one.gold},
                        {"images_missing", one.imagesMissing}});
        text += one.folder.string() + ": " + std::to_string(one.traces) + " traces of " +
                std::to_string(one.questions) + " questions, " + std::to_string(one.shared) +
                " that all have, " + std::to_string(one.gold) + " gold\n";
    }
    text += "Bring them together with \"steplight merge\".";
    return {{{"seed", how.seed}, {"projects", list}}, text};
}

Outcome merge(const MergeOptions& options)
{
    Project project(options.project);
    for (const std::string& other : options.others) // all, before the first is taken over
        if (!std::filesystem::is_regular_file(std::filesystem::path(other) / "project.db"))
            throw StorageError("not-a-project", other + " is no Steplight project: it has no "
                                                        "project.db. Nothing was merged.");
    ProgressLine line;
    Json list = Json::array();
    std::string text;
    for (const std::string& other : options.others) {
        const Merged merged = mergeProject(project, other, [&](auto done, auto total) {
            line.show("merging " + other, done, total);
        });
        list.push_back({{"project", other},
                        {"questions", merged.questions},
                        {"traces", merged.traces},
                        {"estimates", merged.estimates},
                        {"label_rows", merged.labelRows},
                        {"images_missing", merged.imagesMissing}});
        text += other + ": " + std::to_string(merged.labelRows) + " new label rows, " +
                std::to_string(merged.traces) + " new traces, " + std::to_string(merged.estimates) +
                " new estimates\n";
    }
    const auto rivals = countTraces(project, "rivals");
    text += std::to_string(rivals) + " traces have rivals: steplight query DIR rivals";
    return {{{"merged", list}, {"rivals", rivals}}, text};
}

Json jsonOf(const Estimated& figure)
{
    return {{"value", steplight::jsonOf(figure.value)},
            {"low", steplight::jsonOf(figure.low)},
            {"high", steplight::jsonOf(figure.high)}};
}

Json jsonOf(const Coefficients& told)
{
    Json pairs = Json::array();
    for (const PairAgreement& pair : told.pairs)
        pairs.push_back({{"annotators", {pair.one, pair.other}},
                         {"units", pair.units},
                         {"kappa", jsonOf(pair.kappa)}});
    return {{"units", told.units},
            {"share", jsonOf(told.share)},
            {"alpha", jsonOf(told.alpha)},
            {"ac1", jsonOf(told.ac1)},
            {"pairs", pairs}};
}

Json jsonOf(const Agreement& all)
{
    return {{"visibility", std::string(visibilityWord(all.visibility))},
            {"annotators", all.annotators},
            {"steps", jsonOf(all.steps)},
            {"first_errors", jsonOf(all.firstErrors)},
            {"first_errors_within_one", jsonOf(all.firstErrorsWithinOne)},
            {"regions", {{"pairs", all.regions.pairs}, {"iou", jsonOf(all.regions.overlap)}}}};
}

/// "0.812 (0.790 to 0.833)".
std::string say(const Estimated& figure)
{
    const auto rounded = [](double value) {
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%.3f", value);
        return std::string(text.data());
    };
    if (!figure.value)
        return "undefined";
    if (!figure.low || !figure.high)
        return rounded(*figure.value);
    return rounded(*figure.value) + " (" + rounded(*figure.low) + " to " + rounded(*figure.high) +
           ")";
}

std::string say(const std::string& what, const Coefficients& told, bool withAlpha)
{
    std::string text = "  " + what + ": " + std::to_string(told.units) +
                       " rated by two or more, share " + say(told.share) + ", AC1 " + say(told.ac1);
    if (withAlpha)
        text += ", alpha " + say(told.alpha);
    for (const PairAgreement& pair : told.pairs)
        text += "\n    " + pair.one + " and " + pair.other + " (" + std::to_string(pair.units) +
                "): kappa " + say(pair.kappa);
    return text + "\n";
}

std::string say(const Agreement& all)
{
    return std::string(visibilityWord(all.visibility)) + ":\n" + say("steps", all.steps, true) +
           say("first errors", all.firstErrors, true) +
           say("first errors within one step", all.firstErrorsWithinOne, false) +
           "  regions: " + std::to_string(all.regions.pairs) + " pairs, IoU " +
           say(all.regions.overlap) + "\n";
}

Json jsonOf(const GoldFigures& gold)
{
    return {{"traces", gold.traces},
            {"steps", gold.steps},
            {"agreeing", gold.agreeing},
            {"first_errors", gold.firstErrors},
            {"first_errors_exact", gold.firstErrorsExact},
            {"regions", {{"pairs", gold.regions}, {"iou", steplight::jsonOf(gold.overlap())}}}};
}

std::string of(std::int64_t count, std::int64_t all)
{
    return std::to_string(count) + " of " + std::to_string(all);
}

std::string say(const GoldFigures& gold)
{
    return of(gold.agreeing, gold.steps) + " steps, first error exact in " +
           of(gold.firstErrorsExact, gold.firstErrors) + " traces";
}

Json jsonOf(const ModeFigures& mode)
{
    Json kinds = Json::object();
    for (const auto& [kind, count] : mode.kinds)
        kinds[std::string(errorKindWord(kind))] = count;
    return {{"visibility", std::string(visibilityWord(mode.visibility))},
            {"steps", {{"today", mode.today}, {"seven_days", mode.week}, {"all", mode.steps}}},
            {"right", mode.right},
            {"neutral", mode.neutral},
            {"wrong", mode.wrong},
            {"unrated", mode.unrated},
            {"kinds", kinds},
            {"time",
             {{"steps", mode.timed},
              {"low_ms", mode.lowMs},
              {"median_ms", mode.medianMs},
              {"high_ms", mode.highMs}}},
            {"accepts", mode.accepts},
            {"quick_accepts", mode.quickAccepts},
            {"gold", mode.gold ? jsonOf(*mode.gold) : Json()}};
}

Json jsonOf(const Figures& figures)
{
    Json modes = Json::array(), days = Json::array();
    for (const ModeFigures& mode : figures.modes)
        modes.push_back(jsonOf(mode));
    for (const DayFigure& day : figures.days)
        days.push_back({{"began", day.began}, {"steps", day.steps}});
    return {{"annotator", figures.annotator},
            {"visibilities", modes},
            {"days", days},
            {"training", figures.training ? jsonOf(*figures.training) : Json()}};
}

std::string say(const Figures& figures)
{
    std::string text = figures.annotator + ":\n";
    for (const ModeFigures& mode : figures.modes) {
        text.append("  ").append(visibilityWord(mode.visibility)).append(": ");
        text += std::to_string(mode.steps) + " steps, " + std::to_string(mode.week) +
                " in seven days" +
                (mode.medianMs > 0 ? "; median " + std::to_string(mode.medianMs) + " ms" : "");
        if (mode.quickAccepts > 0)
            text += "; " + of(mode.quickAccepts, mode.accepts) +
                    " right-ratings in under half a second (look into it, conclude nothing)";
        if (mode.gold)
            text += "; gold: " + say(*mode.gold);
        text += "\n";
    }
    if (figures.training)
        text += "  training: " + say(*figures.training) + "\n";
    return text;
}

Outcome figures(const FiguresOptions& options)
{
    Project project(options.project, Access::readOnly);
    Json people = Json::array();
    std::string text;
    for (const std::string& name : annotators(project)) {
        if (isInTraining(name) || name.starts_with("dataset:") ||
            (!options.annotator.empty() && name != options.annotator))
            continue;
        const Figures theirs = figuresOf(project, name);
        people.push_back(jsonOf(theirs));
        text += say(theirs);
    }
    return {{{"people", people}},
            text.empty() ? "Nobody has labelled a step." : text.substr(0, text.size() - 1)};
}

Outcome training(const TrainingOptions& options)
{
    Project project(options.project);
    if (options.forget)
        forgetTraining(project);
    TrainingSet added;
    if (!options.by.empty())
        added = addTraining(project, options.query, options.by);
    const auto all = static_cast<std::int64_t>(trainingTraces(project).size());
    return {{{"added", {{"traces", added.traces}, {"steps", added.steps}}}, {"traces", all}},
            std::to_string(all) + " traces in the training set, " + std::to_string(added.traces) +
                " of them from this call"};
}

Outcome agree(const AgreeOptions& options)
{
    Project project(options.project, Access::readOnly);
    Json visibilities = Json::array(), gold = Json::array();
    std::string text;
    for (const Agreement& all : agreement(project, options.query)) {
        visibilities.push_back(jsonOf(all));
        text += say(all);
    }
    for (const GoldAnswers& answers : goldAnswers(project)) {
        Json one{{"annotator", answers.annotator},
                 {"visibility", std::string(visibilityWord(answers.visibility))}};
        one.update(jsonOf(answers.figures));
        gold.push_back(std::move(one));
        text += "gold, " + answers.annotator + ", " +
                std::string(visibilityWord(answers.visibility)) + ": " + say(answers.figures) +
                "\n";
    }
    return {{{"visibilities", visibilities}, {"gold", gold}},
            text.empty() ? "Nobody has rated a step." : text.substr(0, text.size() - 1)};
}

void declareSplit(CLI::App& command, SplitOptions& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command.add_option("--among", options.deal.annotators, "their names")->required();
    command.add_option("--out", options.out, "the folder that their projects go into")->required();
    command.add_option("--query", options.deal.query, "which traces; empty = all");
    command
        .add_option("--overlap", options.overlap, "questions that all get: a share, or how many")
        ->default_val("0");
    command
        .add_option("--gold", options.gold,
                    "labelled traces that all get unlabelled: a query, or how many")
        ->default_val("0");
    command.add_option("--seed", options.deal.seed, "another one deals otherwise");
}

void declareMerge(CLI::App& command, MergeOptions& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command.add_option("OTHER", options.others, "projects to take everything from")->required();
}

void declareAgree(CLI::App& command, AgreeOptions& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command.add_option("--query", options.query, "which traces; empty = all");
}

void declareFigures(CLI::App& command, FiguresOptions& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command.add_option("--annotator", options.annotator, "this person alone");
}

void declareTraining(CLI::App& command, TrainingOptions& options)
{
    command.add_option("DIR", options.project, "the project's folder")->required();
    command.add_option("--query", options.query, "which traces; empty = all");
    command.add_option("--by", options.by, "whose labels of them are the answers");
    command.add_flag("--forget", options.forget, "start the set anew");
}

} // namespace

void addTeamVerbs(CLI::App& app, std::vector<Verb>& verbs)
{
    addVerb<SplitOptions>(app, verbs, "split", "deal traces to several people", declareSplit,
                          split);
    addVerb<MergeOptions>(app, verbs, "merge", "take over what others did; safe to repeat",
                          declareMerge, merge);
    addVerb<FiguresOptions>(app, verbs, "figures", "what each person has labelled, and how fast",
                            declareFigures, figures);
    addVerb<TrainingOptions>(app, verbs, "training", "traces with answers to learn from",
                             declareTraining, training);
    addVerb<AgreeOptions>(app, verbs, "agree", "how well people agree about the same steps",
                          declareAgree, agree);
}

} // namespace steplight
