// SPDX-License-Identifier: GPL-3.0-or-later
// Drives a fuzz target without libFuzzer: every file that is named (folders: all below; absent ones
// are none). Fails when there is no input.
#include "fuzz.h"

#include <iterator>

namespace {

namespace fs = std::filesystem;

int inputs = 0;

void replay(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    ++inputs;
}

} // namespace

int main(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i)
        if (fs::is_directory(argv[i])) {
            for (const auto& entry : fs::recursive_directory_iterator(argv[i]))
                if (entry.is_regular_file())
                    replay(entry.path());
        } else if (fs::exists(argv[i])) {
            replay(argv[i]);
        }
    std::printf("%d inputs went through\n", inputs);
    return inputs == 0 ? 1 : 0;
}
