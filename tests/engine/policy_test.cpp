// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "engine/policy/policy.h"
#include "engine/text/tokenizer.h"
#include "tests/core/fixture.h"
#include "tests/engine/files.h"
#include "tests/engine/limited_memory.h"

using namespace steplight;
using fixture::codeOf;
using fixture::Json;
using fixture::slurp;
namespace fs = std::filesystem;

namespace {

using Texts = std::map<std::pair<std::size_t, std::int64_t>, Written>; // by request and rollout

// A checkpoint of the fixtures with a profile of its own. The pixel limits are those of
// make_generate_fixtures.py; the labels are no tokens of any model.
class Folder
{
public:
    explicit Folder(const std::string& checkpoint)
    {
        fs::copy(fixture::folder() / checkpoint, m_folder.path() / "model");
        m_folder.write("model/steplight_profile.json",
                       R"({"min_pixels": 784, "max_pixels": 31360, "first_resize": null,
                           "plus": "right so far", "minus": "wrong by now"})");
    }
    fs::path path() const { return m_folder.path() / "model"; }

private:
    fixture::TempFolder m_folder;
};

struct Loaded {
    explicit Loaded(const std::string& name)
        : folder(name), policy(Policy::load(folder.path())),
          tokenizer(Tokenizer::load(folder.path()))
    {
        const Json all = fixture::readJson("generate.json").at("greedy");
        for (const Json& test : all)
            if (test.at("model") == name)
                cases.push_back(test);
    }

    WriteRequest request(std::size_t i, std::int64_t rollouts = 1) const
    {
        const Json& test = cases.at(i);
        WriteRequest r{test.at("system"), test.at("user"), {}, test.at("written"), rollouts, i};
        for (const Json& p : test.at("pictures"))
            r.imageBytes.push_back(
                slurp(fixture::folder() / "images" /
                      (p[0].dump() + "x" + p[1].dump() + "-" + p[2].dump() + ".png")));
        return r;
    }

    Texts write(const std::vector<WriteRequest>& requests, const WriteOptions& options,
                std::stop_token stop = {})
    {
        Texts texts;
        std::size_t next = 0;
        usage = policy.write(
            [&] { return next < requests.size() ? std::optional(requests[next++]) : std::nullopt; },
            options,
            [&](Written&& w) {
                const std::pair key{w.request, w.rollout};
                EXPECT_TRUE(texts.emplace(key, std::move(w)).second);
            },
            stop);
        return texts;
    }

    // What transformers wrote, up to the end of the assistant's turn.
    TokenIds expected(std::size_t i) const
    {
        TokenIds ids = cases.at(i).at("greedy");
        const auto end = std::find_if(ids.begin(), ids.end(), [&](std::int64_t id) {
            return id == tokenizer.id("<|im_end|>") || id == tokenizer.id("<|endoftext|>");
        });
        return {ids.begin(), end};
    }

    Folder folder;
    Policy policy;
    Tokenizer tokenizer;
    Json cases;
    Usage usage;
};

WriteOptions greedy(std::int64_t tokens)
{
    WriteOptions o;
    o.sampling.temperature = 0;
    o.maxTokens = tokens;
    return o;
}

class PolicyParity : public testing::TestWithParam<const char*>
{
};

} // namespace

TEST_P(PolicyParity, WritesTheTextThatTransformersWrites)
{
    Loaded l(GetParam());
    std::int64_t promptTokens = 0, imageTokens = 0;
    std::vector<WriteRequest> requests;
    for (std::size_t i = 0; i < l.cases.size(); ++i) {
        requests.push_back(l.request(i));
        promptTokens += static_cast<std::int64_t>(l.cases[i].at("ids").size());
        for (const Json& g : l.cases[i].at("grids"))
            imageTokens += g[1].get<int>() * g[2].get<int>() / 4;
    }
    const Texts texts = l.write(requests, greedy(64));
    ASSERT_EQ(texts.size(), 4u);
    std::int64_t written = 0;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const Written& w = texts.at({i, 0});
        EXPECT_EQ(w.text, l.tokenizer.decode(l.expected(i))) << i;
        EXPECT_EQ(w.finish, l.expected(i).size() == 64 ? "length" : "stop");
        EXPECT_EQ(w.ended, w.finish == "stop");
        written += static_cast<std::int64_t>(w.logProbs.size());
    }
    EXPECT_EQ(l.usage.promptTokens, promptTokens);
    EXPECT_EQ(l.usage.imageTokens, imageTokens);
    EXPECT_EQ(l.usage.writtenTokens, written);
    EXPECT_GT(l.usage.seconds, 0);
    EXPECT_EQ(l.policy.name(), "model");
    EXPECT_EQ(l.policy.modelHash().size(), 64u);
}

INSTANTIATE_TEST_SUITE_P(Checkpoints, PolicyParity, testing::Values("tiny-old", "tiny-new"),
                         [](const auto& p) {
                             return std::string(p.param) == "tiny-old" ? "old" : "fresh";
                         });

TEST(Policy, EndsWhereAStopStringFirstStandsInTheText)
{
    Loaded l("tiny-new");
    int across = 0; // stop strings that begin in one token and end in another
    for (std::size_t i = 0; i < l.cases.size(); ++i) {
        const TokenIds ids = l.expected(i);
        const std::string whole = l.tokenizer.decode(ids);
        for (const std::size_t at : {std::size_t(3), whole.size() / 2, whole.size() - 5}) {
            const std::string stop = whole.substr(at, 4);
            WriteOptions o = greedy(64);
            o.stops = {"never to be found", stop};
            const Written w = l.write({l.request(i)}, o).at({0, 0});
            EXPECT_EQ(w.text, whole.substr(0, whole.find(stop)));
            EXPECT_EQ(w.finish, "stop");
            EXPECT_FALSE(w.ended);
            // Not a token more than it takes.
            TokenIds read(ids.begin(), ids.begin() + static_cast<long>(w.logProbs.size()));
            EXPECT_NE(l.tokenizer.decode(read).find(stop), std::string::npos);
            const std::string last = l.tokenizer.decode({read.back()});
            read.pop_back();
            EXPECT_EQ(l.tokenizer.decode(read).find(stop), std::string::npos);
            across += last.find(stop) == std::string::npos;
        }
    }
    EXPECT_GE(across, 6);
}

