// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/queries.h"
#include "storage/runs.h"
#include "storage/upkeep.h"

#include <algorithm>
#include <fstream>
#include <map>

namespace steplight {
namespace {

/// Traces named by a letter, each with its own combination of facts.
struct QueryTest : ProjectTest {
    std::map<std::string, std::string> names; // id -> letter

    QueryTest()
    {
        setSetting(project, "annotator", "Ann");
        const auto make = [&](const char* name, int steps, std::optional<bool> correct) {
            const auto id = add(name, steps, correct);
            names[id] = name;
            return id;
        };
        // a: mc fine, judge says step 1 is wrong, answer right, prm unsure.
        const auto a = make("a", 3, true);
        estimate(a, EstimateKind::mc, {1, 0.5, 0.25});
        judged(a, {1, 0}, false);
        estimate(a, EstimateKind::prm, {0.9, 0.4, 0.95});
        // b: judge says correct, one step never wins; prm high, answer wrong.
        const auto b = make("b", 4, false);
        estimate(b, EstimateKind::mc, {0.5, 0, 0.5, 0.5});
        judged(b, {1, 1, 1, 1}, true);
        estimate(b, EstimateKind::prm, {0.8, 0.9, 0.8, 0.75});
        // c: people.
        const auto c = make("c", 3, std::nullopt);
        auto wrong = label(c, 1, -1);
        wrong.verdict.reason = "text read";
        wrong.verdict.overrules[EstimateKind::judge] = "says \"mc\": nothing";
        wrong.verdict.errorKind = ErrorKind::perception;
        recordLabels(project, {label(c, 0, 1), wrong});
        rate(c, 0, -1, "Ben");
        // d: nothing but a given sign.
        const auto d = make("d", 9, std::nullopt);
        estimate(d, EstimateKind::given, {1, 0});
    }

    void judged(const std::string& trace, const std::vector<double>& values, bool correct)
    {
        JudgeReply reply;
        reply.source.name = "judge";
        reply.raw = trace;
        reply.correct = correct;
        addJudgeReply(project, trace, reply, {});
        estimate(trace, EstimateKind::judge, values, "judge");
    }

