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
    };
    for (const bool indexed : {false, true}) {
        for (const auto& [query, letters] : table)
            EXPECT_EQ(found(query), letters) << query << (indexed ? " (indexed)" : "");
        while (indexTexts(project))
            continue;
    }
}

TEST_F(QueryTest, problemsAreSentencesWithAPosition)
{
    const std::pair<const char*, std::size_t> table[] = {
        {"(picture", 0},   {"picture)", 7},  {"\"picture", 0},    {"()", 1},
        {"a or", 4},       {"or a", 0},      {"not", 3},          {"mc<x", 0},
        {"a mc<", 2},      {"steps>1/0", 0}, {"judge:maybe", 0},  {"label:7", 0},
        {"colour:red", 0}, {"dataset:", 0},  {"any(steps>3)", 4}, {"any(any(mc<1))", 4},
        {"any(lucky)", 4}, {"any()", 4},     {"\"\"", 0},         {"a b by:", 4},
    };
    for (const auto& [query, position] : table) {
        try {
            compileQuery(query, {});
            ADD_FAILURE() << query << " was taken";
        } catch (const QueryError& error) {
            EXPECT_EQ(error.position(), position) << query << ": " << error.what();
            EXPECT_EQ(error.code(), "bad-query");
            EXPECT_NE(std::string(error.what()).find("at character"), std::string::npos);
        }
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
}

TEST_F(QueryTest, noTextOfTheUserIsInTheSql)
{
    const auto condition =
        compileQuery("zebra dataset:zebra by:zebra any(zebra mc<.125) \"ze'bra\"", {});
    EXPECT_EQ(condition.sql.find("zebra"), std::string::npos);
    EXPECT_EQ(condition.sql.find(".125"), std::string::npos);
    EXPECT_EQ(static_cast<std::size_t>(std::count(condition.sql.begin(), condition.sql.end(), '?')),
              condition.values.size());
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

TEST_F(QueryTest, builtInQueuesAreQueries)
{
    const auto all = queues(project);
    ASSERT_EQ(all.size(), 10u);
    for (const auto& queue : all)
        EXPECT_EQ(queue.count, countTraces(project, queue.query)) << queue.name;
    EXPECT_EQ(all.back().name, "all");
    EXPECT_EQ(all.back().count, 4);
    EXPECT_EQ(all.back().left, 3);
}

} // namespace
} // namespace steplight
