// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/guidelines.h"
#include "storage/sql.h"
#include "storage/upkeep.h"

#include <algorithm>
#include <fstream>

namespace steplight {
namespace {

using GuidelineTest = ProjectTest;

Grammar withOcclusion()
{
    Grammar grammar = defaultGrammar();
    grammar.refinements.push_back({ErrorKind::perception, "occluded", "hidden behind", 'j'});
    return grammar;
}

std::vector<GrammarFault> faultsWith(const Refinement& added)
{
    Grammar grammar = defaultGrammar();
    grammar.refinements.push_back(added);
    const auto faults = grammarFaults(grammar);
    return {faults.begin(), faults.begin() + static_cast<long>(grammar.refinements.size())};
}

TEST(GrammarTest, theUsualOneIsSoundAndDrawsWithNoLetterOfPerception)
{
    EXPECT_TRUE(isSound(defaultGrammar()));
    for (const Refinement& row : defaultGrammar().refinements) {
        const bool draws = std::string("bodscrntw").find(row.letter) != std::string::npos;
        EXPECT_FALSE(row.family == ErrorKind::perception && draws) << row.word;
    }
    EXPECT_EQ(findRefinement(defaultGrammar(), "count")->family, ErrorKind::perception);
    EXPECT_TRUE(findOverrule(defaultGrammar(), EstimateKind::judge, nitpick));
    EXPECT_FALSE(findOverrule(defaultGrammar(), EstimateKind::mc, nitpick));
}

TEST(GrammarTest, saysWhichRowsCannotStandBesideEachOther)
{
    using F = GrammarFault;
    const auto same = faultsWith({ErrorKind::reasoning, "new", "", 'y'}); // y counts
    EXPECT_EQ(same.back(), F::sameLetter);
    EXPECT_EQ(std::count(same.begin(), same.end(), F::sameLetter), 2);
    EXPECT_EQ(faultsWith({ErrorKind::reasoning, "count", "", 'j'}).back(), F::sameWord);
    EXPECT_EQ(faultsWith({ErrorKind::reasoning, "", "", 'j'}).back(), F::noWord);
    EXPECT_EQ(faultsWith({ErrorKind::reasoning, "other", "", 'j'}).back(), F::badWord);
    EXPECT_EQ(faultsWith({ErrorKind::reasoning, "x\ny", "", 'j'}).back(), F::badWord);
    EXPECT_EQ(faultsWith({ErrorKind::reasoning, "new", "", 'o'}).back(), F::badLetter);
    EXPECT_EQ(faultsWith({ErrorKind::reasoning, "new", "", '3'}).back(), F::badLetter);
    EXPECT_EQ(faultsWith({ErrorKind::none, "new", "", 'j'}).back(), F::noFamily);
    EXPECT_EQ(faultsWith({ErrorKind::format, "new", "", 0}).back(), F::none);
    Grammar two = defaultGrammar();
    two.overrules.push_back({EstimateKind::mc, "new", "", 'n'}); // the judge's n is another strip's
    EXPECT_TRUE(isSound(two));
    two.overrules.push_back({EstimateKind::mc, "newer", "", 'n'});
    EXPECT_FALSE(isSound(two));
    two.overrules.back() = {EstimateKind::given, "newer", "", 'j'};
    EXPECT_FALSE(isSound(two));
}

TEST(GrammarTest, comesBackFromItsText)
{
    EXPECT_EQ(grammarFromText(grammarText(defaultGrammar())), defaultGrammar());
    EXPECT_EQ(grammarFromText(grammarText(withOcclusion())), withOcclusion());
    EXPECT_EQ(grammarFromText(R"({"refinements":[],"overrules":[]})"), Grammar());
}

TEST(GrammarTest, isNotReadFromWhatIsNone)
{
    const auto row = [](const std::string& json) {
        return R"({"overrules":[],"refinements":[)" + json + "]}";
    };
    EXPECT_TRUE(grammarFromText(row(R"({"family":"format","word":"w"})")));
    for (const auto& text :
         {std::string(), std::string("[]"), std::string("{"), std::string("{}"),
          std::string(200'000, '['), row("7"), row(R"({"family":"format"})"),
          row(R"({"family":7,"word":"w"})"), row(R"({"family":"smell","word":"w"})"),
          row(R"({"family":"format","word":{}})"),
          row(R"({"family":"format","word":"w","letter":"xy"})"),
          row(R"({"family":"format","word":"w","letter":"o"})"),
          row(R"({"family":"format","word":"w","title":")" + std::string(300, 'x') + R"("})"),
          row(R"({"family":"format","word":"w"},{"family":"answer","word":"w"})")})
        EXPECT_FALSE(grammarFromText(text)) << text.substr(0, 80);
}

TEST_F(GuidelineTest, thereIsNoneAtFirst)
{
    const Guideline none = newestGuideline(project);
    EXPECT_EQ(none.version, "");
    EXPECT_EQ(none.grammar, defaultGrammar());
    EXPECT_EQ(newestGuidelineVersion(project), "");
    const auto trace = add("a");
    EXPECT_EQ(rate(trace, 0, 1).front().guideline, "");
}

TEST_F(GuidelineTest, keepsEveryVersionAndTheLastOneHolds)
{
    const auto first = saveGuideline(project, "# One", defaultGrammar(), "Ann");
    EXPECT_EQ(first.version, guidelineVersion("# One", defaultGrammar()));
    EXPECT_EQ(first.version.size(), 12u);
    const auto second = saveGuideline(project, "# One", withOcclusion(), "Ben");
    EXPECT_NE(second.version, first.version);
    EXPECT_GT(second.createdAt, first.createdAt);
    EXPECT_EQ(newestGuideline(project).grammar, withOcclusion());
    EXPECT_EQ(guidelines(project).size(), 2u);
    EXPECT_EQ(guidelines(project).back().version, first.version);
    EXPECT_EQ(guidelines(project).back().text, "# One");

    const auto again = saveGuideline(project, "# One", defaultGrammar(), "Cleo"); // back to it
    EXPECT_EQ(again.version, first.version);
    EXPECT_EQ(again.annotator, "Cleo");
    EXPECT_EQ(newestGuidelineVersion(project), first.version);
    EXPECT_EQ(guidelines(project).size(), 2u);
    const auto same = saveGuideline(project, "# One", defaultGrammar(), "Dan"); // holds already
    EXPECT_EQ(same.annotator, "Cleo");
    reopen();
    EXPECT_EQ(newestGuidelineVersion(project), first.version);
    EXPECT_TRUE(checkProject(project).empty());
}

TEST_F(GuidelineTest, aClockThatWasTurnedBackChangesNoOrder)
{
    saveGuideline(project, "old", defaultGrammar(), "Ann");
    runSql(project, "UPDATE guidelines SET created_at = 9000000000000"); // in the year 2255
    const auto later = saveGuideline(project, "new", defaultGrammar(), "Ann");
    EXPECT_EQ(newestGuidelineVersion(project), later.version);
    runSql(project, "UPDATE guidelines SET created_at = 9223372036854775807");
    saveGuideline(project, "newest", defaultGrammar(), "Ann");
    EXPECT_EQ(guidelines(project).size(), 3u);
}

TEST_F(GuidelineTest, refusesLettersThatTwoHave)
{
    Grammar grammar = defaultGrammar();
    grammar.refinements[0].letter = grammar.refinements[1].letter;
    EXPECT_THROW(saveGuideline(project, "text", grammar, "Ann"), StorageError);
    EXPECT_THROW(saveGuideline(project, std::string(2'000'000, 'x'), defaultGrammar(), "Ann"),
                 StorageError);
    EXPECT_EQ(newestGuidelineVersion(project), "");
}

TEST_F(GuidelineTest, aGrammarThatCannotBeReadGivesWayToTheUsualOne)
{
    const auto saved = saveGuideline(project, "text", withOcclusion(), "Ann");
    runSql(project, R"(UPDATE guidelines SET grammar = '{"refinements":[7],"overrules":[]}')");
    const auto read = newestGuideline(project);
    EXPECT_EQ(read.version, saved.version);
    EXPECT_EQ(read.text, "text");
    EXPECT_EQ(read.grammar, defaultGrammar());
    EXPECT_NE(read.problem, "");
    const auto mended = saveGuideline(project, read.text, read.grammar, "Ann");
    EXPECT_EQ(mended.problem, "");
}

TEST_F(GuidelineTest, eachLabelNamesTheVersionThatHeld)
{
    const auto trace = add("a");
    const auto first = saveGuideline(project, "one", defaultGrammar(), "Ann").version;
    EXPECT_EQ(rate(trace, 0, 1).front().guideline, first);
    const auto second = saveGuideline(project, "two", defaultGrammar(), "Ann").version;
    EXPECT_EQ(rate(trace, 1, 1).front().guideline, second);
    EXPECT_EQ(currentLabels(project, trace).front().guideline, first);
    undo(project, "Ann");
    EXPECT_EQ(redo(project, "Ann")->written.front().guideline, second);
}

void write(const std::filesystem::path& file, const std::string& bytes)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

/// The first bytes of a picture of that many pixels, as many as are looked at.
std::string picture(char width)
{
    return std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0", 19) + width +
           std::string("\0\0\0\x04\x08\x02\0\0\0", 9);
}

TEST_F(GuidelineTest, picturesComeIntoItsFolderUnderFreeNames)
{
    write(folder / "a (1).png", picture(4));
    write(folder / "other" / "a (1).png", picture(5));
    write(folder / "words.png", "no picture");
    EXPECT_EQ(addGuidelinePicture(project, folder / "a (1).png"), "a -1-.png");
    EXPECT_EQ(addGuidelinePicture(project, folder / "a (1).png"), "a -1-.png"); // the same one
    EXPECT_EQ(addGuidelinePicture(project, folder / "other" / "a (1).png"), "a -1--2.png");
    EXPECT_THROW(addGuidelinePicture(project, folder / "words.png"), StorageError);
    EXPECT_THROW(addGuidelinePicture(project, folder / "none.png"), StorageError);
}

TEST_F(GuidelineTest, aMergeTakesNoVersionThatIsNotItsContentAndNoDayToCome)
{
    Project other = Project::create(folder / "other");
    const auto theirs = saveGuideline(other, "theirs", defaultGrammar(), "Ben").version;
    runSql(other, "UPDATE guidelines SET created_at = 9000000000000"); // in the year 2255
    runSql(other, "INSERT INTO guidelines VALUES ('0123456789ab', 'false', '{}', 'Eve', 1)");
    EXPECT_EQ(mergeGuidelines(other, project), 1);
    EXPECT_EQ(newestGuidelineVersion(project), theirs);
    EXPECT_LT(newestGuideline(project).createdAt, 9000000000000);
}

TEST_F(GuidelineTest, aPictureThatCannotBeCopiedStopsNoMerge)
{
    Project other = Project::create(folder / "other");
    write(other.folder() / "guideline" / "new.png", "theirs");
    write(project.folder() / "guideline", "a file in the folder's place");
    saveGuideline(other, "theirs", defaultGrammar(), "Ben");
    EXPECT_EQ(mergeGuidelines(other, project), 1);
}

TEST_F(GuidelineTest, mergedPicturesAreRegularFilesThatWereMissing)
{
    Project other = Project::create(folder / "other");
    write(other.folder() / "guideline" / "new.png", "theirs");
    write(other.folder() / "guideline" / "both.png", "theirs");
    write(folder / "secret", "secret");
    std::filesystem::create_symlink(folder / "secret", other.folder() / "guideline" / "link.png");
    write(project.folder() / "guideline" / "both.png", "ours");
    mergeGuidelines(other, project);
    const auto bytes = [&](const char* name) {
        std::ifstream in(project.folder() / "guideline" / name);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    EXPECT_EQ(bytes("new.png"), "theirs");
    EXPECT_EQ(bytes("both.png"), "ours");
    EXPECT_FALSE(std::filesystem::exists(project.folder() / "guideline" / "link.png"));
}

} // namespace
} // namespace steplight
