// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/image/header.h"

#include <cstdlib>

namespace steplight {
namespace {

using namespace std::string_view_literals;

std::int64_t big(std::string_view b, std::size_t at, int count)
{
    std::int64_t n = 0;
    for (int i = 0; i < count; ++i)
        n = n << 8 | static_cast<unsigned char>(b[at + static_cast<std::size_t>(i)]);
    return n;
}

std::int64_t little(std::string_view b, std::size_t at, int count)
{
    std::int64_t n = 0;
    for (int i = count - 1; i >= 0; --i)
        n = n << 8 | static_cast<unsigned char>(b[at + static_cast<std::size_t>(i)]);
    return n;
}

// Walks the segments up to the frame header (SOF0..SOF15, of which C4, C8 and CC are something
// else).
std::optional<PictureSize> jpeg(std::string_view b)
{
    std::size_t at = 2;
    while (at + 9 <= b.size()) {
        if (b[at] != '\xff')
            return std::nullopt;
        const auto marker = static_cast<unsigned char>(b[at + 1]);
        if (marker == 0xff) {
            ++at; // fill byte
            continue;
        }
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
            return PictureSize{big(b, at + 5, 2), big(b, at + 7, 2)};
        const bool alone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
        at += alone ? 2 : 2 + static_cast<std::size_t>(big(b, at + 2, 2));
    }
    return std::nullopt;
}

std::optional<PictureSize> webp(std::string_view b)
{
    const std::string_view kind = b.substr(12, 4);
    if (kind == "VP8X")
        return PictureSize{little(b, 27, 3) + 1, little(b, 24, 3) + 1};
    if (kind == "VP8L") {
        const std::int64_t bits = little(b, 21, 4);
        return PictureSize{(bits >> 14 & 0x3fff) + 1, (bits & 0x3fff) + 1};
    }
    if (kind == "VP8 ")
        return PictureSize{little(b, 28, 2) & 0x3fff, little(b, 26, 2) & 0x3fff};
    return std::nullopt;
}

bool isTiff(std::string_view b)
{
    return (b.starts_with("II*\0"sv) || b.starts_with("MM\0*"sv)) && b.size() >= 8;
}

// Calls `take` with tag, type and the value's place of each entry of the first directory.
template <class Take> void eachEntry(std::string_view b, const Take& take)
{
    const auto number = b[0] == 'I' ? little : big;
    const auto begin = static_cast<std::size_t>(number(b, 4, 4));
    if (begin > b.size() - 2)
        return;
    const auto entries = static_cast<std::size_t>(number(b, begin, 2));
    for (std::size_t i = 0, at = begin + 2; i < entries && at + 12 <= b.size(); ++i, at += 12)
        take(number(b, at, 2), number(b, at + 2, 2), at + 8);
}

// Width (256) and height (257) stand in the first directory, each as a 16- or 32-bit number.
std::optional<PictureSize> tiff(std::string_view b)
{
    const auto number = b[0] == 'I' ? little : big;
    PictureSize size;
    eachEntry(b, [&](std::int64_t tag, std::int64_t type, std::size_t at) {
        if (tag == 256)
            size.width = number(b, at, type == 3 ? 2 : 4);
        else if (tag == 257)
            size.height = number(b, at, type == 3 ? 2 : 4);
    });
    return size == PictureSize() ? std::nullopt : std::optional(size);
}

} // namespace

std::optional<PictureSize> pictureSize(std::string_view b)
{
    if (b.starts_with("\x89PNG\r\n\x1a\n"sv) && b.size() >= 24 && b.substr(12, 4) == "IHDR")
        return PictureSize{big(b, 20, 4), big(b, 16, 4)};
    if (b.starts_with("\xff\xd8\xff"sv))
        return jpeg(b);
    if (b.starts_with("RIFF"sv) && b.size() >= 30 && b.substr(8, 4) == "WEBP")
        return webp(b);
    if (b.starts_with("BM"sv) && b.size() >= 26) {
        const auto height = static_cast<std::int32_t>(little(b, 22, 4)); // negative: top row first
        return PictureSize{std::llabs(height), little(b, 18, 4)};
    }
    if (isTiff(b))
        return tiff(b);
    return std::nullopt;
}

std::optional<ExtraSample> extraSample(std::string_view b)
{
    std::optional<ExtraSample> found;
    if (isTiff(b))
        eachEntry(b, [&](std::int64_t tag, std::int64_t type, std::size_t at) {
            if (tag == 338 && type == 3)
                found = ExtraSample{(b[0] == 'I' ? little : big)(b, at, 2), at};
        });
    return found;
}

} // namespace steplight
