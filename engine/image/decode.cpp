// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/image/decode.h"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "engine/core/error.h"
#include "engine/image/header.h"

namespace steplight {
namespace {

// Pillow's blend: value * alpha + 255 * (255 - alpha), divided by 255 and rounded
std::uint8_t overWhite(unsigned value, unsigned alpha)
{
    const unsigned t = value * alpha + 255 * (255 - alpha) + 128;
    return static_cast<std::uint8_t>((t + (t >> 8)) >> 8);
}

// OpenCV asks its decoders in turn. A broken WebP file must not go on to those that look for their
// mark further in: DICOM's and DTED's read what they like, of any size.
bool looksLikeAnother(std::string_view bytes)
{
    const auto has = [&](std::size_t at, std::string_view mark) {
        return bytes.size() >= at + mark.size() && bytes.substr(at, mark.size()) == mark;
    };
    return has(128, "DICM") || has(140, "DTED");
}

// libtiff multiplies colours by alpha, which takes their last bits, unless the file says that they
// are multiplied. Nothing for a file that has no alpha of that kind.
std::string saidToBeMultiplied(std::string_view bytes)
{
    const auto extra = extraSample(bytes);
    if (!extra || extra->kind != 2)
        return {};
    std::string said(bytes);
    said[extra->place + (bytes[0] == 'I' ? 0 : 1)] = 1;
    return said;
}

// OpenCV goes on with the last line where the data end, and says nothing. Segments are passed over
// by their lengths: a small picture in one of them ends, too, and what follows the end is no part.
bool isCutJpeg(std::string_view bytes)
{
    if (!bytes.starts_with("\xFF\xD8"))
        return false;
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    std::size_t at = 2;
    while (at + 4 <= bytes.size() && byte(at) == 0xFF && byte(at + 1) != 0xDA)
        at += byte(at + 1) == 0xFF ? 1 : 2 + std::size_t{byte(at + 2)} * 256 + byte(at + 3);
    return bytes.find("\xFF\xD9", at) == bytes.npos;
}

cv::Mat decode(std::string_view bytes)
{
    if (looksLikeAnother(bytes) || isCutJpeg(bytes))
        return {};
    const std::string tiff = saidToBeMultiplied(bytes);
    if (!tiff.empty())
        bytes = tiff;
    try {
        const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8U,
                          const_cast<char*>(bytes.data()));
        return cv::imdecode(raw, cv::IMREAD_UNCHANGED); // which leaves the EXIF orientation alone
    } catch (const cv::Exception&) {
        return {};
    }
}

// What the fourth channel is, if there is one.
enum class Fourth { nothing, alpha, multiplied };

// Alpha is what Pillow calls RGBA. A PNG with alpha is that but for 8-bit grey (LA) and palettes
// (P); a TIFF if it says so.
Fourth fourthOf(std::string_view bytes, int channels)
{
    if (channels != 4)
        return Fourth::nothing;
    if (bytes.starts_with("\x89PNG")) {
        const char depth = bytes[24], colour = bytes[25];
        return colour == 6 || (colour == 4 && depth == 16) ? Fourth::alpha : Fourth::nothing;
    }
    if (!bytes.starts_with("II") && !bytes.starts_with("MM"))
        return Fourth::alpha;
    const auto extra = extraSample(bytes);
    return !extra || extra->kind == 0 ? Fourth::nothing
           : extra->kind == 1         ? Fourth::multiplied
                                      : Fourth::alpha;
}

// Pillow's unpackRGBa
std::uint8_t divided(unsigned value, unsigned alpha)
{
    return static_cast<std::uint8_t>(alpha == 0 ? 0 : std::min(255U, value * 255 / alpha));
}

// To 8 bits as Pillow does: grey is cut off at 255, all else keeps the high byte.
void narrow(cv::Mat& m)
{
    if (m.depth() != CV_16U)
        return;
    if (m.channels() == 1)
        m.convertTo(m, CV_8U);
    else
        m.convertTo(m, CV_8U, 1.0 / 256, -0.498);
}

void refuseSize(std::string_view bytes, const DecodeLimits& limits)
{
    if (bytes.size() > INT32_MAX)
        throw EngineError("image", "The picture file is over 2 GB.");
    if (bytes.starts_with("GIF8"))
        throw EngineError("image", "GIF pictures are not read. Save it as PNG and locate it anew.");
    const auto size = pictureSize(bytes);
    if (!size)
        throw EngineError("image",
                          "The file is no PNG, JPEG, WebP, BMP or TIFF picture, or it is cut off.");
    if (size->height < 1 || size->width < 1 || size->height > limits.maxSide ||
        size->width > limits.maxSide || size->height * size->width > limits.maxPixels)
        throw EngineError("image", "The picture says it is " + std::to_string(size->width) + " x " +
                                       std::to_string(size->height) +
                                       " pixels, which is over the limit.");
}

} // namespace

Rgb8 decodeImage(std::string_view bytes, Alpha alpha, const DecodeLimits& limits)
{
    refuseSize(bytes, limits);
    cv::Mat m = decode(bytes);
    const int channels = m.channels();
    if (m.empty() || (channels != 1 && channels != 3 && channels != 4) ||
        (m.depth() != CV_8U && m.depth() != CV_16U))
        throw EngineError("image",
                          "The picture cannot be decoded: the file is damaged, or of a kind that "
                          "is not read. Save it as PNG and locate it anew.");
    narrow(m);
    const Fourth fourth = fourthOf(bytes, channels);
    const bool blend = alpha == Alpha::overWhite && fourth != Fourth::nothing;
    Rgb8 image{m.rows, m.cols, {}};
    image.pixels.resize(static_cast<std::size_t>(image.height * image.width * 3));
    std::uint8_t* to = image.pixels.data();
    for (int y = 0; y < m.rows; ++y) {
        const std::uint8_t* p = m.ptr<std::uint8_t>(y);
        for (int x = 0; x < m.cols; ++x, p += channels, to += 3)
            for (int c = 0; c < 3; ++c) {
                std::uint8_t value = p[channels == 1 ? 0 : 2 - c];
                if (fourth == Fourth::multiplied)
                    value = divided(value, p[3]);
                to[c] = blend ? overWhite(value, p[3]) : value;
            }
    }
    return image;
}

} // namespace steplight
