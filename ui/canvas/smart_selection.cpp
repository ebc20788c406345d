// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/smart_selection.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace steplight {

namespace {

// Pixels of the copies that are worked on: what a 12-megapixel photo leaves time for.
constexpr double fillPixels = 300e3;
constexpr double scribblePixels = 11e3;
constexpr double boxPixels = 26e3;
constexpr double refinedPixels = 150e3;
constexpr int grabRounds = 2;
constexpr std::size_t mostCorners = 200;
// Distances in Lab (8 bits a channel) that a fill may go from the clicked colour.
constexpr std::array tolerances{3, 4, 6, 8, 11, 15, 20, 26, 34, 44, 58};
constexpr int strokeTolerance = 8;
constexpr int smallestFill = 64; // pixels of the copy

/// A part of the image, reduced.
struct Copy {
    cv::Mat colours; ///< 8-bit BGR
    QRect part;      ///< of the image
    double scale = 1;

    cv::Point at(const QPointF& image) const
    {
        const auto in = [](double v, int most) {
            return std::clamp(static_cast<int>(std::floor(v)), 0, most - 1);
        };
        return {in((image.x() - part.x()) * scale, colours.cols),
                in((image.y() - part.y()) * scale, colours.rows)};
    }
};

Copy copyOf(const MipImage& image, const QRect& part, double pixels)
{
    Copy copy;
    copy.part = part;
    copy.scale = std::min(1.0, std::sqrt(pixels / (double(part.width()) * part.height())));
    const int level = image.levelFor(copy.scale);
    const QImage& from = image.level(level);
    const double shrink = double(from.width()) / image.size().width();
    const QRect inLevel =
        QRectF(part.x() * shrink, part.y() * shrink, part.width() * shrink, part.height() * shrink)
            .toAlignedRect() &
        from.rect();
    const cv::Mat whole(from.height(), from.width(), CV_8UC4,
                        const_cast<uchar*>(from.constBits()), // read only
                        static_cast<std::size_t>(from.bytesPerLine()));
    const cv::Size size(std::max(1, static_cast<int>(std::lround(part.width() * copy.scale))),
                        std::max(1, static_cast<int>(std::lround(part.height() * copy.scale))));
    cv::Mat reduced;
    cv::resize(whole(cv::Rect(inLevel.x(), inLevel.y(), inLevel.width(), inLevel.height())),
               reduced, size, 0, 0, cv::INTER_AREA);
    cv::cvtColor(reduced, copy.colours, cv::COLOR_BGRA2BGR);
    return copy;
}

/// Lab values that a fill walks on, and the edges that it does not cross.
struct Ground {
    cv::Mat lab;
    cv::Mat edges; ///< a pixel more at each side, as floodFill wants it
};

Ground groundOf(const Copy& copy)
{
    Ground ground;
    cv::Mat smooth, grey, edges;
    cv::medianBlur(copy.colours, smooth, 5);
    cv::cvtColor(smooth, ground.lab, cv::COLOR_BGR2Lab);
    cv::extractChannel(ground.lab, grey, 0);
    cv::Canny(grey, edges, 40, 100);
    cv::threshold(edges, edges, 0, 1, cv::THRESH_BINARY);
    cv::copyMakeBorder(edges, ground.edges, 1, 1, 1, 1, cv::BORDER_CONSTANT, cv::Scalar(1));
    return ground;
}

cv::Mat fill(const Ground& ground, const cv::Point& seed, int tolerance)
{
    cv::Mat mask = ground.edges.clone();
    cv::circle(mask, seed + cv::Point(1, 1), 2, cv::Scalar(0), cv::FILLED); // a click on an edge
    const cv::Scalar reach = cv::Scalar::all(tolerance);
    cv::floodFill(ground.lab, mask, seed, {}, nullptr, reach, reach,
                  4 | cv::FLOODFILL_MASK_ONLY | cv::FLOODFILL_FIXED_RANGE | (255 << 8));
    cv::Mat filled = mask(cv::Rect(1, 1, ground.lab.cols, ground.lab.rows)) == 255;
    return filled;
}

/// The tolerance at which the area grows least from step to step: there the edges hold it, not the
/// tolerance.
std::size_t stableTolerance(const Ground& ground, const cv::Point& seed,
                            const std::atomic<bool>& cancelled)
{
    std::array<double, tolerances.size()> areas{};
    const double most = 0.7 * double(ground.lab.total());
    for (std::size_t i = 0; i < areas.size() && !cancelled; ++i) {
        areas[i] = cv::countNonZero(fill(ground, seed, tolerances[i]));
        if (areas[i] > most) {
            std::fill(areas.begin() + static_cast<std::ptrdiff_t>(i), areas.end(), areas[i]);
            break;
        }
    }
    std::size_t best = 4;
    double least = INFINITY;
    for (std::size_t i = 1; i + 1 < areas.size(); ++i) {
        const double growth = (areas[i + 1] - areas[i - 1]) / std::max(1.0, areas[i]);
        if (areas[i] >= smallestFill && areas[i] <= most && growth < least) {
            least = growth;
            best = i;
        }
    }
    return best;
}

/// The part of a mask's rectangle in the image, with some room around it.
QRect partOf(const cv::Mat& mask, const Copy& copy, const QSize& image)
{
    const cv::Rect found = cv::boundingRect(mask);
    const double room = 4 + 0.1 * std::max(found.width, found.height);
    return QRectF(copy.part.x() + (found.x - room) / copy.scale,
                  copy.part.y() + (found.y - room) / copy.scale,
                  (found.width + 2 * room) / copy.scale, (found.height + 2 * room) / copy.scale)
               .toAlignedRect() &
           QRect({0, 0}, image);
}

/// steps: for each click the index of its tolerance; found where they are not given.
cv::Mat fillsOf(const Copy& copy, const SelectionHints& hints, std::vector<std::size_t>& steps,
                const std::atomic<bool>& cancelled)
{
    const Ground ground = groundOf(copy);
    cv::Mat sum = cv::Mat::zeros(copy.colours.size(), CV_8U);
    std::size_t click = 0;
    const auto each = [&](const QPolygonF& stroke) -> cv::Mat {
        const cv::Point seed = copy.at(stroke.front());
        if (click == steps.size())
            steps.push_back(stableTolerance(ground, seed, cancelled));
        const auto wanted = static_cast<int>(steps[click++]) + hints.tolerance;
        const int at = std::clamp(wanted, 0, static_cast<int>(tolerances.size()) - 1);
        if (!copy.part.contains(stroke.front().toPoint()))
            return cv::Mat::zeros(copy.colours.size(), CV_8U);
        return fill(ground, seed, tolerances[static_cast<std::size_t>(at)]);
    };
    for (const QPolygonF& stroke : hints.with)
        sum |= each(stroke);
    // The edges themselves belong to what they bound.
    cv::morphologyEx(sum, sum, cv::MORPH_CLOSE,
                     cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    for (const QPolygonF& stroke : hints.without)
        sum &= ~each(stroke);
    return sum;
}

void drawStrokes(cv::Mat& mask, const Copy& copy, const std::vector<QPolygonF>& strokes, int value)
{
    const int width = std::max(2, static_cast<int>(std::sqrt(double(mask.total())) / 60));
    for (const QPolygonF& stroke : strokes)
        for (int i = 0; i < stroke.size(); ++i)
            cv::line(mask, copy.at(stroke[std::max(0, i - 1)]), copy.at(stroke[i]),
                     cv::Scalar(value), width);
}

QRectF boundsOf(const SelectionHints& hints)
{
    QRectF bounds = hints.box;
    for (const auto* strokes : {&hints.with, &hints.without})
        for (const QPolygonF& stroke : *strokes)
            bounds |= stroke.boundingRect().adjusted(-1, -1, 1, 1);
    return bounds;
}

cv::Mat grabCutOf(const Copy& copy, const SelectionHints& hints, const std::atomic<bool>& cancelled)
{
    cv::Mat mask(copy.colours.size(), CV_8U, cv::Scalar(cv::GC_PR_BGD));
    if (!hints.box.isNull()) {
        mask = cv::Scalar(cv::GC_BGD);
        const cv::Rect inside(copy.at(hints.box.topLeft()), copy.at(hints.box.bottomRight()));
        mask(inside) = cv::Scalar(cv::GC_PR_FGD);
    } else {
        cv::rectangle(mask, {0, 0}, {mask.cols - 1, mask.rows - 1}, cv::Scalar(cv::GC_BGD), 2);
    }
    // What is of the colours under a stroke and reached from it is probably of the thing.
    const Ground ground = groundOf(copy);
    for (const QPolygonF& stroke : hints.with)
        for (qsizetype i = 0; i < stroke.size(); i += 1 + stroke.size() / 8)
            mask.setTo(cv::GC_PR_FGD,
                       fill(ground, copy.at(stroke[i]), strokeTolerance) & (mask != cv::GC_BGD));
    drawStrokes(mask, copy, hints.with, cv::GC_FGD);
    drawStrokes(mask, copy, hints.without, cv::GC_BGD);
    const cv::Mat thing = (mask == cv::GC_FGD) | (mask == cv::GC_PR_FGD);
    // Without a pixel of either there is nothing to tell apart.
    const int pixels = cv::countNonZero(thing);
    if (pixels == 0 || pixels == static_cast<int>(mask.total()))
        return thing;
    cv::theRNG().state = 1; // the same marks give the same outline
    cv::Mat background, foreground;
    for (int round = 0; round < grabRounds && !cancelled; ++round)
        cv::grabCut(copy.colours, mask, {}, background, foreground, 1,
                    round == 0 ? cv::GC_INIT_WITH_MASK : cv::GC_EVAL);
    return (mask == cv::GC_FGD) | (mask == cv::GC_PR_FGD);
}

/// The mask on a larger copy of its part: what lies near its border goes to the side from which the
/// picture's own edges are reached last (watershed, Meyer 1992). Copy becomes the larger one.
cv::Mat refined(const cv::Mat& mask, Copy& copy, const MipImage& image)
{
    const Copy fine = copyOf(image, copy.part, refinedPixels);
    if (fine.scale < 1.2 * copy.scale)
        return mask;
    cv::Mat rough, inner, outer, opened;
    cv::resize(mask, rough, fine.colours.size(), 0, 0, cv::INTER_LINEAR);
    rough = rough > 127;
    const int reach = 2 * static_cast<int>(std::ceil(fine.scale / copy.scale)) + 1;
    const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {reach, reach});
    cv::erode(rough, inner, disc, {-1, -1}, 1, cv::BORDER_REPLICATE);
    cv::dilate(rough, outer, disc);
    cv::dilate(inner, opened, disc);
    cv::Mat markers = cv::Mat::zeros(rough.size(), CV_32S);
    markers.setTo(2, ~outer);
    markers.setTo(1, inner);
    cv::Mat smooth;
    cv::medianBlur(fine.colours, smooth, 3);
    cv::watershed(smooth, markers);
    copy = fine;
    // What is too thin to have an inside stays as it was, and so does the line between the two.
    return (markers == 1) | (rough & (~opened | (markers == -1)));
}

/// The largest outline, of those that hold a stroke where any does.
std::vector<cv::Point> outlineIn(const cv::Mat& mask, const std::vector<cv::Point>& strokes)
{
    std::vector<std::vector<cv::Point>> all;
    cv::findContours(mask, all, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    std::vector<cv::Point> best;
    std::pair<bool, double> most{false, 0};
    for (auto& one : all) {
        const bool held = std::any_of(strokes.begin(), strokes.end(), [&](const cv::Point& point) {
            return cv::pointPolygonTest(one, point, false) >= 0;
        });
        if (const std::pair is{held, cv::contourArea(one)}; is > most) {
            most = is;
            best = std::move(one);
        }
    }
    return best;
}

/// The mask's outline between its pixels: enlarged and smoothed first, so that its steps vanish.
QPolygonF outlineOf(const cv::Mat& mask, const Copy& copy, const SelectionHints& hints)
{
    const int larger = mask.total() < 120'000 ? 4 : 2;
    cv::Mat smooth;
    cv::resize(mask, smooth, {}, larger, larger, cv::INTER_LINEAR);
    cv::GaussianBlur(smooth, smooth, {}, 0.7 * larger);
    smooth = smooth > 127;
    std::vector<cv::Point> strokes;
    for (const QPolygonF& stroke : hints.with)
        strokes.push_back(copy.at(stroke.front()) * larger);
    const std::vector<cv::Point> outline = outlineIn(smooth, strokes);
    if (outline.size() < 3)
        return {};
    std::vector<cv::Point> corners;
    double away = 0.35 * larger;
    do {
        cv::approxPolyDP(outline, corners, away, true);
        away *= 1.5;
    } while (corners.size() > mostCorners);
    QPolygonF found;
    for (const cv::Point& corner : corners) {
        const auto pixel = [&](int at, int from) {
            return std::round(((at + 0.5) / larger / copy.scale + from) * 10) / 10;
        };
        found << QPointF(pixel(corner.x, copy.part.x()), pixel(corner.y, copy.part.y()));
    }
    return found.size() < 3 || found.boundingRect().isEmpty() ? QPolygonF() : found;
}

QPolygonF fillOf(const MipImage& image, const SelectionHints& hints,
                 const std::atomic<bool>& cancelled)
{
    std::vector<std::size_t> steps;
    Copy copy = copyOf(image, QRect({0, 0}, image.size()), fillPixels);
    cv::Mat mask = fillsOf(copy, hints, steps, cancelled);
    // Once more, closer, when the thing is small in the picture.
    if (const QRect part = partOf(mask, copy, image.size());
        !cancelled && copy.scale < 1 && cv::countNonZero(mask) > 0) {
        copy = copyOf(image, part, fillPixels);
        mask = fillsOf(copy, hints, steps, cancelled);
    }
    return cancelled ? QPolygonF() : outlineOf(mask, copy, hints);
}

} // namespace

QPolygonF selectionOf(const MipImage& image, const SelectionHints& hints,
                      const std::atomic<bool>& cancelled)
{
    if (image.isNull() || hints.isEmpty())
        return {};
    const auto isClick = [](const QPolygonF& stroke) { return stroke.size() == 1; };
    if (hints.box.isNull() && std::all_of(hints.with.begin(), hints.with.end(), isClick) &&
        std::all_of(hints.without.begin(), hints.without.end(), isClick))
        return fillOf(image, hints, cancelled);
    // The thing may be larger than a scribble on it, but not than a box around it.
    const QRectF bounds = boundsOf(hints);
    const double side = std::max(bounds.width(), bounds.height());
    const double room = hints.box.isNull() ? std::max(1.5 * side, 0.1 * image.size().width())
                                           : std::max(8.0, 0.2 * side);
    const QRect part =
        bounds.adjusted(-room, -room, room, room).toAlignedRect() & QRect({0, 0}, image.size());
    if (part.isEmpty())
        return {};
    Copy copy = copyOf(image, part, hints.box.isNull() ? scribblePixels : boxPixels);
    cv::Mat mask = grabCutOf(copy, hints, cancelled);
    if (!cancelled)
        mask = refined(mask, copy, image);
    return cancelled ? QPolygonF() : outlineOf(mask, copy, hints);
}

} // namespace steplight
