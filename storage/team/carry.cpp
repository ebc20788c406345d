// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/carry.h"

#include "storage/content.h"
#include "storage/estimates.h"
#include "storage/reading.h"
#include "storage/sql.h"

namespace steplight {

namespace {

namespace fs = std::filesystem;

std::optional<fs::path> placeOf(Project& project, const std::string& hash)
{
    const auto path = firstText(project, "SELECT path FROM images WHERE hash = ?", hash);
    return path ? std::optional<fs::path>(*path) : std::nullopt;
}

/// Whether `into` has the picture then.
bool carryPicture(Project& from, const ImageRef& image, Project& into, Keep keep)
{
    if (const auto place = placeOf(into, image.hash); place && fs::exists(into.folder() / *place))
        return true;
    const bool copied = placeOf(from, image.hash).value_or(fs::path()).is_relative();
    try {
        return addImageFile(into, image.path, copied ? Keep::copy : keep).hash == image.hash;
    } catch (const StorageError& error) {
        if (error.code() != "bad-image")
            throw;
        return false;
    }
}

} // namespace

Carried carryQuestion(Project& from, const std::string& questionId, Project& into, Keep keep)
{
    Carried carried;
    auto question = findQuestion(from, questionId);
    if (!question)
        return carried;
    for (auto& image : question->images) {
        if (!image.hash.empty() && !carryPicture(from, image, into, keep)) {
            image.lookedFor = image.path;
            image.hash.clear();
        }
        carried.imagesMissing += image.hash.empty() ? 1 : 0;
    }
    carried.isNew = addQuestion(into, *question);
    return carried;
}

Carried carryTrace(Project& from, const std::string& traceId, Project& into)
{
    Carried carried;
    const auto detail = traceDetail(from, traceId);
    carried.isNew = addNewTrace(into, detail.trace, detail.estimates);
    if (carried.isNew) {
        carried.estimates = static_cast<int>(detail.estimates.size());
    } else {
        addTrace(into, detail.trace);
        carried.estimates = addEstimates(into, traceId, detail.estimates);
    }
    for (const auto& reply : detail.judgeReplies)
        addJudgeReply(into, traceId, reply, {});
    return carried;
}

} // namespace steplight
