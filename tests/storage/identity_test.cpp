// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/identity.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace steplight {
namespace {

Question exampleQuestion()
{
    Question question;
    question.text = "How many cats?";
    question.options = {"1", "2"};
    question.images = {{"cats/1.jpg", {}, 0, 0, {}, {}}};
    return question;
}

TEST(Identity, sha256IsTheStandardOne)
{
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// Changing one of these orphans every label that was ever merged or exported by id.
TEST(Identity, idsAreGolden)
{
    const auto question = questionId(exampleQuestion());
    EXPECT_EQ(question, "0c0099c5cb896abdb139383ae71f118e");
    const auto trace =
        traceId(question, {{Section::perception, "Two cats."}, {Section::reasoning, "So 2."}});
    EXPECT_EQ(trace, "b339190e8fe483ef7d3ba403f35921bb");
    EXPECT_EQ(stepId(trace, 1), "dd7fa649bad54311fe93a77fb2a43514");
}

TEST(Identity, onlyContentCounts)
{
    const auto id = questionId(exampleQuestion());
    auto question = exampleQuestion();
    question.answer = "2";
    question.dataset = "cats";
    question.prompt = "Answer in steps.";
    question.images[0].hash = sha256("picture");
    question.images[0].path = "/somewhere/1.jpg";
    EXPECT_EQ(questionId(question), id);
    question.images[0].reference = "cats/2.jpg";
    EXPECT_NE(questionId(question), id);
}

TEST(Identity, fieldsDoNotRunIntoEachOther)
{
    std::set<std::string> ids;
    const auto add = [&](std::string text, std::vector<std::string> options,
                         std::vector<std::string> images) {
        Question question;
        question.text = std::move(text);
        question.options = std::move(options);
        for (auto& image : images)
            question.images.push_back({image, {}, 0, 0, {}, {}});
        ids.insert(questionId(question));
    };
    add("ab", {}, {});
    add("a", {"b"}, {});
    add("a", {}, {"b"});
    add("a", {"b", ""}, {});
    add("a", {"", "b"}, {});
    add("", {"a", "b"}, {});
    add("a1:b", {}, {});
    EXPECT_EQ(ids.size(), 7u);
    EXPECT_NE(traceId("q", {{Section::perception, "x"}}),
              traceId("q", {{Section::reasoning, "x"}}));
    EXPECT_NE(traceId("q", {{Section::reasoning, "xy"}}),
              traceId("q", {{Section::reasoning, "x"}, {Section::reasoning, "y"}}));
}

TEST(Identity, uuidsRiseAndHaveTheirVersion)
{
    std::string last;
    for (int i = 0; i < 20'000; ++i) { // more than the counter holds in one millisecond
        const auto id = newUuid();
        ASSERT_EQ(id.size(), 36u);
        ASSERT_EQ(id[14], '7');
        ASSERT_NE(std::string("89ab").find(id[19]), std::string::npos);
        ASSERT_LT(last, id);
        last = id;
    }
}

TEST(Identity, uuidsDifferAcrossThreads)
{
    std::vector<std::string> ids[4];
    std::vector<std::thread> threads;
    for (auto& own : ids)
        threads.emplace_back([&own] {
            for (int i = 0; i < 2000; ++i)
                own.push_back(newUuid());
        });
    std::set<std::string> all;
    for (std::size_t i = 0; i < 4; ++i) {
        threads[i].join();
        all.insert(ids[i].begin(), ids[i].end());
    }
    EXPECT_EQ(all.size(), 8000u);
}

} // namespace
} // namespace steplight
