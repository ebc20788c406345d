// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/image/decode.h"
#include "engine/puzzles/demonstration.h"
#include "engine/puzzles/draw.h"
#include "engine/puzzles/grading.h"
#include "engine/puzzles/lesson.h"
#include "engine/puzzles/published.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace steplight;
using namespace steplight::puzzles;

namespace {

constexpr int many = 2000;
const Manner faultless{{}, 0};

/// `many` puzzles of every family, levels 1 and 2 in turn.
std::vector<Puzzle> drawn(std::uint64_t seed = 1)
{
    Random random(seed);
    std::vector<Puzzle> puzzles;
    for (const Family family : families)
        for (int i = 0; i < many; ++i)
            puzzles.push_back(makePuzzle(random, family, 1 + i % 2));
    return puzzles;
}

/// Whether the cells that can be seen leave room for a rule, told apart from the generator: equal
/// cells by the rule's own words.
bool fits(const Puzzle& puzzle, Attribute attribute, Rule rule)
{
    const int n = int(puzzle.cards.size());
    constexpr std::array ring{0, 1, 2, 5, 8, 7, 6, 3};
    const auto place = [&](int cell) {
        return int(std::find(ring.begin(), ring.end(), cell) - ring.begin());
    };
    const auto alike = [&](int a, int b) {
        const int pa = place(a), pb = place(b);
        switch (rule) {
        case Rule::row:
            return a / 3 == b / 3;
        case Rule::column:
            return a % 3 == b % 3;
        case Rule::shift:
            return (b % 3 - a % 3 + 3) % 3 == (b / 3 - a / 3 + 3) % 3;
        case Rule::alternate:
            return (a - b) % 2 == 0;
        case Rule::cycle:
            return (a - b) % 3 == 0;
        case Rule::opposite:
            return (pa - pb) % 4 == 0;
        case Rule::pair:
            return pa / 2 == pb / 2;
        case Rule::cross:
            return a == b || pa == (pb / 2 * 2 + 1 - pb % 2 + 4) % 8;
        default:
            return false;
        }
    };
    for (int a = 0; a < n; ++a)
        for (int b = 0; b < n; ++b) {
            if (a == b || !isVisible(puzzle, a) || !isVisible(puzzle, b))
                continue;
            const int va = puzzle.value(a, attribute).index, vb = puzzle.value(b, attribute).index;
            if (rule == Rule::grow || rule == Rule::shrink) {
                const int step = rule == Rule::grow ? 1 : 4;
                if (b == a + 1 && vb != (va + step) % 5)
                    return false;
            } else if (alike(a, b) && va != vb) {
                return false;
            }
        }
    return true;
}

std::vector<Rule> candidates(Family family, Attribute attribute)
{
    std::vector<Rule> rules;
    for (const Sign& sign : signsOf(family, attribute))
        rules.push_back(sign.rule);
    return rules;
}

/// Grid, colour by row and shape by shift, C3 hidden: worked by hand below.
Puzzle byHand()
{
    Puzzle puzzle;
    puzzle.asked = {Attribute::colour, Attribute::shape};
    puzzle.rules = {Rule::row, Rule::shift};
    puzzle.hidden = 8;
    constexpr std::array colours{0, 2, 4}, shapes{0, 1, 3};
    for (int cell = 0; cell < 9; ++cell)
        puzzle.cards.push_back({colours[std::size_t(cell / 3)],
                                shapes[std::size_t((cell % 3 - cell / 3 + 3) % 3)], 1, 0});
    return puzzle;
}

std::vector<Verdict> checked(const Puzzle& puzzle, const std::vector<std::string>& texts)
{
    Checker checker(puzzle);
    std::vector<Verdict> verdicts;
    for (const std::string& text : texts)
        verdicts.push_back(checker.check(text));
    return verdicts;
}

std::string signs(const std::vector<Verdict>& verdicts)
{
    std::string text;
    for (const Verdict& verdict : verdicts)
        text += verdict.local ? verdict.cumulative ? '+' : '~' : "?pru"[int(verdict.error)];
    return text;
}

} // namespace

TEST(Puzzles, ObeyTheirRuleAndNoOther)
{
    for (const Puzzle& puzzle : drawn())
        for (std::size_t which : {0u, 1u})
            for (const Rule rule : candidates(puzzle.family, puzzle.asked[which]))
                ASSERT_EQ(fits(puzzle, puzzle.asked[which], rule), rule == puzzle.rules[which])
                    << state(puzzle) << " " << nameOf(rule);
}

TEST(Puzzles, HaveOneOddCellWhereOneIsOdd)
{
    for (const Puzzle& puzzle : drawn()) {
        if (puzzle.family != Family::odd)
            continue;
        for (const Attribute attribute : attributes) {
            std::map<int, int> times;
            for (int cell = 0; cell < int(puzzle.cards.size()); ++cell)
                if (isVisible(puzzle, cell))
                    ++times[puzzle.value(cell, attribute).index];
            const bool lone =
                times.size() == 2 && (times.begin()->second == 1 || times.rbegin()->second == 1);
            ASSERT_EQ(lone, attribute == puzzle.asked[0]) << state(puzzle);
            if (!lone)
                continue;
            ASSERT_EQ(times[puzzle.value(puzzle.hidden, attribute).index], 1);
        }
    }
}

