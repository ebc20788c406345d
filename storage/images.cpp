// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/images.h"

#include "storage/content_keys.h"
#include "storage/sql.h"

#include <algorithm>
#include <map>

namespace steplight {

namespace {

namespace fs = std::filesystem;

/// Every base name under a folder with its path; an empty path where the name is not unique.
std::map<std::string, fs::path> baseNames(const fs::path& folder)
{
    std::map<std::string, fs::path> names;
    constexpr std::size_t most = 2'000'000;
    std::error_code failed;
    for (fs::recursive_directory_iterator file(
             folder, fs::directory_options::skip_permission_denied, failed);
         !failed && file != fs::recursive_directory_iterator() && names.size() < most;
         file.increment(failed)) {
        std::error_code unreadable;
        if (!file->is_symlink(unreadable) && file->is_regular_file(unreadable)) {
            const auto [name, isNew] =
                names.try_emplace(file->path().filename().string(), file->path());
            if (!isNew)
                name->second.clear();
        }
    }
    return names;
}

std::string baseName(std::string reference)
{
    std::replace(reference.begin(), reference.end(), '\\', '/');
    return fs::path(reference).filename().string();
}

/// Missing pictures of the data set that the question ?1 belongs to; of all where that is null.
constexpr auto missingOf =
    " hash IS NULL AND (?1 IS NULL OR (SELECT dataset FROM questions WHERE key = question) ="
    " (SELECT dataset FROM questions WHERE key = ?1))";

std::vector<MissingImage> missingImagesOf(Project& project, std::optional<std::int64_t> question,
                                          std::int64_t limit)
{
    std::vector<MissingImage> missing;
    Sql sql(project,
            "SELECT reference, max(looked_for), count(*) FROM question_images WHERE" +
                std::string(missingOf) + " GROUP BY reference ORDER BY reference LIMIT ?2",
            question, limit);
    while (sql.next())
        missing.push_back({sql.text(0), sql.text(1), sql.integer(2)});
    return missing;
}

void attachReference(Project& project, std::optional<std::int64_t> question,
                     const std::string& reference, std::string_view hash)
{
    runSql(project,
           "UPDATE question_images SET hash = ?3, looked_for = '' WHERE reference = ?2 AND" +
               std::string(missingOf),
           question, reference, hash);
}

std::int64_t requireQuestion(Project& project, std::string_view id)
{
    const auto question = findQuestionKey(project, id);
    if (!question)
        throw StorageError("no-such-question",
                           "There is no question " + std::string(id) + " in the project.");
    return *question;
}

} // namespace

void attachImage(Project& project, std::string_view questionId, int index, std::string_view hash)
{
    project.transact([&] {
        const auto question = requireQuestion(project, questionId);
        const auto reference = firstText(
            project, "SELECT reference FROM question_images WHERE question = ? AND position = ?",
            question, index);
        if (reference)
            attachReference(project, question, *reference, hash);
    });
}

std::vector<MissingImage> missingImages(Project& project, std::int64_t limit)
{
    return missingImagesOf(project, std::nullopt, limit);
}

Located locateImages(Project& project, const fs::path& place, Keep keep,
                     const LocateProgress& progress, std::string_view questionId)
{
    std::optional<std::int64_t> question;
    if (!questionId.empty())
        question = requireQuestion(project, questionId);
    const auto folder = fs::is_directory(place) ? place : fs::absolute(place).parent_path();
    const auto names = baseNames(folder);
    Located located;
    const auto wanted = missingImagesOf(project, question, -1);
    for (const auto& missing : wanted) {
        const auto done = located.found + located.missing;
        if (progress && !progress(done, static_cast<std::int64_t>(wanted.size())))
            break;
        fs::path file = findImage({folder}, missing.reference).path;
        if (const auto named = names.find(baseName(missing.reference));
            file.empty() && named != names.end())
            file = named->second;
        if (file.empty()) {
            ++located.missing;
            continue;
        }
        try {
            const auto image = addImageFile(project, file, keep);
            project.transact(
                [&] { attachReference(project, question, missing.reference, image.hash); });
            ++located.found;
        } catch (const StorageError& error) {
            if (error.code() != "bad-image")
                throw;
            ++located.missing;
            located.refused.emplace_back(error.what());
        }
    }
    return located;
}

} // namespace steplight
