// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/guidelines.h"
#include "storage/images.h"
#include "storage/queue_desk.h"
#include "storage/runs.h"
#include "storage/stats.h"
#include "storage/team/deal.h"
#include "storage/upkeep.h"

#include <fstream>
#include <set>

namespace steplight {
namespace {

using Ids = std::set<std::string>;

struct DealTest : ProjectTest {
    Deal how;

    DealTest()
    {
        how.annotators = {"Ann", "Ben", "Cleo"};
        how.out = folder / "team";
    }

    static Ids idsIn(const std::filesystem::path& place)
    {
        Project theirs(place, Access::readOnly);
        const auto ids = traceIds(theirs, Listing{});
        return {ids.begin(), ids.end()};
    }

    std::map<std::string, Ids> dealt(const std::string& out)
    {
        how.out = folder / out;
        std::map<std::string, Ids> ids;
        for (const auto& one : deal(project, how))
            ids[one.annotator] = idsIn(one.folder);
        return ids;
    }

    void addMany(int count)
    {
        for (int i = 0; i < count; ++i)
            add(std::to_string(i));
    }

    std::string codeOf(const Deal& asked)
    {
        try {
            deal(project, asked);
        } catch (const StorageError& error) {
            return error.code();
        }
        return "none";
    }
};

TEST_F(DealTest, givesEachQuestionToOnePersonAndStaysSo)
{
    addMany(60);
    const auto once = dealt("once");
    Ids all;
    for (const auto& [name, ids] : once) {
        EXPECT_GT(ids.size(), 8u) << name;
        all.insert(ids.begin(), ids.end());
    }
    EXPECT_EQ(once.at("Ann").size() + once.at("Ben").size() + once.at("Cleo").size(), 60u);
    EXPECT_EQ(all.size(), 60u);
    // Another order of people and a new question move none.
    how.annotators = {"Cleo", "Ann", "Ben"};
    const auto added = add("new");
    auto again = dealt("again");
    for (auto& [name, ids] : again) {
        ids.erase(added);
        EXPECT_EQ(ids, once.at(name));
    }
    how.seed = 2;
    EXPECT_NE(dealt("otherwise").at("Ann"), once.at("Ann"));
}

TEST_F(DealTest, theNewestSourceStaysTheNewest)
{
    const auto first = add("0", 1), second = add("1", 1);
    estimate(second, EstimateKind::prm, {0.2}, "older");
    estimate(second, EstimateKind::prm, {0.9}, "newer");
    estimate(first, EstimateKind::prm, {0.8}, "newer"); // comes first, and knows no other
    how.annotators = {"Ann"};
    deal(project, how);
    Project theirs(how.out / "Ann", Access::readOnly);
    ASSERT_EQ(traceRows(theirs, std::vector{second}).size(), 1u);
    EXPECT_EQ(traceRows(theirs, std::vector{second})[0].cells[0].prm, 0.9);
}

TEST_F(DealTest, givesTheGuidelineWithAllItsVersions)
{
    addMany(3);
    saveGuideline(project, "# Old", defaultGrammar(), "Ann");
    saveGuideline(project, "# New", defaultGrammar(), "Ann");
    for (const auto& one : deal(project, how)) {
        Project theirs(one.folder, Access::readOnly);
        EXPECT_EQ(newestGuideline(theirs).text, "# New");
        EXPECT_EQ(guidelines(theirs).size(), 2u);
    }
}

TEST_F(DealTest, givesTheQueuesWithTheirModesAndNoModeWithoutAQueue)
{
    addMany(3);
    saveQueue(project, "hard", "prm<.3");
    setSetting(project, visibilitySetting("hard"), "blind");
    setSetting(project, visibilitySetting("gone"), "blind");
    for (const auto& one : deal(project, how)) {
        Project theirs(one.folder, Access::readOnly);
        EXPECT_EQ(queues(theirs, false).size(), queues(project, false).size());
        EXPECT_EQ(queueVisibilities(theirs),
                  (std::map<std::string, Visibility>{{"hard", Visibility::blind}}));
    }
}

TEST_F(DealTest, givesTheOverlapToEverybody)
{
    addMany(20);
    const auto shared = [&](const Portion& overlap) {
        how.overlap = overlap;
        const auto ids = dealt("team" + std::to_string(overlap.index()));
        Ids all;
        for (const auto& id : ids.at("Ann"))
            if (ids.at("Ben").contains(id) && ids.at("Cleo").contains(id))
                all.insert(id);
        return all;
    };
    const auto byCount = shared(std::int64_t{5}), byShare = shared(0.5);
    EXPECT_EQ(byCount.size(), 5u);
    EXPECT_EQ(byShare.size(), 10u);
    EXPECT_TRUE(std::includes(byShare.begin(), byShare.end(), byCount.begin(), byCount.end()));
}

TEST_F(DealTest, hidesGoldAmongTheOthers)
{
    addMany(12);
    const auto ids = traceIds(project, Listing{});
    for (const int i : {2, 7})
        for (int step = 0; step < 3; ++step)
            rate(ids[static_cast<std::size_t>(i)], step, step == 2 ? -1 : 1, "Eve");
    rate(ids[4], 0, 1, "Eve"); // undecided steps are left
    how.gold = std::int64_t{5};
    const auto all = deal(project, how);
    const Ids gold = {ids[2], ids[7]};
    std::int64_t traces = 0;
    for (const auto& one : all) {
        traces += one.traces;
        EXPECT_EQ(one.gold, 2);
        Project theirs(one.folder);
        EXPECT_EQ(stats(theirs).labelRows, 0);
        EXPECT_TRUE(goldDealt(theirs).empty());
        EXPECT_EQ(setting(theirs, "annotator"), one.annotator);
        // Nor does the order tell: it is that of the source.
        Ids theirIds = idsIn(one.folder);
        std::vector<std::string> order;
        for (const auto& id : ids)
            if (theirIds.contains(id))
                order.push_back(id);
        EXPECT_EQ(traceIds(theirs, Listing{}), order);
        EXPECT_EQ(checkProject(theirs), std::vector<std::string>{});
    }
    EXPECT_EQ(traces, 10 + 3 * 2);
    EXPECT_EQ(goldDealt(project), (GoldDealt{{"Ann", gold}, {"Ben", gold}, {"Cleo", gold}}));
}

TEST_F(DealTest, takesItsPicturesAlongAndWorksAlone)
{
    const auto trace = add("a");
    std::ofstream(folder / "a.gif", std::ios::binary).write("GIF89a\3\0\3\0rest", 14);
    attachImage(project, traceDetail(project, trace).question.id, 0,
                addImageFile(project, folder / "a.gif", Keep::reference).hash);
    setSetting(project, "visibility", "blind");
    setSetting(project, "visibility:disagree", "open");
    how.annotators = {"Ann"};
    const auto one = deal(project, how).at(0);
    EXPECT_EQ(one.imagesMissing, 0);
    std::filesystem::remove(folder / "a.gif");
    Project theirs(one.folder);
    EXPECT_TRUE(
        traceDetail(theirs, trace).question.images.at(0).path.starts_with(one.folder.string()));
    EXPECT_EQ(setting(theirs, "visibility"), "blind");
    EXPECT_EQ(setting(theirs, "visibility:disagree"), "open");
    EXPECT_EQ(checkProject(theirs), std::vector<std::string>{});
}

TEST_F(DealTest, refusesBeforeItWritesAnything)
{
    addMany(2);
    Deal asked = how;
    asked.annotators = {"Ann", "../Ben"};
    EXPECT_EQ(codeOf(asked), "usage");
    asked.annotators = {"Ann", "Ann"};
    EXPECT_EQ(codeOf(asked), "usage");
    asked = how;
    asked.gold = "all";
    EXPECT_EQ(codeOf(asked), "no-labels");
    std::filesystem::create_directories(how.out / "Ben");
    EXPECT_EQ(codeOf(how), "exists");
    EXPECT_FALSE(std::filesystem::exists(how.out / "Ann"));
}

} // namespace
} // namespace steplight
