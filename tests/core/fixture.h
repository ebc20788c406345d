// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine's tests share: the fixtures of tests/fixtures/engine and the hash of its
// make_fixtures.py.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include <unistd.h>

namespace fixture {

using Json = nlohmann::json;
namespace fs = std::filesystem;

inline fs::path folder()
{
    return fs::path(STEPLIGHT_SOURCE) / "tests/fixtures/engine";
}

inline Json readJson(const std::string& name)
{
    std::ifstream in(folder() / name);
    return Json::parse(in);
}

/// A JSON string: newer compilers compare no other kind of string with what a fixture holds.
inline Json fnv(const void* data, std::size_t size)
{
    std::uint64_t h = 0xcbf29ce484222325;
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < size; ++i)
        h = (h ^ bytes[i]) * 0x100000001b3;
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(h));
    return text;
}

// A folder of its own that goes with the test.
class TempFolder
{
public:
    TempFolder()
    {
        std::string form = (fs::temp_directory_path() / "steplight-XXXXXX").string();
        m_path = ::mkdtemp(form.data());
    }
    ~TempFolder() { fs::remove_all(m_path); }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    const fs::path& path() const { return m_path; }
    void write(const std::string& name, const std::string& text) const
    {
        std::ofstream(m_path / name, std::ios::binary) << text;
    }

private:
    fs::path m_path;
};

} // namespace fixture