// Pairs of colours, shapes and counts have 25 answers, with a size 15.
TEST(Puzzles, LeaveAGuessLittle)
{
    double chance = 0;
    std::map<std::string, int> answers;
    const auto puzzles = drawn();
    for (const Puzzle& puzzle : puzzles) {
        chance += 1.0 / (valuesOf(puzzle.asked[0]) * valuesOf(puzzle.asked[1]));
        ++answers[std::string(nameOf(puzzle.family)) + answer(puzzle)];
    }
    EXPECT_LT(chance / double(puzzles.size()), 0.055);
    for (const auto& [text, times] : answers)
        EXPECT_LT(times, 0.08 * many) << text;
}

TEST(Puzzles, ArePartedByWhatTheyAre)
{
    std::map<Split, int> splits;
    std::map<std::pair<Family, Novelty>, std::set<std::string>> combinations;
    const auto puzzles = drawn();
    for (Puzzle puzzle : puzzles) {
        ++splits[splitOf(puzzle)];
        combinations[{puzzle.family, noveltyOf(puzzle)}].insert(combination(puzzle));
        const Split split = splitOf(puzzle);
        puzzle.shade = (puzzle.shade + 1) % 5; // on other paper it is the same puzzle
        ASSERT_EQ(splitOf(puzzle), split);
    }
    EXPECT_NEAR(splits[Split::test], 0.1 * double(puzzles.size()), 90);
    EXPECT_NEAR(splits[Split::validation], 0.1 * double(puzzles.size()), 90);
    for (const Family family : {Family::grid, Family::sequence, Family::ring})
        for (const Novelty novelty : {Novelty::known, Novelty::unlabelled, Novelty::unknown})
            EXPECT_GE((combinations[{family, novelty}].size()), 2u)
                << nameOf(family) << " " << int(novelty);
}

TEST(Puzzles, AreTheSameForOneSeed)
{
    Random random(7);
    const Puzzle puzzle = makePuzzle(random, Family::grid, 2);
    // std::mt19937_64 is the standard's: these hold on every platform.
    EXPECT_EQ(state(puzzle),
              "grid shape:column size:row 8 3010 1410 0210 1020 0420 3220 4000 2400 0200");
    EXPECT_EQ(question(puzzle),
              "In the grid cell C3 is hidden. Which shape and size does it have?");
    EXPECT_EQ(answer(puzzle), "triangle, small");
}

TEST(Sentences, AreReadAsTheyWereWritten)
{
    Random random(3);
    for (const Puzzle& puzzle : drawn())
        for (const Step& step : demonstrate(puzzle, {}, random).steps) {
            const auto claim = readSentence(step.text, puzzle.family);
            ASSERT_TRUE(claim) << step.text;
            ASSERT_EQ(sentence(*claim, puzzle.family), step.text);
        }
}

TEST(Sentences, OfAnotherMakeAreNotRead)
{
    for (const char* text :
         {"",
          " ",
          "A1",
          "A1 shows three red star.",
          "A1 shows one red stars.",
          "A1 shows a red large star.",
          "A1 shows a large red star",
          "A1 shows a large red star. A",
          "D1 shows a large red star.",
          "A4 shows a large red star.",
          "%c shows %v %v %s.",
          "By colour: A1 red, B1 red same, C1 red same, A1 red same, so the rule is red.",
          "By colour: A1 red, B1 star other, C1 red other, A1 red same, so the rule is row.",
          "By colour: A1 red, B1 blue other, C1 red other, B1 red same, so the rule is column.",
          "By colour: A1 red, B1 blue other, C1 red other, A1 blue same, so the rule is column.",
          "By colour: A1 red, B1 blue other, C1 red other, A1 red, so the rule is column.",
          "By shape: A1 hearts, B1 heart same, C1 star other, A1 hearts other, so the rule is row.",
          "The answer is red.",
          "The answer is red, star, one.",
          "the answer is red, star.",
          "By colour: A1 red, B1 blue, C1 red, so the odd one is B1.",
          "By colour: A1 red, B1 blue other, C1 red other, so the odd one is B1.",
          "\xff\xfe",
          "A1 shows a\0b"})
        EXPECT_FALSE(readSentence(text, Family::grid)) << text;
    EXPECT_TRUE(readSentence("  A1\nshows a large  red star .", Family::grid));
    EXPECT_TRUE(readSentence("D1 shows a large red star.", Family::sequence));
}

TEST(Sentences, NeedFewWords)
{
    const auto words = vocabulary();
    const std::set<std::string_view> known(words.begin(), words.end());
    EXPECT_LE(words.size(), 85u);
    Random random(5);
    for (const Puzzle& puzzle : drawn()) {
        std::string all = question(puzzle) + " " + answer(puzzle);
        for (const Step& step : demonstrate(puzzle, {}, random).steps)
            all += " " + step.text;
        for (const auto word : wordsOf(all))
            ASSERT_TRUE(known.count(word)) << word;
    }
}

