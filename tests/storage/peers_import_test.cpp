// SPDX-License-Identifier: GPL-3.0-or-later
// Files that the peers' own programs and their users write, good rows and bad ones.
#include "tests/storage/import_fixture.h"

#include "storage/content.h"
#include "storage/identity.h"

#include <cmath>

using namespace steplight;

namespace {

using Words = std::vector<std::string>;

struct PeersImportTest : ImportTest {
    /// Two pictures when asked, neither of them there.
    std::string addTraceWith(int pictures)
    {
        Question question;
        question.text = "How many with " + std::to_string(pictures) + "?";
        for (int i = 0; i < pictures; ++i)
            question.images.push_back({std::to_string(i) + ".png", {}, 0, 0, {}, {}});
        question.id = questionId(question);
        addQuestion(project, question);
        Trace trace;
        trace.questionId = question.id;
        trace.steps = {{Section::perception, "Two cups."}, {Section::reasoning, "So 2."}};
        trace.id = traceId(question.id, trace.steps);
        addTrace(project, trace);
        return trace.id;
    }

    ImportedFile importText(const std::string& text)
    {
        return import({write("file.json", text)}).files[0];
    }
};

Words reasonsOf(const ImportedFile& file)
{
    Words reasons;
    for (const auto& row : file.rejected)
        reasons.push_back(std::to_string(row.line) + ": " + row.reason);
    return reasons;
}

std::string replaced(std::string text, const std::string& id)
{
    for (auto at = text.find("ID"); at != std::string::npos; at = text.find("ID"))
        text.replace(at, 2, id);
    return text;
}

std::string shapesOf(const Label& label)
{
    std::string words;
    for (const Region& region : label.verdict.regions) {
        words += std::string(shapeWord(region.shape)) + std::to_string(region.image);
        for (const auto& [x, y] : region.points)
            words += " " + std::to_string(std::lround(x)) + "," + std::to_string(std::lround(y));
        words += "; ";
    }
    return words;
}

} // namespace

TEST_F(PeersImportTest, coco_keeps_what_names_its_step_and_rejects_the_rest)
{
    const auto id = addTraceWith(1);
    const auto file = importText(replaced(
        R"({"images":[{"id":1,"file_name":"0.png","width":9,"height":9}],"categories":[],"annotations":[
 {"id":1,"image_id":1,"bbox":[1,2,3,4],"attributes":{"trace_id":"ID","step_index":0,"error_type":"perception"}},
 {"id":2,"image_id":1,"bbox":[0,0,9,9],"segmentation":[[0,0,4,0,4,4],[5,5,9,5,9,9,5,9]],"attributes":{"trace_id":"ID","step_index":0,"error_type":"perception"}},
 {"id":3,"image_id":1,"bbox":[1,1,2,2],"segmentation":{"counts":[1],"size":[9,9]},"attributes":{"trace_id":"ID","step_index":1,"error_type":"reasoning","annotator":"Zoë","rating":"0"}},
 {"id":4,"image_id":1,"bbox":[1,1,2,2]},
 {"id":5,"image_id":1,"bbox":[1,1,2,2],"attributes":{"step_index":0,"error_type":"perception"}},
 {"id":6,"image_id":1,"bbox":[1,1,2,2],"attributes":{"trace_id":"ID","step_index":"a","error_type":"perception"}},
 {"id":7,"image_id":1,"bbox":[1,1,2,2],"attributes":{"trace_id":"ID","step_index":0,"error_type":"blur"}},
 {"id":8,"image_id":1,"bbox":[1,1,2,2],"attributes":{"trace_id":"ID","step_index":0,"error_type":"none"}},
 {"id":9,"image_id":1,"bbox":[1,1,2],"attributes":{"trace_id":"ID","step_index":0,"error_type":"format"}},
 {"id":10,"image_id":1,"bbox":[1,1,0,2],"attributes":{"trace_id":"ID","step_index":0,"error_type":"format"}},
 {"id":11,"image_id":1,"bbox":[1,1,2,2],"attributes":{"trace_id":"ID","step_index":7,"error_type":"format"}},
 {"id":12,"image_id":1,"bbox":[1,1,2,2],"attributes":{"trace_id":"gone","step_index":0,"error_type":"format"}}
]})",
        id));
    EXPECT_EQ(file.format, "coco");
    EXPECT_EQ(countsOf(file), (Counts{11, 0, 0, 2, 9})) << "the first two are one label";
    EXPECT_EQ(
        reasonsOf(file),
        (Words{
            "1: The trace has 2 steps, counted from 0; there is no step 7. Nothing was recorded.",
            "1: no trace has the id gone: import its file first, then this one again",
            "1: annotation 4: no attributes", "1: annotation 5: no attributes.trace_id",
            "1: annotation 6: no whole number in attributes.step_index",
            "1: annotation 7: attributes.error_type is no kind of error: blur",
            "1: annotation 8: neither a rating nor an error in the attributes",
            "1: annotation 9: no bbox of four numbers", "1: annotation 10: The box is empty."}));
    EXPECT_EQ(file.altered,
              (std::map<std::string, std::int64_t>{{"COCO's mask, kept as its box", 1}}));
    const auto labels = traces()[0].labels;
    ASSERT_EQ(labels.size(), 2u);
    EXPECT_EQ(labels[0].annotator, "dataset:COCO");
    EXPECT_EQ(labels[0].verdict.rating, -1) << "an error says so";
    EXPECT_EQ(shapesOf(labels[0]),
              "box0 1,2 4,6; polygon0 0,0 4,0 4,4; polygon0 5,5 9,5 9,9 5,9; ");
    EXPECT_EQ(labels[1].annotator, "Zoë");
    EXPECT_EQ(labels[1].verdict.rating, 0);
}

