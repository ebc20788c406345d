// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/image/decode.h"

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

cv::Mat decode(std::string_view bytes)
{
    if (looksLikeAnother(bytes))
        return {};
    try {
        const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8U,
                          const_cast<char*>(bytes.data()));
        return cv::imdecode(raw, cv::IMREAD_UNCHANGED); // which leaves the EXIF orientation alone
    } catch (const cv::Exception&) {
        return {};
    }
}

// What Pillow calls RGBA. A PNG with alpha is that but for 8-bit grey (LA) and palettes (P).
bool isRgba(std::string_view bytes, int channels)
{
    if (channels != 4 || !bytes.starts_with("\x89PNG"))
        return channels == 4;
    const char depth = bytes[24], colour = bytes[25];
    return colour == 6 || (colour == 4 && depth == 16);
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
        throw EngineError("image", "The picture cannot be decoded. Is the file damaged?");
    if (channels == 4 && (bytes.starts_with("II") || bytes.starts_with("MM")))
        throw EngineError("image", "TIFF pictures with transparency are not read. Save it as PNG "
                                   "and locate it anew.");
    narrow(m);
    const bool blend = alpha == Alpha::overWhite && isRgba(bytes, channels);
    Rgb8 image{m.rows, m.cols, {}};
    image.pixels.resize(static_cast<std::size_t>(image.height * image.width * 3));
    std::uint8_t* to = image.pixels.data();
    for (int y = 0; y < m.rows; ++y) {
        const std::uint8_t* p = m.ptr<std::uint8_t>(y);
        for (int x = 0; x < m.cols; ++x, p += channels, to += 3)
            for (int c = 0; c < 3; ++c) {
                const std::uint8_t value = p[channels == 1 ? 0 : 2 - c];
                to[c] = blend ? overWhite(value, p[3]) : value;
            }
    }
    return image;
}

} // namespace steplight