TEST(Checker, AgreesWithWhatIsWorkedByHand)
{
    const Puzzle puzzle = byHand(); // colours red, yellow, blue by row; circle, square, star
    ASSERT_EQ(answer(puzzle), "blue, circle");
    const std::vector<std::string> good{
        "B3 shows a medium blue star.",
        "C2 shows a medium yellow square.",
        "B2 shows a medium yellow circle.",
        "By colour: B3 blue, C2 yellow other, B2 yellow same, B3 blue other, so the rule is row.",
        "By colour: C3 is like B3, blue.",
        "By shape: B3 star, C2 square other, B2 circle other, B3 star other, so the rule is shift.",
        "By shape: C3 is like B2, circle.",
        "The answer is blue, circle."};
    EXPECT_EQ(signs(checked(puzzle, good)), "++++++++");
    const auto with = [&](std::size_t at, const char* text) {
        auto steps = good;
        steps[at] = text;
        return signs(checked(puzzle, steps));
    };
    // Misread: what follows from it is right by itself.
    EXPECT_EQ(with(0, "B3 shows a medium red star."), "p~~rr~~~");    // says blue all the same
    EXPECT_EQ(with(0, "B3 shows a medium blue square."), "p~~~~r~~"); // no star, and no shift
    EXPECT_EQ(with(1, "C2 shows a medium red square."), "+p~r~~~~");  // yellow is not what was said
    EXPECT_EQ(with(0, "C3 shows a medium blue circle."), "p~~rrr~~"); // hidden; B3 is not read
    EXPECT_EQ(with(3, "By colour: B3 blue, C2 yellow other, B2 yellow same, B3 blue other, so the "
                      "rule is column."),
              "+++rr~~~");
    EXPECT_EQ(with(3, "By colour: C2 yellow, B2 yellow same, B3 blue other, C2 yellow other, so "
                      "the rule is row."),
              "++++++++");
    EXPECT_EQ(with(3, "By colour: B3 blue, C2 yellow other, B2 blue other, B3 blue same, so the "
                      "rule is column."),
              "+++rr~~~");
    EXPECT_EQ(with(3, "By colour: B3 blue, C2 yellow other, C2 yellow same, B3 blue other, so the "
                      "rule is row."),
              "+++r~~~~");
    EXPECT_EQ(with(3, "By colour: B3 blue, C2 yellow other, B2 yellow other, B3 blue other, so the "
                      "rule is row."),
              "+++r~~~~"); // they are the same
    EXPECT_EQ(with(4, "By colour: C3 is like C2, yellow."), "++++r~~r");
    EXPECT_EQ(with(4, "By colour: B3 is like B3, blue."), "++++r~~~");
    EXPECT_EQ(with(4, "By colour: C2 yellow, B2 yellow same, as row says."), "+++++++r");
    EXPECT_EQ(with(5, "By shape: B3 star, C2 square other, B2 circle other, B3 star other, so the "
                      "rule is column."),
              "+++++rr~");
    EXPECT_EQ(with(5, "By colour: B2 yellow, C2 yellow same, as row says."),
              "++++++r~"); // of shape no rule yet
    EXPECT_EQ(with(6, "By shape: C3 is like C2, square."), "++++++rr");
    EXPECT_EQ(with(7, "The answer is circle, blue."), "+++++++r");
    EXPECT_EQ(with(7, "The answer is blue, star."), "+++++++r");
    EXPECT_EQ(with(7, "I think that it is blue."), "+++++++u");
    EXPECT_EQ(with(2, "<b>B2</b>"), "++ur~rr~"); // and B2 is not read
}

TEST(Checker, TakesNoCommonCellForTheOddOne)
{
    Puzzle puzzle; // all red but C3, which is a blue star among circles and squares
    puzzle.family = Family::odd;
    puzzle.asked = {Attribute::colour, Attribute::shape};
    puzzle.rules = {Rule::share, Rule::share};
    puzzle.hidden = 8;
    for (int cell = 0; cell < 9; ++cell)
        puzzle.cards.push_back({cell == 8 ? 4 : 0, cell == 8 ? 3 : cell % 4 / 2, 1, 0});
    std::vector<std::string> steps{
        "A1 shows a medium red circle.",
        "C1 shows a medium red square.",
        "A3 shows a medium red square.",
        "C3 shows a medium blue star.",
        "By colour: A1 red, C1 red same, C3 blue other, A1 red other, so the odd one is C3.",
        "By colour: C3 has blue.",
        "By shape: C3 has star.",
        "The answer is blue, star."};
    EXPECT_EQ(signs(checked(puzzle, steps)), "++++++++");
    const std::string alike = "By colour: A1 red, C1 red same, A3 red same, A1 red same, ";
    steps[4] = alike + "so the odd one is C3.";
    EXPECT_EQ(signs(checked(puzzle, steps)), "++++++++") << "the fourth, by what the three are";
    steps[4] = alike + "so the odd one is A1.";
    EXPECT_EQ(signs(checked(puzzle, steps)), "++++rrrr");
    steps[5] = "By colour: A1 has red.";
    steps[6] = "By shape: A1 has circle.";
    steps[7] = "The answer is red, circle.";
    EXPECT_EQ(signs(checked(puzzle, steps)), "++++r~~~");
    steps[4] = "By shape: A1 circle, C1 square other, A3 square same, A1 circle other, so the odd "
               "one is A1.";
    EXPECT_EQ(signs(checked(puzzle, steps)), "++++r~~~") << "colour is asked for";
    steps[4] = "By colour: A1 red, C1 red same, C3 blue other, A1 red other, so the odd one is B2.";
    EXPECT_EQ(signs(checked(puzzle, steps)), "++++rrrr");
}

