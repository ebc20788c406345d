// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/data_uri.h"

#include "storage/identity.h"

#include <array>
#include <cstdint>

namespace steplight {
namespace {

constexpr std::array<std::int8_t, 256> digitValues()
{
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < digits.size(); ++i)
        values[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
    return values;
}

constexpr std::array<std::int8_t, 256> values = digitValues();

} // namespace

std::optional<std::string> decodeBase64(std::string_view text)
{
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int have = 0;
    bool padded = false;
    for (const char c : text) {
        if (c == '\n' || c == '\r' || c == ' ' || c == '\t')
            continue;
        const int value = values[static_cast<unsigned char>(c)];
        padded = padded || c == '=';
        if (padded ? c != '=' : value < 0)
            return std::nullopt;
        if (padded)
            continue;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        have += 6;
        if (have >= 8) {
            have -= 8;
            bytes.push_back(static_cast<char>(bits >> have & 0xFFu));
        }
    }
    return have == 6 ? std::nullopt : std::optional(std::move(bytes));
}

ImageSource imageFromBase64(std::string_view base64)
{
    auto bytes = decodeBase64(base64);
    if (!bytes || bytes->empty())
        throw BadRow("the embedded picture is not base64");
    ImageSource image;
    image.reference = "sha256:" + sha256(*bytes);
    image.bytes = std::move(*bytes);
    return image;
}

ImageSource imageFrom(std::string_view uriOrPath)
{
    if (!uriOrPath.starts_with("data:"))
        return {std::string(uriOrPath), {}, {}};
    const auto comma = uriOrPath.find(',');
    if (comma == std::string_view::npos || !uriOrPath.substr(0, comma).ends_with(";base64"))
        throw BadRow("the embedded picture is not base64");
    return imageFromBase64(uriOrPath.substr(comma + 1));
}

} // namespace steplight
