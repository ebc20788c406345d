// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/label_studio_regions.h"

#include "storage/import/label_studio_results.h"
#include "storage/labels.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <numbers>

namespace steplight {
namespace {

constexpr std::string_view drawnTypes[] = {"rectangle", "polygon", "ellipse", "keypoint", "brush"};

/// "rectanglelabels" is a "rectangle" with labels; empty when nothing is drawn.
std::string_view drawnType(Json result)
{
    const auto type = text(result, "type");
    for (const auto drawn : drawnTypes)
        if (type == drawn || type == std::string(drawn) + "labels")
            return drawn;
    return {};
}

/// Per cent of a side as pixels. People draw to the pixel at best, and what was exact before it
/// became a share of the side is so again.
double pixels(double percent, double side)
{
    constexpr double perPixel = 1e4;
    const double place = std::clamp(percent * side / 100, 0.0, side);
    return std::round(place * perPixel) / perPixel;
}

struct Sides {
    double width = 0, height = 0;
};

std::pair<double, double> pixelsOf(double x, double y, Sides sides)
{
    return {pixels(x, sides.width), pixels(y, sides.height)};
}

/// Turned clockwise about its upper left corner: then its corners.
Region boxOf(Json value, Sides sides)
{
    const double x = number(value, "x").value_or(0), y = number(value, "y").value_or(0);
    const double w = number(value, "width").value_or(0), h = number(value, "height").value_or(0);
    const double turn = number(value, "rotation").value_or(0) * std::numbers::pi / 180;
    Region region;
    if (turn == 0) {
        region.points = {pixelsOf(x, y, sides), pixelsOf(x + w, y + h, sides)};
        return region;
    }
    region.shape = Region::Shape::polygon;
    const double stretch = sides.height / sides.width; // per cent of a side are no pixels
    const double across = w * std::cos(turn), down = w * std::sin(turn) / stretch;
    const double back = -h * std::sin(turn) * stretch, below = h * std::cos(turn);
    region.points = {pixelsOf(x, y, sides), pixelsOf(x + across, y + down, sides),
                     pixelsOf(x + across + back, y + down + below, sides),
                     pixelsOf(x + back, y + below, sides)};
    return region;
}

Region polygonOf(Json value, Sides sides)
{
    Region region;
    region.shape = Region::Shape::polygon;
    const auto list = field(value, "points");
    simdjson::dom::array points, pair;
    if (list && list->get(points) == simdjson::SUCCESS)
        for (const Json point : points) {
            double x = 0, y = 0;
            if (point.get(pair) == simdjson::SUCCESS && pair.size() == 2 &&
                pair.at(0).get(x) == simdjson::SUCCESS && pair.at(1).get(y) == simdjson::SUCCESS)
                region.points.push_back(pixelsOf(x, y, sides));
        }
    return region;
}

Region boxOfEllipse(Json value, Sides sides)
{
    const double x = number(value, "x").value_or(0) * sides.width / 100;
    const double y = number(value, "y").value_or(0) * sides.height / 100;
    const double a = number(value, "radiusX").value_or(0) * sides.width / 100;
    const double b = number(value, "radiusY").value_or(0) * sides.height / 100;
    const double turn = number(value, "rotation").value_or(0) * std::numbers::pi / 180;
    const double across = std::hypot(a * std::cos(turn), b * std::sin(turn));
    const double down = std::hypot(a * std::sin(turn), b * std::cos(turn));
    const auto share = [](double place, double side) { return 100 * place / side; };
    Region box;
    box.points = {pixelsOf(share(x - across, sides.width), share(y - down, sides.height), sides),
                  pixelsOf(share(x + across, sides.width), share(y + down, sides.height), sides)};
    return box;
}

Region pointOf(Json value, Sides sides)
{
    Region point;
    point.shape = Region::Shape::point;
    point.points = {
        pixelsOf(number(value, "x").value_or(0), number(value, "y").value_or(0), sides)};
    return point;
}

std::optional<Region> placeOf(Json result, Altered& altered)
{
    const auto type = drawnType(result);
    const auto value = field(result, "value");
    const Sides sides{number(result, "original_width").value_or(0),
                      number(result, "original_height").value_or(0)};
    if (!value || !(sides.width > 0 && sides.width <= INT_MAX) ||
        !(sides.height > 0 && sides.height <= INT_MAX)) {
        ++altered["region without its picture's size, not kept"];
        return std::nullopt;
    }
    if (type == "brush") {
        ++altered["brush mask, not kept"];
        return std::nullopt;
    }
    if (type == "ellipse")
        ++altered["ellipse, kept as its box"];
    const Region region = type == "rectangle" ? boxOf(*value, sides)
                          : type == "polygon" ? polygonOf(*value, sides)
                          : type == "ellipse" ? boxOfEllipse(*value, sides)
                                              : pointOf(*value, sides);
    if (!regionFault(region).empty()) {
        ++altered["empty region, not kept"];
        return std::nullopt;
    }
    return region;
}

/// Its labels: a kind of error, or words that end in the step's number.
void addLabels(Json result, DrawnRegion& drawn)
{
    const auto value = field(result, "value");
    for (const auto& word : texts(*value, text(result, "type")))
        if (const auto kind = errorKindFromWord(word))
            drawn.errorKind = *kind;
        else if (!drawn.step)
            drawn.step = controlName(word).step;
    if (!drawn.step)
        drawn.step = controlName(text(result, "from_name")).step;
    if (const auto words = at(result, "meta", "text"))
        for (const auto& word : texts(*field(result, "meta"), "text"))
            drawn.region.note += (drawn.region.note.empty() ? "" : "\n") + word;
}

/// A number that a step or a letter can have; less than a step's when it is none.
int wholeNumber(Json value)
{
    const double figure = number(value, "number").value_or(-2);
    return figure >= wholeTrace && figure <= INT_MAX ? static_cast<int>(figure) : -2;
}

/// What another result under the same id says of it.
bool addWords(Json result, DrawnRegion& drawn)
{
    const auto value = field(result, "value");
    if (!value)
        return false;
    const auto control = text(result, "from_name");
    const auto choices = texts(*value, "choices");
    const std::string word = choices.empty() ? std::string() : choices.front();
    const int figure = wholeNumber(*value);
    Region& region = drawn.region;
    if (control == "step" && figure >= wholeTrace)
        drawn.step = figure;
    else if (control == "shape" && region.shape == Region::Shape::polygon && word == "selection")
        region.shape = Region::Shape::selection;
    else if (const auto kind = regionKindFromWord(word); control == "kind" && kind)
        region.kind = *kind;
    else if (control == "span_begin" && figure >= 0)
        region.span = {figure, region.span ? region.span->end : 0};
    else if (control == "span_end" && figure >= 0)
        region.span = {region.span ? region.span->begin : 0, figure};
    else
        return false;
    return true;
}

} // namespace

bool isOfRegion(Json result)
{
    return !drawnType(result).empty() || hasField(result, "original_width");
}

std::vector<DrawnRegion> regionsOf(Json annotation, std::size_t pictures, Altered& altered)
{
    std::vector<DrawnRegion> regions;
    std::map<std::string, std::size_t> byId;
    const auto results = requiredArray(annotation, "result");
    for (const Json result : results) {
        if (drawnType(result).empty())
            continue;
        auto place = placeOf(result, altered);
        const auto image = integer(result, "item_index").value_or(0);
        if (!place)
            continue;
        if (image < 0 || image >= static_cast<std::int64_t>(pictures)) {
            ++altered["region on a picture that is not there, not kept"];
            continue;
        }
        DrawnRegion& drawn = regions.emplace_back();
        drawn.region = std::move(*place);
        drawn.region.image = static_cast<int>(image);
        addLabels(result, drawn);
        byId[text(result, "id")] = regions.size() - 1;
    }
    for (const Json result : results) {
        if (!drawnType(result).empty() || !isOfRegion(result))
            continue;
        const auto drawn = byId.find(text(result, "id"));
        if (drawn == byId.end() || !addWords(result, regions[drawn->second]))
            ++altered["words of a region, not kept"];
    }
    return regions;
}

} // namespace steplight
