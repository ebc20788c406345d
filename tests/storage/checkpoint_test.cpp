// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include <thread>

namespace steplight {
namespace {

struct CheckpointTest : ProjectTest {
    std::uintmax_t bytes(const char* file) const
    {
        return std::filesystem::file_size(project.folder() / file);
    }
    /// Some 20 KB each.
    void write(int questions)
    {
        WriteSlice slice(project);
        for (int i = 0; i < questions; ++i) {
            Question question;
            question.text = std::to_string(i) + std::string(20'000, 'x');
            addQuestion(project, question);
            slice.tick();
        }
        slice.finish();
    }
};

TEST_F(CheckpointTest, theLogReachesTheDatabaseWhileTheProjectIsOpen)
{
    write(1'500);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (bytes("project.db") < 8'000'000 && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_GE(bytes("project.db"), 8'000'000u);
}

} // namespace
} // namespace steplight
