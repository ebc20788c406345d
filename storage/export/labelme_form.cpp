// SPDX-License-Identifier: GPL-3.0-or-later
// labelme's files, one a picture and beside it, so that labelme opens the folder. Source:
// wkentaro/labelme, _label_file.py.
#include "storage/export/label_form.h"
#include "storage/export/region_attributes.h"
#include "storage/identity.h"

#include <map>

namespace steplight {
namespace {

const char* typeOf(Region::Shape shape)
{
    return shape == Region::Shape::box     ? "rectangle"
           : shape == Region::Shape::point ? "point"
                                           : "polygon";
}

JsonRow shapeOf(const Label& label, const Region& region)
{
    return {{"label", errorKindWord(label.verdict.errorKind)},
            {"points", region.points},
            {"group_id", label.step},
            {"shape_type", typeOf(region.shape)},
            {"flags", JsonRow::object()},
            {"description", region.note},
            {"mask", nullptr},
            {"attributes", regionAttributes(label, region)}};
}

class LabelmeForm final : public LabelForm
{
public:
    std::int64_t add(const LabelledTrace& trace, ExportFiles& files) override
    {
        std::int64_t rows = 0;
        for (const Label& label : trace.detail.labels)
            for (const Region& region : label.verdict.regions) {
                const auto& image =
                    trace.detail.question.images[static_cast<std::size_t>(region.image)];
                const std::string line = lineOf(shapeOf(label, region));
                Picture& picture = pictureOf(image, trace.pictures, files.writes());
                picture.shapes += (picture.rows++ ? ",\n " : "\n ") + line;
                files.sample(line);
                ++rows;
            }
        return rows;
    }

    /// The regions' texts are held until then: people drew them, so they are few.
    void finish(ExportFiles& files) override
    {
        for (const auto& [file, picture] : m_pictures)
            files.place(files.out() / file, textOf(picture), picture.rows);
    }

private:
    struct Picture {
        std::string path; ///< as the file names it: relative to itself
        int width = 0, height = 0;
        std::int64_t rows = 0;
        std::string shapes;
    };

    Picture& pictureOf(const ImageRef& image, PictureFolder& folder, bool writes)
    {
        const bool missing = image.hash.empty();
        const std::filesystem::path name = folder.nameOf(image);
        const auto file =
            missing ? std::filesystem::path("missing") / (sha256(image.reference) + ".json")
                    : std::filesystem::path(name).replace_extension(".json");
        if (!missing && writes && !m_pictures.contains(file))
            folder.place(image);
        return m_pictures
            .try_emplace(file, Picture{missing ? image.reference : name.filename().string(),
                                       image.width,
                                       image.height,
                                       0,
                                       {}})
            .first->second;
    }

    static std::string textOf(const Picture& picture)
    {
        const auto side = [](int pixels) {
            return pixels > 0 ? JsonRow(pixels) : JsonRow(nullptr);
        };
        const JsonRow tail{{"imagePath", picture.path},
                           {"imageData", nullptr},
                           {"imageHeight", side(picture.height)},
                           {"imageWidth", side(picture.width)}};
        return "{\"version\":\"6.3.1\",\"flags\":{},\"shapes\":[" + picture.shapes + "\n]," +
               lineOf(tail).substr(1) + "\n";
    }

    std::map<std::filesystem::path, Picture> m_pictures; ///< by their files
};

} // namespace

std::unique_ptr<LabelForm> makeLabelmeForm()
{
    return std::make_unique<LabelmeForm>();
}

} // namespace steplight
