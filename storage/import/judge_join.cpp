// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/judge_join.h"

#include "storage/content.h"
#include "storage/estimates.h"
#include "storage/identity.h"
#include "storage/import/judge_verdict.h"
#include "storage/reading.h"
#include "storage/sql.h"

namespace steplight {

/// Nothing also when several traces fit: a verdict on the wrong one would be worse than none.
std::optional<std::string> JudgeJoin::traceOf(const JudgeRequest& request)
{
    // The text that was judged says it; ids are given anew in every file.
    auto found = tracesByResponse(m_project, sha256(request.solution));
    if (found.empty())
        found = tracesByResponse(m_project, sha256(request.solution + "\n"));
    if (found.size() > 1)
        std::erase_if(found, [&](const std::string& id) {
            const Question question = traceQuestion(m_project, id);
            const auto& problem = question.prompt.empty() ? question.text : question.prompt;
            return request.words.find(trimmed(problem)) == std::string::npos;
        });
    if (found.empty())
        found = tracesByExternalId(m_project, request.customId);
    return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

void JudgeJoin::add(const JudgeRequest& request)
{
    const auto trace = traceOf(request);
    if (!trace)
        return;
    const auto [asked, isNew] = m_asked.emplace(request.customId, *trace);
    if (!isNew && asked->second != *trace)
        asked->second.clear(); // two files that count alike: nobody knows whose a reply is
    Sql(m_project,
        "INSERT OR REPLACE INTO judge_requests SELECT ?, key, ? FROM traces WHERE id = ?",
        request.customId, request.model, *trace)
        .run();
    m_keeper.attachPictures(traceQuestion(m_project, *trace).id, request.images);
}

std::optional<JudgeJoin::Target> JudgeJoin::targetOf(const std::string& customId)
{
    if (const auto two = m_asked.find(customId); two != m_asked.end() && two->second.empty())
        return std::nullopt;
    Sql asked(m_project,
              "SELECT id, model FROM judge_requests JOIN traces ON key = trace WHERE custom_id = ?",
              customId);
    if (asked.next())
        return Target{asked.text(0), asked.text(1)};
    const auto found = tracesByExternalId(m_project, customId);
    return found.size() == 1 ? std::optional(Target{found.front(), {}}) : std::nullopt;
}

bool JudgeJoin::add(const JudgeAnswer& answer, const std::string& file, ImportReport& report)
{
    ++report.judgeReplies;
    const auto target = targetOf(answer.customId);
    if (!target) {
        ++report.judgeUnmatched;
        return false;
    }
    ++report.judgeMatched;
    EstimateSource source;
    source.model = answer.model.empty() ? target->model : answer.model;
    source.name = source.model.empty() ? file : source.model;
    const auto steps = traceSteps(m_project, target->traceId);
    const auto verdict = readVerdict(answer.raw, steps, source);
    report.judgeUnparsable += verdict.parsed() ? 0 : 1;
    addJudgeReply(m_project, target->traceId, verdict.reply, verdict.estimates);
    return true;
}

} // namespace steplight