    std::string found(const std::string& query)
    {
        std::string letters;
        for (const auto& id : traceIds(project, {query, TraceOrder::imported, false}))
            letters += names.at(id);
        return letters;
    }
};

TEST_F(QueryTest, wordsMeanWhatTheGuideSays)
{
    const std::pair<const char*, const char*> table[] = {
        {"", "abcd"},
        {"   ", "abcd"},
        {"answer:right", "a"},
        {"answer:wrong", "b"},
        {"answer:unknown", "cd"},
        {"steps>8", "d"},
        {"steps=3", "ac"},
        {"steps>=4 steps<9", "b"},
        {"images:missing", "abcd"},
        {"images:found", ""},
        {"dataset:set-b", "b"},
        {"dataset:SET", "abcd"},
        {"dataset:\"set-c\"", "c"},
        {"policy:policy-a", "a"},
        {"file:d.jsonl", "d"},
        {"file:%", ""},
        {"labelled", "c"},
        {"unlabelled", "abd"},
        {"left", "abd"},
        {"by:Ann", "c"},
        {"by:Ben", "c"},
        {"by:Nobody", ""},
        {"mine", "c"},
        {"today", "c"},
        {"skipped", ""},
        {"rivals", "c"},
        {"disagree", "ab"},
        {"disagreement>.9", "b"},
        {"dropped", "b"},
        {"judge-only", "a"},
        {"convincing", "b"},
        {"lucky", "a"},
        {"low-confidence", "a"},
        {"mc<.2", "b"},
        {"mc<0.2", "b"},
        {"mc<=1/4", "ab"},
        {"mc=0", "b"},
        {"mc=.25", "a"},
        {"mc>=1", "a"},
        {"mc:none", "cd"},
        {"prm>=.95", "a"},
        {"prm<.3", ""},
        {"judge:-", "a"},
        {"judge:+", "ab"},
        {"judge:none", "acd"},
        {"given:-", "d"},
        {"given:+", "d"},
        {"given:0", ""},
        {"label:-1", "c"},
        {"label:1", "c"},
        {"label:+1", "c"},
        {"label:0", ""},
        {"label:none", "abcd"},
        {"error:perception", "c"},
        {"error:reasoning", ""},
        {"reason:text", "c"},
        {"reason:\"text read\"", "c"},
        {"reason:count", ""},
        {"overruled", "c"},
        {"-overruled", "abd"},
        {"overruled:judge", "c"},
        {"overruled:mc", ""},
        {"any(overruled:judge label:-1)", "c"},
        {"any(overruled reason:read)", "c"},
        {"any(overruled label:1)", ""},
        {"section:perception", "abcd"},
        // joining
        {"answer:right or answer:wrong", "ab"},
        {"answer:right OR answer:wrong", "ab"},
        {"answer:right and disagree", "a"},
        {"-answer:right", "bcd"},
        {"not answer:right", "bcd"},
        {"not not answer:right", "a"},
        {"-(answer:right or answer:wrong)", "cd"},
        {"disagree -dropped", "a"},
        {"answer:wrong or answer:right judge:-", "ab"},
        {"(answer:wrong or answer:right) judge:-", "a"},
        // the same step
        {"judge:- mc<.3", "a"},
        {"any(judge:- mc<.3)", ""},
        {"any(judge:- mc>=.5)", "a"},
        {"any(judge:+ mc=0 prm>.8)", "b"},
        {"any(section:perception label:-1)", "c"},
        {"any(label:-1 -section:perception)", "c"},
        {"any(judge:- or given:-)", "ad"},
        {"any(judge:none prm>.9)", "a"},
        {"any(disagree)", "ab"},
        {"any(rivals)", "c"},
        {"-any(judge:+)", "cd"},
        {"any(\"Step 8\" -given:+)", "d"},
        {"any(1 judge:-)", "a"},
        // text
        {"picture", "abcd"},
        {"PICTURE", "abcd"},
        {"\"of a\"", "a"},
        {"\"picture b\"", "b"},
        {"\"step 8\"", "d"},
        {"b?", "b"},
        {"%", ""},
        {"_", ""},
        {"-picture", ""},
        {"\"of a\" or \"of b\"", "ab"},
        {"x<3", ""},
        {"\"answer:right\"", ""},
        // = and words for signs
        {"answer=right", "a"},
        {"answer = wrong", "b"},
        {"answer!=right", "bcd"},
        {"judge=-1", "a"},
        {"judge=wrong", "a"},
        {"judge != -1", "bcd"},
        {"judge:right", "ab"},
        {"given=neutral", ""},
        {"label=-1", "c"},
        {"label=wrong error=perception", "c"},
        {"mc=none", "cd"},
        {"mc != .5", "ab"},
        {"steps > 8", "d"},
        {"mc \u2265 1", "a"},
        {"disagree>.9", "b"},
        {"labels>=2", "c"},
        {"source:set-b", "b"},
        {"source:B.JSONL", "b"},
        {"annotator:Ben", "c"},
        {"annotator=\"Ann\"", "c"},
        {"labelled by Ben", "c"},
        {"labelled", "c"},
        {"model:sourc", "abd"},
        {"model:judge", "ab"},
        {"scored by source", "ab"},
        {"scored by \"sourc\"", ""},
        {"scored-by:source -lucky", "b"},
        {"scored", ""},
        // any step
        {"mc>=0.5 and judge=-1 any step", "a"},
        {"mc<0.3 and judge=-1 any step", ""},
        {"any step mc>=0.5 and judge=-1", "a"},
        {"any step mc<.3 judge=-1", ""},
        {"answer=right and any step wrong", "a"},
        {"answer=wrong any step wrong", "b"},
        {"any step wrong", "abcd"},
        {"any step right answer:unknown", "d"},
        {"wrong", ""},
        {"any step \"Step 8\"", "d"},
        {"any step \"Step 8\" judge=wrong", ""},
        {"picture judge=wrong any step", "a"}, // text before it is about the trace
        {"any step judge=wrong any step mc<.3", "a"},
        {"mc>=0.5 judge=-1 any step or steps>8", "ad"},
        {"-(mc>=0.5 judge=-1 any step)", "bcd"},
        {"steps=3 (mc=1 any step)", "a"},
        {"\"any step\"", ""},
        // differences
        {"prm - mc > 0.4", "ab"},
        {"prm-mc>0.8", "b"},
        {"prm - mc >= .7", "ab"},
        {"mc - prm > 0.05", "a"},
        {"|prm - mc| > .65", "ab"},
        {"|prm-mc|<=.1", "a"},
        {"|mc - prm| = 0.1", ""},
        {"prm < mc", "a"},
        {"mc<judge", "b"},
        {"judge - mc = 1", "b"},
        {"any(judge - mc > .9 prm>.8)", "b"},
        {"prm - mc > .8 prm>.8 any step", "b"},
        {"prm -mc<.2", ""}, // the word prm, and not mc<.2
        {"given - mc > 0", ""},
        // first errors
        {"first-error:mc", "b"},
        {"first-error:mc=2", "b"},
        {"first-error:mc>2", ""},
        {"first-error:judge = 2", "a"},
        {"first-error:prm<=2", "a"},
        {"first-error:person=1", "c"},
        {"first-error:label=2", ""},
        {"first-error:mc=none", "acd"},
        {"first-error:mc!=none", "b"},
        {"first-error:judge:none", "bcd"},
        {"first-error:judge=prm", "a"},
        {"first-error:mc!=judge", "ab"},
        {"first-error:judge<mc", ""},
    };
    for (const bool indexed : {false, true}) {
        for (const auto& [query, letters] : table)
            EXPECT_EQ(found(query), letters) << query << (indexed ? " (indexed)" : "");
        while (indexTexts(project))
            continue;
    }
}

/// Two PRMs and two judges on one trace, three people on another.
TEST_F(QueryTest, sourcesAndPeopleAreAskedByName)
{
    const auto p = add("p", 3), q = add("q", 3);
    names[p] = "p";
    names[q] = "q";
    estimate(p, EstimateKind::prm, {.9, .2, .6}, "VL-PRM 3B");
    estimate(p, EstimateKind::prm, {.3, .3, .7}, "v2.1");
    estimate(p, EstimateKind::judge, {1, 0}, "o4-mini");
    estimate(p, EstimateKind::judge, {1, 1, .5}, "gpt-4.1");
    estimate(p, EstimateKind::mc, {.5, 1, 0}, "v2.1");
    rate(q, 0, 1, "Ada B");
    rate(q, 1, -1, "Ada B");
    rate(q, 0, 1, "Ben");
    rate(q, 1, -1, "Ben");
    rate(q, 2, 1, "Cy");
    const std::pair<const char*, const char*> table[] = {
        {"prm.v2.1<.5", "p"},
        {"prm.v2.1>.8", ""},
        {"prm.\"VL-PRM 3B\">.8", "p"},
        {"prm.\"VL-PRM 3B\" - prm.v2.1 > 0.5", "p"},
        {"prm.\"VL-PRM 3B\"-prm.v2.1>0.7", ""},
        {"prm.v2.1 - prm.\"VL-PRM 3B\" > 0.5", ""},
        {"|prm.v2.1 - prm.\"VL-PRM 3B\"| > 0.5", "p"},
        {"|prm.v2.1 - prm.\"VL-PRM 3B\"| > 0.7", ""},
        {"prm.v2.1 < prm.\"VL-PRM 3B\"", "p"},
        {"prm.v2.1 - mc > .6", "p"},
        {"prm.v2.1 - prm.source > -9", ""},
        {"prm.V3=none", "abcdpq"},
        {"prm.v2.1=none", "abcdq"},
        {"prm.v2.1=.3", "p"},
        {"any(prm.v2.1=.7 judge.gpt-4.1=neutral)", "p"},
        {"any(prm.v2.1=.3 judge.gpt-4.1=neutral)", ""},
        {"judge.o4-mini=wrong", "p"},
        {"judge.o4-mini:-1", "p"},
        {"judge.gpt-4.1=wrong", ""},
        {"judge.o4-mini=wrong judge.gpt-4.1=right any step", "p"},
        {"judge.o4-mini!=wrong", "abcdq"},
        {"mc.v2.1=1", "p"},
        {"mc.\"VL-PRM 3B\">=0", ""},
        {"judge.o4-mini < judge.gpt-4.1", "p"},
        {"judge.txt", ""},
        // people
        {"label.Ann=-1", "c"},
        {"label.Ben=-1", "cq"},
        {"label.Ben:right", "q"},
        {"label.\"Ada B\"=-1", "q"},
        {"label.Ada=-1", ""},
        {"label.Ann!=-1", "abdpq"},
        {"any(label.Ben=1 label.\"Ada B\"=1)", "q"},
        {"any(label.Ben=1 label.\"Ada B\"=-1)", ""},
        {"any(label.Cy=1 label.Ben=none)", "q"},
        {"label.Ben=none labelled", "cq"},
        {"annotators>=2", "cq"},
        {"annotators>2", "q"},
        {"annotators=0", "abdp"},
        {"any(annotators>=2)", "cq"},
        {"any(annotators>2)", ""},
        {"any(annotators>=2 section:reasoning)", "q"},
        {"agreed", "q"},
        {"disagreed", "c"},
        {"any(agreed label=-1)", "q"},
        {"agreed -disagreed", "q"},
        {"first-error:agreed", "q"},
        {"first-error:disagreed", "c"},
        {"-first-error:agreed", "abcdp"},
    };
    for (const auto& [query, letters] : table)
        EXPECT_EQ(found(query), letters) << query;
    rate(q, 2, 1, "Ben"); // after the first error: it stays where it is
    rate(q, 0, 1, "Cy");
    rate(q, 1, 1, "Cy");
    EXPECT_EQ(found("first-error:agreed"), "") << "Cy finds none in the same trace";
    EXPECT_EQ(found("first-error:disagreed"), "cq");
}

TEST_F(QueryTest, theNewestSourceOfANameCounts)
{
    const auto trace = add("p");
    names[trace] = "p";
    for (const auto& [run, value] : {std::pair{"old", .2}, {"new", .8}})
        addEstimates(
            project, trace,
            {{EstimateKind::prm, 0, {"PRM", "/models/ours", {}, {}, run}, value, 0, 0, {}}});
    EXPECT_EQ(found("prm.PRM>.5"), "p");
    EXPECT_EQ(found("prm.ours>.5"), "p");
    EXPECT_EQ(found("prm.\"/models/ours\">.5"), "p");
    EXPECT_EQ(found("prm.ours<.5"), "");
    EXPECT_EQ(found("prm.models>0"), "");
}

TEST_F(QueryTest, problemsAreSentencesWithAPosition)
{
    const std::pair<const char*, std::size_t> table[] = {
        {"(picture", 0},
        {"picture)", 7},
        {"\"picture", 0},
        {"()", 1},
        {"a or", 4},
        {"or a", 0},
        {"not", 3},
        {"mc<x", 0},
        {"a mc<", 2},
        {"steps>1/0", 0},
        {"judge:maybe", 0},
        {"label:7", 0},
        {"colour:red", 0},
        {"dataset:", 0},
        {"any(steps>3)", 4},
        {"any(any(mc<1))", 4},
        {"any(lucky)", 4},
        {"any()", 4},
        {"\"\"", 0},
        {"a b by:", 4},
        {"any step", 0},
        {"a any step", 2},
        {"any step lucky", 0},
        {"any(any step mc>1)", 4},
        {"a judge>0", 2},
        {"label<1", 0},
        {"a mc - mc > 0", 2},
        {"mc<prm-0.2", 0},
        {"steps-mc>1", 0},
        {"first-error:x", 0},
        {"first-error:mc=x", 0},
        {"any(first-error:mc)", 4},
        {"scored by", 0},
        {"any(model:x)", 4},
        {"mc=maybe", 0},
        {"judge=maybe", 0},
        {"a judge.x=maybe", 2},
        {"a judge.x>0", 2},
        {"prm.a - prm.a > 0", 0},
        {"prm.a - steps > 0", 0},
        {"a label.Ann=7", 2},
        {"label.Ann<1", 0},
        {"prm.\"a > 0", 4},
        {"annotators=x", 0},
        {"any(first-error:agreed)", 4},
    };
    for (const auto& [query, position] : table) {
        try {
            compileQuery(query, {});
            ADD_FAILURE() << query << " was taken";
        } catch (const QueryError& error) {
            EXPECT_EQ(error.position(), position) << query << ": " << error.what();
            EXPECT_EQ(error.code(), "bad-query");
            EXPECT_LE(error.position() + error.length(), std::string_view(query).size()) << query;
            EXPECT_NE(std::string(error.what()).find("at character"), std::string::npos);
        }
    }
}

TEST_F(QueryTest, aProblemCoversTheWordsThatCannotBeRead)
{
    const std::pair<const char*, const char*> table[] = {
        {"a judge:maybe b", "judge:maybe"},
        {"a (b", "("},
        {"a \"b c", "\"b c"},
        {"\u56FE\u7247 mc<x b", "mc<x"},
        {"a prm - steps > 0 b", "prm - steps > 0"},
        {"a first-error:mc=x b", "first-error:mc=x"},
        {"a any step", "any step"},
    };
    for (const auto& [query, words] : table) {
        try {
            compileQuery(query, {});
            ADD_FAILURE() << query << " was taken";
        } catch (const QueryError& error) {
            EXPECT_EQ(std::string(query).substr(error.position(), error.length()), words);
        }
    }
}

TEST_F(QueryTest, partsAreWhatCanBeTakenAway)
{
    const std::pair<const char*, const char*> table[] = {
        {"", ""},
        {"bus", "bus"},
        {"a and  b -c", "a|b|-c"},
        {"a or b", "a or b"},
        {"(a or b) dataset:\"x y\"", "(a or b)|dataset:\"x y\""},
        {"answer = right and any step wrong", "answer = right|any step wrong"},
        {"mc>=0.8 and judge=-1 any step", "mc>=0.8 and judge=-1 any step"},
        {"x prm - mc > 0.4", "x|prm - mc > 0.4"},
        {"mc>1 answer=right judge=-1 any step", "mc>1 answer=right judge=-1 any step"},
    };
    for (const auto& [query, parts] : table) {
        std::string found;
        for (const auto& part : queryParts(query)) {
            found +=
                (found.empty() ? "" : "|") + std::string(query).substr(part.begin, part.length);
            std::string rest = query;
            EXPECT_NO_THROW(checkQuery(rest.erase(part.begin, part.length))) << rest;
        }
        EXPECT_EQ(found, parts);
    }
}

TEST_F(QueryTest, boundsHold)
{
    std::string deep(2000, '('), wide, negated(2000, '-');
    for (int i = 0; i < 500; ++i)
        wide += "a ";
    for (const auto& query :
         {deep, wide, negated + "a", std::string(5000, 'a'), std::string("a\0b", 3)})
        EXPECT_THROW(found(query), QueryError);
    EXPECT_EQ(found(std::string(3000, 'z')), "");
    for (const auto* piece : {"(", "\"", "a ", "-", "any step ", "|", "first-error:", "\u7247"}) {
        std::string hostile;
        while (hostile.size() < 100'000)
            hostile += piece;
        EXPECT_THROW(found(hostile), QueryError) << piece;
        hostile.resize(2000);
        try {
            found(hostile);
        } catch (const QueryError& error) {
            EXPECT_LE(error.position() + error.length(), hostile.size()) << piece;
        }
    }
}

/// What is nested as deep as the grammar allows is not too deep for SQLite's own parser.
TEST_F(QueryTest, theDeepestQueryRuns)
{
    struct Level {
        const char *before, *after;
    };
    int refused = 0;
    for (const auto& [before, after] : {Level{"-", ""},
                                        {"not ", ""},
                                        {"(a or b ", ")"},
                                        {"(a b or ", ")"},
                                        {"-(a or ", ")"},
                                        {"-(mc>0.5 or judge=-1 ", ")"},
                                        {"-(step=wrong or mc - judge > 0.2 -", ")"}})
        for (const auto* leaf : {"a", "mc<0.2", "any(mc>=0.8 -(judge=-1 or prm<0.5))",
                                 "first-error:mc=2", "source:RAVEN", "first-error:agreed", "agreed",
                                 "|prm.a - prm.b| > 0.4", "label.Ann=none", "annotators>1"})
            for (int levels = 1; levels < 40; ++levels) {
                std::string query = "a ";
                for (int i = 0; i < levels; ++i)
                    query += before;
                query += leaf;
                for (int i = 0; i < levels; ++i)
                    query += after;
                try {
                    found(query);
                } catch (const QueryError&) {
                    ++refused;
                } catch (const std::exception& error) {
                    FAIL() << query << ": " << error.what();
                }
            }
    EXPECT_GT(refused, 500);
}

/// Whatever stands in a query, it is read or refused with a place inside it; nothing is written.
TEST_F(QueryTest, everyMixtureIsReadOrRefused)
{
    const std::vector<std::string> pieces = {
        "(",          ")",      "\"",         "-",          " ",
        "any step ",  "any(",   "or ",        "and ",       "not ",
        "mc",         "prm",    "judge",      "<",          ">=",
        "=",          "!=",     "|",          ":",          "first-error:",
        "none",       "wrong ", ".",          "annotators", "agreed",
        "disagreed ", "0.5",    "scored by ", "'",          "; DROP TABLE traces; --",
        "\u56FE",     "\xFF",   "%",          "answer",     "label",
        "steps",      "1/0"};
    std::uint32_t state = 7;
    for (int round = 0; round < 4000; ++round) {
        std::string query;
        for (int i = 0; i < 1 + round % 12; ++i) {
            state = state * 1664525u + 1013904223u;
            query += pieces[(state >> 16) % pieces.size()];
        }
        try {
            found(query);
            for (const auto& part : queryParts(query))
                EXPECT_LE(part.begin + part.length, query.size()) << query;
        } catch (const QueryError& error) {
            EXPECT_LE(error.position() + error.length(), query.size()) << query;
        }
    }
    EXPECT_EQ(found(""), "abcd");
}

TEST_F(QueryTest, noTextOfTheUserIsInTheSql)
{
    const auto condition =
        compileQuery("zebra dataset:zebra by:zebra any(zebra mc<.125) \"ze'bra\" |prm.zebra -"
                     " mc.zebra|>.125 label.zebra=1 any(label.zebra=none judge.zebra=wrong)",
                     {});
    EXPECT_EQ(condition.sql.find("zebra"), std::string::npos);
    EXPECT_EQ(condition.sql.find(".125"), std::string::npos);
    EXPECT_EQ(static_cast<std::size_t>(std::count(condition.sql.begin(), condition.sql.end(), '?')),
              condition.values.size());
}

TEST_F(QueryTest, whatComesBehindANullIsFoundOnceIndexed)
{
    Question question;
    question.text = "Nothing else";
    question.id = questionId(question);
    addQuestion(project, question);
    Trace trace;
    trace.questionId = question.id;
    trace.steps = {{Section::reasoning, std::string("alpha\0beta", 10)},
                   {Section::reasoning, "the okapi runs"}};
    trace.id = traceId(question.id, trace.steps);
    addTrace(project, trace);
    EXPECT_EQ(countTraces(project, "okapi"), 1);
    while (indexTexts(project))
        continue;
    EXPECT_EQ(countTraces(project, "okapi"), 1);
}

TEST_F(QueryTest, naughtyStringsFindOrFailButNeverHarm)
{
    while (indexTexts(project))
        continue;
    std::vector<std::string> strings = {
        "'; DROP TABLE traces; --", "\" OR 1=1", "NEAR(a b)", "a* AND b", "\xFF\xFE\xFD",
        "\xE7\x8C\xAB\xE7\x8C\xAB", "{}[]\\",    "^:(",       "-- ",      "AND OR NOT"};
    const std::filesystem::path text =
        std::filesystem::path(STEPLIGHT_SHARED_DATA) / "torture/text";
    if (std::filesystem::exists(text))
        for (const auto& file : std::filesystem::recursive_directory_iterator(text)) {
            std::ifstream in(file.path(), std::ios::binary);
            for (std::string line; std::getline(in, line);)
                strings.push_back(line.substr(0, 3000));
        }
    for (const auto& one : strings) {
        try {
            found(one);
        } catch (const QueryError&) {
        }
        auto quoted = one;
        std::replace(quoted.begin(), quoted.end(), '"', ' ');
        std::replace(quoted.begin(), quoted.end(), '\0', ' ');
        if (!quoted.empty()) {
            EXPECT_NO_THROW(found("\"" + quoted + "\"")) << quoted;
        }
    }
    EXPECT_EQ(found(""), "abcd");
}

TEST_F(QueryTest, whatANaughtyStepSaysIsFound)
{
    const std::vector<std::string> texts = {"50% of x_y", "a\\b",
                                            "\xE5\x9B\xBE\xE7\x89\x87\xE4\xB8\xAD", "it's $x^2$",
                                            "<script>alert(1)</script>"};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        Question question;
        question.text = "n" + std::to_string(i);
        question.id = questionId(question);
        addQuestion(project, question);
        Trace trace;
        trace.questionId = question.id;
        trace.steps = {{Section::reasoning, texts[i]}};
        trace.id = traceId(question.id, trace.steps);
        addTrace(project, trace);
        names[trace.id] = std::to_string(i);
    }
    for (const bool indexed : {false, true}) {
        for (std::size_t i = 0; i < texts.size(); ++i)
            EXPECT_EQ(found("\"" + texts[i] + "\""), std::to_string(i)) << texts[i];
        EXPECT_EQ(found("\xE7\x89\x87"), "2");
        while (indexTexts(project))
            continue;
        EXPECT_FALSE(indexed && indexTexts(project));
    }
}

TEST_F(QueryTest, anEmptyResultNamesItsCondition)
{
    const auto reason = [&](const std::string& query) -> std::string {
        EXPECT_EQ(found(query), "") << query;
        const auto why = emptyReason(project, query);
        if (!why)
            return {};
        return query.substr(why->begin, why->length) + (why->never ? " never " : " without ") +
               std::to_string(why->without);
    };
    EXPECT_EQ(reason("answer:right dataset:nowhere disagree"), "dataset:nowhere never 1");
    EXPECT_EQ(reason("answer:right and dropped"), "answer:right without 1");
    EXPECT_EQ(reason("any step mc>=.5 and judge=-1 and dropped"),
              "any step mc>=.5 and judge=-1 without 1");
    EXPECT_EQ(reason("\u56FE\u7247 answer:right"), "\u56FE\u7247 never 1");
    EXPECT_EQ(reason("steps>100"), "steps>100 never 4");
    EXPECT_EQ(reason("zebra camel"), ""); // neither alone would help
}

TEST_F(QueryTest, namesOfTheProjectCanBeCompleted)
{
    const auto version = queryNamesVersion(project);
    const auto known = queryNames(project);
    EXPECT_EQ(known.datasets, (std::vector<std::string>{"set-a", "set-b", "set-c", "set-d"}));
    EXPECT_EQ(known.policies.size(), 4u);
    EXPECT_EQ(known.files.front(), "a.jsonl");
    EXPECT_EQ(known.annotators, (std::vector<std::string>{"Ann", "Ben"}));
    EXPECT_EQ(known.models, (std::vector<std::string>{"judge", "source"}));
    rate(add("e"), 0, 1, "Cy");
    EXPECT_GT(queryNamesVersion(project), version);
}

TEST_F(QueryTest, builtInQueuesAreQueries)
{
    const auto all = queues(project);
    ASSERT_EQ(all.size(), 11u);
    for (const auto& queue : all)
        EXPECT_EQ(queue.count, countTraces(project, queue.query)) << queue.name;
    EXPECT_EQ(all.back().name, "all");
    EXPECT_EQ(all.back().count, 4);
    EXPECT_EQ(all.back().left, 3);
    EXPECT_EQ(all.front().name, "against-judge");
    EXPECT_EQ(firstQueue(project).name, "all") << "the PRM stands against no judge";
    const auto trace = add("f");
    estimate(trace, EstimateKind::judge, {1, 1, 1});
    estimate(trace, EstimateKind::prm, {.9, .9, .4});
    EXPECT_EQ(firstQueue(project).name, "against-judge");
    EXPECT_EQ(countTraces(project, all.front().query), 1);
}

TEST_F(QueryTest, withoutAPrmAProjectOpensOnAll)
{
    Project other = Project::create(project.folder() / "other");
    EXPECT_EQ(firstQueue(other).name, "all");
}

} // namespace
} // namespace steplight
