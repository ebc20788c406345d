// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/upkeep.h"

#include <csignal>
#include <random>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace steplight {
namespace {

constexpr int kills = 20;
constexpr int stepsOfTrace = 50;

/// Labels for ever; prints each id as one line once the label is recorded. Never returns.
[[noreturn]] void labelUntilKilled(const std::filesystem::path& place, const std::string& trace,
                                   int out)
{
    Project project(place);
    for (int i = 0;; ++i) {
        const auto stored =
            recordLabels(project, {ProjectTest::label(trace, i % stepsOfTrace, i % 3 - 1)});
        const auto line = stored.front().id + "\n";
        if (::write(out, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
            ::_exit(1);
        if (i % 5 == 4)
            undo(project, "Ann");
    }
}

/// Whole lines that the child printed before it died.
std::vector<std::string> linesFrom(int in)
{
    std::string all;
    char block[4096];
    for (ssize_t count = 0; (count = ::read(in, block, sizeof block)) > 0;)
        all.append(block, static_cast<std::size_t>(count));
    std::vector<std::string> lines;
    for (std::size_t begin = 0, end = 0; (end = all.find('\n', begin)) != std::string::npos;
         begin = end + 1)
        lines.push_back(all.substr(begin, end - begin));
    return lines;
}

std::vector<std::string> killOnce(const std::filesystem::path& place, const std::string& trace,
                                  int milliseconds)
{
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        try {
            labelUntilKilled(place, trace, ends[1]);
        } catch (const std::exception&) {
            ::_exit(2);
        }
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;
    auto lines = linesFrom(ends[0]);
    ::close(ends[0]);
    return lines;
}

TEST(Kill, noAcknowledgedLabelIsLost)
{
    const auto folder = temporaryFolder();
    std::string trace;
    {
        Project project = Project::create(folder / "p");
        Question question;
        question.text = "?";
        question.id = questionId(question);
        addQuestion(project, question);
        Trace added;
        added.questionId = question.id;
        for (int i = 0; i < stepsOfTrace; ++i)
            added.steps.push_back({Section::reasoning, std::to_string(i)});
        trace = traceId(question.id, added.steps);
        addTrace(project, added);
    }
    std::mt19937 random(1);
    std::size_t acknowledged = 0;
    for (int kill = 0; kill < kills; ++kill) {
        const auto ids = killOnce(folder / "p", trace, 20 + static_cast<int>(random() % 120));
        acknowledged += ids.size();
        Project project(folder / "p");
        const auto detail = traceDetail(project, trace);
        std::set<std::string> there;
        for (const auto* rows : {&detail.labels, &detail.history})
            for (const auto& row : *rows)
                there.insert(row.id);
        for (const auto& id : ids)
            ASSERT_TRUE(there.count(id)) << id << " was acknowledged before kill " << kill;
    }
    EXPECT_GT(acknowledged, 0u) << "the children were killed before they did anything";
    {
        Project project(folder / "p");
        EXPECT_EQ(checkProject(project), std::vector<std::string>{});
        // Undo takes up where the dead left off.
        EXPECT_TRUE(undo(project, "Ann").has_value());
    }
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace steplight