TEST_F(PeersImportTest, labelme_must_say_which_of_two_pictures)
{
    const auto one = addTraceWith(1), two = addTraceWith(2);
    const std::string file =
        R"({"version":"5.0","flags":{},"imagePath":"0.png","imageData":null,"shapes":[
 {"label":"cup","points":[[8,6],[2,1]],"shape_type":"rectangle","attributes":{"trace_id":"ID","step_index":0,"error_type":"perception"}},
 {"label":"cup","points":[[5,5],[5,8]],"shape_type":"circle","attributes":{"trace_id":"ID","step_index":1,"error_type":"perception"}},
 {"label":"cup","points":[[5,"x"]],"shape_type":"point","attributes":{"trace_id":"ID","step_index":1,"error_type":"perception"}},
 {"label":"cup","points":[[5,5],[5,8]],"shape_type":"rectangle","flags":{}}]})";
    const auto kept = importText(replaced(file, one));
    EXPECT_EQ(kept.format, "labelme");
    EXPECT_EQ(countsOf(kept), (Counts{4, 0, 0, 2, 2}));
    EXPECT_EQ(reasonsOf(kept), (Words{"1: shape 3: its points are no pairs of numbers",
                                      "1: shape 4: no attributes"}));
    EXPECT_EQ(kept.altered,
              (std::map<std::string, std::int64_t>{{"labelme's circle, kept as its box", 1}}));
    EXPECT_EQ(shapesOf(traces()[0].labels[0]), "box0 8,6 2,1; ");
    EXPECT_EQ(shapesOf(traces()[0].labels[1]), "box0 2,2 8,8; ");
    const auto refused = importText(replaced(file, two));
    EXPECT_EQ(countsOf(refused), (Counts{4, 0, 0, 0, 4}));
    EXPECT_EQ(refused.rejected[0].reason,
              "no image_index, but the question of the trace " + two + " has 2 pictures");
}

