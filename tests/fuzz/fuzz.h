// SPDX-License-Identifier: GPL-3.0-or-later
// What the fuzz targets share. A target is one LLVMFuzzerTestOneInput: libFuzzer drives it under
// clang (./dev fuzz), replay.cpp under any compiler (a test). One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace steplight::fuzz {

inline std::string_view text(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

/// What must hold for every input; a breach is a crash that the fuzzer keeps.
inline void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "fuzz: %s does not hold\n", what);
    std::abort();
}

/// A folder of this process alone, in memory where there is such a disk.
inline std::filesystem::path scratch()
{
    static const struct Folder {
        std::filesystem::path path =
            (std::filesystem::exists("/dev/shm") ? std::filesystem::path("/dev/shm")
                                                 : std::filesystem::temp_directory_path()) /
            ("steplight-fuzz-" + std::to_string(::getpid()));
        Folder() { std::filesystem::create_directories(path); }
        ~Folder()
        {
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
        }
    } folder;
    return folder.path;
}

inline std::filesystem::path write(const std::filesystem::path& file, std::string_view bytes)
{
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
}

/// An input that stands for several files: each begins with a line "@@ name".
inline std::vector<std::pair<std::string, std::string_view>> parts(std::string_view input)
{
    std::vector<std::pair<std::string, std::string_view>> all;
    while (input.starts_with("@@ ")) {
        const auto nameEnd = input.find('\n');
        if (nameEnd == std::string_view::npos)
            break;
        std::string name(input.substr(3, nameEnd - 3));
        input.remove_prefix(nameEnd + 1);
        auto end = input.starts_with("@@ ") ? 0 : input.find("\n@@ ");
        const bool last = end == std::string_view::npos;
        all.emplace_back(std::move(name), input.substr(0, end));
        input.remove_prefix(last ? input.size() : end + (end == 0 ? 0 : 1));
    }
    return all;
}

} // namespace steplight::fuzz
