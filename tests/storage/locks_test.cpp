// SPDX-License-Identifier: GPL-3.0-or-later
// Closing any descriptor of a file drops the locks that a process holds on it. A project that lost
// its locks so has its log deleted by the next process that closes the database, and the labels
// with it.
#include "project_fixture.h"

#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

namespace steplight {
namespace {

/// Current labels of trace that a process of its own finds. It opens the project, reads, closes.
int labelsSeenElsewhere(const std::filesystem::path& place, const std::string& trace)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv("STEPLIGHT_TEST_PROJECT", place.c_str(), 1);
        ::setenv("STEPLIGHT_TEST_TRACE", trace.c_str(), 1);
        ::execl("/proc/self/exe", "storage_locks_test", "--gtest_also_run_disabled_tests",
                "--gtest_filter=Locks.DISABLED_otherProcess", nullptr);
        ::_exit(99);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

using LocksTest = ProjectTest;

TEST(Locks, DISABLED_otherProcess)
{
    int seen = 98;
    {
        Project project(std::getenv("STEPLIGHT_TEST_PROJECT"));
        seen = static_cast<int>(currentLabels(project, std::getenv("STEPLIGHT_TEST_TRACE")).size());
    }
    std::_Exit(seen);
}

TEST_F(LocksTest, openingAProjectTwiceLosesNoLabel)
{
    const std::string trace = add("a");
    reopen(); // the log is empty, as it is when a window has just opened its two connections
    {
        const Project second(project.folder(), Access::readOnly);
    }
    EXPECT_EQ(labelsSeenElsewhere(project.folder(), trace), 0);
    rate(trace, 0, 1);
    EXPECT_EQ(labelsSeenElsewhere(project.folder(), trace), 1);
    rate(trace, 1, -1);
    reopen();
    EXPECT_EQ(currentLabels(project, trace).size(), 2u);
}

} // namespace
} // namespace steplight
