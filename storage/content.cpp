// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/content.h"

#include "storage/content_keys.h"
#include "storage/identity.h"
#include "storage/images.h"
#include "storage/sql.h"
#include "storage/trace_facts.h"

#include <nlohmann/json.hpp>

namespace steplight {

namespace {

/// What stands in the database stays; what it lacks is filled in.
void fillQuestion(Project& project, std::int64_t key, const Question& question)
{
    runSql(project,
           "UPDATE questions SET answer = iif(answer = '', ?1, answer),"
           " grading = iif(grading = '', ?2, grading), prompt = iif(prompt = '', ?3, prompt)"
           " WHERE key = ?4 AND ((answer = '' AND ?1 <> '') OR (grading = '' AND ?2 <> '')"
           " OR (prompt = '' AND ?3 <> ''))",
           question.answer, question.grading, question.prompt, key);
    if (question.dataset.empty() ||
        !firstInteger(project,
                      "SELECT 1 FROM questions WHERE key = ?"
                      " AND dataset = (SELECT key FROM names WHERE name = '')",
                      key))
        return;
    const auto dataset = nameKey(project, question.dataset);
    runSql(project, "UPDATE questions SET dataset = ? WHERE key = ?", dataset, key);
    runSql(project, "UPDATE traces SET dataset = ? WHERE question = ?", dataset, key);
}

/// The picture's hash; that of a data URI is known from its reference.
std::optional<std::string> knownImage(Project& project, const ImageRef& image)
{
    if (!image.hash.empty())
        return image.hash;
    constexpr std::string_view byContent = "sha256:";
    if (!image.reference.starts_with(byContent))
        return std::nullopt;
    return firstText(project, "SELECT hash FROM images WHERE hash = ?",
                     image.reference.substr(byContent.size()));
}

void addImages(Project& project, std::int64_t question, const std::vector<ImageRef>& images)
{
    int position = 0;
    for (const auto& image : images)
        runSql(project, "INSERT INTO question_images VALUES (?, ?, ?, ?, ?)", question, position++,
               image.reference, knownImage(project, image), image.lookedFor);
}

void attachNewImages(Project& project, std::int64_t question, const std::vector<ImageRef>& images)
{
    int position = 0;
    for (const auto& image : images) {
        if (!image.hash.empty())
            runSql(project,
                   "UPDATE question_images SET hash = ?, looked_for = ''"
                   " WHERE question = ? AND position = ? AND hash IS NULL",
                   image.hash, question, position);
        ++position;
    }
}

void fillTrace(Project& project, std::int64_t key, const Trace& trace)
{
    runSql(project,
           "UPDATE trace_texts SET answer = iif(answer = '', ?1, answer),"
           " external_id = iif(external_id = '', ?2, external_id),"
           " response = iif(response = '', ?3, response),"
           " response_hash = iif(response_hash = '', ?4, response_hash)"
           " WHERE trace = ?5 AND ((answer = '' AND ?1 <> '') OR (external_id = '' AND ?2 <> '')"
           " OR (response = '' AND ?3 <> ''))",
           trace.answer, trace.externalId, trace.response,
           trace.response.empty() ? std::string() : sha256(trace.response).substr(0, 32), key);
    if (!trace.policy.empty())
        runSql(project,
               "UPDATE traces SET policy = ? WHERE key = ?"
               " AND policy = (SELECT key FROM names WHERE name = '')",
               nameKey(project, trace.policy), key);
    if (trace.correct &&
        runSql(project, "UPDATE traces SET correct = ? WHERE key = ? AND correct IS NULL",
               *trace.correct, key) > 0)
        refreshTrace(project, key);
}

std::vector<std::string> traceIdsWhere(Project& project, const std::string& condition,
                                       std::string_view value)
{
    Sql sql(project,
            "SELECT t.id FROM trace_texts x JOIN traces t ON t.key = x.trace WHERE " + condition +
                " ORDER BY t.key",
            value);
    std::vector<std::string> ids;
    while (sql.next())
        ids.push_back(sql.text(0));
    return ids;
}

} // namespace

std::int64_t traceKey(Project& project, std::string_view traceId)
{
    const auto key = firstInteger(project, "SELECT key FROM traces WHERE id = ?", traceId);
    if (!key)
        throw StorageError("no-such-trace", "There is no trace " + std::string(traceId) +
                                                " in the project. \"steplight query\" lists "
                                                "those that are there.");
    return *key;
}

std::optional<std::int64_t> findQuestionKey(Project& project, std::string_view questionId)
{
    return firstInteger(project, "SELECT key FROM questions WHERE id = ?", questionId);
}

std::int64_t nameKey(Project& project, const std::string& name)
{
    if (const auto key = firstInteger(project, "SELECT key FROM names WHERE name = ?", name))
        return *key;
    return *firstInteger(project, "INSERT INTO names (name) VALUES (?) RETURNING key", name);
}

bool addQuestion(Project& project, const Question& question)
{
    const auto id = question.id.empty() ? questionId(question) : question.id;
    return project.transactWhole([&] {
        if (const auto key = findQuestionKey(project, id)) {
            fillQuestion(project, *key, question);
            attachNewImages(project, *key, question.images);
            return false;
        }
        const auto options = nlohmann::json(question.options)
                                 .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        const auto key =
            firstInteger(project,
                         "INSERT INTO questions (id, text, options, answer, grading, dataset,"
                         " prompt) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING key",
                         id, question.text, options, question.answer, question.grading,
                         nameKey(project, question.dataset), question.prompt);
        addImages(project, *key, question.images);
        return true;
    });
}

bool addTrace(Project& project, const Trace& trace)
{
    const auto id = trace.id.empty() ? traceId(trace.questionId, trace.steps) : trace.id;
    return project.transact([&] {
        if (const auto key = firstInteger(project, "SELECT key FROM traces WHERE id = ?", id)) {
            fillTrace(project, *key, trace);
            return false;
        }
        Trace added = trace;
        added.id = id;
        return addNewTrace(project, added, {});
    });
}

bool hasQuestion(Project& project, std::string_view questionId)
{
    return findQuestionKey(project, questionId).has_value();
}

bool hasTrace(Project& project, std::string_view traceId)
{
    return firstInteger(project, "SELECT 1 FROM traces WHERE id = ?", traceId).has_value();
}

std::vector<std::string> tracesByExternalId(Project& project, std::string_view externalId)
{
    if (externalId.empty())
        return {};
    return traceIdsWhere(project, "x.external_id = ? AND x.external_id <> ''", externalId);
}

std::vector<std::string> tracesByResponse(Project& project, std::string_view responseHash)
{
    if (responseHash.size() < 32)
        return {};
    return traceIdsWhere(project, "x.response_hash = ? AND x.response_hash <> ''",
                         responseHash.substr(0, 32));
}

} // namespace steplight
