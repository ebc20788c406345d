// SPDX-License-Identifier: GPL-3.0-or-later
// COCO's detection file with a label's words in each annotation's attributes, as CVAT writes them.
// Source: cocodataset.org, "Data format".
#include "storage/export/label_form.h"
#include "storage/export/region_attributes.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace steplight {
namespace {

constexpr ErrorKind categories[] = {ErrorKind::perception, ErrorKind::reasoning,
                                    ErrorKind::knowledge,  ErrorKind::format,
                                    ErrorKind::answer,     ErrorKind::none};

int categoryOf(ErrorKind kind)
{
    const auto* found = std::find(std::begin(categories), std::end(categories), kind);
    return static_cast<int>(found - std::begin(categories)) + 1;
}

/// Half the sum of the cross products of neighbouring corners (the shoelace formula), in pixels.
double areaOf(const std::vector<std::pair<double, double>>& corners)
{
    double sum = 0;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const auto [ax, ay] = corners[i];
        const auto [bx, by] = corners[(i + 1) % corners.size()];
        sum += ax * by - bx * ay;
    }
    return std::abs(sum) / 2;
}

/// bbox, area and segmentation. A box has four corners there, so that masks can be drawn; a point
/// has none.
void addPlace(const Region& region, JsonRow& annotation)
{
    auto corners = region.points;
    const auto byX = [](const auto& a, const auto& b) { return a.first < b.first; };
    const auto byY = [](const auto& a, const auto& b) { return a.second < b.second; };
    const auto [left, right] = std::minmax_element(corners.begin(), corners.end(), byX);
    const auto [top, bottom] = std::minmax_element(corners.begin(), corners.end(), byY);
    const double x = left->first, y = top->second, far = right->first, low = bottom->second;
    if (region.shape == Region::Shape::box)
        corners = {{x, y}, {far, y}, {far, low}, {x, low}};
    annotation["bbox"] = {x, y, far - x, low - y};
    annotation["area"] = areaOf(corners);
    annotation["segmentation"] = JsonRow::array();
    if (region.shape == Region::Shape::point)
        return;
    JsonRow outline = JsonRow::array();
    for (const auto& [cornerX, cornerY] : corners) {
        outline.push_back(cornerX);
        outline.push_back(cornerY);
    }
    annotation["segmentation"].push_back(std::move(outline));
}

class CocoForm final : public LabelForm
{
public:
    void begin(ExportFiles& files) override
    {
        files.write(files.out(), R"({"info":{"description":"Steplight"},"annotations":[)");
    }

    std::int64_t add(const LabelledTrace& trace, ExportFiles& files) override
    {
        std::int64_t rows = 0;
        for (const Label& label : trace.detail.labels)
            for (const Region& region : label.verdict.regions) {
                const auto& image =
                    trace.detail.question.images[static_cast<std::size_t>(region.image)];
                if (files.writes())
                    trace.pictures.place(image);
                JsonRow annotation{{"id", ++m_regions},
                                   {"image_id", imageOf(image, trace.pictures)},
                                   {"category_id", categoryOf(label.verdict.errorKind)}};
                addPlace(region, annotation);
                annotation["iscrowd"] = 0;
                annotation["attributes"] = regionAttributes(label, region);
                const std::string line = lineOf(annotation);
                files.write(files.out(), (m_regions == 1 ? "\n " : ",\n ") + line, 1);
                files.sample(line);
                ++rows;
            }
        return rows;
    }

    void finish(ExportFiles& files) override
    {
        JsonRow tail{{"images", std::move(m_images)}, {"categories", JsonRow::array()}};
        for (const ErrorKind kind : categories)
            tail["categories"].push_back({{"id", categoryOf(kind)},
                                          {"name", errorKindWord(kind)},
                                          {"supercategory", "error"}});
        files.write(files.out(), "\n]," + lineOf(tail).substr(1) + "\n");
    }

private:
    std::int64_t imageOf(const ImageRef& image, PictureFolder& folder)
    {
        const std::string name = folder.nameOf(image);
        const auto [known, isNew] =
            m_ids.try_emplace(name, static_cast<std::int64_t>(m_ids.size()) + 1);
        if (isNew)
            m_images.push_back({{"id", known->second},
                                {"file_name", name},
                                {"width", image.width},
                                {"height", image.height}});
        return known->second;
    }

    std::int64_t m_regions = 0;
    std::map<std::string, std::int64_t> m_ids; ///< by the picture's path
    JsonRow m_images = JsonRow::array();
};

} // namespace

std::unique_ptr<LabelForm> makeCocoForm()
{
    return std::make_unique<CocoForm>();
}

} // namespace steplight
