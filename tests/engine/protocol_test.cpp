// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/protocol/call.h"
#include "engine/protocol/error.h"
#include "engine/protocol/event.h"
#include "engine/protocol/example.h"
#include "engine/protocol/lines.h"
#include "engine/protocol/request.h"
#include "engine/protocol/scored_trace.h"
#include "engine/protocol/trace_input.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <regex>
#include <sstream>

using namespace steplight;
using namespace steplight::protocol;

namespace {

TraceInput someTrace()
{
    return {"5e1f",
            "How many \"red\" cells?\n红",
            {"3", "4"},
            {{"ab12", "ab/ab12.png"}, {"", ""}},
            {{Section::perception, "3 rows"}, {Section::reasoning, "so 3"}}};
}

std::string codeOf(const std::function<void()>& act)
{
    try {
        act();
    } catch (const Error& error) {
        return error.code();
    }
    return "no error";
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

} // namespace

TEST(Protocol, traceSurvivesTheRoundTrip)
{
    const std::string line = writeTrace(someTrace());
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    const TraceInput back = readTrace(line);
    EXPECT_EQ(writeTrace(back), line);
    EXPECT_EQ(back.question, someTrace().question);
    EXPECT_EQ(back.steps[0].section, Section::perception);
    EXPECT_EQ(back.images[0].file, "ab/ab12.png");
}

TEST(Protocol, exampleSurvivesTheRoundTrip)
{
    const Example example{{"t", "How many?", {}, {}, {{Section::perception, "Two."}, {}}},
                          {0.25, std::nullopt},
                          "2",
                          true};
    const std::string line = writeExample(example);
    const Example read = readExample(line);
    EXPECT_EQ(read.trace.steps[0].text, "Two.");
    EXPECT_EQ(read.targets, example.targets);
    EXPECT_EQ(read.answer, "2");
    EXPECT_TRUE(read.validation);
    EXPECT_EQ(writeExample(read), line);
    const std::string plain = writeExample({example.trace, {}, "", false});
    EXPECT_EQ(plain, writeTrace(example.trace)); // one that a policy learns from is a trace
    EXPECT_TRUE(readExample(plain).targets.empty());
}

TEST(Protocol, targetsAreProbabilitiesOneForEachStep)
{
    const std::string line = writeExample({{"t", "q", {}, {}, {{}, {}}}, {0.5, 0.5}, "", false});
    for (const char* targets :
         {"[0.5]", "[0.5,0.5,0.5]", "[0.5,1.5]", "[0.5,-0.1]", "[0.5,\"1\"]", "1"}) {
        std::string wrong = line;
        wrong.replace(wrong.find("[0.5,0.5]"), 9, targets);
        EXPECT_THROW(readExample(wrong), Error) << targets;
    }
    for (const char* flag : {"\"validation\":1,", "\"whole\":\"yes\",", "\"whole\":true,"}) {
        std::string wrong = line;
        wrong.insert(1, flag);
        EXPECT_THROW(readExample(wrong), Error) << flag; // as one step it has one target
    }
    const std::string whole = writeExample({{"t", "q", {}, {}, {{}, {}}}, {0.5}, "2", false, true});
    EXPECT_TRUE(readExample(whole).whole);
    EXPECT_EQ(writeExample(readExample(whole)), whole);
}

TEST(Protocol, aScoredTraceSurvivesTheRoundTrip)
{
    const ScoredTrace trace{"t",
                            "q",
                            "MMMU",
                            {{Section::perception, 0.25, false, {0.5, 1}},
                             {Section::reasoning, {}, true, {0, 0.125}},
                             {Section::reasoning, {}, false, {0.5, 0.5}}},
                            "12",
                            false};
    const std::string line = writeScored(trace);
    const ScoredTrace read = readScored(line);
    EXPECT_EQ(read.steps[0].target, 0.25);
    EXPECT_TRUE(read.steps[1].neutral && !read.steps[1].target);
    EXPECT_FALSE(read.steps[2].neutral || read.steps[2].target);
    EXPECT_EQ(read.correct, false);
    EXPECT_EQ(writeScored(read), line);
    for (const auto& [good, bad] : {std::pair("[0.5,1.0]", "[0.5]"),
                                    {"[0.5,1.0]", "[0.5,1.5]"},
                                    {"[0.5,1.0]", "[0.5,null]"},
                                    {"\"neutral\"", "\"fine\""},
                                    {"false", "0"},
                                    {"perception", "vision"}}) {
        std::string wrong = line;
        const auto at = wrong.find(good);
        ASSERT_NE(at, std::string::npos) << good;
        wrong.replace(at, std::string_view(good).size(), bad);
        EXPECT_THROW(readScored(wrong), Error) << bad;
    }
    EXPECT_THROW(readScored(writeScored({"t", "q", "", {}, "", {}})), Error);   // no steps
    EXPECT_THROW(readScored(writeScored({"t", "q", "", {{}}, "", {}})), Error); // no score
}

TEST(Protocol, traceOfRecordsTakesHashAndPath)
{
    Question question;
    question.text = "q";
    question.images = {{"coco/1.jpg", "cafe", 10, 10, "/p/images/ca/cafe.jpg", ""}};
    Trace trace;
    trace.id = "t";
    trace.steps = {{Section::reasoning, "s"}};
    const TraceInput input = traceInput(question, trace);
    EXPECT_EQ(input.images[0].hash, "cafe");
    EXPECT_EQ(input.images[0].file, "/p/images/ca/cafe.jpg");
    EXPECT_EQ(input.steps.size(), 1U);
}

TEST(Protocol, bytesThatAreNotUtf8AreReplacedNotFatal)
{
    TraceInput trace = someTrace();
    trace.steps[0].text = "a\xff"
                          "b";
    EXPECT_EQ(readTrace(writeTrace(trace)).steps[0].text, "a\xEF\xBF\xBD"
                                                          "b");
}

TEST(Protocol, requestSurvivesTheRoundTrip)
{
    const RunRequest request{"steplight 0.1.0", "score", "/m", "77", "../../images", 21, "9f", 7,
                             {{"threads", "2"}}};
    const RunRequest back = readRequest(writeRequest(request));
    EXPECT_EQ(writeRequest(back), writeRequest(request));
    EXPECT_EQ(back.settings.at("threads"), "2");
    EXPECT_EQ(back.traces, 21);
    EXPECT_EQ(back.seed, 7U);
}

TEST(Protocol, anotherVersionIsRefusedByAllThree)
{
    const std::string ours = "\"version\":1";
    for (const std::string other : {"\"version\":2", "\"version\":\"1\"", "\"version\":1.5"}) {
        EXPECT_EQ(codeOf([&] { readRequest(replaced(writeRequest({}), ours, other)); }), "version");
        EXPECT_EQ(codeOf([&] {
                      readEvent(replaced(writeEvent({"", Started{}}), ours, other));
                  }),
                  "version");
        std::string id;
        const std::string call = writeCall({"7", ScoreCall{"/m", "", someTrace()}});
        EXPECT_EQ(codeOf([&] { readCall(replaced(call, ours, other), id); }), "version");
        EXPECT_EQ(id, "7");
    }
    try {
        readRequest(replaced(writeRequest({}), ours, "\"version\":2"));
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("version 2; this program speaks version 1"),
                  std::string::npos);
    }
}