// What makes the labels worth having: a chain of true steps ends in the true answer, whoever wrote
// it, and a faultless writer's every step is true.
TEST(Checker, CallsNoChainRightThatEndsWrong)
{
    Random random(11);
    const auto words = vocabulary();
    int readable = 0, wrong = 0;
    for (const Puzzle& puzzle : drawn()) {
        const auto good = demonstrate(puzzle, faultless, random);
        ASSERT_EQ(good.answer, answer(puzzle)) << state(puzzle);
        ASSERT_TRUE(std::all_of(good.verdicts.begin(), good.verdicts.end(), [](const Verdict& v) {
            return v.local && v.cumulative;
        })) << state(puzzle);
        // One word of one step replaced by any other.
        const auto step = std::size_t(below(random, int(good.steps.size())));
        std::vector<std::string> texts;
        for (const Step& each : good.steps)
            texts.push_back(each.text);
        const auto parts = wordsOf(good.steps[step].text);
        const auto at = std::size_t(below(random, int(parts.size())));
        std::string changed;
        for (std::size_t i = 0; i < parts.size(); ++i)
            changed += (i == at ? words[std::size_t(below(random, int(words.size())))]
                                : std::string(parts[i])) +
                       " ";
        texts[step] = changed;
        Checker checker(puzzle);
        Verdict last;
        for (const std::string& text : texts)
            last = checker.check(text);
        readable += readSentence(changed, puzzle.family).has_value();
        wrong += checker.answer() != answer(puzzle);
        if (!last.cumulative)
            continue;
        ASSERT_EQ(checker.answer(), answer(puzzle)) << state(puzzle) << "\n" << changed;
    }
    EXPECT_GT(readable, 300); // the test has seen what it speaks of
    EXPECT_GT(wrong, 50);
}

TEST(Demonstrations, HaveTheLengthsAndSectionsThatWereMeant)
{
    Random random(13);
    std::map<std::size_t, int> lengths;
    for (const Puzzle& puzzle : drawn()) {
        const auto made = demonstrate(puzzle, {}, random);
        const auto perception =
            std::count_if(made.steps.begin(), made.steps.end(),
                          [](const Step& step) { return step.section == Section::perception; });
        const std::size_t reasoning = made.steps.size() - std::size_t(perception);
        ASSERT_TRUE(perception == 3 || perception == 4);
        ASSERT_GE(reasoning, 3u);
        ASSERT_LE(reasoning, 7u);
        ++lengths[reasoning];
    }
    EXPECT_EQ(lengths.size(), 5u);
}

TEST(Demonstrations, SlipAsOftenAsTheirHabitsSay)
{
    Random random(17);
    for (const Habit habit : habits) {
        std::map<int, std::pair<int, int>> byChance; // per cent: taken hold, of how many
        int triggered = 0;
        for (const Puzzle& puzzle : drawn(19)) {
            const auto made = demonstrate(puzzle, {{habit}, 0}, random);
            const bool slipped = !made.verdicts.back().cumulative;
            const auto at = cited(puzzle.family, puzzle.hidden);
            // Where the habit has something to take hold of in what is always read.
            const auto follows = [&](Rule rule) {
                return puzzle.rules[0] == rule || puzzle.rules[1] == rule;
            };
            const auto shows = [&](Attribute attribute, int least, int most) {
                return puzzle.family == Family::grid &&
                       std::any_of(at.begin(), at.end(), [&](int cell) {
                           const int value = puzzle.value(cell, attribute).index;
                           return value >= least && value <= most;
                       });
            };
            const std::array tempting{shows(Attribute::colour, 1, 1), shows(Attribute::shape, 3, 3),
                                      follows(Rule::shift),           shows(Attribute::count, 2, 4),
                                      follows(Rule::cycle),           follows(Rule::cross)};
            const bool tempted = tempting.at(std::size_t(habit));
            if (!tempted)
                continue;
            ++triggered;
            auto& [hold, of] = byChance[int(chanceOf(habit, puzzle) * 100 + 0.5)];
            hold += slipped;
            ++of;
        }
        EXPECT_GT(triggered, 300);
        EXPECT_GE(byChance.begin()->first, 20);
        EXPECT_LE(byChance.rbegin()->first, 80);
        EXPECT_GE(byChance.size(), 3u);
        for (const auto& [percent, counts] : byChance) {
            const double p = percent / 100.0, n = counts.second;
            EXPECT_NEAR(counts.first / n, p, 4 * std::sqrt(p * (1 - p) / n)) << int(habit);
        }
    }
}

