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

} // namespace

Rgb8 decodeImage(std::string_view bytes, Alpha alpha, const DecodeLimits& limits)
{
    if (bytes.size() > INT32_MAX)
        throw EngineError("image", "The picture file is over 2 GB.");
    const auto size = pictureSize(bytes);
    if (!size)
        throw EngineError("image",
                          "The file is no PNG, JPEG, WebP or BMP picture, or it is cut off.");
    if (size->height < 1 || size->width < 1 || size->height > limits.maxSide ||
        size->width > limits.maxSide || size->height * size->width > limits.maxPixels)
        throw EngineError("image", "The picture says it is " + std::to_string(size->width) + " x " +
                                       std::to_string(size->height) +
                                       " pixels, which is over the limit.");
    cv::Mat m = decode(bytes);
    const int channels = m.channels();
    if (m.empty() || (channels != 1 && channels != 3 && channels != 4) ||
        (m.depth() != CV_8U && m.depth() != CV_16U))
        throw EngineError("image", "The picture cannot be decoded. Is the file damaged?");
    if (m.depth() == CV_16U)
        m.convertTo(m, CV_8U, 1.0 / 256, -0.498); // the high byte

    Rgb8 image{m.rows, m.cols, {}};
    image.pixels.reserve(static_cast<std::size_t>(image.height * image.width * 3));
    for (int y = 0; y < m.rows; ++y) {
        const std::uint8_t* p = m.ptr<std::uint8_t>(y);
        for (int x = 0; x < m.cols; ++x, p += channels)
            for (int c = 2; c >= 0; --c) {
                const std::uint8_t value = p[channels == 1 ? 0 : c];
                image.pixels.push_back(
                    channels == 4 && alpha == Alpha::overWhite ? overWhite(value, p[3]) : value);
            }
    }
    return image;
}

} // namespace steplight