/// A pool of two of which the second has no form, and a tree.
Searched someSearch()
{
    Searched searched{"q", {}, {}};
    searched.pool.push_back(
        {"A\n3", {{Section::perception, "A"}}, "3", true, {0.5}, 0.25, 80, 12, -3.5});
    searched.pool.push_back({"?", {}, "", std::nullopt, {}, std::nullopt, 0, 1, {}});
    searched.choices.push_back({"majority", 2, 0, {}, "3", true, 13, 0, {}});
    searched.choices.push_back({"mcts",
                                0,
                                std::nullopt,
                                {1, 2},
                                "4",
                                false,
                                20,
                                90,
                                {{-1, {}, "", 0, std::nullopt, 0, 3, 0},
                                 {0, {Section::reasoning, "B"}, "", 0.75, 0.5, 70, 2, 0.5},
                                 {1, {}, "4", 1, 0.5, 70, 1, 0.5}}});
    return searched;
}

TEST(Protocol, everyEventSurvivesTheRoundTrip)
{
    const std::vector<Event> events{
        {"", Started{"steplight-engine 0.1.0", "score", 21, 3}},
        {"", Started{"steplight-engine 0.1.0", "score", 21, 3, 16'700'000'000, 0}},
        {"7", ModelLoaded{"VL-PRM-3B", "77aa", "builtin:vl-prm", "cpu", "36 layers"}},
        {"", ModelLoaded{"VL-PRM-3B", "77aa", "builtin:vl-prm", "cpu", "36 layers", "prm"}},
        {"", Progress{"score", 3, 21, 95.5}},
        {"", Progress{"load", 3, 21, -1}},
        {"7", Result{"5e1f", {0.98, std::nullopt, 0.0, 1.0}, 812, 4.25, 256, 700}},
        {"",
         Solution{
             "q", 3, "See: A\n3", {{Section::perception, "A"}}, "3", true, {{5, 16}}, 9, -4.5}},
        {"", Solution{"q", 4, "?", {}, "", std::nullopt, {}, 1, -1}},
        {"", someSearch()},
        {"", Node{"q", 3, 0, -1, {}, {0, 0}, 0, {}, {}}},
        {"", Node{"q", 0, 2, 1, {{Section::reasoning, "B"}}, {1, 2}, 3, 0.7, {{"3", true, 4}, {}}}},
        {"", Grown{"q"}},
        {"", Judged{"77b0", "<conclusion>\nCorrect\n</conclusion>"}},
        {"7",
         Explanation{"5e1f", 2, "integrated", 0.3, -0.8, 0.2, -0.9, 0.1, {{1, 2, {0.5, -1}}}, 3}},
        {"", Warning{"77b0", "image", "gone"}},
        {"", Metrics{{{"seconds", 1.5}}}},
        {"", Curve{"roc", 1, {"wrong", "right"}, {{0.5, std::nullopt}, {1, 0.25}}}},
        {"", Apart{"5e1f", 3, 0, {0.9, 0.125}}},
        {"", Done{}},
        {"", Failed{"model", "why"}},
        {"7", Cancelled{}}};
    for (const Event& event : events) {
        const std::string line = writeEvent(event);
        const Event back = readEvent(line);
        EXPECT_EQ(writeEvent(back), line);
        EXPECT_EQ(back.body.index(), event.body.index());
        EXPECT_EQ(isFinal(back),
                  event.body.index() >= std::variant_size_v<decltype(event.body)> - 3);
        EXPECT_EQ(back.id, event.id);
    }
    EXPECT_EQ(std::get<Progress>(readEvent(writeEvent(events[5])).body).secondsLeft, -1);
}

TEST(Protocol, aSearchNamesNothingThatIsNotThere)
{
    const std::string line = writeEvent({"", someSearch()});
    const auto back = std::get<Searched>(readEvent(line).body);
    EXPECT_EQ(back.choices[1].tree[1].step.text, "B");
    EXPECT_EQ(back.choices[1].tree[1].prior, 0.75);
    EXPECT_EQ(back.choices[1].path, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(back.choices[0].index, 0);
    EXPECT_EQ(back.pool[0].whole, 0.25);
    EXPECT_EQ(back.pool[0].askedTokens, 80);
    EXPECT_EQ(back.pool[0].logProb, -3.5);
    EXPECT_FALSE(back.pool[1].logProb.has_value());
    EXPECT_FALSE(back.pool[1].correct.has_value());
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"\"index\":0", "\"index\":2"},
             {"\"path\":[1,2]", "\"path\":[3]"},
             {"\"parent\":0", "\"parent\":1"},
             {"\"parent\":1", "\"parent\":-1"},
             {"\"scores\":[0.5]", "\"scores\":[0.5,0.5]"},
             {"\"scores\":[0.5]", "\"scores\":[1.5]"},
             {"\"prior\":0.75", "\"prior\":null"},
             {"\"correct\":true", "\"correct\":1"},
             {"\"pool\":[", "\"pool\":[7,"}})
        EXPECT_EQ(codeOf([&] { readEvent(replaced(line, from, to)); }), "malformed") << to;
}