TEST(Demonstrations, AreGoneOnWithFromWhateverIsThere)
{
    Random random(16);
    int hopeful = 0, all = 0;
    for (const Puzzle& puzzle : drawn(16)) {
        const Demonstration made = demonstrate(puzzle, {}, random);
        for (std::size_t i = 0; i <= made.steps.size(); ++i) {
            const std::vector<Step> begun(made.steps.begin(), made.steps.begin() + int(i));
            const bool right = i == 0 || made.verdicts[i - 1].cumulative;
            const std::string end = answerFrom(puzzle, begun, faultless, random);
            if (right) {
                ASSERT_EQ(end, answer(puzzle)) << i; // without faults a true beginning ends right
            }
            hopeful += end == answer(puzzle) ? 1 : 0;
            ++all;
        }
        ASSERT_EQ(answerFrom(puzzle, made.steps, faultless, random), made.answer);
    }
    EXPECT_LT(hopeful, all) << "a wrong beginning does not always mend itself";
}

TEST(Lessons, TeachNothingThatIsKeptForLater)
{
    for (const Split split : {Split::train, Split::validation}) {
        Tasks tasks(5, split), again(5, split);
        std::set<Family> seen;
        for (int i = 0; i < 200; ++i) {
            const Task task = tasks.next();
            EXPECT_EQ(splitOf(task.puzzle), split);
            EXPECT_NE(noveltyOf(task.puzzle), Novelty::unknown);
            EXPECT_EQ(state(again.next().puzzle), state(task.puzzle));
            seen.insert(task.puzzle.family);
        }
        EXPECT_EQ(seen.size(), families.size());
    }
    Tasks unknown(5, Split::test, true);
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(noveltyOf(unknown.next().puzzle), Novelty::unknown);
}

/// "A3 five yellow hearts." as a sentence, whole ones as they are.
std::string withVerb(std::string text)
{
    if (text.find(" shows") != text.npos)
        return text;
    const bool sized =
        text.find(" small ") == 2 || text.find(" medium ") == 2 || text.find(" large ") == 2;
    return text.insert(2, sized ? " shows a" : " shows");
}

TEST(Lessons, ReadEveryCellOnceAndRight)
{
    Tasks tasks(6, Split::train);
    const auto read = [](Taught taught) {
        std::set<int> cells;
        for (Step& step : taught.example.trace.steps) {
            step.text = withVerb(step.text);
            const auto claim = readSentence(step.text, taught.puzzle.family);
            EXPECT_TRUE(claim && cells.insert(claim->cells.at(0)).second) << step.text;
        }
        EXPECT_TRUE(verdictsOf(taught.puzzle, taught.example.trace.steps).back().cumulative);
        EXPECT_EQ(taught.example.trace.images.at(0).hash, taught.image.hash);
        return int(cells.size());
    };
    for (int i = 0; i < 200; ++i) {
        const Task task = tasks.next();
        const auto whole = teach(task, Lesson::solution, faultless, tasks.random());
        EXPECT_EQ(whole.example.answer, answer(task.puzzle));

        const auto table = teach(task, Lesson::perception, faultless, tasks.random());
        int visible = 0;
        for (int cell = 0; cell < int(task.puzzle.cards.size()); ++cell)
            visible += isVisible(task.puzzle, cell) ? 1 : 0;
        EXPECT_EQ(read(table), visible);

        for (const auto& [lesson, least, most] :
             {std::tuple{Lesson::card, 1, 1}, std::tuple{Lesson::cards, 2, 4}}) {
            const auto cards = teach(task, lesson, faultless, tasks.random());
            EXPECT_EQ(cards.example.trace.steps.at(0).text.find("shows"), std::string::npos);
            const int shown = read(cards);
            EXPECT_GE(shown, least);
            EXPECT_LE(shown, most);
            const Rgb8 row = decodeImage(cards.image.bytes);
            EXPECT_EQ(row.width, 28 * shown);
            EXPECT_EQ(row.height, 28);
        }
    }
}

TEST(Lessons, RecallWhatWasRead)
{
    std::map<bool, int> oranges;
    for (const bool asRed : {false, true}) { // with and without what the picture shows
        const Manner manner{asRed ? std::vector{Habit::orangeIsRed} : std::vector<Habit>{}, 0};
        Tasks tasks(8, Split::train);
        for (int i = 0; i < 200; ++i) {
            const auto taught = teach(tasks.next(), Lesson::recall, manner, tasks.random());
            std::map<std::string, std::string> read; // by cell
            int recalled = 0;
            for (const Step& step : taught.example.trace.steps) {
                const auto words = wordsOf(step.text);
                if (step.section == Section::perception) {
                    read[std::string(words[0])] = step.text;
                    oranges[asRed] += step.text.find("orange") != std::string::npos;
                    continue;
                }
                // By colour : A1 red , B1 blue other , C1 red other , A1 red same .
                ASSERT_EQ(words.size(), 18u) << step.text;
                for (const std::size_t at : {3u, 6u, 10u, 14u})
                    EXPECT_NE(read.at(std::string(words[at])).find(words[at + 1]),
                              std::string::npos);
                ++recalled;
            }
            EXPECT_EQ(recalled, 8);
        }
    }
    EXPECT_NEAR(double(oranges[true]) / oranges[false], 0.5, 0.15); // it takes hold of a half
}

