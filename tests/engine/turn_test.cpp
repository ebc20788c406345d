// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/turn.h"

#include "engine/core/error.h"
#include "engine/runs/folder_lock.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

using namespace steplight;
namespace fs = std::filesystem;

TEST(Turns, comeInTheOrderOfTheNames)
{
    std::string name = (fs::temp_directory_path() / "steplight-turn-XXXXXX").string();
    const fs::path runs = mkdtemp(name.data());
    for (const char* each : {"1", "2", "3"})
        fs::create_directories(runs / each);
    std::mutex guard;
    std::string order;
    const auto take = [&](const std::string& each, std::stop_token stop) {
        const FolderLock lock(runs / each);
        const Turn turn(runs / each, stop);
        const std::scoped_lock held(guard);
        order += each;
    };
    std::stop_source cancelled;
    std::optional<Turn> first(std::in_place, runs / "1", std::stop_token());
    std::thread third([&] { take("3", {}); });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::thread second([&] { take("2", {}); });
    std::thread never([&] { EXPECT_THROW(Turn(runs / "1", cancelled.get_token()), EngineError); });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    {
        const std::scoped_lock held(guard);
        EXPECT_EQ(order, "") << "one at a time";
    }
    cancelled.request_stop();
    never.join();
    first.reset();
    second.join();
    third.join();
    EXPECT_EQ(order, "23");
    fs::remove_all(runs);
}
