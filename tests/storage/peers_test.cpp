// SPDX-License-Identifier: GPL-3.0-or-later
// Labels go out in the peers' forms and come in again, into another project: what a form can say is
// there as it was, and what it cannot say was counted.
#include "tests/storage/import_fixture.h"

#include "storage/content.h"
#include "storage/estimates.h"
#include "storage/export/unsaid.h"
#include "storage/identity.h"
#include "storage/images.h"
#include "storage/labels.h"

#include <SQLiteCpp/Database.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <random>

using namespace steplight;

namespace {

const std::vector<std::string> awkward{
    "plain words",
    "two\nlines\r\nand\ttabs, a \"quote\", a \\ backslash and a </tag>",
    "图中有三只猫，它们坐在沙发上。",
    "emoji \U0001F431\u200D\U0001F469 and a combining e\u0301; \u2028 a line separator",
    "  blanks at both ends  ",
    "{\"json\": [1, null]}, 'single', `back`, $x_1 \\le \\frac{1}{2}$, ки",
};

using Random = std::mt19937;

int below(Random& random, int n)
{
    return static_cast<int>(random() % static_cast<unsigned>(n));
}

const std::string& words(Random& random)
{
    return awkward[static_cast<std::size_t>(below(random, static_cast<int>(awkward.size())))];
}

/// What of a label a form is expected to keep; it may change the label, or drop it.
using Keeping = std::function<bool(Label&)>;

std::string describe(const Label& label)
{
    nlohmann::json regions = nlohmann::json::array();
    for (const Region& region : label.verdict.regions)
        regions.push_back({shapeWord(region.shape), region.image, region.points, region.note,
                           regionKindWord(region.kind), region.span ? region.span->begin : -1,
                           region.span ? region.span->end : -1});
    std::sort(regions.begin(), regions.end()); // a picture has a file of its own in labelme
    auto overrules = nlohmann::json::array();
    for (const auto& [kind, reason] : label.verdict.overrules)
        overrules.push_back({estimateKindWord(kind), reason});
    return nlohmann::json{label.annotator,
                          label.step,
                          ratingWord(label.verdict),
                          errorKindWord(label.verdict.errorKind),
                          label.verdict.reason,
                          label.verdict.comment,
                          overrules,
                          label.verdict.rewrite,
                          regions,
                          visibilityWord(label.visibility),
                          label.focusMs,
                          label.createdAt,
                          label.guideline}
        .dump();
}

/// By the texts of the trace's steps, which every form that holds the trace has.
std::vector<std::string> described(const std::vector<TraceDetail>& all, const Keeping& keep)
{
    std::vector<std::string> lines;
    for (const TraceDetail& detail : all)
        for (Label label : detail.labels)
            if (keep(label))
                lines.push_back(detail.trace.steps.front().text + ": " + describe(label));
    std::sort(lines.begin(), lines.end());
    return lines;
}

struct PeersTest : ImportTest {
    static constexpr int traceCount = 6;

    void SetUp() override
    {
        fill(project);
        Random random(7);
        for (const TraceDetail& detail : traces())
            for (const char* who : {"Ada", "Bo \"the\" Łukasz"})
                label(detail, who, random);
        all = traces();
    }

    /// The same traces in any project: questions of one to three pictures, two of them alike.
    void fill(Project& into) const
    {
        Random random(1);
        for (int number = 0; number < traceCount; ++number) {
            Question question;
            question.text = std::to_string(number) + ": " + words(random);
            question.answer = words(random);
            question.dataset = "awkward";
            if (number % 3 == 0)
                question.options = {words(random), "B"};
            for (int k = 0; k <= number % 3; ++k) {
                const auto file = fixtures / (k == 1 ? "images/clock.png" : "images/cups.png");
                const auto stored = addImageFile(into, file);
                question.images.push_back({"folder/picture " + std::to_string(k) + ".png",
                                           stored.hash,
                                           stored.width,
                                           stored.height,
                                           stored.path.string(),
                                           {}});
            }
            question.id = questionId(question);
            addQuestion(into, question);
            Trace trace;
            trace.questionId = question.id;
            for (int step = 0; step < 4; ++step)
                trace.steps.push_back(
                    {step < 2 ? Section::perception : Section::reasoning,
                     std::to_string(number) + "." + std::to_string(step) + " " + words(random)});
            trace.externalId = number % 2 ? "own-" + std::to_string(number) : "shared";
            trace.answer = words(random);
            trace.id = traceId(question.id, trace.steps);
            addTrace(into, trace);
        }
    }

