// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/content_keys.h"
#include "storage/continuations.h"
#include "storage/label_rows.h"
#include "storage/listing.h"
#include "storage/reading.h"
#include "storage/sql.h"
#include "storage/training.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace steplight {

namespace {

std::vector<ImageRef> readImages(Project& project, std::int64_t question)
{
    std::vector<ImageRef> images;
    Sql sql(project,
            "SELECT q.reference, q.looked_for, i.hash, i.width, i.height, i.path"
            " FROM question_images q LEFT JOIN images i ON i.hash = q.hash"
            " WHERE q.question = ? ORDER BY q.position",
            question);
    while (sql.next()) {
        ImageRef image;
        image.reference = sql.text(0);
        image.lookedFor = sql.text(1);
        const auto path = project.folder() / sql.text(5);
        if (!sql.null(2) && std::filesystem::is_regular_file(path)) {
            image.hash = sql.text(2);
            image.width = sql.number(3);
            image.height = sql.number(4);
            image.path = path.string();
        } else if (!sql.null(2)) {
            image.lookedFor = path.string();
        }
        images.push_back(std::move(image));
    }
    return images;
}

Question readQuestion(Project& project, std::int64_t key)
{
    Sql sql(project,
            "SELECT q.id, q.text, q.options, q.answer, q.grading, n.name, q.prompt"
            " FROM questions q JOIN names n ON n.key = q.dataset WHERE q.key = ?",
            key);
    sql.next();
    Question question;
    question.id = sql.text(0);
    question.text = sql.text(1);
    question.options = nlohmann::json::parse(sql.text(2)).get<std::vector<std::string>>();
    question.images = readImages(project, key);
    question.answer = sql.text(3);
    question.grading = sql.text(4);
    question.dataset = sql.text(5);
    question.prompt = sql.text(6);
    return question;
}

/// Two walks along their tables: a join would look each text up.
std::vector<Step> readSteps(Project& project, std::int64_t trace)
{
    std::vector<Step> steps;
    Sql sections(project, "SELECT section FROM steps WHERE trace = ? ORDER BY step", trace);
    while (sections.next())
        steps.push_back({sections.number(0) == 0 ? Section::perception : Section::reasoning, {}});
    Sql texts(project, "SELECT step, text FROM step_texts WHERE trace = ?", trace);
    while (texts.next())
        if (const auto step = static_cast<std::size_t>(texts.integer(0)); step < steps.size())
            steps[step].text = texts.text(1);
    return steps;
}

Trace readTrace(Project& project, std::int64_t key)
{
    Sql sql(project,
            "SELECT t.id, q.id, t.correct, p.name, f.name, x.answer, x.external_id, x.response"
            " FROM traces t JOIN questions q ON q.key = t.question JOIN names p ON p.key = t.policy"
            " JOIN names f ON f.key = t.file JOIN trace_texts x ON x.trace = t.key"
            " WHERE t.key = ?",
            key);
    sql.next();
    Trace trace;
    trace.id = sql.text(0);
    trace.questionId = sql.text(1);
    trace.correct = sql.maybeBool(2);
    trace.policy = sql.text(3);
    trace.file = sql.text(4);
    trace.answer = sql.text(5);
    trace.externalId = sql.text(6);
    trace.response = sql.text(7);
    trace.steps = readSteps(project, key);
    return trace;
}

EstimateSource readSource(const Sql& sql, int column)
{
    return {sql.text(column), sql.text(column + 1), sql.text(column + 2), sql.text(column + 3),
            sql.text(column + 4)};
}

/// Few for a trace, and each is that of many estimates.
class Sources
{
public:
    explicit Sources(Project& project) : m_project(project) {}
    const EstimateSource& of(std::int64_t key)
    {
        if (const auto known = m_known.find(key); known != m_known.end())
            return known->second;
        Sql sql(m_project,
                "SELECT name, model, model_hash, profile, run FROM sources WHERE key = ?", key);
        sql.next();
        return m_known.emplace(key, readSource(sql, 0)).first->second;
    }

private:
    Project& m_project;
    std::map<std::int64_t, EstimateSource> m_known;
};

std::vector<Estimate> readEstimates(Project& project, std::int64_t trace)
{
    std::vector<Estimate> estimates;
    Sources sources(project);
    Sql sql(project,
            "SELECT step, kind, value, won, drawn, analysis, source FROM estimates"
            " WHERE trace = ? ORDER BY step, kind, source",
            trace);
    while (sql.next())
        estimates.push_back({static_cast<EstimateKind>(sql.number(1)), sql.number(0),
                             sources.of(sql.integer(6)), sql.maybeReal(2), sql.number(3),
                             sql.number(4), sql.text(5)});
    return estimates;
}

std::vector<JudgeReply> readReplies(Project& project, std::int64_t trace)
{
    std::vector<JudgeReply> replies;
    Sql sql(project,
            "SELECT r.correct, r.first_error, r.raw, s.name, s.model, s.model_hash, s.profile,"
            " s.run FROM judge_replies r JOIN sources s ON s.key = r.source WHERE r.trace = ?"
            " ORDER BY r.source, r.key",
            trace);
    while (sql.next())
        replies.push_back({readSource(sql, 3), sql.maybeBool(0), sql.maybeNumber(1), sql.text(2)});
    return replies;
}

void readLabelsInto(Project& project, std::int64_t trace, TraceDetail& detail)
{
    for (auto& row : readLabels(project, "WHERE l.trace = ? ORDER BY l.key", trace)) {
        const bool current =
            row.label.verdict.state != LabelState::unlabelled &&
            !isInTraining(row.label.annotator) &&
            firstInteger(project,
                         "SELECT 1 FROM current_labels WHERE trace = ? AND step = ? AND label = ?",
                         trace, row.label.step, row.key);
        (current ? detail.labels : detail.history).push_back(std::move(row.label));
    }
    std::stable_sort(detail.labels.begin(), detail.labels.end(),
                     [](const Label& one, const Label& other) { return one.step < other.step; });
}

Question questionOf(Project& project, std::int64_t trace)
{
    return readQuestion(project,
                        *firstInteger(project, "SELECT question FROM traces WHERE key = ?", trace));
}

} // namespace

Question traceQuestion(Project& project, std::string_view traceId)
{
    return questionOf(project, traceKey(project, traceId));
}

std::vector<Step> traceSteps(Project& project, std::string_view traceId)
{
    return readSteps(project, traceKey(project, traceId));
}

TraceDetail traceDetail(Project& project, std::string_view traceId)
{
    return traceDetail(project, traceKey(project, traceId));
}

TraceDetail traceDetail(Project& project, std::int64_t key)
{
    TraceDetail detail;
    detail.question = questionOf(project, key);
    detail.trace = readTrace(project, key);
    detail.estimates = readEstimates(project, key);
    detail.judgeReplies = readReplies(project, key);
    readLabelsInto(project, key, detail);
    detail.continued = continuedSteps(project, key);
    detail.origin = originOf(project, key);
    return detail;
}

std::optional<Question> findQuestion(Project& project, std::string_view questionId)
{
    const auto key = findQuestionKey(project, questionId);
    return key ? std::optional(readQuestion(project, *key)) : std::nullopt;
}

} // namespace steplight
