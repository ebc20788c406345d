// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the fixtures, and the code of what the engine refuses.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "engine/core/error.h"
#include "tests/core/fixture.h"

namespace fixture {

inline std::string slurp(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string picture(const std::string& name)
{
    return slurp(folder() / "images" / name);
}

// Empty when nothing is refused.
inline std::string codeOf(const std::function<void()>& act)
{
    try {
        act();
    } catch (const steplight::EngineError& e) {
        EXPECT_NE(std::string(e.what()), "");
        return e.code();
    }
    return "";
}

} // namespace fixture