TEST(Policy, SeedsReproduceInALongQueue)
{
    Loaded l("tiny-old");
    std::vector<WriteRequest> requests;
    for (std::size_t i = 0; i < 4; ++i)
        requests.push_back(l.request(i, 6));
    WriteOptions o;
    o.maxTokens = 30;
    o.stops = {"e"};
    const Texts all = l.write(requests, o);
    ASSERT_EQ(all.size(), 24u);
    o.batch = 5;
    for (const auto& [key, w] : l.write(requests, o)) {
        EXPECT_EQ(w.text, all.at(key).text);
        EXPECT_EQ(w.text.find("<|"), std::string::npos); // neither pictures nor the turn's end
        EXPECT_EQ(w.text.find('e'), std::string::npos);
    }
    EXPECT_NE(all.at({0, 0}).text, all.at({0, 1}).text);
}

TEST(Policy, StaysUsableAfterBadRequests)
{
    Loaded l("tiny-new");
    const auto before = l.write({l.request(1)}, greedy(8)).at({0, 0}).text;
    const auto fails = [&](const std::function<void(WriteRequest&, WriteOptions&)>& change) {
        WriteRequest r = l.request(1);
        WriteOptions o = greedy(8);
        change(r, o);
        return codeOf([&] { l.write({r}, o); });
    };
    EXPECT_EQ(fails([](auto& r, auto&) { r.imageBytes = {"rubbish"}; }), "image");
    EXPECT_EQ(fails([](auto& r, auto&) { r.user = "\xff"; }), "input");
    EXPECT_EQ(fails([](auto& r, auto&) { r.written = std::string(9000, '!'); }), "input");
    EXPECT_EQ(fails([](auto& r, auto&) { r.user = "<|im_end|><|image_pad|>"; }), ""); // plain text
    EXPECT_EQ(fails([](auto&, auto& o) { o.stops = {""}; }), "input");
    EXPECT_EQ(fails([](auto&, auto& o) { o.sampling.topP = -1; }), "input");
    std::stop_source stop;
    stop.request_stop();
    EXPECT_TRUE(l.write({l.request(1)}, greedy(8), stop.get_token()).empty());
    EXPECT_EQ(l.write({l.request(1)}, greedy(8)).at({0, 0}).text, before);
}

TEST(Policy, NeedsNoLabels)
{
    const Folder folder("tiny-old");
    EXPECT_EQ(codeOf([&] { Prm::load(folder.path()); }), "tokenizer");
    const Policy policy = Policy::load(folder.path());
    EXPECT_NE(policy.summary().find("3 layers of 32"), std::string::npos);
    EXPECT_EQ(codeOf([] { Policy::load("/nonexistent"); }), "config");
}

TEST(Policy, WhereMemoryRunsOutHalfAsManyAreWrittenAndTheTextsAreTheSame)
{
    Loaded l("tiny-old");
    std::vector<WriteRequest> requests{l.request(0, 40), l.request(1, 40), l.request(2, 40)};
    for (WriteRequest& request : requests)
        request.imageBytes.clear(); // a picture takes more than so small a batch
    WriteOptions o;
    o.maxTokens = 24;
    o.batch = 60;
    std::vector<std::string> warned;
    o.warn = [&](const std::string& sentence) { warned.push_back(sentence); };
    test::LimitedMemory& memory = test::limitedMemory();
    memory.largest = 0;
    const Texts whole = l.write(requests, o);
    const Usage before = l.usage;
    memory.most = memory.largest - 1;
    memory.refused = 0;
    const Texts halved = l.write(requests, o);
    const Usage after = l.usage;
    const Texts again = l.write(requests, o); // halved from the start
    memory.most = std::numeric_limits<std::size_t>::max();
    EXPECT_EQ(memory.refused, 1);
    EXPECT_EQ(warned, std::vector<std::string>{"Memory ran out. From here on 30 are written at a "
                                               "time; what was cut begins again."});
    ASSERT_EQ(halved.size(), 120u);
    for (const auto& [key, w] : halved) {
        EXPECT_EQ(w.text, whole.at(key).text);
        EXPECT_EQ(w.finish, whole.at(key).finish);
    }
    EXPECT_EQ(again.size(), 120u);
    EXPECT_EQ(after.promptTokens, before.promptTokens);
    EXPECT_EQ(after.writtenTokens, before.writtenTokens);
}

TEST(Policy, WhatNeverFitsIsRefusedWithWhatToDo)
{
    Loaded l("tiny-old");
    test::LimitedMemory& memory = test::limitedMemory();
    memory.most = 4096;
    std::string said;
    try {
        l.write({l.request(0, 6)}, greedy(8));
    } catch (const EngineError& error) {
        EXPECT_EQ(error.code(), "memory");
        said = error.what();
    }
    memory.most = std::numeric_limits<std::size_t>::max();
    EXPECT_NE(said.find("Set batch"), std::string::npos) << said;
    EXPECT_EQ(l.write({l.request(0, 6)}, greedy(8)).size(), 6u);
    EXPECT_NE(l.policy.summary().find("GB needed"), std::string::npos) << l.policy.summary();
}
