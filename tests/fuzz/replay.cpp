// SPDX-License-Identifier: GPL-3.0-or-later
// Drives a fuzz target without libFuzzer: every file that is named (folders: all below), then, for
// STEPLIGHT_FUZZ_SECONDS, mutations of them from a fixed seed. Fails when there is no input.
#include "fuzz.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <random>

namespace {

namespace fs = std::filesystem;
using Input = std::vector<std::uint8_t>;

Input read(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Input> inputsOf(int count, char** names)
{
    std::vector<fs::path> files;
    for (int i = 0; i < count; ++i) {
        if (!fs::is_directory(names[i])) {
            files.emplace_back(names[i]);
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(names[i]))
            if (entry.is_regular_file())
                files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Input> inputs;
    std::transform(files.begin(), files.end(), std::back_inserter(inputs), read);
    return inputs;
}

std::size_t below(std::mt19937& random, std::size_t limit)
{
    return limit == 0 ? 0 : random() % limit;
}

/// Bytes changed, cut out, doubled, or taken from another input.
Input mutated(Input input, const std::vector<Input>& all, std::mt19937& random)
{
    const auto at = [&](const Input& in) {
        return in.begin() + static_cast<std::ptrdiff_t>(below(random, in.size()));
    };
    for (auto changes = 1 + random() % 4; changes > 0 && !input.empty(); --changes) {
        const auto place = at(input);
        const auto end =
            place + static_cast<std::ptrdiff_t>(
                        below(random, std::min<std::size_t>(
                                          64, static_cast<std::size_t>(input.end() - place))));
        const Input piece(place, end);
        switch (random() % 5) {
        case 0:
            *place = static_cast<std::uint8_t>(random());
            break;
        case 1:
            input.erase(place, end);
            break;
        case 2:
            input.insert(at(input), piece.begin(), piece.end());
            break;
        case 3:
            *place = static_cast<std::uint8_t>(*place ^ (1U << random() % 8));
            break;
        default:
            const Input& other = all[below(random, all.size())];
            if (!other.empty())
                input.insert(place, at(other), other.end());
        }
    }
    constexpr std::size_t most = 64 << 10;
    input.resize(std::min(input.size(), most));
    return input;
}

} // namespace

int main(int argc, char** argv)
{
    const auto inputs = inputsOf(argc - 1, argv + 1);
    for (const auto& input : inputs)
        LLVMFuzzerTestOneInput(input.data(), input.size());
    const char* seconds = std::getenv("STEPLIGHT_FUZZ_SECONDS");
    const auto end = std::chrono::steady_clock::now() +
                     std::chrono::seconds(seconds ? std::atoi(seconds) : 0);
    std::mt19937 random(1);
    int mutations = 0;
    for (; !inputs.empty() && std::chrono::steady_clock::now() < end; ++mutations) {
        const auto input = mutated(inputs[below(random, inputs.size())], inputs, random);
        LLVMFuzzerTestOneInput(input.data(), input.size());
    }
    std::printf("%zu inputs and %d mutations of them went through\n", inputs.size(), mutations);
    return inputs.empty() ? 1 : 0;
}