    static Region anyRegion(const TraceDetail& detail, Random& random)
    {
        Region region;
        region.image = below(random, static_cast<int>(detail.question.images.size()));
        region.shape = static_cast<Region::Shape>(below(random, 4));
        const double x = below(random, 7) + 0.25, y = below(random, 7);
        if (region.shape == Region::Shape::box)
            region.points = {{x, y}, {x + 5.5, y + 3.125}};
        else if (region.shape == Region::Shape::point)
            region.points = {{x, y}};
        else
            region.points = {{x, y}, {x + 5, y + 1}, {x + 3, y + 6.5}, {x, y + 2}};
        region.note = below(random, 2) ? words(random) : "";
        if (below(random, 3) == 0)
            region.kind = Region::Kind::absent;
        if (below(random, 3) == 0)
            region.span = {1, 3};
        return region;
    }

    static Label anyLabel(const TraceDetail& detail, int step, Random& random)
    {
        Label label;
        label.traceId = detail.trace.id;
        label.step = step;
        Verdict& verdict = label.verdict;
        if (step == wholeTrace)
            verdict.state =
                std::array{LabelState::skipped, LabelState::cannotJudge, LabelState::badQuestion,
                           LabelState::wrongKey}[std::size_t(below(random, 4))];
        else if (const int state = below(random, 8); state < 2)
            verdict.state = state == 0 ? LabelState::skipped : LabelState::cannotJudge;
        else
            verdict.rating = below(random, 3) - 1;
        verdict.errorKind = static_cast<ErrorKind>(below(random, 6));
        verdict.reason = below(random, 2) ? words(random) : "";
        verdict.comment = below(random, 2) ? words(random) : "";
        for (const auto kind : {EstimateKind::mc, EstimateKind::judge, EstimateKind::prm})
            if (below(random, 4) == 0)
                verdict.overrules[kind] = words(random);
        if (step != wholeTrace && below(random, 3) == 0)
            verdict.rewrite = words(random);
        if (step != wholeTrace)
            for (int k = below(random, 4); k > 0; --k)
                verdict.regions.push_back(anyRegion(detail, random));
        label.visibility = static_cast<Visibility>(below(random, 3));
        label.focusMs = below(random, 3) * 1234;
        label.createdAt = 1'700'000'000'000 + below(random, 1'000'000'000);
        label.guideline = below(random, 2) ? words(random) : "";
        return label;
    }

    void label(const TraceDetail& detail, const std::string& who, Random& random)
    {
        std::vector<Label> labels;
        for (int step = wholeTrace; step < static_cast<int>(detail.trace.steps.size()); ++step)
            if (below(random, 4) != 0) {
                labels.push_back(anyLabel(detail, step, random));
                labels.back().annotator = who;
            }
        if (!labels.empty())
            recordLabels(project, labels);
    }

    ExportReport exported(const std::string& format, const std::string& name)
    {
        ExportRecipe recipe;
        recipe.format = format;
        recipe.out = (folder / name).string();
        const auto preview = exportTraces(project, recipe, ExportMode::preview);
        const auto report = exportTraces(project, recipe);
        EXPECT_EQ(preview.unsaid, report.unsaid);
        EXPECT_EQ(preview.unsaid, unsaidBy(project, format, {}));
        EXPECT_EQ(preview.rows, report.rows);
        return report;
    }

    /// Another project, with the traces alone or with nothing.
    void startAnew(bool withTraces)
    {
        project = Project::create(folder / ("fresh" + std::to_string(++fresh)));
        if (withTraces)
            fill(project);
    }

    ImportReport importWhole(const std::filesystem::path& path)
    {
        auto report = import({path});
        for (const auto& file : report.files) {
            EXPECT_TRUE(file.rejected.empty()) << file.path << ": " << file.rejected[0].reason;
            EXPECT_TRUE(file.altered.empty()) << file.path << ": " << file.altered.begin()->first;
        }
        return report;
    }

    std::vector<TraceDetail> all; ///< as they were exported
    int fresh = 0;
};

bool whole(Label&)
{
    return true;
}

bool withRegions(Label& label)
{
    label.verdict.rewrite.clear(); // no place for it there
    return !label.verdict.regions.empty();
}

/// What nothing but a rating is kept of.
Label bare(const Label& label)
{
    Label kept;
    kept.annotator = label.annotator;
    kept.step = label.step;
    kept.verdict.state = label.verdict.state;
    kept.verdict.rating = label.verdict.rating;
    return kept;
}

std::int64_t sumOf(const std::vector<TraceDetail>& all,
                   const std::function<std::int64_t(const Label&)>& number)
{
    std::int64_t sum = 0;
    for (const TraceDetail& detail : all)
        for (const Label& label : detail.labels)
            sum += number(label);
    return sum;
}

} // namespace

TEST_F(PeersTest, label_studio_keeps_everything_that_people_said)
{
    const auto report = exported("label-studio", "tasks.json");
    EXPECT_EQ(report.rows, traceCount);
    EXPECT_TRUE(report.unsaid.empty()) << report.unsaid.begin()->first;
    startAnew(false);
    const auto back = importWhole(folder / "tasks.json");
    EXPECT_EQ(back.files[0].format, "label-studio");
    EXPECT_EQ(countsOf(back.files[0]), (Counts{traceCount, traceCount, 0, 0, 0}));
    EXPECT_EQ(back.imagesMissing, 0);
    const auto now = traces();
    EXPECT_EQ(described(now, whole), described(all, whole));
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(now[i].trace.id, all[i].trace.id) << "question, pictures and steps are the same";
        EXPECT_EQ(now[i].trace.answer, all[i].trace.answer);
        EXPECT_EQ(now[i].question.images.back().hash, all[i].question.images.back().hash);
    }
    importWhole(folder / "tasks.json");
    EXPECT_EQ(described(traces(), whole), described(all, whole)) << "once more adds nothing";
}

