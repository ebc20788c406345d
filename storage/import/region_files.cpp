// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/region_files.h"

#include "storage/labels.h"

#include <algorithm>
#include <climits>
#include <cmath>

namespace steplight {
namespace {

using Points = std::vector<std::pair<double, double>>;

std::string requiredAttribute(Json attributes, std::string_view key)
{
    auto found = textOrNumber(attributes, key);
    if (found.empty())
        throw BadRow("no attributes." + std::string(key));
    return found;
}

/// Without a rating, an error says that the step is wrong.
Verdict verdictOf(Json attributes)
{
    const auto word = requiredAttribute(attributes, "error_type");
    const auto kind = errorKindFromWord(word);
    if (!kind)
        throw BadRow("attributes.error_type is no kind of error: " + std::string(excerpt(word)));
    const auto rating = textOrNumber(attributes, "rating");
    if (rating.empty() && *kind == ErrorKind::none)
        throw BadRow("neither a rating nor an error in the attributes");
    const auto verdict = verdictFromWord(rating.empty() ? "-1" : rating);
    if (!verdict || verdict->state == LabelState::unlabelled)
        throw BadRow("attributes.rating is no rating: " + std::string(excerpt(rating)));
    Verdict said = *verdict;
    said.errorKind = *kind;
    said.reason = text(attributes, "reason");
    said.comment = text(attributes, "comment");
    for (const auto of : {EstimateKind::mc, EstimateKind::judge, EstimateKind::prm})
        if (const auto overrules = field(attributes, "overrules"))
            if (const auto reason = text(*overrules, estimateKindWord(of)); !reason.empty())
                said.overrules[of] = reason;
    return said;
}

/// The label of a region, without it.
Label labelOf(Json attributes)
{
    Label label;
    label.traceId = requiredAttribute(attributes, "trace_id");
    const auto step = integer(attributes, "step_index");
    if (!step)
        throw BadRow("no whole number in attributes.step_index");
    if (*step < wholeTrace || *step > INT_MAX)
        throw BadRow("there is no step " + std::to_string(*step));
    label.step = static_cast<int>(*step);
    label.annotator = text(attributes, "annotator");
    label.verdict = verdictOf(attributes);
    label.visibility = visibilityFromWord(text(attributes, "visible")).value_or(Visibility::open);
    label.guideline = text(attributes, "guideline");
    label.createdAt = std::max<std::int64_t>(0, integer(attributes, "date").value_or(0));
    label.focusMs = std::max<std::int64_t>(0, integer(attributes, "time").value_or(0));
    return label;
}

bool isSameLabel(const Label& a, const Label& b)
{
    Verdict words = a.verdict;
    words.regions = b.verdict.regions;
    return a.traceId == b.traceId && a.step == b.step && a.annotator == b.annotator &&
           words == b.verdict && a.createdAt == b.createdAt && a.focusMs == b.focusMs &&
           a.visibility == b.visibility && a.guideline == b.guideline;
}

/// What the attributes say of a region itself, but for its place.
void describe(Json attributes, Region& region)
{
    const auto image = integer(attributes, "image_index").value_or(0);
    if (image < 0 || image > INT_MAX)
        throw BadRow("there is no picture " + std::to_string(image));
    region.image = static_cast<int>(image);
    region.note = text(attributes, "note");
    if (region.shape == Region::Shape::polygon && text(attributes, "shape") == "selection")
        region.shape = Region::Shape::selection;
    region.kind = regionKindFromWord(text(attributes, "kind")).value_or(Region::Kind::present);
    const auto span = field(attributes, "span");
    simdjson::dom::array ends;
    if (!span)
        return;
    std::int64_t begin = 0, end = 0;
    if (span->get(ends) != simdjson::SUCCESS || ends.size() != 2 ||
        ends.at(0).get(begin) != simdjson::SUCCESS || ends.at(1).get(end) != simdjson::SUCCESS ||
        begin < 0 || end < begin || end > INT_MAX)
        throw BadRow("attributes.span is no pair of whole numbers");
    region.span = {static_cast<int>(begin), static_cast<int>(end)};
}

/// A file's labels as they are put together from its regions, which may stand in any order.
class Labels
{
public:
    /// what: "shape 3", for the reason. Reads the attributes, then the regions through places.
    template <typename Places> void add(Json region, const std::string& what, const Places& places)
    {
        try {
            const auto attributes = field(region, "attributes");
            if (!attributes)
                throw BadRow("no attributes");
            Label label = labelOf(*attributes);
            Altered altered;
            std::vector<Region> regions = places(*attributes, altered);
            const auto image = integer(*attributes, "image_index");
            for (Region& one : regions) {
                describe(*attributes, one);
                if (const auto fault = regionFault(one); !fault.empty())
                    throw BadRow(fault);
            }
            TraceLabels& said = labelFor(std::move(label));
            auto& own = said.labels.front().verdict.regions;
            own.insert(own.end(), regions.begin(), regions.end());
            said.anyPicture = said.anyPicture || !image;
            for (const auto& [words, times] : altered)
                said.altered[words] += times;
        } catch (const BadRow& bad) {
            m_unusable.push_back({what + ": " + bad.what()});
        }
    }

    std::vector<ParsedRow> take()
    {
        std::vector<ParsedRow> rows;
        for (auto& [trace, said] : m_said)
            for (auto& one : said)
                rows.emplace_back(std::move(one));
        for (auto& bad : m_unusable)
            rows.emplace_back(std::move(bad));
        return rows;
    }

private:
    TraceLabels& labelFor(Label label)
    {
        auto& said = m_said[label.traceId];
        const auto known = std::find_if(said.begin(), said.end(), [&](const TraceLabels& one) {
            return isSameLabel(label, one.labels.front());
        });
        if (known != said.end())
            return *known;
        TraceLabels& added = said.emplace_back();
        added.externalId = label.traceId;
        added.ofRegions = true;
        added.labels.push_back(std::move(label));
        return added;
    }

