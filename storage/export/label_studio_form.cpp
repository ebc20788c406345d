// SPDX-License-Identifier: GPL-3.0-or-later
// Label Studio's tasks: people's labels are annotations, estimates are predictions, and beside them
// stands the labelling config that shows both. Source: Label Studio's documentation ("Import
// annotations", tags Repeater, Choices, RectangleLabels, PolygonLabels).
#include "storage/export/label_form.h"
#include "storage/export/label_studio_config.h"
#include "storage/export/task_content.h"

#include <algorithm>

namespace steplight {
namespace {

/// Results of one annotation or prediction.
class Results
{
public:
    void choice(const std::string& name, int step, std::string_view word)
    {
        add(name, step, "choices", "choices", JsonRow::array({word}));
    }
    void text(const std::string& name, int step, const std::string& words)
    {
        if (!words.empty())
            add(name, step, "textarea", "text", JsonRow::array({words}));
    }
    void number(const std::string& name, int step, double value)
    {
        add(name, step, "number", "number", value);
    }
    void push(JsonRow result) { m_all.push_back(std::move(result)); }
    JsonRow take() { return std::move(m_all); }

private:
    void add(const std::string& name, int step, const char* type, const char* key, JsonRow value)
    {
        const bool whole = step == wholeTrace;
        const std::string end = whole ? "trace" : std::to_string(step);
        const std::string from = name + "_" + end;
        m_all.push_back({{"id", from},
                         {"from_name", from},
                         {"to_name", whole ? "question" : "step_" + end},
                         {"type", type},
                         {"value", {{key, std::move(value)}}}});
    }

    JsonRow m_all = JsonRow::array();
};

/// Per cent of the picture's sides.
std::pair<double, double> percentOf(std::pair<double, double> point, const ImageRef& image)
{
    return {100 * point.first / image.width, 100 * point.second / image.height};
}

JsonRow boxOf(const Region& region, const ImageRef& image)
{
    const auto [ax, ay] = percentOf(region.points[0], image);
    const auto [bx, by] = percentOf(region.points[1], image);
    return {{"x", std::min(ax, bx)},
            {"y", std::min(ay, by)},
            {"width", std::max(ax, bx) - std::min(ax, bx)},
            {"height", std::max(ay, by) - std::min(ay, by)},
            {"rotation", 0}};
}

JsonRow polygonOf(const Region& region, const ImageRef& image)
{
    JsonRow points = JsonRow::array();
    for (const auto& point : region.points)
        points.push_back(percentOf(point, image));
    return {{"points", points}, {"closed", true}};
}

/// A point's size on screen, in per cent: it has none of its own.
constexpr double pointSize = 0.5;

struct Drawn {
    const char* control;
    const char* type;
    JsonRow place;
};

Drawn drawn(const Region& region, const ImageRef& image)
{
    if (region.shape == Region::Shape::box)
        return {"box", "rectanglelabels", boxOf(region, image)};
    if (region.shape != Region::Shape::point)
        return {"polygon", "polygonlabels", polygonOf(region, image)};
    const auto [x, y] = percentOf(region.points[0], image);
    return {"point", "keypointlabels", {{"x", x}, {"y", y}, {"width", pointSize}}};
}

/// The region, and under the same id what is said of it: which step it is evidence of.
void addRegion(const Label& label, std::size_t index, const Question& question, Results& results)
{
    const Region& region = label.verdict.regions[index];
    const ImageRef& image = question.images[static_cast<std::size_t>(region.image)];
    if (image.width <= 0 || image.height <= 0)
        return;
    const Drawn draw = drawn(region, image);
    const auto add = [&](const char* control, const char* type, const char* key, JsonRow value) {
        JsonRow result{{"id", label.id + "-" + std::to_string(index)},
                       {"from_name", control},
                       {"to_name", "image"},
                       {"type", type},
                       {"original_width", image.width},
                       {"original_height", image.height},
                       {"image_rotation", 0},
                       {"item_index", region.image},
                       {"value", draw.place}};
        result["value"][key] = std::move(value);
        if (control == draw.control && !region.note.empty())
            result["meta"]["text"] = {region.note};
        results.push(std::move(result));
    };
    const auto words = [](std::string_view word) { return JsonRow::array({word}); };
    add(draw.control, draw.type, draw.type, words(errorKindWord(label.verdict.errorKind)));
    add("step", "number", "number", label.step);
    if (region.shape == Region::Shape::selection)
        add("shape", "choices", "choices", words(shapeWord(region.shape)));
    if (region.kind != Region::Kind::present)
        add("kind", "choices", "choices", words(regionKindWord(region.kind)));
    if (region.span) {
        add("span_begin", "number", "number", region.span->begin);
        add("span_end", "number", "number", region.span->end);
    }
}

void addLabel(const Label& label, const Question& question, Results& results)
{
    const Verdict& verdict = label.verdict;
    results.choice("rating", label.step, ratingWord(verdict));
    if (verdict.errorKind != ErrorKind::none)
        results.choice("error", label.step, errorKindWord(verdict.errorKind));
    results.text("reason", label.step, verdict.reason);
    results.text("comment", label.step, verdict.comment);
    for (const auto& [kind, reason] : verdict.overrules)
        results.text("overrules-" + estimateKindWord(kind), label.step, reason);
    results.text("rewrite", label.step, verdict.rewrite);
    results.choice("visible", label.step, visibilityWord(label.visibility));
    results.text("guideline", label.step, label.guideline);
    results.number("date", label.step, static_cast<double>(label.createdAt));
    if (label.focusMs > 0)
        results.number("time", label.step, static_cast<double>(label.focusMs));
    for (std::size_t i = 0; i < verdict.regions.size(); ++i)
        addRegion(label, i, question, results);
}

JsonRow annotationOf(const LabelSheet& sheet, const Question& question)
{
    Results results;
    std::int64_t time = 0;
    for (const Label* label : sheet.labels) {
        addLabel(*label, question, results);
        time += label->focusMs;
    }
    results.text("annotator", wholeTrace, sheet.annotator);
    const Label& first = *sheet.labels.front();
    const bool skipped = sheet.labels.size() == 1 && first.step == wholeTrace &&
                         first.verdict.state == LabelState::skipped;
    return {{"result", results.take()},
            {"was_cancelled", skipped},
            {"ground_truth", false},
            {"lead_time", static_cast<double>(time) / 1000}};
}

/// One prediction a source.
JsonRow predictionsOf(const std::vector<Estimate>& estimates)
{
    std::vector<std::pair<EstimateSource, Results>> bySource;
    for (const Estimate& estimate : estimates) {
        auto own = std::find_if(bySource.begin(), bySource.end(),
                                [&](const auto& known) { return known.first == estimate.source; });
        if (own == bySource.end())
            own = bySource.insert(own, {estimate.source, {}});
        Results& results = own->second;
        if (estimate.value)
            results.number(estimateKindWord(estimate.kind), estimate.step, *estimate.value);
        if (estimate.kind == EstimateKind::mc && estimate.drawn > 0) {
            results.number("won", estimate.step, estimate.won);
            results.number("drawn", estimate.step, estimate.drawn);
        }
        results.text("analysis", estimate.step, estimate.analysis);
    }
    JsonRow predictions = JsonRow::array();
    for (auto& [source, results] : bySource)
        predictions.push_back({{"model_version", source.name}, {"result", results.take()}});
    return predictions;
}

class LabelStudioForm final : public LabelForm
{
public:
    void begin(ExportFiles& files) override
    {
        files.write(files.out(), "[");
        files.write(files.out().string() + ".config.xml", labelStudioConfig);
    }