TEST(Protocol, nanIsNullNeverZero)
{
    const double nan = std::nan("");
    const double infinity = std::numeric_limits<double>::infinity();
    const std::string line = writeEvent({"", Result{"t", {nan, infinity, 0.5}, 1, 1}});
    EXPECT_NE(line.find("[null,null,0.5]"), std::string::npos) << line;
    const auto scores = std::get<Result>(readEvent(line).body).scores;
    EXPECT_FALSE(scores[0].has_value());
    EXPECT_EQ(scores[2], 0.5);
    EXPECT_EQ(std::get<Metrics>(readEvent(writeEvent({"", Metrics{{{"auc", nan}}}})).body)
                  .values.count("auc"),
              0U);
}

TEST(Protocol, malformedLinesAreErrorsThatNameTheField)
{
    for (
        const std::string bad :
        {"",
         "{",
         "null",
         "[1]",
         "{\"type\":7}",
         "{\"type\":\"rubbish\"}",
         "{\"type\":\"result\"}",
         R"({"type":"result","trace":"t","scores":[NaN],"tokens":1,"seconds":1})",
         R"({"type":"result","trace":"t","scores":[1.5],"tokens":1,"seconds":1})",
         R"({"type":"result","trace":"t","scores":["1"],"tokens":1,"seconds":1})",
         R"({"type":"result","trace":"t","scores":0.5,"tokens":1,"seconds":1})",
         R"({"type":"progress","phase":"score","done":-1,"total":1,"seconds_left":null})",
         R"({"type":"solution","question":"q","index":0,"response":"","steps":[],"answer":"","correct":null,"estimates":[[1,2]],"tokens":1,"log_prob":0})",
         R"({"type":"solution","question":"q","index":0,"response":"","steps":[{"section":"reasoning","text":""}],"answer":"","correct":null,"estimates":[[3,2]],"tokens":1,"log_prob":0})",
         R"({"type":"solution","question":"q","index":0,"response":"","steps":[],"answer":"","correct":1,"estimates":[],"tokens":1,"log_prob":0})",
         R"({"type":"node","question":"q","tree":0,"node":1,"parent":null,"steps":[],"estimate":[0,0],"visits":0,"prior":null,"rollouts":[]})",
         R"({"type":"node","question":"q","tree":0,"node":1,"parent":1,"steps":[],"estimate":[0,0],"visits":0,"prior":null,"rollouts":[]})",
         R"({"type":"node","question":"q","tree":0,"node":1,"parent":0,"steps":[],"estimate":[0,0],"visits":0,"prior":null,"rollouts":[["a",1,1]]})",
         R"({"type":"metrics","values":[]})",
         R"({"type":"done","id":7})"})
        EXPECT_EQ(codeOf([&] { readEvent(bad); }), "malformed") << bad;
    try {
        readEvent(R"({"type":"warning","trace":"t","code":"image"})");
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "field \"detail\" is missing.");
    }
    for (const char* name : {"trace", "question", "options", "images", "steps"}) {
        const std::string line = writeTrace(someTrace());
        const std::string gone = replaced(line, '"' + std::string(name) + '"', "\"other\"");
        EXPECT_EQ(codeOf([&] { readTrace(gone); }), "malformed") << name;
    }
    EXPECT_EQ(codeOf([] {
                  readTrace(R"({"trace":"t","question":"q","options":[],"images":[7],
        "steps":[]})");
              }),
              "malformed");
    EXPECT_EQ(codeOf([] { readRequest(std::string(maxRequestBytes + 1, ' ')); }), "too-large");
}

