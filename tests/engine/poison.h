// SPDX-License-Identifier: GPL-3.0-or-later
// A weight that is no number, put into a checkpoint's file. One thread.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace steplight::test {

/// Into the tensor of this name, of float32 or bfloat16.
inline void poison(const std::filesystem::path& file, const std::string& tensor)
{
    std::fstream weights(file, std::ios::binary | std::ios::in | std::ios::out);
    std::uint64_t length = 0;
    weights.read(reinterpret_cast<char*>(&length), 8);
    std::string header(length, '\0');
    weights.read(header.data(), static_cast<std::streamsize>(length));
    const std::size_t name = header.find("\"" + tensor + "\"");
    ASSERT_NE(name, std::string::npos) << tensor;
    const std::string key = "\"data_offsets\":[";
    const std::size_t at = header.find(key, name);
    ASSERT_NE(at, std::string::npos);
    const auto offset = std::strtoll(header.c_str() + at + key.size(), nullptr, 10);
    weights.seekp(static_cast<std::streamoff>(8 + length) + offset);
    weights.write("\x00\x00\xc0\x7f", 4); // the second half is bfloat16's
}

} // namespace steplight::test
