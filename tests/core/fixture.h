// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine's tests share: the fixtures of tests/fixtures/engine, the pictures and the hash
// of its make_fixtures.py.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
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

inline std::string fnv(const void* data, std::size_t size)
{
    std::uint64_t h = 0xcbf29ce484222325;
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < size; ++i)
        h = (h ^ bytes[i]) * 0x100000001b3;
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(h));
    return text;
}

inline std::string fnv(const at::Tensor& t)
{
    const at::Tensor c = t.contiguous();
    return fnv(c.const_data_ptr(), c.nbytes());
}

// u8 [height, width, 3]
inline at::Tensor picture(std::int64_t height, std::int64_t width, std::int64_t seed)
{
    at::Tensor t = at::empty({height, width, 3}, at::kByte);
    auto a = t.accessor<std::uint8_t, 3>();
    for (std::int64_t y = 0; y < height; ++y)
        for (std::int64_t x = 0; x < width; ++x)
            for (std::int64_t c = 0; c < 3; ++c)
                a[y][x][c] = static_cast<std::uint8_t>(
                    ((x * x * (3 + c) + y * y * 5 + x * y * seed) / 16 + c * 71 + seed * 13) % 256);
    return t;
}

inline at::Tensor picture(const Json& p)
{
    return picture(p.at(0), p.at(1), p.at(2));
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
