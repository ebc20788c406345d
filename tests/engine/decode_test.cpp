// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <functional>
#include <iostream>

#include "engine/core/error.h"
#include "engine/image/decode.h"
#include "tests/core/draw.h"
#include "tests/core/fixture.h"
#include "tests/engine/files.h"

using namespace steplight;
using fixture::codeOf;
using fixture::Json;
using fixture::picture;
using fixture::slurp;
namespace fs = std::filesystem;

namespace {

// [name, height, width, hash of convert("RGB"), hash over white] of make_pictures.py. Names the
// files that are refused.
std::vector<std::string> expectEqualToPillow(const Json& rows, const fs::path& folder)
{
    std::vector<std::string> refused;
    for (const Json& row : rows) {
        const std::string bytes = slurp(folder / row[0].get<std::string>());
        for (const Alpha alpha : {Alpha::drop, Alpha::overWhite})
            try {
                const Rgb8 image = decodeImage(bytes, alpha);
                EXPECT_EQ(fixture::bytesHash(image.pixels.data(), image.pixels.size()),
                          row[alpha == Alpha::drop ? 3 : 4].get<std::string>())
                    << row[0] << (alpha == Alpha::drop ? " alpha dropped" : " over white");
                EXPECT_EQ(image.height, row[1].get<std::int64_t>()) << row[0];
                EXPECT_EQ(image.width, row[2].get<std::int64_t>()) << row[0];
            } catch (const EngineError&) {
                if (alpha == Alpha::drop)
                    refused.push_back(row[0]);
            }
    }
    return refused;
}

} // namespace

TEST(DecodeImage, EqualsPillow)
{
    const Json rows = fixture::readJson("pixels.json").at("decoded");
    ASSERT_EQ(rows.size(), 5u);
    for (const Json& row : rows) {
        const Rgb8 image = decodeImage(picture(row[0]));
        EXPECT_EQ(image.height, row[1].get<std::int64_t>()) << row; // the turned JPEG is not turned
        EXPECT_EQ(image.width, row[2].get<std::int64_t>()) << row;
        EXPECT_EQ(fixture::fnv(image.pixels.data(), image.pixels.size()), row[3]) << row;
    }
}

TEST(DecodeImage, OddFilesEqualPillow)
{
    const Json rows = fixture::readJson("pictures.json").at("decoded");
    EXPECT_EQ(expectEqualToPillow(rows, fixture::folder() / "images"),
              std::vector<std::string>{"rgba.tiff"}); // whose pixels OpenCV multiplies by alpha
}

TEST(DecodeImage, TheTortureSetEqualsPillow)
{
    const fs::path data = STEPLIGHT_SHARED_DATA;
    if (!fs::exists(data / "torture"))
        GTEST_SKIP() << data / "torture"
                     << " is absent";
    const Json rows = fixture::readJson("pictures.json").at("torture");
    const auto refused = expectEqualToPillow(rows, data);
    std::cout << rows.size() << " files, refused: " << Json(refused) << "\n";
    EXPECT_LE(refused.size(), 3u);
}

TEST(DecodeImage, RefusesGifWithASentence)
{
    try {
        decodeImage(picture("plain.gif"));
        ADD_FAILURE();
    } catch (const EngineError& e) {
        EXPECT_NE(std::string(e.what()).find("Save it as PNG"), std::string::npos);
    }
}

TEST(DecodeImage, ChecksTheSizeBeforeDecoding)
{
    std::string bomb = picture("gray.png");
    bomb[16] = bomb[20] = 0x7f; // claims 2 billion pixels a side
    EXPECT_EQ(codeOf([&] { decodeImage(bomb); }), "image");
    EXPECT_EQ(codeOf([] {
                  decodeImage(picture("gray.png"), Alpha::drop, {32, 1000000});
              }),
              "image");
    EXPECT_EQ(codeOf([] { decodeImage(picture("gray.png"), Alpha::drop, {1000, 1999}); }), "image");
    EXPECT_EQ(codeOf([] { decodeImage(picture("gray.png"), Alpha::drop, {50, 2000}); }), "");
}

TEST(DecodeImage, NoCutOrFlippedFileDoesHarm)
{
    for (const char* name : {"rgba.png", "turned.jpg", "palette.png", "packed.tiff"}) {
        const std::string good = picture(name);
        for (std::size_t n = 0; n < good.size(); n += 1 + good.size() / 60) {
            codeOf([&] { decodeImage(good.substr(0, n)); });
            std::string flipped = good;
            flipped[n] = static_cast<char>(flipped[n] ^ 0x55);
            codeOf([&] { decodeImage(flipped); });
        }
        EXPECT_EQ(codeOf([&] { decodeImage(good.substr(0, 20)); }), "image") << name;
    }
}

TEST(DecodeImage, readsOrRefusesEveryFileOfTheTortureSet)
{
    const fs::path torture = fs::path(STEPLIGHT_SHARED_DATA) / "torture";
    if (!fs::exists(torture))
        GTEST_SKIP() << torture << " is absent";
    int read = 0, refused = 0;
    for (const auto& entry : fs::recursive_directory_iterator(torture)) {
        if (!entry.is_regular_file())
            continue;
        const std::string code = codeOf([&] { decodeImage(slurp(entry.path())); });
        EXPECT_TRUE(code.empty() || code == "image") << entry.path();
        ++(code.empty() ? read : refused);
    }
    std::cout << read << " read, " << refused << " refused\n";
    EXPECT_GT(read, 150);
    EXPECT_GT(refused, 3);
}