    std::map<std::string, std::vector<TraceLabels>> m_said; ///< by trace
    std::vector<UnusableRow> m_unusable;
};

Points pointsOf(Json list)
{
    Points points;
    for (const Json point : simdjson::dom::array(list)) {
        simdjson::dom::array pair;
        double x = 0, y = 0;
        if (point.get(pair) != simdjson::SUCCESS || pair.size() != 2 ||
            pair.at(0).get(x) != simdjson::SUCCESS || pair.at(1).get(y) != simdjson::SUCCESS)
            throw BadRow("its points are no pairs of numbers");
        points.emplace_back(x, y);
    }
    return points;
}

Region boxAround(const Points& points)
{
    const auto [left, right] = std::minmax_element(
        points.begin(), points.end(), [](auto a, auto b) { return a.first < b.first; });
    const auto [top, bottom] = std::minmax_element(
        points.begin(), points.end(), [](auto a, auto b) { return a.second < b.second; });
    Region box;
    box.points = {{left->first, top->second}, {right->first, bottom->second}};
    return box;
}

/// labelme's circle: its centre and a point of its rim.
Region boxOfCircle(const Points& points)
{
    if (points.size() != 2)
        throw BadRow("a circle has two points");
    const auto [x, y] = points[0];
    const double radius = std::hypot(points[1].first - x, points[1].second - y);
    return boxAround(
        {{std::max(0.0, x - radius), std::max(0.0, y - radius)}, {x + radius, y + radius}});
}

std::vector<Region> regionsOfShape(Json shape, Altered& altered)
{
    const auto type = text(shape, "shape_type");
    const auto list = field(shape, "points");
    if (!list || !list->is_array())
        throw BadRow("no points");
    const Points points = pointsOf(*list);
    if (points.empty())
        throw BadRow("no points");
    if (type == "rectangle" || type == "polygon" || type == "point") {
        Region region;
        region.shape = type == "rectangle" ? Region::Shape::box
                       : type == "point"   ? Region::Shape::point
                                           : Region::Shape::polygon;
        region.points = points;
        return {region};
    }
    ++altered["labelme's " + std::string(excerpt(type)) + ", kept as its box"];
    return {type == "circle" ? boxOfCircle(points) : boxAround(points)};
}

Region regionOfBox(Json annotation)
{
    simdjson::dom::array sides;
    const auto list = field(annotation, "bbox");
    double v[4] = {};
    bool numbers = list && list->get(sides) == simdjson::SUCCESS && sides.size() == 4;
    for (std::size_t i = 0; numbers && i < 4; ++i)
        numbers = sides.at(i).get(v[i]) == simdjson::SUCCESS;
    if (!numbers)
        throw BadRow("no bbox of four numbers");
    Region box;
    box.points = {{v[0], v[1]}, {v[0] + v[2], v[1] + v[3]}};
    return box;
}

Region polygonOf(Json part)
{
    Region polygon;
    polygon.shape = Region::Shape::polygon;
    std::vector<double> numbers;
    simdjson::dom::array list;
    double value = 0;
    if (part.get(list) == simdjson::SUCCESS)
        for (const Json entry : list)
            if (entry.get(value) == simdjson::SUCCESS)
                numbers.push_back(value);
    if (numbers.size() < 6 || numbers.size() % 2 != 0)
        throw BadRow("its segmentation is no list of polygons");
    for (std::size_t i = 0; i < numbers.size(); i += 2)
        polygon.points.emplace_back(numbers[i], numbers[i + 1]);
    return polygon;
}

std::vector<Region> regionsOfAnnotation(Json annotation, Json attributes, Altered& altered)
{
    const auto segmentation = field(annotation, "segmentation");
    simdjson::dom::array parts;
    const bool polygons = segmentation && segmentation->get(parts) == simdjson::SUCCESS;
    const auto shape = text(attributes, "shape");
    if (shape == "point") {
        Region point = regionOfBox(annotation);
        point.shape = Region::Shape::point;
        point.points.pop_back();
        return {point};
    }
    if (shape == "box" && polygons && parts.size() == 1) // bbox's far side is rounded
        return {boxAround(polygonOf(parts.at(0).value()).points)};
    if (shape != "box" && polygons && parts.size() > 0) {
        std::vector<Region> regions;
        for (const Json part : parts)
            regions.push_back(polygonOf(part));
        return regions;
    }
    if (segmentation && !polygons)
        ++altered["COCO's mask, kept as its box"];
    return {regionOfBox(annotation)};
}

} // namespace

bool LabelmeFile::recognises(Json row) const
{
    return isList(row, "shapes") && isText(row, "imagePath");
}

std::vector<ParsedRow> LabelmeFile::parse(Json row, const RowOrigin&) const
{
    Labels labels;
    std::size_t number = 0;
    for (const Json shape : requiredArray(row, "shapes"))
        labels.add(shape, "shape " + std::to_string(++number),
                   [&](Json, Altered& altered) { return regionsOfShape(shape, altered); });
    return labels.take();
}

bool CocoFile::recognises(Json row) const
{
    return isList(row, "annotations") && isList(row, "images");
}

std::vector<ParsedRow> CocoFile::parse(Json row, const RowOrigin&) const
{
    Labels labels;
    std::size_t number = 0;
    for (const Json annotation : requiredArray(row, "annotations"))
        labels.add(annotation, "annotation " + std::to_string(++number),
                   [&](Json attributes, Altered& altered) {
                       return regionsOfAnnotation(annotation, attributes, altered);
                   });
    return labels.take();
}

} // namespace steplight
