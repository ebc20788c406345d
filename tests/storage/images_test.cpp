// SPDX-License-Identifier: GPL-3.0-or-later
#include "project_fixture.h"

#include "storage/images.h"
#include "storage/stats.h"
#include "storage/upkeep.h"

#include <fstream>

namespace steplight {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

/// The beginning of a PNG of this size; nothing here decodes.
std::string png(int width, int height, const std::string& tail = {})
{
    const auto big = [](int value) {
        return std::string{static_cast<char>(value >> 24), static_cast<char>(value >> 16),
                           static_cast<char>(value >> 8), static_cast<char>(value)};
    };
    return "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s + big(width) + big(height) + "\x08\x02\0\0\0"s + tail;
}

void write(const fs::path& file, const std::string& bytes)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

struct ImagesTest : ProjectTest {
    std::string codeOf(const std::string& bytes)
    {
        try {
            addImageBytes(project, bytes);
        } catch (const StorageError& error) {
            return error.code();
        }
        return "added";
    }
};

TEST(ImageHeader, sizesOfEachKind)
{
    const auto check = [](const std::string& bytes, const std::string& kind, int width,
                          int height) {
        const auto header = readImageHeader(bytes);
        ASSERT_TRUE(header) << kind;
        EXPECT_EQ(header->extension, kind);
        EXPECT_EQ(header->width, width);
        EXPECT_EQ(header->height, height);
    };
    check(png(300, 20), "png", 300, 20);
    check("GIF89a\x02\x01\x03\0"s, "gif", 258, 3);
    check("BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0\x05\0\0\0\xFA\xFF\xFF\xFF"s, "bmp", 5, 6);
    check("\xFF\xD8\xFF\xE0\0\x04"
          "ab\xFF\xFF\xC2\0\x0B\x08\0\x10\0\x20\x03"s,
          "jpg", 32, 16);
    check("RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x09\0\0\x13\0\0"s, "webp", 10, 20);
    check("RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2F\x09\xC0\x04\0"s, "webp", 10, 20);
}

TEST(ImageHeader, everyPrefixIsSurvived)
{
    const auto jpeg = "\xFF\xD8\xFF\xE0\0\x04"
                      "ab\xFF\xC0\0\x0B\x08\0\x10\0\x20\x03"s;
    for (const auto& whole : {png(3, 4), jpeg, "GIF89a\x02\0\x03\0"s})
        for (std::size_t size = 0; size < whole.size(); ++size)
            readImageHeader(whole.substr(0, size));
    EXPECT_FALSE(readImageHeader(""));
    EXPECT_FALSE(readImageHeader("<svg/>"));
    EXPECT_FALSE(readImageHeader(png(0, 4)));
    EXPECT_FALSE(readImageHeader("\xFF\xD8\xFF\xE0\0\0\0\0\0\0\0\0\0\0"s));
}

TEST(ImageHeader, realTortureIsSurvived)
{
    const fs::path torture = fs::path(STEPLIGHT_SHARED_DATA) / "torture";
    if (!fs::exists(torture))
        GTEST_SKIP() << torture << " is absent";
    int pictures = 0;
    for (const auto& file : fs::recursive_directory_iterator(torture)) {
        if (!file.is_regular_file())
            continue;
        std::ifstream in(file.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        pictures += readImageHeader(bytes).has_value();
    }
    EXPECT_GT(pictures, 100);
}

TEST_F(ImagesTest, theSamePictureIsKeptOnceUnderItsHash)
{
    const auto bytes = png(8, 9);
    const auto image = addImageBytes(project, bytes);
    addImageBytes(project, bytes);
    EXPECT_EQ(image.hash, sha256(bytes));
    EXPECT_EQ(image.path,
              project.folder() / "images" / image.hash.substr(0, 2) / (image.hash + ".png"));
    EXPECT_EQ(sha256File(image.path), image.hash);
    EXPECT_EQ(stats(project).images, 1);
}

TEST_F(ImagesTest, limitsHoldBeforeDecoding)
{
    EXPECT_EQ(codeOf("no picture"), "bad-image");
    EXPECT_EQ(codeOf(png(70'000, 1)), "bad-image");
    EXPECT_EQ(codeOf(png(60'000, 60'000)), "bad-image");
    EXPECT_EQ(codeOf(png(10'000, 10'000)), "added");
}

TEST_F(ImagesTest, referencesAreFoundByTheirTails)
{
    const auto root = folder / "data";
    write(root / "b/c.png", png(1, 1));
    EXPECT_EQ(findImage({root}, "b/c.png").path, fs::canonical(root / "b/c.png"));
    EXPECT_EQ(findImage({root}, "/mnt/a/b/c.png").path, fs::canonical(root / "b/c.png"));
    EXPECT_EQ(findImage({root}, "D:\\a\\b\\c.png").path, fs::canonical(root / "b/c.png"));
    EXPECT_EQ(findImage({folder / "none", root / "b"}, "x/c.png").path,
              fs::canonical(root / "b/c.png"));
    const auto missing = findImage({root}, "b/d.png");
    EXPECT_TRUE(missing.path.empty());
    EXPECT_EQ(missing.lookedFor, root / "b/d.png");
}

TEST_F(ImagesTest, nothingOutsideTheNamedFoldersIsTouched)
{
    const auto root = folder / "data";
    write(folder / "secret.png", png(1, 1));
    write(root / "inside/x.png", png(1, 1));
    fs::create_symlink(folder / "secret.png", root / "link.png");
    fs::create_directory_symlink(folder, root / "up");
    fs::create_symlink(root / "inside/x.png", root / "fine.png");
    for (const auto* reference :
         {"../secret.png", "inside/../../secret.png", "..\\secret.png", "link.png", "up/secret.png",
          "", ".", "/", "inside", "..", "/dev/zero", "/etc/passwd"})
        EXPECT_TRUE(findImage({root}, reference).path.empty()) << reference;
    EXPECT_TRUE(findImage({root}, (folder / "secret.png").string()).path.empty());
    EXPECT_TRUE(findImage({root}, std::string(10'000, 'a')).path.empty());
    EXPECT_TRUE(findImage({root}, "a\0b"s).path.empty());
    EXPECT_FALSE(findImage({root}, "fine.png").path.empty());
}

TEST_F(ImagesTest, oneAnswerMendsAllSiblings)
{
    const auto one = add("a"), other = add("b");
    add("c");
    EXPECT_EQ(missingImages(project).size(), 3u);
    EXPECT_EQ(countTraces(project, "images:missing"), 3);
    write(folder / "found/deep/a.png", png(4, 5));
    write(folder / "found/b.png", "not a picture");
    write(folder / "found/deep/c.png", png(4, 6));
    write(folder / "found/deeper/c.png", png(4, 7)); // which one?
    const auto located = locateImages(project, folder / "found");
    EXPECT_EQ(located.found, 1);
    EXPECT_EQ(located.missing, 2);
    ASSERT_EQ(located.refused.size(), 1u);
    const auto image = traceDetail(project, one).question.images[0];
    EXPECT_EQ(image.width, 4);
    EXPECT_EQ(image.height, 5);
    EXPECT_TRUE(fs::exists(image.path));
    EXPECT_TRUE(image.lookedFor.empty());
    EXPECT_TRUE(traceDetail(project, other).question.images[0].path.empty());
    EXPECT_EQ(countTraces(project, "images:missing"), 2);
}

TEST_F(ImagesTest, aReferenceStaysWhereItIsAndMayGoAway)
{
    const auto trace = add("a");
    write(folder / "found/a.png", png(4, 5));
    locateImages(project, folder / "found", Keep::reference);
    EXPECT_EQ(traceDetail(project, trace).question.images[0].path,
              fs::canonical(folder / "found/a.png"));
    fs::remove(folder / "found/a.png");
    const auto gone = traceDetail(project, trace).question.images[0];
    EXPECT_TRUE(gone.path.empty());
    EXPECT_FALSE(gone.lookedFor.empty());
    EXPECT_EQ(checkProject(project).size(), 1u);
}

TEST_F(ImagesTest, attachingServesTheDataSetsOtherQuestions)
{
    const auto trace = add("a");
    auto question = traceDetail(project, trace).question;
    const auto first = question.id;
    question.text = "Another question";
    question.id = questionId(question);
    addQuestion(project, question);
    question.dataset = "another set";
    question.text = "A third";
    question.id = questionId(question);
    addQuestion(project, question);
    const auto image = addImageBytes(project, png(2, 2));
    attachImage(project, first, 0, image.hash);
    ASSERT_EQ(missingImages(project).size(), 1u);
    EXPECT_EQ(missingImages(project)[0].questions, 1);
}

TEST_F(ImagesTest, whatIsLocatedForOneDataSetIsNotAnothers)
{
    const auto trace = add("a");
    auto question = traceDetail(project, trace).question;
    const auto first = question.id;
    question.dataset = "another set";
    question.text = "Another question";
    question.id = questionId(question);
    addQuestion(project, question);
    write(folder / "found/a.png", png(4, 5));
    EXPECT_EQ(locateImages(project, folder / "found", Keep::copy, {}, first).found, 1);
    ASSERT_EQ(missingImages(project).size(), 1u) << "the other set's picture of that name";
    EXPECT_FALSE(traceDetail(project, trace).question.images[0].path.empty());
    EXPECT_EQ(locateImages(project, folder / "found").found, 1) << "asked for all";
    EXPECT_TRUE(missingImages(project).empty());
}

} // namespace
} // namespace steplight
