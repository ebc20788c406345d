// SPDX-License-Identifier: GPL-3.0-or-later
// steplight-puzzles: the embedded world as files, for the recipe in resources/policy/make.
#include "engine/grade/answer.h"
#include "engine/protocol/request.h"
#include "engine/puzzles/demonstration.h"
#include "engine/puzzles/draw.h"
#include "engine/puzzles/estimating.h"
#include "engine/puzzles/grading.h"
#include "engine/puzzles/lesson.h"
#include "engine/puzzles/published.h"
#include "engine/puzzles/stand_in.h"
#include "engine/text/policy_steps.h"
#include "engine/text/profile.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <set>
#include <tuple>

namespace {

namespace fs = std::filesystem;
using namespace steplight;
using namespace steplight::puzzles;
using Json = nlohmann::ordered_json;

/// Which puzzles: `count` of a split, always the same for a seed.
struct Wanted {
    int count = 0;
    Split split = Split::train;
    std::uint64_t seed = 1;
    bool unknown = false;
    bool read = false; ///< the pictures are read rightly already
};

const std::map<std::string, Split> splits{
    {"train", Split::train}, {"validation", Split::validation}, {"test", Split::test}};

const std::map<std::string, Lesson> lessons{
    {"card", Lesson::card},     {"cards", Lesson::cards},       {"perception", Lesson::perception},
    {"recall", Lesson::recall}, {"conclude", Lesson::conclude}, {"solution", Lesson::solution},
    {"check", Lesson::check}};

const std::map<std::string, Habit> habitNames{
    {"orange-is-red", Habit::orangeIsRed},           {"star-is-triangle", Habit::starIsTriangle},
    {"shift-is-column", Habit::shiftIsColumn},       {"count-is-off", Habit::countIsOff},
    {"cycle-is-alternate", Habit::cycleIsAlternate}, {"cross-is-pair", Habit::crossIsPair}};

std::vector<Task> tasksOf(const Wanted& wanted)
{
    Tasks tasks(wanted.seed, wanted.split, wanted.unknown);
    std::vector<Task> all;
    while (int(all.size()) < wanted.count)
        all.push_back(tasks.next());
    return all;
}

void save(const fs::path& path, const std::string& bytes)
{
    fs::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    if (!(file << bytes) || !file.flush())
        throw std::runtime_error(path.string() + " cannot be written.");
}

std::string load(const fs::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw std::runtime_error(path.string() + " cannot be opened.");
    return {std::istreambuf_iterator<char>(file), {}};
}

void saveImage(const fs::path& folder, const Image& image)
{
    save(folder / "images" / (image.hash + ".png"), image.bytes);
}

// --- lessons of a policy: input.jsonl and images of a run of kind train ---

void writeLesson(const fs::path& folder, Lesson lesson, const Manner& manner, int learnt,
                 int validation, std::uint64_t seed)
{
    std::string lines;
    for (const auto& [split, count] :
         {std::pair{Split::train, learnt}, std::pair{Split::validation, validation}}) {
        Tasks tasks(seed, split);
        for (int i = 0; i < count; ++i) {
            Taught taught = teach(tasks.next(), lesson, manner, tasks.random());
            saveImage(folder, taught.image);
            taught.example.validation = split == Split::validation;
            lines += protocol::writeExample(taught.example);
        }
    }
    save(folder / "input.jsonl", lines);
}

// --- questions: the same of a run of kind synthesize, and which puzzles they are ---

/// The steps of a solution that read the picture, without an error.
std::vector<Step> rightlyRead(const Puzzle& puzzle, Random& random)
{
    std::vector<Step> steps = demonstrate(puzzle, {{}, 0}, random).steps;
    std::erase_if(steps, [](const Step& step) { return step.section != Section::perception; });
    return steps;
}

void writeQuestions(const fs::path& folder, const Wanted& wanted)
{
    std::string lines;
    Random random(wanted.seed);
    for (const Task& task : tasksOf(wanted)) {
        const Image image(picture(task.puzzle));
        saveImage(folder, image);
        protocol::TraceInput trace = traceOf(task, image);
        if (wanted.read)
            trace.steps = rightlyRead(task.puzzle, random);
        lines += protocol::writeExample({trace, {}, answer(task.puzzle), false});
    }
    save(folder / "input.jsonl", lines);
    const Json about{{"count", wanted.count},
                     {"split", int(wanted.split)},
                     {"seed", wanted.seed},
                     {"unknown", wanted.unknown}};
    save(folder / "puzzles.json", about.dump() + "\n");
}

Wanted wantedOf(const fs::path& folder)
{
    const Json about = Json::parse(load(folder / "puzzles.json"));
    return {about.at("count"), Split(about.at("split").get<int>()), about.at("seed"),
            about.at("unknown")};
}

protocol::Solution::Estimate scriptedEstimate(const Puzzle& puzzle, const std::vector<Step>& begun,
                                              const Manner& manner, int rollouts, Random& random)
{
    protocol::Solution::Estimate estimate{0, rollouts};
    for (int i = 0; i < rollouts; ++i)
        estimate.correct += answerFrom(puzzle, begun, manner, random) == answer(puzzle) ? 1 : 0;
    return estimate;
}

/// A synthesis as a policy would leave it that has these habits and no other fault than slips: for
/// what is to be measured apart from how well a network has learnt them.
void writeScripted(const fs::path& folder, const Wanted& wanted, const Manner& manner, int each,
                   int rollouts)
{
    writeQuestions(folder, wanted);
    Random random(wanted.seed);
    std::string events = protocol::writeEvent(
        {{}, protocol::Started{"steplight-puzzles", "synthesize", wanted.count * each, 0}});
    for (const Task& task : tasksOf(wanted))
        for (int index = 0; index < each; ++index) {
            Demonstration made = demonstrate(task.puzzle, manner, random);
            protocol::Solution solution;
            solution.question = task.id;
            solution.index = index;
            solution.steps = std::move(made.steps);
            solution.answer = std::move(made.answer);
            solution.correct = sameAnswer(solution.answer, answer(task.puzzle));
            for (std::size_t i = 0; rollouts > 0 && i < solution.steps.size(); ++i)
                solution.estimates.push_back(scriptedEstimate(
                    task.puzzle, {solution.steps.begin(), solution.steps.begin() + int(i) + 1},
                    manner, rollouts, random));
            events += protocol::writeEvent({{}, solution});
        }
    save(folder / "events.jsonl", events + protocol::writeEvent({{}, protocol::Done{}}));
}

protocol::Solution solutionOf(const std::string& question, std::int64_t index,
                              const protocol::Searched::Pooled& pooled)
{
    protocol::Solution solution;
    solution.question = question;
    solution.index = index;
    solution.steps = pooled.steps;
    solution.answer = pooled.answer;
    solution.correct = pooled.correct;
    return solution;
}

/// A synthesis that is over, or the pools of a search: each question's solutions in order.
std::map<std::string, std::vector<protocol::Solution>> solutionsOf(const fs::path& folder)
{
    std::map<std::string, std::vector<protocol::Solution>> all;
    std::ifstream events(folder / "events.jsonl");
    for (std::string line; std::getline(events, line);) {
        const protocol::Event event = protocol::readEvent(line);
        if (const auto* solution = std::get_if<protocol::Solution>(&event.body))
            all[solution->question].push_back(*solution);
        else if (const auto* searched = std::get_if<protocol::Searched>(&event.body))
            for (std::size_t i = 0; i < searched->pool.size(); ++i)
                all[searched->question].push_back(
                    solutionOf(searched->question, std::int64_t(i), searched->pool[i]));
    }
    for (auto& [question, solutions] : all)
        std::sort(solutions.begin(), solutions.end(),
                  [](const auto& a, const auto& b) { return a.index < b.index; });
    return all;
}

/// What a score run of writeTraces' input has said, by trace; none of one with a step that has no
/// estimate.
std::map<std::string, std::vector<double>> scoresOf(const fs::path& folder)
{
    std::map<std::string, std::vector<double>> all;
    std::ifstream events(folder / "events.jsonl");
    for (std::string line; std::getline(events, line);) {
        const protocol::Event event = protocol::readEvent(line);
        const auto* result = std::get_if<protocol::Result>(&event.body);
        if (!result || std::count(result->scores.begin(), result->scores.end(), std::nullopt) > 0)
            continue;
        for (const auto& score : result->scores)
            all[result->trace].push_back(*score);
    }
    return all;
}

std::string traceId(const protocol::Solution& solution)
{
    return std::string(solution.question).append("-").append(std::to_string(solution.index));
}

/// input.jsonl and images of a score run: every solution that could be read.
void writeTraces(const fs::path& folder, const fs::path& synthesis)
{
    auto all = solutionsOf(synthesis);
    std::string lines;
    for (const Task& task : tasksOf(wantedOf(synthesis))) {
        const Image image(picture(task.puzzle));
        saveImage(folder, image);
        for (const protocol::Solution& solution : all[task.id])
            if (!solution.steps.empty()) {
                protocol::TraceInput trace = traceOf(task, image);
                trace.id = traceId(solution);
                trace.steps = solution.steps;
                lines += protocol::writeTrace(trace);
            }
    }
    save(folder / "input.jsonl", lines);
}

/// A line for each solution that could be read: what a PRM should say of each step.
void printTruth(const fs::path& folder)
{
    auto all = solutionsOf(folder);
    for (const Task& task : tasksOf(wantedOf(folder)))
        for (const protocol::Solution& solution : all[task.id]) {
            if (solution.steps.empty())
                continue;
            Json line{{"question", task.id},
                      {"index", solution.index},
                      {"family", nameOf(task.puzzle.family)},
                      {"puzzle", combination(task.puzzle)},
                      {"labelled", noveltyOf(task.puzzle) == Novelty::known},
                      {"sections", Json::array()},
                      {"local", Json::array()},
                      {"cumulative", Json::array()}};
            const auto verdicts = verdictsOf(task.puzzle, solution.steps);
            for (std::size_t i = 0; i < verdicts.size(); ++i) {
                line["sections"].push_back(
                    solution.steps[i].section == Section::perception ? "perception" : "reasoning");
                line["local"].push_back(verdicts[i].local);
                line["cumulative"].push_back(verdicts[i].cumulative);
            }
            std::cout << line.dump() << '\n';
        }
}

Json jsonOf(const Scaling& scaling, bool scored)
{
    Json json{{"puzzles", scaling.puzzles},   {"single", scaling.single},
              {"majority", scaling.majority}, {"oracle", scaling.oracle},
              {"verifier", scaling.verifier}, {"read", scaling.read}};
    for (const Section section : {Section::perception, Section::reasoning})
        json["true_steps"][section == Section::perception ? "perception" : "reasoning"] =
            scaling.local[std::size_t(section)];
    if (scored) {
        json["weighted"] = scaling.weighted;
        for (const Aggregation aggregation : aggregations)
            json["best"][std::string(nameOf(aggregation))] = scaling.best[std::size_t(aggregation)];
    }
    return json;
}

/// Also by family, and by whether PRM labels may touch the combination.
void printGrades(const fs::path& folder, const fs::path& scoreRun)
{
    const bool scored = !scoreRun.empty();
    const auto all = solutionsOf(folder);
    const auto scores = scored ? scoresOf(scoreRun) : decltype(scoresOf(scoreRun)){};
    std::map<std::string, ScalingTally> tallies;
    for (const Task& task : tasksOf(wantedOf(folder))) {
        const auto found = all.find(task.id);
        if (found == all.end())
            continue;
        Scores steps;
        for (const protocol::Solution& solution : found->second)
            if (const auto s = scores.find(traceId(solution)); s != scores.end())
                steps.push_back(s->second);
            else if (scored)
                steps.push_back({});
        for (const std::string& group :
             {std::string("all"), std::string(nameOf(task.puzzle.family)),
              std::string(noveltyOf(task.puzzle) == Novelty::known ? "labelled" : "unlabelled")})
            tallies[group].add(task.puzzle, found->second, steps);
    }
    Json grades;
    for (const auto& [group, tally] : tallies)
        grades[group] = jsonOf(tally.scaling(), scored);
    std::cout << grades.dump(1) << '\n';
}

// --- estimates: what each way to estimate costs, and how often it finds the first error ---

void printLocated(const SynthesisOptions& o, const Located& l)
{
    const auto share = [](std::int64_t of, std::int64_t all) { return double(of) / double(all); };
    std::cout << "| "
              << (o.by == EstimateBy::flat    ? "flat"
                  : o.by == EstimateBy::omega ? "omega"
                                              : "tree")
              << " | " << o.solutions << " | " << o.rollouts << " | ";
    if (o.decided > 0)
        std::cout << std::fixed << std::setprecision(1) << o.threshold;
    std::cout << " | " << std::fixed << std::setprecision(0)
              << share(l.usage.solutionTokens + l.usage.rolloutTokens, l.questions) << " | "
              << share(l.usage.rollouts, l.questions) << " | " << share(l.onWrong, l.questions)
              << " | " << l.searched << " | " << std::setprecision(2) << share(l.right, l.searched)
              << " | " << share(l.early, l.searched) << " | " << share(l.late, l.searched) << " | "
              << l.positions << " | " << std::setprecision(0)
              << share(l.usage.solutionTokens + l.usage.rolloutTokens, l.positions) << " |\n"
              << std::flush;
}

/// Markdown, as it stands in docs/synthesis.md.
void printEstimates(const Wanted& wanted)
{
    std::vector<Puzzle> puzzles;
    for (const Task& task : tasksOf(wanted))
        puzzles.push_back(task.puzzle);
    std::cout << "| estimate | solutions | rollouts | decided at | words | rollouts in all | on "
                 "wrong ones | wrong ones | first error | too early | too late | different errors "
                 "| words for each |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";
    SynthesisOptions o;
    o.seed = wanted.seed;
    for (const EstimateBy by : {EstimateBy::flat, EstimateBy::omega, EstimateBy::tree})
        for (const auto& [solutions, rollouts, threshold] : {std::tuple{4, 4, 0.},
                                                             {4, 8, 0.},
                                                             {4, 16, 0.},
                                                             {4, 16, 0.2},
                                                             {4, 16, 0.5},
                                                             {16, 8, 0.}}) {
            if (by == EstimateBy::flat && solutions == 16)
                continue; // the point is clear with 4
            o.by = by;
            o.solutions = solutions;
            o.rollouts = rollouts;
            o.decided = threshold > 0 ? 0.95 : 0;
            o.threshold = threshold;
            printLocated(o, locate(puzzles, o));
        }
}

// --- judgements: input.jsonl and images of a run of kind train for a PRM. Puzzles whose
// combination no label may touch are left out ---

/// What has a target.
enum class Judged {
    steps,   ///< each: whether all is true up to it
    said,    ///< the same of what follows the readings, over pictures that show what these say
    outcomes ///< the last step alone: whether the answer, which stands there too, is right
};

/// The puzzle with the cells as a solution reads them.
Puzzle asSaid(Puzzle puzzle, const std::vector<Step>& steps)
{
    for (const Step& step : steps)
        if (const auto claim = readSentence(step.text, puzzle.family);
            claim && claim->kind == Claim::Kind::read && isVisible(puzzle, claim->cells[0]))
            for (const Value& value : claim->values)
                puzzle.cards[std::size_t(claim->cells[0])][std::size_t(value.attribute)] =
                    value.index;
    return puzzle;
}

protocol::Example judgement(const Task& task, const Image& image,
                            const protocol::Solution& solution, Judged what)
{
    protocol::Example example{traceOf(task, image), {}, {}, false};
    example.trace.id.append("-").append(std::to_string(solution.index));
    example.trace.steps = solution.steps;
    for (const Verdict& verdict : verdictsOf(task.puzzle, solution.steps))
        example.targets.emplace_back(verdict.cumulative ? 1 : 0);
    for (std::size_t i = 0; what == Judged::said && i < solution.steps.size(); ++i)
        if (solution.steps[i].section == Section::perception)
            example.targets[i].reset();
    if (what == Judged::outcomes) {
        example.targets.assign(solution.steps.size(), std::nullopt);
        example.targets.back() = solution.correct.value_or(false) ? 1 : 0;
        example.answer = solution.answer;
    }
    return example;
}

/// Judged::said, because most solutions misread something, and a conclusion behind an error teaches
/// nothing.
void writeJudgements(const fs::path& folder, const std::vector<fs::path>& runs, int each,
                     Judged what)
{
    std::string lines;
    for (const fs::path& run : runs) {
        const Wanted wanted = wantedOf(run);
        auto all = solutionsOf(run);
        for (const Task& task : tasksOf(wanted)) {
            if (noveltyOf(task.puzzle) != Novelty::known)
                continue;
            std::vector<protocol::Solution>& solutions = all[task.id];
            std::erase_if(solutions, [](const auto& s) { return s.steps.empty(); });
            for (int k = 0; k < std::min(each, int(solutions.size())); ++k) {
                const protocol::Solution& solution = solutions[std::size_t(k)];
                Task shown = task;
                if (what == Judged::said)
                    shown.puzzle = asSaid(task.puzzle, solution.steps);
                const Image image(picture(shown.puzzle));
                saveImage(folder, image);
                protocol::Example example = judgement(shown, image, solution, what);
                example.validation = wanted.split != Split::train;
                lines += protocol::writeExample(example);
            }
        }
    }
    save(folder / "input.jsonl", lines);
}

// --- the demo: rollouts, judge replies and truth of a synthesis, as published data look ---

std::string twoDigits(int n)
{
    return (n < 10 ? std::string("0") : std::string()).append(std::to_string(n));
}

struct DemoOptions {
    double judgedShare = 0.75;
    JudgeFaults faults;
    bool labelled = false; ///< only combinations that PRM labels may touch
};

/// What the files are to hold.
struct Demo {
    std::string rollouts, truths, known;
    Json judged = Json::array();
    std::map<Family, int> numbers; ///< puzzles so far
};

void addSynthesis(Demo& demo, const fs::path& folder, const fs::path& synthesis,
                  const DemoOptions& o)
{
    const Wanted wanted = wantedOf(synthesis);
    auto all = solutionsOf(synthesis);
    Random random(wanted.seed);
    for (const Task& task : tasksOf(wanted)) {
        if (o.labelled && noveltyOf(task.puzzle) != Novelty::known)
            continue;
        const Family family = task.puzzle.family;
        const std::string name =
            std::string(nameOf(family)).append("-").append(twoDigits(++demo.numbers[family]));
        const std::string image = "images/" + name + ".png";
        const Image drawn(picture(task.puzzle));
        save(folder / image, drawn.bytes);
        demo.known += standInLine(drawn.hash, task.puzzle);
        char letter = 'a';
        std::set<std::string> told;
        for (const protocol::Solution& solution : all[task.id]) {
            if (solution.steps.empty())
                continue;
            const std::string uid = std::string(name).append("-").append(1, letter++);
            const Published made = publish(task.puzzle, solution, uid, image, o.faults, random);
            const bool judged = fraction(random) < o.judgedShare;
            if (!told.insert(renderPolicyTurn({}, policyStepsOf(solution.steps), {})).second)
                continue; // an import takes both for one, and would know no trace for its judge
            demo.rollouts += made.rollout;
            demo.truths += made.truth;
            if (judged)
                demo.judged.push_back(
                    {{"custom_id", uid}, {"verification_response", made.verification}});
        }
    }
}

void writeDemo(const fs::path& folder, const std::vector<fs::path>& runs, const DemoOptions& o)
{
    Demo demo;
    for (const fs::path& synthesis : runs)
        addSynthesis(demo, folder, synthesis, o);
    save(folder / "rollouts.jsonl", demo.rollouts);
    save(folder / "truth.jsonl", demo.truths);
    save(folder / "judge_results.json", demo.judged.dump(1) + "\n");
    save(folder / "judge" / protocol::judgeFile, standInFile("puzzle judge", o.faults));
    save(folder / "judge" / "puzzles.jsonl", demo.known);
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("The embedded world of small visual puzzles, as files.", "steplight-puzzles");
    app.require_subcommand(1);
    fs::path folder, synthesis;
    Wanted wanted;
    Lesson of = Lesson::solution;
    int learnt = 0, validation = 0, each = 2;
    std::vector<fs::path> runs;

    CLI::App* lesson = app.add_subcommand("lesson", "Write what a policy or a PRM learns from.");
    lesson->add_option("FOLDER", folder, "a run folder of kind train")->required();
    lesson->add_option("--of", of, "card, cards, perception, recall, conclude, solution or check")
        ->required()
        ->transform(CLI::CheckedTransformer(lessons));
    lesson->add_option("--learnt", learnt, "examples to learn");
    lesson->add_option("--validation", validation, "examples to measure");
    lesson->add_option("--seed", wanted.seed, "decides everything");

    CLI::App* questions = app.add_subcommand("questions", "Write questions for a policy.");
    questions->add_option("FOLDER", folder, "a run folder of kind synthesize")->required();
    questions->add_option("--count", wanted.count, "how many")->required();
    questions->add_option("--split", wanted.split, "train, validation or test")
        ->transform(CLI::CheckedTransformer(splits));
    questions->add_option("--seed", wanted.seed, "decides everything");
    questions->add_flag("--unknown", wanted.unknown, "only combinations that nothing was taught");

    questions->add_flag("--read", wanted.read,
                        "with the cards read rightly, for a policy to conclude from");
    int solutions = 0, rollouts = 0;
    questions->add_option("--scripted", solutions,
                          "also solve them, so often each, with the habits of the demonstrations "
                          "and without a policy");
    questions->add_option("--rollouts", rollouts, "of the scripted: estimates from each step");

    Manner manner;
    for (CLI::App* shown : {lesson, questions})
        shown
            ->add_option("--habits", manner.habits,
                         "those of the demonstrations; all where this is not given")
            ->transform(CLI::CheckedTransformer(habitNames))
            ->delimiter(',');
    questions->get_option("--habits")->needs("--scripted"); // a policy has its own

    CLI::App* grade =
        app.add_subcommand("grade", "Say what the solutions of a synthesis are worth.");
    grade->add_option("FOLDER", folder, "its run folder")->required();
    fs::path scores;
    grade->add_option("--scores", scores, "a score run of its traces: choose by them as well");

    CLI::App* traces = app.add_subcommand("traces", "Write a synthesis' solutions to be scored.");
    traces->add_option("FOLDER", folder, "a run folder of kind score")->required();
    traces->add_option("--run", synthesis, "the synthesis")->required();

    CLI::App* truth = app.add_subcommand("truth", "Say what holds of each step that was written.");
    truth->add_option("FOLDER", folder, "the run folder of a synthesis or a search")->required();

    CLI::App* estimates = app.add_subcommand(
        "estimates", "Say what ways to estimate cost and find, with a scripted policy.");
    estimates->add_option("--count", wanted.count, "puzzles")->required();
    estimates->add_option("--seed", wanted.seed, "decides everything");

    CLI::App* judgements = app.add_subcommand("judgements", "Write what a PRM learns from.");
    judgements->add_option("FOLDER", folder, "a run folder of kind train")->required();
    judgements->add_option("--run", runs, "a synthesis; of another split than train: measured only")
        ->required();
    judgements->add_option("--each", each, "solutions a puzzle");
    bool said = false, outcomes = false;
    judgements->add_flag("--said", said,
                         "pictures show what is said of them; conclusions alone have targets");
    judgements
        ->add_flag("--outcomes", outcomes,
                   "the last step alone has a target: whether the answer is right")
        ->excludes("--said");

    CLI::App* demo = app.add_subcommand("demo", "Write syntheses as published data look.");
    demo->add_option("FOLDER", folder, "where to")->required();
    demo->add_option("--run", runs, "a synthesis; may be given again")->required();
    DemoOptions made;
    bool blind = false;
    demo->add_option("--judged", made.judgedShare, "share of solutions that the judge looks at");
    demo->add_option("--miss", made.faults.missPerception, "chance that it passes over an error");
    demo->add_option("--false-alarm", made.faults.falseAlarm,
                     "chance that it blames one of a solution's steps, whichever");
    demo->add_flag("--labelled", made.labelled, "only combinations that PRM labels may touch");
    demo->add_flag("--blind", blind,
                   "it passes over three in four misread oranges and shifts taken for columns");

    try {
        app.parse(argc, argv);
        if (*lesson)
            writeLesson(folder, of, manner, learnt, validation, wanted.seed);
        if (*questions)
            solutions > 0 ? writeScripted(folder, wanted, manner, solutions, rollouts)
                          : writeQuestions(folder, wanted);
        if (*grade)
            printGrades(folder, scores);
        if (*estimates)
            printEstimates(wanted);
        if (*truth)
            printTruth(folder);
        if (*traces)
            writeTraces(folder, synthesis);
        if (*demo) {
            made.faults.missReasoning = made.faults.missPerception;
            if (blind)
                made.faults.blind = {Habit::orangeIsRed, Habit::shiftIsColumn};
            writeDemo(folder, runs, made);
        }
        if (*judgements)
            writeJudgements(folder, runs, each,
                            said       ? Judged::said
                            : outcomes ? Judged::outcomes
                                       : Judged::steps);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