    std::int64_t add(const LabelledTrace& trace, ExportFiles& files) override
    {
        JsonRow task{{"id", ++m_tasks}, {"data", dataOf(trace, files)}};
        task["annotations"] = JsonRow::array();
        for (const LabelSheet& sheet : trace.sheets)
            task["annotations"].push_back(annotationOf(sheet, trace.detail.question));
        task["predictions"] = predictionsOf(trace.detail.estimates);
        const std::string line = lineOf(task);
        files.write(files.out(), (m_tasks == 1 ? "\n" : ",\n") + line, 1);
        files.sample(line);
        return 1;
    }

    void finish(ExportFiles& files) override { files.write(files.out(), "\n]\n"); }
    bool wantsUnlabelled() const override { return true; }

private:
    /// Pictures as Label Studio reads local files, its document root being the export's folder.
    static JsonRow dataOf(const LabelledTrace& trace, ExportFiles& files)
    {
        std::vector<std::string> images;
        for (const ImageRef& image : trace.detail.question.images) {
            images.push_back(image.hash.empty() ? image.reference
                                                : localFiles + trace.pictures.nameOf(image));
            if (files.writes())
                trace.pictures.place(image);
        }
        JsonRow data{{"id", trace.joinId}};
        data.update(taskContent(trace.detail, images));
        return data;
    }

    static constexpr const char* localFiles = "/data/local-files/?d=";
    std::int64_t m_tasks = 0;
};

} // namespace

std::unique_ptr<LabelForm> makeLabelStudioForm()
{
    return std::make_unique<LabelStudioForm>();
}

} // namespace steplight