TEST_F(PeersImportTest, label_studios_own_tasks_are_read_by_their_choices)
{
    const auto file = importText(
        R"([{"id":17,"data":{"question":"How many?","image":"cups.png","steps":["Two cups.","So 2."]},
"annotations":[{"id":3,"completed_by":{"id":1,"email":"ada@example.org"},"was_cancelled":false,"lead_time":7.5,"created_at":"2024-03-01T10:00:00.5Z","result":[
 {"id":"a","from_name":"verdict_0","to_name":"step_0","type":"choices","value":{"choices":["Correct"]}},
 {"id":"b","from_name":"verdict_1","to_name":"step_1","type":"choices","value":{"choices":["incorrect","reasoning"]}},
 {"id":"c","from_name":"note_1","to_name":"step_1","type":"textarea","value":{"text":["no","way"]}},
 {"id":"d","from_name":"verdict_9","to_name":"step_9","type":"choices","value":{"choices":["correct"]}},
 {"id":"e","from_name":"overall","to_name":"image","type":"rating","value":{"rating":4}},
 {"id":"r1","from_name":"label","to_name":"image","type":"rectanglelabels","original_width":200,"original_height":100,"value":{"x":10,"y":10,"width":20,"height":30,"rotation":0,"rectanglelabels":["step 1"]}},
 {"id":"r2","from_name":"label","to_name":"image","type":"ellipselabels","original_width":200,"original_height":100,"value":{"x":50,"y":50,"radiusX":10,"radiusY":20,"ellipselabels":["step 1"]}},
 {"id":"r3","from_name":"label","to_name":"image","type":"rectanglelabels","original_width":200,"original_height":100,"value":{"x":50,"y":50,"width":10,"height":10,"rotation":90,"rectanglelabels":["step 1"]}},
 {"id":"r4","from_name":"label","to_name":"image","type":"brushlabels","original_width":200,"original_height":100,"value":{"format":"rle","rle":[0,1],"brushlabels":["step 1"]}},
 {"id":"r5","from_name":"label","to_name":"image","type":"polygonlabels","original_width":200,"original_height":100,"value":{"points":[[0,0],[10,0],[10,10]],"polygonlabels":["cup"]}}]},
 {"id":4,"completed_by":2,"was_cancelled":true,"result":[]}]},
{"id":18,"data":{"run":{"name":"Find it","steps":[{"id":"s-1","kind":"reasoning","content":"Look."},{"id":"s-2","kind":"reasoning","summary":"Found."}]}},
"annotations":[{"completed_by":5,"result":[{"from_name":"step_classification","to_name":"run","type":"choices","value":{"choices":[],"step_scores":{"s-1":"correct","s-2":"partial","s-3":"correct"}}}]}],
"predictions":[12,{"model_version":"judge-7","result":[{"from_name":"verdict_0","to_name":"step_0","type":"choices","value":{"choices":["incorrect"]}},{"from_name":"box","type":"rectanglelabels","value":{}}]}]},
{"id":19,"data":{"image":"cups.png"},"annotations":[]},
{"id":20,"data":{"question":"Where?","image":"cups.png"},"annotations":[]},
{"id":21,"data":{"question":"Where?","steps":[{"kind":"tool"}]},"annotations":[]},
{"id":22,"data":{"question":"Where?","steps":["Here."]},"annotations":[{"id":1}]}
])");
    EXPECT_EQ(file.format, "label-studio");
    EXPECT_EQ(countsOf(file), (Counts{6, 2, 0, 0, 4}));
    EXPECT_EQ(reasonsOf(file), (Words{"3: no question", "4: no steps in the task's data",
                                      "5: step 0 has no text", "6: no list in field \"result\""}));
    EXPECT_EQ(file.altered, (std::map<std::string, std::int64_t>{
                                {"brush mask, not kept", 1},
                                {"ellipse, kept as its box", 1},
                                {"prediction named by number alone, not kept", 1},
                                {"prediction, not kept", 1},
                                {"region that names no step, not kept", 1},
                                {"result \"overall\", not kept", 1},
                                {"result \"verdict_9\", not kept", 1},
                                {"score of a step, not kept", 1},
                                {"time of an annotation, not kept", 1}}));
    const auto all = traces();
    ASSERT_EQ(all[0].labels.size(), 3u);
    const Label& skipped = all[0].labels[0];
    EXPECT_EQ(ratingWord(skipped.verdict), "skipped");
    EXPECT_EQ(skipped.annotator, "Label Studio user 2");
    EXPECT_EQ(all[0].labels[1].verdict.rating, 1);
    const Label& wrong = all[0].labels[2];
    EXPECT_EQ(wrong.annotator, "ada@example.org");
    EXPECT_EQ(wrong.createdAt, 1709287200000);
    EXPECT_EQ(wrong.verdict.rating, -1);
    EXPECT_EQ(wrong.verdict.errorKind, ErrorKind::reasoning);
    EXPECT_EQ(wrong.verdict.comment, "no\nway");
    EXPECT_EQ(shapesOf(wrong), "box0 20,10 60,40; box0 80,30 120,70; "
                               "polygon0 100,50 100,70 90,70 90,50; ");
    ASSERT_EQ(all[1].labels.size(), 2u);
    EXPECT_EQ(all[1].labels[1].verdict.rating, 0);
    ASSERT_EQ(all[1].estimates.size(), 1u);
    EXPECT_EQ(all[1].estimates[0].source.name, "judge-7");
    EXPECT_EQ(all[1].estimates[0].value, 0.0);
}

