// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/images.h"

#include <algorithm>

namespace steplight {

namespace {

/// Reads integers out of bytes; past the end everything is 0.
class Bytes
{
public:
    explicit Bytes(std::string_view bytes) : m_bytes(bytes) {}
    int at(std::size_t offset) const
    {
        return offset < m_bytes.size() ? static_cast<unsigned char>(m_bytes[offset]) : 0;
    }
    int big16(std::size_t offset) const { return at(offset) << 8 | at(offset + 1); }
    int little16(std::size_t offset) const { return at(offset) | at(offset + 1) << 8; }
    int little24(std::size_t offset) const { return little16(offset) | at(offset + 2) << 16; }
    std::int64_t big32(std::size_t offset) const
    {
        return std::int64_t{big16(offset)} << 16 | big16(offset + 2);
    }
    std::int64_t little32(std::size_t offset) const
    {
        return little16(offset) | std::int64_t{little16(offset + 2)} << 16;
    }
    bool has(std::size_t offset, std::string_view text) const
    {
        return m_bytes.size() >= offset + text.size() &&
               m_bytes.substr(offset, text.size()) == text;
    }
    std::size_t size() const { return m_bytes.size(); }

private:
    std::string_view m_bytes;
};

std::optional<ImageHeader> header(const char* extension, std::int64_t width, std::int64_t height)
{
    if (width <= 0 || height <= 0 || width > INT32_MAX || height > INT32_MAX)
        return std::nullopt;
    return ImageHeader{extension, static_cast<int>(width), static_cast<int>(height)};
}

/// ITU-T T.81: segments up to the frame header, which holds the size.
std::optional<ImageHeader> jpegHeader(const Bytes& bytes)
{
    std::size_t offset = 2;
    while (offset + 9 <= bytes.size()) {
        if (bytes.at(offset) != 0xFF)
            return std::nullopt;
        const int marker = bytes.at(offset + 1);
        if (marker == 0xFF) { // fill byte
            ++offset;
            continue;
        }
        const bool frame =
            marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame)
            return header("jpg", bytes.big16(offset + 7), bytes.big16(offset + 5));
        const bool alone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        if (marker == 0xD9 || marker == 0xDA)
            return std::nullopt;
        offset += 2 + (alone ? 0 : static_cast<std::size_t>(bytes.big16(offset + 2)));
    }
    return std::nullopt;
}

std::optional<ImageHeader> webpHeader(const Bytes& bytes)
{
    if (bytes.has(12, "VP8 ") && bytes.has(23, "\x9D\x01\x2A"))
        return header("webp", bytes.little16(26) & 0x3FFF, bytes.little16(28) & 0x3FFF);
    if (bytes.has(12, "VP8L") && bytes.at(20) == 0x2F) {
        const auto bits = bytes.little32(21);
        return header("webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    }
    if (bytes.has(12, "VP8X"))
        return header("webp", bytes.little24(24) + 1, bytes.little24(27) + 1);
    return std::nullopt;
}

std::optional<ImageHeader> bmpHeader(const Bytes& bytes)
{
    const auto height = static_cast<std::int32_t>(bytes.little32(22)); // negative = top down
    return header("bmp", bytes.little32(18), height < 0 ? -std::int64_t{height} : height);
}

} // namespace

std::optional<ImageHeader> readImageHeader(std::string_view raw)
{
    using namespace std::string_view_literals;
    const Bytes bytes(raw);
    if (bytes.has(0, "\x89PNG\r\n\x1A\n"sv) && bytes.has(12, "IHDR"))
        return header("png", bytes.big32(16), bytes.big32(20));
    if (bytes.has(0, "\xFF\xD8\xFF"sv))
        return jpegHeader(bytes);
    if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a"))
        return header("gif", bytes.little16(6), bytes.little16(8));
    if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP"))
        return webpHeader(bytes);
    if (bytes.has(0, "BM") && bytes.little32(14) >= 40)
        return bmpHeader(bytes);
    return std::nullopt;
}

} // namespace steplight
