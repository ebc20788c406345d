// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <optional>

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

// A little-endian TIFF of one strip; `extra` says what a channel beyond colour is.
template <class Value> std::string tiff(int width, int height, int channels,
                                        const std::vector<Value>& pixels, std::optional<int> extra)
{
    std::string file("II*\0\x08\0\0\0", 8);
    const auto put = [&](std::size_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            file += static_cast<char>(value >> 8 * i & 255);
    };
    const auto number = [](auto value) { return static_cast<std::size_t>(value); };
    const std::size_t entries = extra ? 11 : 10, behind = 8 + 2 + 12 * entries + 4;
    const auto entry = [&](std::size_t tag, std::size_t type, std::size_t count,
                           std::size_t value) {
        put(tag, 2), put(type, 2), put(count, 4), put(value, 4);
    };
    put(entries, 2);
    entry(256, 4, 1, number(width));
    entry(257, 4, 1, number(height));
    entry(258, 3, number(channels), behind); // bits of each channel
    entry(259, 3, 1, 1);                     // not compressed
    entry(262, 3, 1, 2);                     // RGB
    entry(273, 4, 1, behind + 8);            // the strip
    entry(277, 3, 1, number(channels));
    entry(278, 4, 1, number(height));
    entry(279, 4, 1, pixels.size() * sizeof(Value));
    entry(284, 3, 1, 1); // channels of a pixel together
    if (extra)
        entry(338, 3, 1, number(*extra));
    put(0, 4); // the last page
    for (int i = 0; i < 4; ++i)
        put(8 * sizeof(Value), 2);
    for (const Value value : pixels)
        put(value, sizeof(Value));
    return file;
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
    EXPECT_EQ(expectEqualToPillow(rows, fixture::folder() / "images"), std::vector<std::string>{});
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

TEST(DecodeImage, ATiffOfSixteenBitsKeepsItsHighBytes)
{
    const auto value = [](int i) { return static_cast<std::uint16_t>(i * 4099); };
    std::vector<std::uint16_t> rgb(4 * 3 * 3), rgba(4 * 3 * 4);
    for (std::size_t i = 0; i < rgb.size(); ++i)
        rgb[i] = value(static_cast<int>(i));
    for (std::size_t i = 0; i < rgba.size(); ++i)
        rgba[i] = value(static_cast<int>(i));
    const Rgb8 three = decodeImage(tiff(4, 3, 3, rgb, {}));
    const Rgb8 four = decodeImage(tiff(4, 3, 4, rgba, 2));
    for (std::size_t i = 0; i < rgb.size(); ++i) {
        EXPECT_EQ(three.pixels[i], rgb[i] >> 8) << i;
        EXPECT_EQ(four.pixels[i], rgba[i / 3 * 4 + i % 3] >> 8) << i;
    }
}

TEST(DecodeImage, ATiffSaysWhatItsFourthChannelIs)
{
    const std::vector<std::uint8_t> pixel{100, 60, 0, 120};
    const auto colours = [&](std::optional<int> extra, Alpha alpha) {
        return decodeImage(tiff(1, 1, 4, pixel, extra), alpha).pixels;
    };
    using Bytes = std::vector<std::uint8_t>;
    EXPECT_EQ(colours(2, Alpha::drop), (Bytes{100, 60, 0}));
    EXPECT_EQ(colours(2, Alpha::overWhite), (Bytes{182, 163, 135})); // 255 - 135 * 155 / 255, …
    EXPECT_EQ(colours(0, Alpha::overWhite), (Bytes{100, 60, 0})) << "no alpha";
    EXPECT_EQ(colours(1, Alpha::drop), (Bytes{212, 127, 0})) << "multiplied: 100 * 255 / 120, …";
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
            const std::string code = codeOf([&] { decodeImage(good.substr(0, n)); });
            if (good.starts_with("\xFF\xD8")) { // OpenCV alone would smear what is there
                EXPECT_EQ(code, "image") << n;
            }
            std::string flipped = good;
            flipped[n] = static_cast<char>(flipped[n] ^ 0x55);
            codeOf([&] { decodeImage(flipped); });
        }
        EXPECT_EQ(codeOf([&] { decodeImage(good.substr(0, 20)); }), "image") << name;
    }
}

TEST(DecodeImage, whatFollowsAJpegIsNoPartOfIt)
{
    // A telephone's moving picture holds such marks by chance, and no end.
    const std::string moving = picture("turned.jpg") + "mp4 \xFF\xDA and so on";
    EXPECT_EQ(codeOf([&] { decodeImage(moving); }), "");
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