TEST(Protocol, callsSurviveTheRoundTripAndLeaveTheirId)
{
    std::string id;
    for (const Call& call :
         {Call{"7", ScoreCall{"/m", "/p/images", someTrace()}}, Call{"8", CancelCall{"7"}},
          Call{"6", ExplainCall{{"/m", "", someTrace()}, 3, "occlusion", 1, 4}},
          Call{"9", TerminateCall{}}}) {
        const Call back = readCall(writeCall(call), id);
        EXPECT_EQ(writeCall(back), writeCall(call));
        EXPECT_EQ(id, call.id);
    }
    id.clear();
    EXPECT_EQ(codeOf([&] { readCall(R"({"version":1,"id":"x","type":"dance"})", id); }),
              "malformed");
    EXPECT_EQ(id, "x");
}

TEST(Lines, onlyWholeLinesCountHoweverTheBytesArrive)
{
    const std::string stream = "one\ntwo\r\n\nfour\ntorn";
    for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
        LineSplitter lines;
        std::vector<std::string> seen;
        std::int64_t bytes = 0;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            lines.add(std::string_view(stream).substr(at, piece));
            while (const auto line = lines.next()) {
                seen.push_back(line->text);
                bytes += line->bytes;
            }
        }
        EXPECT_EQ(seen, (std::vector<std::string>{"one", "two\r", "", "four"})) << piece;
        EXPECT_EQ(bytes, 15) << piece;
    }
}