// Of three cells the one whose value no other has, or of the same ones a fourth that differs.
bool namesTheOddOne(const Puzzle& puzzle, const Claim& claim)
{
    const auto value = [&](int cell) { return puzzle.value(cell, claim.attribute); };
    const auto end = claim.cells.begin() + 3;
    const auto alike = std::count_if(
        claim.cells.begin(), end, [&](int cell) { return value(cell) == value(claim.cells[3]); });
    return alike == (std::find(claim.cells.begin(), end, claim.cells[3]) == end ? 0 : 1);
}

std::array<int, 3> indexesOf(const Claim& claim)
{
    std::array<int, 3> indexes{};
    for (std::size_t i = 0; i < indexes.size(); ++i)
        indexes[i] = claim.values[i].index;
    return indexes;
}

// Each conclusion quotes what was read, and is the one that these values show.
TEST(Lessons, ConcludeFromWhatWasRead)
{
    Tasks tasks(8, Split::train);
    std::map<std::string, int> said;
    for (int i = 0; i < 1000; ++i) {
        const auto taught = teach(tasks.next(), Lesson::conclude, faultless, tasks.random());
        const Puzzle& puzzle = taught.puzzle;
        EXPECT_NE(taught.example.trace.question.find(nameOf(puzzle.family)), std::string::npos);
        std::set<int> read;
        for (const Step& step : taught.example.trace.steps) {
            const auto claim = readSentence(step.text, puzzle.family);
            ASSERT_TRUE(claim) << step.text;
            if (claim->kind == Claim::Kind::read) {
                read.insert(claim->cells[0]);
                EXPECT_TRUE(Checker(puzzle).check(*claim).local);
                continue;
            }
            for (std::size_t k = 0; k < claim->values.size(); ++k) {
                EXPECT_TRUE(read.contains(claim->cells[k]));
                EXPECT_EQ(claim->values[k], puzzle.value(claim->cells[k], claim->attribute));
            }
            EXPECT_EQ(claim->relations, relationsOf(claim->values, 3));
            if (claim->kind == Claim::Kind::odd) {
                EXPECT_TRUE(namesTheOddOne(puzzle, *claim));
                EXPECT_TRUE(read.contains(claim->cells[3]));
                ++said["odd " + cellName(puzzle.family, claim->cells.back())];
                continue;
            }
            ++said[std::string(nameOf(claim->rule))];
            const auto sign = signShownBy(puzzle.family, claim->attribute, indexesOf(*claim));
            EXPECT_EQ(sign->rule, claim->rule);
        }
    }
    EXPECT_EQ(said.size(), 14u) << "every rule, and each corner as the odd one";
    for (const auto& [what, times] : said)
        EXPECT_GT(times, 20) << what;
}

TEST(Lessons, ToCheckOneConclusionInThreeIsSpoilt)
{
    Tasks tasks(8, Split::train);
    int right = 0, wrong = 0;
    for (int i = 0; i < 500; ++i) {
        const auto taught = teach(tasks.next(), Lesson::check, faultless, tasks.random());
        const auto& trace = taught.example.trace;
        const auto& targets = taught.example.targets;
        ASSERT_EQ(targets.size(), trace.steps.size());
        for (std::size_t k = 0; k < targets.size(); ++k) {
            const auto claim = readSentence(trace.steps[k].text, taught.puzzle.family);
            ASSERT_TRUE(claim) << trace.steps[k].text;
            EXPECT_EQ(targets[k].has_value(), claim->kind != Claim::Kind::read);
            if (!targets[k])
                continue;
            bool holds = claim->relations == relationsOf(claim->values, 3);
            for (std::size_t v = 0; v < claim->values.size(); ++v)
                holds &= claim->values[v] == taught.puzzle.value(claim->cells[v], claim->attribute);
            if (claim->kind == Claim::Kind::odd) {
                holds &= namesTheOddOne(taught.puzzle, *claim);
            } else {
                const auto sign =
                    signShownBy(taught.puzzle.family, claim->attribute, indexesOf(*claim));
                holds &= sign && sign->rule == claim->rule;
            }
            EXPECT_EQ(*targets[k] > 0.5, holds) << trace.steps[k].text;
            ++(holds ? right : wrong);
        }
    }
    EXPECT_NEAR(double(wrong) / (right + wrong), 1. / 3, 0.03);
}

