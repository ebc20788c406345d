// SPDX-License-Identifier: GPL-3.0-or-later
// Run folders for the tiny checkpoint, and what came of them. One thread.
#pragma once

#include "engine/protocol/event.h"
#include "engine/protocol/request.h"
#include "engine/protocol/trace_input.h"
#include "engine/text/sha256.h"
#include "tests/engine/child.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace steplight::test {

namespace fs = std::filesystem;

inline std::string contentOf(const fs::path& path)
{
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

inline std::string tinyModel()
{
    return STEPLIGHT_SOURCE "/tests/fixtures/engine/tiny-old";
}

inline protocol::TraceInput textTrace(const std::string& id, std::size_t steps = 2)
{
    protocol::TraceInput trace{id, "How many apples?", {}, {}, {}};
    trace.steps.assign(steps, {Section::reasoning, "There are 12 tiles, so 12 - 5 + 1 = 8."});
    return trace;
}

class RunFixture : public ::testing::Test
{
protected:
    void SetUp() override
    {
        std::string name = (fs::temp_directory_path() / "steplight-run-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder = name;
        request.program = "test";
        request.kind = "score";
        request.model = tinyModel();
        request.settings["threads"] = "1";
    }
    void TearDown() override { fs::remove_all(folder); }

    void add(const protocol::TraceInput& trace) { addLine(protocol::writeTrace(trace)); }
    void addLine(const std::string& line)
    {
        input += line;
        ++request.traces;
    }
    void put(const std::string& name, const std::string& text) const
    {
        std::ofstream(folder / name, std::ios::binary) << text;
    }
    void writeFolder()
    {
        request.inputHash = Sha256().add(input).hex();
        put("input.jsonl", input);
        put("request.json", protocol::writeRequest(request));
    }

    int run(std::vector<std::string> more = {}) const
    {
        more.insert(more.begin(), {"run", folder.string()});
        return Child(more).wait();
    }
    /// Until events.jsonl holds the word so often.
    void await(const std::string& word, std::size_t count) const
    {
        for (int i = 0; i < 6000; ++i) {
            const std::string text = contentOf(folder / "events.jsonl");
            std::size_t found = 0;
            for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; ++at)
                ++found;
            if (found >= count)
                return;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        FAIL() << "not " << count << " times " << word << " in a minute";
    }

    std::vector<protocol::Event> events() const
    {
        std::vector<protocol::Event> all;
        std::istringstream lines(contentOf(folder / "events.jsonl"));
        for (std::string line; std::getline(lines, line);)
            all.push_back(protocol::readEvent(line));
        return all;
    }
    template <typename Body> std::vector<Body> all() const
    {
        std::vector<Body> found;
        for (const protocol::Event& event : events())
            if (const auto* body = std::get_if<Body>(&event.body))
                found.push_back(*body);
        return found;
    }
    /// Exactly one final event, and it is the last line.
    template <typename Body> Body theEnd() const
    {
        const auto said = events();
        int finals = 0;
        for (const protocol::Event& event : said)
            finals += protocol::isFinal(event) ? 1 : 0;
        EXPECT_EQ(finals, 1);
        const auto* body = said.empty() ? nullptr : std::get_if<Body>(&said.back().body);
        EXPECT_NE(body, nullptr) << contentOf(folder / "events.jsonl");
        return body ? *body : Body{};
    }

    fs::path folder;
    protocol::RunRequest request;
    std::string input;
};

} // namespace steplight::test