TEST(Lines, aLineOverTheLimitIsDroppedAndTheNextIsWhole)
{
    for (std::size_t piece : {1U, 3U, 100U}) {
        const std::string stream = "12345678\n123456789\n" + std::string(50, 'x') + "\nafter\n";
        LineSplitter lines(8);
        std::vector<std::string> seen;
        std::int64_t bytes = 0;
        for (std::size_t at = 0; at < stream.size(); at += piece) {
            lines.add(std::string_view(stream).substr(at, piece));
            while (const auto line = lines.next()) {
                seen.push_back(line->tooLong ? "(long)" : line->text);
                bytes += line->bytes;
            }
        }
        EXPECT_EQ(seen, (std::vector<std::string>{"12345678", "(long)", "(long)", "after"}));
        EXPECT_EQ(bytes, static_cast<std::int64_t>(stream.size()));
    }
}

namespace {

/// With examples that go over several lines on one, and "[…]" as an empty list.
std::istringstream documented(const std::string& name)
{
    std::ifstream file(STEPLIGHT_SOURCE "/docs/" + name);
    EXPECT_TRUE(file) << name;
    std::stringstream text;
    text << file.rdbuf();
    return std::istringstream(std::regex_replace(
        std::regex_replace(text.str(), std::regex(",\n +"), ","), std::regex("\\[…\\]"), "[]"));
}

} // namespace

TEST(Protocol, theSearchOfTheDocumentIsReal)
{
    std::istringstream lines = documented("search.md");
    int examples = 0;
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("{")) {
            ++examples;
            EXPECT_NO_THROW(readEvent(line)) << line;
        }
    EXPECT_EQ(examples, 2);
}

// The page is the contract: every event and call printed there must be read by this code.
TEST(Protocol, theExamplesOfTheDocumentAreReal)
{
    std::istringstream lines = documented("protocol.md");
    int examples = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line[0] != '{')
            continue;
        ++examples;
        std::string id;
        if (line.find("\"input_sha256\"") != std::string::npos)
            EXPECT_NO_THROW(readRequest(line)) << line;
        else if (line.find("\"id\"") != std::string::npos)
            EXPECT_NO_THROW(readCall(line, id)) << line;
        else if (line.find("\"type\"") != std::string::npos)
            EXPECT_NO_THROW(readEvent(line)) << line;
        else
            EXPECT_NO_THROW(readTrace(line)) << line;
    }
    EXPECT_EQ(examples, 19);
}