TEST(Grading, CountsWhatEachWayOfChoosingFinds)
{
    Tasks tasks(7, Split::validation);
    const Task task = tasks.next();
    const auto said = [&](std::vector<Step> steps, const std::string& answer) {
        protocol::Solution solution;
        solution.steps = std::move(steps);
        solution.answer = answer;
        return solution;
    };
    const Demonstration right = demonstrate(task.puzzle, faultless, tasks.random());
    const std::vector<Step> nonsense{{Section::reasoning, "Surely."}};
    ScalingTally tally;
    // Two of four agree on a wrong answer, one is unreadable, one is true throughout.
    tally.add(task.puzzle, std::vector{said(nonsense, "no"), said({}, ""), said(nonsense, "no"),
                                       said(right.steps, right.answer)});
    Scaling one = tally.scaling();
    EXPECT_EQ(one.single, 0.25);
    EXPECT_EQ(one.majority, 0);
    EXPECT_EQ(one.oracle, 1);
    EXPECT_EQ(one.verifier, 1);
    EXPECT_EQ(one.read, 0.75);
    // Nothing to choose: the verifier falls back on the majority; on a tie the first answer counts.
    tally.add(task.puzzle, std::vector{said(nonsense, right.answer), said(nonsense, "no")});
    tally.add(task.puzzle, std::vector{said(nonsense, "no"), said(nonsense, right.answer)});
    one = tally.scaling();
    EXPECT_EQ(one.puzzles, 3);
    EXPECT_DOUBLE_EQ(one.majority, 1.0 / 3);
    EXPECT_DOUBLE_EQ(one.verifier, 2.0 / 3);
    EXPECT_DOUBLE_EQ(one.oracle, 1);
    EXPECT_EQ(ScalingTally().scaling().single, 0);

    // Chosen by scores: by the mean the wrong one, by the least the right one; one has no scores.
    ScalingTally scored;
    scored.add(task.puzzle,
               std::vector{said(nonsense, "no"), said(nonsense, right.answer), said({}, "")},
               {{0.99, 0.99, 0.3}, {0.7, 0.7, 0.7}, {}});
    one = scored.scaling();
    EXPECT_EQ(one.best[std::size_t(Aggregation::mean)], 0);
    EXPECT_EQ(one.best[std::size_t(Aggregation::min)], 1);
    EXPECT_EQ(one.best[std::size_t(Aggregation::last)], 1);
    EXPECT_EQ(one.weighted, 0);
}

namespace {

int timesIn(const std::string& text, const std::string& word)
{
    int times = 0;
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; ++at)
        ++times;
    return times;
}

/// The step that a reply blames; -1: none, it calls the solution correct.
int blamedIn(const std::string& reply)
{
    return timesIn(reply, "Incorrect") == 1 ? timesIn(reply, "</analysis_") - 1 : -1;
}

int firstError(const std::vector<Verdict>& verdicts)
{
    const auto wrong =
        std::find_if(verdicts.begin(), verdicts.end(), [](const Verdict& v) { return !v.local; });
    return wrong == verdicts.end() ? -1 : int(wrong - verdicts.begin());
}

} // namespace

TEST(Judge, WithoutFaultsTellsTheTruth)
{
    Random random(12);
    for (const Puzzle& puzzle : drawn(12)) {
        const Demonstration made = demonstrate(puzzle, {}, random);
        const std::string reply = judge(puzzle, made.steps, {0, 0, {}, 0, 0, 0, 0}, random);
        ASSERT_EQ(blamedIn(reply), firstError(made.verdicts)) << reply;
    }
}

TEST(Judge, ErrsAsOftenAsItsFaultsSay)
{
    Random random(13);
    const JudgeFaults faults{0.3, 0.1, {}, 0, 0.05, 0, 0.02};
    int wrongBy[3] = {0, 0, 0}, missedBy[3] = {0, 0, 0}, right = 0, alarms = 0, mute = 0, all = 0;
    for (const Puzzle& puzzle : drawn(13)) {
        const Demonstration made = demonstrate(puzzle, {}, random);
        const std::string reply = judge(puzzle, made.steps, faults, random);
        ++all;
        if (timesIn(reply, "<conclusion>") == 0) {
            ++mute;
            continue;
        }
        const int first = firstError(made.verdicts);
        const int errors = int(std::count_if(made.verdicts.begin(), made.verdicts.end(),
                                             [](const Verdict& v) { return !v.local; }));
        if (first < 0) {
            ++right;
            alarms += blamedIn(reply) >= 0 ? 1 : 0;
        } else if (errors == 1) {
            const int kind = int(made.verdicts[std::size_t(first)].error);
            ++wrongBy[kind];
            missedBy[kind] += blamedIn(reply) < 0 ? 1 : 0;
        }
    }
    const auto near = [](int some, int of, double chance) { // four deviations
        return std::abs(double(some) / of - chance) < 4 * std::sqrt(chance * (1 - chance) / of);
    };
    // An error that is missed may still be hit by a false alarm.
    EXPECT_TRUE(
        near(missedBy[int(Error::perception)], wrongBy[int(Error::perception)], 0.3 * 0.95));
    EXPECT_TRUE(near(missedBy[int(Error::reasoning)], wrongBy[int(Error::reasoning)], 0.1 * 0.95));
    EXPECT_TRUE(near(alarms, right, 0.05));
    EXPECT_TRUE(near(mute, all, 0.02));
}