TEST_F(PeersImportTest, potatos_items_may_bring_their_steps)
{
    const auto file = importText(
        R"({"id":"p","question":"How many?","steps":[{"action":"1. Two\n\ncups."},{"action":"So 2."}]}
{"id":"q","question":"How many?","steps":[{"action":"One."},{"thought":"None."}]})");
    EXPECT_EQ(file.format, "potato-traces");
    EXPECT_EQ(reasonsOf(file), Words{"2: step 1 has no text"});
    EXPECT_EQ(traces()[0].trace.steps[0].text, "1. Two\n\ncups.") << "as they are";
    EXPECT_EQ(traces()[0].trace.externalId, "p");
}

TEST_F(PeersImportTest, potatos_own_state_gives_one_persons_labels)
{
    const auto id = addTraceWith(1);
    const auto file = importText(replaced(
        R"({"user_id": "ada", "instance_id_to_label_to_value": {
 "ID": [[{"schema": "prm", "name": "prm"}, "{\"steps\":[{\"index\":0,\"reward\":1,\"source\":\"human\",\"verified\":true},{\"index\":1,\"reward\":-1,\"source\":\"human\",\"verified\":true}],\"mode\":\"per_step\"}"],
        [{"schema": "mood", "name": "good"}, "true"], [{"schema": "note", "name": "text"}, "{ not JSON"], [{"schema": "n", "name": "n"}, 3]],
 "gone": [[{"schema": "prm", "name": "prm"}, "{\"steps\":[{\"index\":0,\"reward\":1}],\"mode\":\"per_step\"}"]],
 "bad": [[{"schema": "prm", "name": "prm"}, "{\"steps\":[{\"index\":0,\"reward\":7}]}"]]}})",
        id));
    EXPECT_EQ(file.format, "potato-state");
    EXPECT_EQ(countsOf(file), (Counts{3, 0, 0, 1, 2}));
    EXPECT_EQ(reasonsOf(file),
              (Words{"1: no trace has the id gone: import its file first, then this one again",
                     "1: instance bad: step 0: the reward is not -1, 0 or 1"}));
    const auto labels = traces()[0].labels;
    ASSERT_EQ(labels.size(), 2u);
    EXPECT_EQ(labels[1].annotator, "ada");
    EXPECT_EQ(labels[1].verdict.rating, -1);
}
