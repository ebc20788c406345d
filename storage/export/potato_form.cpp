// SPDX-License-Identifier: GPL-3.0-or-later
// What Potato's PRM export writes, and beside it the items that Potato shows. Source:
// davidjurgens/potato, coding_eval_exporter.py (_export_prm) and schemas/process_reward.py.
#include "storage/export/label_form.h"
#include "storage/export/task_content.h"

#include <algorithm>

namespace steplight {
namespace {

/// An unmarked step is null, which Potato's three-way marks tell from a neutral one.
JsonRow stepOf(int index, const Label* label)
{
    JsonRow step{{"index", index}, {"reward", nullptr}};
    if (!label || label->verdict.state != LabelState::rated)
        return step;
    const bool confirmed = label->verdict.reason == "a model's proposal, confirmed";
    step["reward"] = label->verdict.rating;
    step["source"] = confirmed ? "ai" : "human";
    step["verified"] = true;
    if (confirmed)
        step["ai_reward"] = label->verdict.rating;
    return step;
}

bool isRated(const Label* label)
{
    return label->verdict.state == LabelState::rated;
}

class PotatoForm final : public LabelForm
{
public:
    std::int64_t add(const LabelledTrace& trace, ExportFiles& files) override
    {
        std::int64_t rows = 0;
        for (const LabelSheet& sheet : trace.sheets) {
            if (std::none_of(sheet.labels.begin(), sheet.labels.end(), isRated))
                continue;
            const std::string line = lineOf(rowOf(trace, sheet));
            files.write(files.out(), line + "\n", 1);
            files.sample(line);
            ++rows;
        }
        if (rows > 0)
            writeItem(trace, files);
        return rows;
    }

private:
    static JsonRow rowOf(const LabelledTrace& trace, const LabelSheet& sheet)
    {
        JsonRow steps = JsonRow::array();
        bool proposed = false;
        for (std::size_t i = 0; i < trace.detail.trace.steps.size(); ++i) {
            steps.push_back(stepOf(static_cast<int>(i), sheet.of(static_cast<int>(i))));
            proposed = proposed || steps.back().contains("ai_reward");
        }
        JsonRow row{{"instance_id", trace.joinId},
                    {"annotator", sheet.annotator},
                    {"steps", steps},
                    {"mode", "per_step"}};
        if (proposed)
            row["ai_prelabeled"] = true;
        row["all_verified"] = true;
        return row;
    }

    static void writeItem(const LabelledTrace& trace, ExportFiles& files)
    {
        std::vector<std::string> images;
        for (const ImageRef& image : trace.detail.question.images) {
            images.push_back(trace.pictures.nameOf(image));
            if (files.writes())
                trace.pictures.place(image);
        }
        JsonRow item{{"id", trace.joinId}};
        item.update(taskContent(trace.detail, images));
        files.write(files.out().string() + ".items.jsonl", lineOf(item) + "\n", 1);
    }
};

} // namespace

std::unique_ptr<LabelForm> makePotatoForm()
{
    return std::make_unique<PotatoForm>();
}

} // namespace steplight