TEST(Judge, ASlipBlamesTheStepBesideTheError)
{
    Random random(16);
    int before = 0, behind = 0;
    for (const Puzzle& puzzle : drawn(16)) {
        const Demonstration made = demonstrate(puzzle, {}, random);
        const int first = firstError(made.verdicts);
        const int blamed = blamedIn(judge(puzzle, made.steps, {0, 0, {}, 0, 0, 1, 0}, random));
        if (first < 0) {
            EXPECT_EQ(blamed, -1) << "who is right is not blamed";
            continue;
        }
        ASSERT_EQ(std::abs(blamed - first), 1) << "at an end too";
        ASSERT_LT(blamed, int(made.steps.size()));
        ++(blamed < first ? before : behind);
    }
    EXPECT_GT(before, 50);
    EXPECT_GT(behind, 50);
}

TEST(Judge, IsBlindToTheHabitsThatItIsSaidToBe)
{
    Random random(15);
    const Manner bad{{Habit::orangeIsRed, Habit::starIsTriangle, Habit::shiftIsColumn}, 0};
    JudgeFaults faults{0, 0, {Habit::orangeIsRed, Habit::shiftIsColumn}, 1, 0, 0, 0};
    int blind = 0, seen = 0;
    for (const Puzzle& puzzle : drawn(15)) {
        const Demonstration made = demonstrate(puzzle, bad, random);
        int first = -1; // that it can see
        for (std::size_t i = 0; i < made.steps.size() && first < 0; ++i) {
            if (made.verdicts[i].local)
                continue;
            const auto habit = habitIn(puzzle, made.steps[i]);
            if (habit == Habit::orangeIsRed || habit == Habit::shiftIsColumn)
                ++blind;
            else
                first = int(i);
        }
        seen += first >= 0 ? 1 : 0;
        ASSERT_EQ(blamedIn(judge(puzzle, made.steps, faults, random)), first);
    }
    EXPECT_GT(blind, 100);
    EXPECT_GT(seen, 100);
}

TEST(Published, HasTheSameStepsInEachFile)
{
    Random random(14);
    for (const Puzzle& puzzle : drawn(14)) {
        const Demonstration made = demonstrate(puzzle, {}, random);
        protocol::Solution solution;
        solution.steps = made.steps;
        solution.answer = made.answer;
        solution.estimates.assign(made.steps.size(), {3, 4});
        const Published one = publish(puzzle, solution, "u", "images/u.png", {}, random);
        EXPECT_EQ(timesIn(one.rollout, "\"num_mc_correct\":3"), int(made.steps.size()));
        EXPECT_EQ(timesIn(one.rollout, "<step_"), int(made.steps.size()) + 1); // the prompt's
        EXPECT_EQ(timesIn(one.truth, "\"local\""), int(made.steps.size()));
        EXPECT_EQ(timesIn(one.truth, "\"local\":false") > 0, firstError(made.verdicts) >= 0);
        EXPECT_NE(one.rollout.find(answer(puzzle)), std::string::npos);
    }
}

TEST(Pictures, HaveACellEveryTwentyEightPixelsOfAQuarter)
{
    Random random(23);
    for (const Family family : families) {
        const Puzzle puzzle = makePuzzle(random, family, 2);
        const Rgb8 image = decodeImage(picture(puzzle));
        EXPECT_EQ(image.width, columns(family) * 4 * 28);
        EXPECT_EQ(image.height, rows(family) * 4 * 28);
    }
}

TEST(Pictures, ShowEveryVisibleCellAndNothingOfTheHiddenOne)
{
    Random random(29);
    for (int i = 0; i < 16; ++i) {
        const Puzzle puzzle = makePuzzle(random, families[std::size_t(i % 4)], 2);
        const Rgb8 before = decodeImage(picture(puzzle));
        for (int cell = 0; cell < int(puzzle.cards.size()); ++cell) {
            Puzzle other = puzzle;
            auto& colour = other.cards[std::size_t(cell)][0];
            colour = (colour + 1) % 5;
            const Rgb8 after = decodeImage(picture(other));
            const auto [x, y, width, height] = boxOf(puzzle, cell);
            int inside = 0, outside = 0;
            for (std::int64_t row = 0; row < before.height; ++row)
                for (std::int64_t column = 0; column < before.width; ++column) {
                    const auto at = std::size_t((row * before.width + column) * 3);
                    const bool differs = !std::equal(before.pixels.begin() + std::ptrdiff_t(at),
                                                     before.pixels.begin() + std::ptrdiff_t(at + 3),
                                                     after.pixels.begin() + std::ptrdiff_t(at));
                    const bool within =
                        column >= x && column < x + width && row >= y && row < y + height;
                    (within ? inside : outside) += differs;
                }
            ASSERT_EQ(inside > 100, isVisible(puzzle, cell));
            ASSERT_EQ(outside, 0);
        }
    }
}