TEST_F(PeersTest, label_studio_keeps_estimates_as_predictions)
{
    const auto& id = all[0].trace.id;
    const auto told = [](EstimateKind kind, int step, const char* source, double value) {
        Estimate estimate;
        estimate.kind = kind;
        estimate.step = step;
        estimate.source.name = source;
        estimate.value = value;
        return estimate;
    };
    auto counted = told(EstimateKind::mc, 0, "rollouts", 3.0 / 16);
    counted.won = 3;
    counted.drawn = 16;
    auto untold = told(EstimateKind::mc, 1, "other rollouts", 0.7);
    untold.drawn = countsNotTold;
    auto judged = told(EstimateKind::judge, 2, "a \"judge\"", 0);
    judged.analysis = awkward[1];
    addEstimates(project, id,
                 {counted, untold, judged, told(EstimateKind::prm, 3, "PRM", 0.123456789),
                  told(EstimateKind::given, 3, "file", 0.5)});
    const auto before = traceDetail(project, id).estimates;
    exported("label-studio", "tasks.json");
    startAnew(false);
    importWhole(folder / "tasks.json");
    const auto after = traceDetail(project, id).estimates;
    ASSERT_EQ(after.size(), 5u);
    for (std::size_t i = 0; i < after.size(); ++i) {
        EXPECT_EQ(after[i].kind, before[i].kind);
        EXPECT_EQ(after[i].step, before[i].step);
        EXPECT_EQ(after[i].source.name, before[i].source.name);
        EXPECT_EQ(after[i].value, before[i].value);
        EXPECT_EQ(after[i].won, before[i].won);
        EXPECT_EQ(after[i].drawn, before[i].drawn);
        EXPECT_EQ(after[i].analysis, before[i].analysis);
    }
}

TEST_F(PeersTest, region_files_keep_every_label_that_has_a_region)
{
    const auto regions = sumOf(
        all, [](const Label& l) { return static_cast<std::int64_t>(l.verdict.regions.size()); });
    const auto without = sumOf(all, [](const Label& l) { return l.verdict.regions.empty(); });
    for (const std::string format : {"coco", "labelme"}) {
        const std::string name = format == "coco" ? "regions.json" : "regions/";
        const auto labelled = project.folder();
        const auto report = exported(format, name);
        EXPECT_EQ(report.rows, regions);
        EXPECT_EQ(report.unsaid.at("label without a region"), without) << format;
        EXPECT_EQ(report.unsaid.count("region"), 0u);
        const auto card =
            read(folder / (format == "coco" ? name + ".card.json" : "regions.card.json"));
        EXPECT_NE(card.find("\"path\": \"regions"), std::string::npos)
            << "a card's paths are seen from where it lies";
        startAnew(true);
        const auto back = importWhole(folder / name);
        EXPECT_EQ(back.files[0].format, format);
        EXPECT_EQ(described(traces(), withRegions), described(all, withRegions)) << format;
        EXPECT_EQ(sumOf(traces(), [](const Label& l) { return l.verdict.regions.empty(); }), 0);
        importWhole(folder / name);
        EXPECT_EQ(described(traces(), withRegions), described(all, withRegions))
            << format << ": once more adds nothing";
        project = Project(labelled);
    }
}

