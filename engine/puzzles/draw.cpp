// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/draw.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <numbers>

namespace steplight::puzzles {
namespace {

constexpr int fine = 4;  // bits of a pixel's fraction in OpenCV's coordinates
constexpr int gap = 4;   // between a cell's edge and its card
constexpr int band = 28; // of a card's height, for its name
constexpr double nameSize = 0.85;
constexpr double scale = 0.84; // of what lies on a card, so that its name has room above

// BGR. Paper from white to the darkest grey on which the colours still stand out.
const std::array<cv::Scalar, 5> papers{
    {{255, 255, 255}, {238, 236, 234}, {220, 217, 214}, {202, 198, 194}, {184, 179, 174}}};
const std::array<cv::Scalar, 5> inks{
    {{64, 54, 214}, {24, 140, 242}, {46, 208, 250}, {78, 140, 32}, {178, 96, 40}}};
const cv::Scalar edge{96, 88, 80}, question{120, 110, 100}, name{255, 255, 255};

struct Point {
    double x, y;
};

/// The middle of what lies on a card.
Point middleOf(const Puzzle& puzzle, int cell)
{
    const auto [x, y, width, height] = boxOf(puzzle, cell);
    return {x + width / 2.0, y + height / 2.0 + 13};
}

/// n corners on a circle about (0, 0), the first at the top; every other one nearer for a star.
std::vector<Point> corners(int n, double radius, double other, double turn = 0)
{
    std::vector<Point> points;
    for (int i = 0; i < n; ++i) {
        const double angle = turn - std::numbers::pi / 2 + 2 * std::numbers::pi * i / n;
        const double r = i % 2 ? other : radius;
        points.push_back({r * std::cos(angle), r * std::sin(angle)});
    }
    return points;
}

/// About (0, 0), all of about the same area for one radius.
std::vector<Point> outline(int shape, double r)
{
    switch (shape) {
    case 0:
        return corners(64, r, r);
    case 1:
        return corners(4, 1.27 * r, 1.27 * r, std::numbers::pi / 4);
    case 2:
        return corners(3, 1.4 * r, 1.4 * r);
    case 3:
        return corners(10, 1.35 * r, 0.56 * r);
    default:
        break;
    }
    std::vector<Point> heart;
    for (int i = 0; i < 64; ++i) {
        const double t = 2 * std::numbers::pi * i / 64;
        heart.push_back(
            {1.08 * r * std::pow(std::sin(t), 3),
             -r * (13 * std::cos(t) - 5 * std::cos(2 * t) - 2 * std::cos(3 * t) - std::cos(4 * t)) /
                 14.5});
    }
    return heart;
}

void fillShape(cv::Mat& image, int shape, double r, Point centre, const cv::Scalar& ink)
{
    if (shape == 2)
        centre.y += 0.25 * r; // a triangle's weight lies low
    std::vector<cv::Point> points;
    for (const Point& p : outline(shape, r))
        points.emplace_back(int(std::lround((centre.x + p.x) * (1 << fine))),
                            int(std::lround((centre.y + p.y) * (1 << fine))));
    cv::fillPoly(image, std::vector<std::vector<cv::Point>>{points}, ink, cv::LINE_AA, fine);
}

/// Where the shapes of one cell lie about its middle.
std::vector<Point> spots(int count)
{
    switch (count) {
    case 1:
        return {{0, 0}};
    case 2:
        return {{-21, 17}, {21, -17}};
    case 3:
        return {{-23, 20}, {0, -20}, {23, 20}};
    case 4:
        return {{-22, -21}, {22, -21}, {-22, 21}, {22, 21}};
    default:
        return {{-28, -26}, {28, -26}, {0, 0}, {-28, 26}, {28, 26}};
    }
}

/// As large as the spots allow.
double radiusOf(const Puzzle& puzzle, const Card& card)
{
    constexpr std::array counted{20.0, 19.0, 16.5, 16.0, 14.0};
    return puzzle.counted ? counted[std::size_t(card[std::size_t(Attribute::count)])]
                          : 13 + 10 * card[std::size_t(Attribute::size)];
}

/// Edge and name, on a band of its own: whoever sees a cell alone can tell which it is.
void drawEdge(cv::Mat& image, const Puzzle& puzzle, int cell, int thickness)
{
    const auto [x, y, width, height] = boxOf(puzzle, cell);
    const cv::Rect card(x + gap, y + gap, width - 2 * gap, height - 2 * gap);
    cv::rectangle(image, cv::Rect(card.x, card.y, card.width, band), edge, cv::FILLED);
    cv::rectangle(image, card, edge, thickness);
    const std::string text = cellName(puzzle.family, cell);
    int below = 0;
    const cv::Size size = cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, nameSize, 2, &below);
    cv::putText(image, text, {x + (width - size.width) / 2, y + gap + (band + size.height) / 2},
                cv::FONT_HERSHEY_SIMPLEX, nameSize, name, 2, cv::LINE_AA);
}

void drawCard(cv::Mat& image, const Puzzle& puzzle, int cell)
{
    drawEdge(image, puzzle, cell, 1);
    const Point middle = middleOf(puzzle, cell);
    const Card& card = puzzle.cards[std::size_t(cell)];
    const double radius = scale * radiusOf(puzzle, card);
    for (const Point& at : spots(card[std::size_t(Attribute::count)] + 1))
        fillShape(image, card[std::size_t(Attribute::shape)], radius,
                  {middle.x + scale * at.x, middle.y + scale * at.y},
                  inks[std::size_t(card[std::size_t(Attribute::colour)])]);
}

void drawHidden(cv::Mat& image, const Puzzle& puzzle, int cell)
{
    drawEdge(image, puzzle, cell, 2);
    constexpr double size = 1.9;
    int below = 0;
    const cv::Size text = cv::getTextSize("?", cv::FONT_HERSHEY_SIMPLEX, size, 5, &below);
    const Point middle = middleOf(puzzle, cell);
    cv::putText(image, "?", {int(middle.x) - text.width / 2, int(middle.y) + text.height / 2},
                cv::FONT_HERSHEY_SIMPLEX, size, question, 5, cv::LINE_AA);
}

cv::Mat drawn(const Puzzle& puzzle)
{
    cv::Mat image(rows(puzzle.family) * cellPixels, columns(puzzle.family) * cellPixels, CV_8UC3,
                  papers[std::size_t(puzzle.shade)]);
    for (int cell = 0; cell < int(puzzle.cards.size()); ++cell)
        if (isVisible(puzzle, cell))
            drawCard(image, puzzle, cell);
    if (puzzle.family != Family::odd)
        drawHidden(image, puzzle, puzzle.hidden);
    return image;
}

std::string png(const cv::Mat& image)
{
    std::vector<std::uint8_t> bytes;
    cv::imencode(".png", image, bytes, {cv::IMWRITE_PNG_COMPRESSION, 3});
    return {bytes.begin(), bytes.end()};
}

} // namespace

std::array<int, 4> boxOf(const Puzzle& puzzle, int cell)
{
    return {cell % columns(puzzle.family) * cellPixels, cell / columns(puzzle.family) * cellPixels,
            cellPixels, cellPixels};
}

std::string picture(const Puzzle& puzzle)
{
    return png(drawn(puzzle));
}

std::string picture(const Puzzle& puzzle, const std::vector<int>& cells)
{
    const cv::Mat all = drawn(puzzle);
    std::vector<cv::Mat> quarters;
    for (const int cell : cells) {
        const auto [x, y, width, height] = boxOf(puzzle, cell);
        cv::resize(all(cv::Rect(x, y, width, height)), quarters.emplace_back(), {}, 0.25, 0.25,
                   cv::INTER_AREA);
    }
    cv::Mat row;
    cv::hconcat(quarters, row);
    return png(row);
}

} // namespace steplight::puzzles
