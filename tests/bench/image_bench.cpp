// SPDX-License-Identifier: GPL-3.0-or-later
// image_bench FILE...: milliseconds a picture from its encoded bytes to patches, under the limits
// of the published PRMs and on as many threads as OMP_NUM_THREADS says; prints one JSON object.
// image_reference.py does the same with Pillow and transformers.
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>

#include "engine/prm/prepare.h"

using namespace steplight;

int main(int count, char** words)
{
    std::vector<std::string> files;
    for (int i = 1; i < count; ++i) {
        std::ifstream in(words[i], std::ios::binary);
        files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    VisionConfig vision;
    vision.hidden = vision.heads = 1;
    Profile profile = defaultProfile();
    profile.firstResize.reset(); // the reference resizes once
    double best = 1e300;
    std::int64_t patches = 0;
    for (int round = 0; round < 3; ++round) {
        patches = 0;
        const auto begin = std::chrono::steady_clock::now();
        for (const std::string& file : files)
            patches += prepareImage(file, profile, {}, vision).patches.size(0);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        best = std::min(best, took.count());
    }
    std::cout << "{\"pictures\": " << files.size() << ", \"patches\": " << patches
              << ", \"ms_a_picture\": " << 1000 * best / static_cast<double>(files.size()) << "}\n";
}