TEST_F(PeersTest, a_coco_box_whose_far_side_is_rounded_comes_back_exactly)
{
    const double left = 0.2, far = 0.9;
    ASSERT_NE(left + (far - left), far);
    const TraceDetail detail = traces().front();
    Label label;
    label.traceId = detail.trace.id;
    label.step = 0;
    label.annotator = "Fay";
    label.verdict.rating = -1;
    Region box;
    box.points = {{left, left}, {far, far}};
    label.verdict.regions = {box};
    recordLabels(project, {label});
    exported("coco", "fay.json");
    startAnew(true);
    importWhole(folder / "fay.json");
    int found = 0;
    for (const TraceDetail& back : traces())
        for (const Label& one : back.labels)
            if (one.annotator == "Fay") {
                ++found;
                EXPECT_EQ(one.verdict.regions, std::vector<Region>{box});
            }
    EXPECT_EQ(found, 1);
}

TEST_F(PeersTest, potato_keeps_ratings_and_their_people)
{
    const auto report = exported("potato", "prm_training_data.jsonl");
    EXPECT_EQ(read(folder / "prm_training_data.jsonl.items.jsonl").find("\u2028"),
              std::string::npos)
        << "Potato cuts lines there, too";
    const Keeping rated = [](Label& label) {
        const bool is = label.verdict.state == LabelState::rated;
        label = bare(label);
        return is;
    };
    startAnew(false);
    importWhole(folder / "prm_training_data.jsonl.items.jsonl");
    importWhole(folder / "prm_training_data.jsonl");
    const auto now = traces();
    EXPECT_EQ(described(now, rated), described(all, rated));
    for (std::size_t i = 0; i < now.size(); ++i)
        EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const TraceDetail& detail) {
            return detail.trace.id == now[i].trace.id;
        })) << "the items are the traces themselves";
    EXPECT_EQ(report.unsaid.at("overruled estimate"), sumOf(all, [](const Label& l) {
                  return static_cast<std::int64_t>(l.verdict.overrules.size());
              }));
    EXPECT_EQ(report.unsaid.at("region"), sumOf(all, [](const Label& l) {
                  return static_cast<std::int64_t>(l.verdict.regions.size());
              }));
    EXPECT_EQ(report.unsaid.at("error kind"),
              sumOf(all, [](const Label& l) { return l.verdict.errorKind != ErrorKind::none; }));
    EXPECT_EQ(report.unsaid.at("rewritten step"),
              sumOf(all, [](const Label& l) { return !l.verdict.rewrite.empty(); }));
    EXPECT_EQ(report.unsaid.at("label \"wrong-key\""),
              sumOf(all, [](const Label& l) { return l.verdict.state == LabelState::wrongKey; }));
}

TEST_F(PeersTest, prm800k_keeps_ratings_people_and_how_they_left)
{
    const auto report = exported("prm800k", "out.jsonl");
    const Keeping sayable = [](Label& label) {
        const auto state = label.verdict.state;
        const bool isWhole = label.step == wholeTrace;
        const auto rewrite = label.verdict.rewrite;
        label = bare(label);
        label.verdict.rewrite = rewrite;
        label.verdict.reason = !isWhole && state == LabelState::cannotJudge ? "not sure"
                               : state == LabelState::cannotJudge           ? "gave up"
                               : state == LabelState::badQuestion           ? "bad problem"
                                                                            : "";
        return state == LabelState::rated || !label.verdict.reason.empty();
    };
    startAnew(false);
    const auto back = importWhole(folder / "out.jsonl");
    EXPECT_EQ(back.files[0].format, "prm800k");
    EXPECT_EQ(back.files[0].rows, report.rows);
    const Keeping asItIs = [](Label& label) {
        const auto verdict = label.verdict;
        label = bare(label);
        label.verdict.reason = verdict.reason;
        label.verdict.rewrite = verdict.rewrite;
        return true;
    };
    EXPECT_EQ(described(traces(), asItIs), described(all, sayable));
    EXPECT_EQ(report.unsaid.at("picture of a question"), 12) << "1 + 2 + 3, twice";
    EXPECT_EQ(report.unsaid.at("section of a step"), 2 * traceCount);
}

