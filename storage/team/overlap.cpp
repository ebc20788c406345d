// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/overlap.h"

#include <algorithm>
#include <set>

namespace steplight {

namespace {

constexpr int strips = 64; ///< between two corners, of a polygon's slanting sides

using Corners = std::vector<std::pair<double, double>>;

Corners cornersOf(const Region& region)
{
    if (region.shape != Region::Shape::box || region.points.size() != 2)
        return region.points;
    const auto [left, top] = region.points[0];
    const auto [right, bottom] = region.points[1];
    return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}

/// Where a horizontal line enters and leaves the region, in order.
std::vector<double> crossings(const Corners& corners, double y)
{
    std::vector<double> found;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const auto [x1, y1] = corners[i];
        const auto [x2, y2] = corners[(i + 1) % corners.size()];
        if ((y1 <= y) != (y2 <= y))
            found.push_back(x1 + (y - y1) / (y2 - y1) * (x2 - x1));
    }
    std::sort(found.begin(), found.end());
    return found;
}

struct Crossing {
    double x = 0;
    int one = 0, other = 0; ///< regions of each that are entered (1) or left (-1) here
    bool operator<(const Crossing& next) const { return x < next.x; }
};

void addCrossings(std::vector<Crossing>& all, const std::vector<Corners>& regions, double y,
                  bool ofOne)
{
    for (const Corners& corners : regions) {
        int turn = 1;
        for (const double x : crossings(corners, y)) {
            all.push_back({x, ofOne ? turn : 0, ofOne ? 0 : turn});
            turn = -turn;
        }
    }
}

struct Areas {
    double both = 0, either = 0;
};

Areas lengthsAt(const std::vector<Corners>& one, const std::vector<Corners>& other, double y)
{
    std::vector<Crossing> all;
    addCrossings(all, one, y, true);
    addCrossings(all, other, y, false);
    std::sort(all.begin(), all.end());
    Areas lengths;
    int inOne = 0, inOther = 0;
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        inOne += all[i].one;
        inOther += all[i].other;
        const double length = all[i + 1].x - all[i].x;
        lengths.both += inOne > 0 && inOther > 0 ? length : 0;
        lengths.either += inOne > 0 || inOther > 0 ? length : 0;
    }
    return lengths;
}

std::vector<Corners> ofImage(const std::vector<Region>& regions, int image)
{
    std::vector<Corners> shapes;
    for (const Region& region : regions)
        if (region.image == image)
            shapes.push_back(cornersOf(region));
    return shapes;
}

Areas areasOf(const std::vector<Corners>& one, const std::vector<Corners>& other)
{
    std::set<double> levels;
    for (const auto* shapes : {&one, &other})
        for (const Corners& corners : *shapes)
            for (const auto& [x, y] : corners)
                levels.insert(y);
    Areas areas;
    for (auto top = levels.begin(); top != levels.end() && std::next(top) != levels.end(); ++top) {
        const double height = (*std::next(top) - *top) / strips;
        for (int strip = 0; strip < strips; ++strip) {
            const Areas lengths = lengthsAt(one, other, *top + (strip + 0.5) * height);
            areas.both += lengths.both * height;
            areas.either += lengths.either * height;
        }
    }
    return areas;
}

} // namespace

bool haveArea(const std::vector<Region>& regions)
{
    return std::any_of(regions.begin(), regions.end(),
                       [](const Region& region) { return region.shape != Region::Shape::point; });
}

double overlap(const std::vector<Region>& one, const std::vector<Region>& other)
{
    std::set<int> images;
    for (const auto* regions : {&one, &other})
        for (const Region& region : *regions)
            images.insert(region.image);
    Areas sum;
    for (const int image : images) {
        const Areas areas = areasOf(ofImage(one, image), ofImage(other, image));
        sum.both += areas.both;
        sum.either += areas.either;
    }
    return sum.either > 0 ? sum.both / sum.either : 0;
}

} // namespace steplight