TEST_F(PeersTest, prm800ks_own_labelers_are_theirs_again)
{
    startAnew(false);
    import({fixtures / "prm800k.jsonl"});
    all = traces();
    exported("prm800k", "out.jsonl");
    startAnew(false);
    importWhole(folder / "out.jsonl");
    const Keeping dated = [](Label& label) {
        label.guideline.clear(); // a path of the first phase goes out as one of the second
        return true;
    };
    EXPECT_EQ(described(traces(), dated), described(all, dated));
}

TEST_F(PeersTest, who_said_two_things_of_a_step_says_both_again)
{
    Label one;
    one.traceId = all[0].trace.id;
    one.step = 1;
    one.annotator = "Cleo";
    one.verdict.rating = 1;
    Label two = one;
    two.verdict.rating = -1;
    addDatasetLabels(project, {one});
    addDatasetLabels(project, {two});
    const Keeping hers = [](Label& label) {
        label = bare(label);
        return label.annotator == "Cleo";
    };
    const auto before = described(traces(), hers);
    ASSERT_EQ(before.size(), 2u);
    for (const char* format : {"prm800k", "label-studio"}) {
        const auto kept = project.folder();
        exported(format, format);
        startAnew(false);
        importWhole(folder / format);
        EXPECT_EQ(described(traces(), hers), before) << format;
        project = Project(kept);
    }
}

TEST_F(PeersTest, a_card_says_what_is_missing_and_no_rule_is_taken)
{
    const auto report = exported("coco", "regions.json");
    const auto card = nlohmann::json::parse(read(folder / "regions.json.card.json"));
    EXPECT_FALSE(card.contains("rule"));
    EXPECT_EQ(card["annotators"], 2);
    EXPECT_EQ(card["unsaid"]["label without a region"], report.unsaid.at("label without a region"));
    EXPECT_EQ(card["files"][0]["sha256"], sha256File(folder / "regions.json"));
    ExportRecipe ruled;
    ruled.format = "coco";
    ruled.rule = "paper";
    EXPECT_THROW(exportTraces(project, ruled, ExportMode::preview), StorageError);
}

TEST_F(PeersTest, a_chat_lists_the_same_parts)
{
    const auto chat = unsaidBy(project, "vlprm-chat", {});
    EXPECT_EQ(chat.at("region"), unsaidBy(project, "potato", {}).at("region"));
    EXPECT_EQ(chat.count("picture of a question"), 0u);
    EXPECT_GT(chat.at("neutral label"), 0);
}

// A project may be a stranger's: its rows are no reason to write elsewhere, or to publish a file.
TEST_F(PeersTest, a_strangers_project_makes_no_export_leave_its_folder)
{
    exported("label-studio", "before.json");
    const auto secret = write("secret", "a key");
    for (const std::string& hash : {std::string("../../../outside"), std::string(64, 'a')}) {
        Project stranger(project.folder());
        SQLite::Database database((project.folder() / "project.db").string(),
                                  SQLite::OPEN_READWRITE);
        database.exec("PRAGMA foreign_keys = OFF");
        database.exec("UPDATE question_images SET hash = '" + hash + "' WHERE hash IS NOT NULL");
        database.exec("DELETE FROM images");
        database.exec("INSERT INTO images VALUES ('" + hash + "', 1, 1, 5, '" + secret.string() +
                      "')");
        ExportRecipe recipe;
        recipe.format = "label-studio";
        std::filesystem::create_directories(folder / "a/b");
        recipe.out = (folder / "a/b/out.json").string();
        try {
            exportTraces(stranger, recipe, ExportMode::write);
        } catch (const StorageError& error) {
            EXPECT_EQ(error.code(), "io");
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.is_regular_file() && entry.path() != secret) {
                EXPECT_NE(read(entry.path()), "a key") << entry.path();
            }
    }
}

TEST_F(PeersTest, a_cancelled_export_leaves_what_was_there)
{
    exported("labelme", "regions");
    exported("label-studio", "tasks.json");
    const auto before = read(folder / "tasks.json");
    std::stop_source stop;
    stop.request_stop();
    for (const char* format : {"label-studio", "labelme"}) {
        ExportRecipe recipe;
        recipe.format = format;
        recipe.query = "annotator:Ada";
        recipe.out = (folder / (recipe.format == "labelme" ? "regions" : "tasks.json")).string();
        EXPECT_TRUE(
            exportTraces(project, recipe, ExportMode::write, {}, stop.get_token()).cancelled);
    }
    EXPECT_EQ(read(folder / "tasks.json"), before);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        EXPECT_EQ(entry.path().string().find(".part"), std::string::npos) << entry.path();
}
