// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/json.h"

#include <cmath>

namespace steplight {
namespace {

Json jsonOf(const Region& region)
{
    Json points = Json::array();
    for (const auto& [x, y] : region.points)
        points.push_back({x, y});
    return {{"shape", std::string(shapeWord(region.shape))},
            {"image", region.image},
            {"points", points},
            {"note", region.note},
            {"kind", std::string(regionKindWord(region.kind))},
            {"span", region.span ? Json{region.span->begin, region.span->end} : Json(nullptr)}};
}

Json jsonOf(const EstimateSource& source)
{
    return {{"name", source.name},
            {"model", source.model},
            {"model_hash", source.modelHash},
            {"profile", source.profile},
            {"run", source.run}};
}

Json jsonOf(const Estimate& estimate)
{
    Json json{{"kind", estimateKindWord(estimate.kind)},
              {"source", jsonOf(estimate.source)},
              {"value", steplight::jsonOf(estimate.value)}};
    if (estimate.kind == EstimateKind::mc && estimate.drawn != countsNotTold) {
        json["won"] = estimate.won;
        json["drawn"] = estimate.drawn;
    }
    if (estimate.kind == EstimateKind::judge)
        json["analysis"] = estimate.analysis;
    return json;
}

Json jsonOf(const Question& question)
{
    Json images = Json::array();
    for (const ImageRef& image : question.images)
        images.push_back({{"reference", image.reference},
                          {"hash", image.hash},
                          {"width", image.width},
                          {"height", image.height},
                          {"path", image.path},
                          {"looked_for", image.lookedFor}});
    return {{"id", question.id},           {"text", question.text},
            {"options", question.options}, {"answer", question.answer},
            {"dataset", question.dataset}, {"images", images}};
}

Json stepsOf(const TraceDetail& detail, const std::vector<NodeOnTrace>& nodes)
{
    Json steps = Json::array();
    for (const Step& step : detail.trace.steps)
        steps.push_back({{"section", sectionWord(step.section)},
                         {"text", step.text},
                         {"estimates", Json::array()},
                         {"labels", Json::array()},
                         {"nodes", Json::array()}});
    const auto inside = [&](int step) {
        return step >= 0 && step < static_cast<int>(steps.size());
    };
    for (const Estimate& estimate : detail.estimates)
        if (inside(estimate.step))
            steps[static_cast<std::size_t>(estimate.step)]["estimates"].push_back(jsonOf(estimate));
    for (const Label& label : detail.labels)
        if (inside(label.step))
            steps[static_cast<std::size_t>(label.step)]["labels"].push_back(jsonOf(label));
    for (const NodeOnTrace& node : nodes)
        if (inside(node.step))
            steps[static_cast<std::size_t>(node.step)]["nodes"].push_back(
                {{"source", jsonOf(node.source)}, {"tree", node.tree}, {"node", node.node}});
    return steps;
}

} // namespace

std::string sectionWord(Section section)
{
    return section == Section::perception ? "perception" : "reasoning";
}

Json jsonOf(const std::optional<double>& value)
{
    return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
}

Json jsonOf(const Label& label)
{
    Json regions = Json::array();
    for (const Region& region : label.verdict.regions)
        regions.push_back(jsonOf(region));
    Json overrules = Json::object();
    for (const auto& [kind, reason] : label.verdict.overrules)
        overrules[estimateKindWord(kind)] = reason;
    Json shown = Json::array();
    for (const EstimateKind kind : label.shown)
        shown.push_back(estimateKindWord(kind));
    return {{"id", label.id},
            {"action", label.action},
            {"trace", label.traceId},
            {"step", label.step == wholeTrace ? Json("-") : Json(label.step)},
            {"annotator", label.annotator},
            {"rating", ratingWord(label.verdict)},
            {"error_kind", std::string(errorKindWord(label.verdict.errorKind))},
            {"reason", label.verdict.reason},
            {"comment", label.verdict.comment},
            {"regions", regions},
            {"overrules", overrules},
            {"rewrite", label.verdict.rewrite},
            {"supersedes", label.supersedes},
            {"visibility", std::string(visibilityWord(label.visibility))},
            {"shown", shown},
            {"focus_ms", label.focusMs},
            {"created_at", label.createdAt},
            {"guideline", label.guideline},
            {"program", label.program}};
}

static Json jsonOf(const ContinuedStep& continued)
{
    Json traces = Json::array();
    for (const Continuation& one : continued.traces)
        traces.push_back({{"trace", one.traceId},
                          {"answer", one.answer},
                          {"correct", one.correct ? Json(*one.correct) : Json(nullptr)},
                          {"policy", one.policy}});
    return {{"step", continued.step},
            {"rewrite", continued.rewrite},
            {"right", continued.right},
            {"written", continued.written},
            {"traces", traces}};
}

Json jsonOf(const TraceDetail& detail, const std::vector<NodeOnTrace>& nodes)
{
    Json labels = Json::array();
    for (const Label& label : detail.labels)
        if (label.step == wholeTrace)
            labels.push_back(jsonOf(label));
    Json replies = Json::array();
    for (const JudgeReply& reply : detail.judgeReplies)
        replies.push_back(
            {{"source", jsonOf(reply.source)},
             {"correct", reply.correct ? Json(*reply.correct) : Json(nullptr)},
             {"first_error", reply.firstError ? Json(*reply.firstError) : Json(nullptr)},
             {"raw", reply.raw}});
    Json history = Json::array();
    for (const Label& label : detail.history)
        history.push_back(jsonOf(label));
    Json continued = Json::array();
    for (const ContinuedStep& one : detail.continued)
        continued.push_back(jsonOf(one));
    const Trace& trace = detail.trace;
    return {{"id", trace.id},
            {"question", jsonOf(detail.question)},
            {"steps", stepsOf(detail, nodes)},
            {"answer", trace.answer},
            {"correct", trace.correct ? Json(*trace.correct) : Json(nullptr)},
            {"policy", trace.policy},
            {"external_id", trace.externalId},
            {"file", trace.file},
            {"labels", labels},
            {"judge_replies", replies},
            {"history", history},
            {"continued", continued},
            {"origin", detail.origin ? Json{{"trace", detail.origin->traceId},
                                            {"step", detail.origin->step},
                                            {"label", detail.origin->labelId}}
                                     : Json(nullptr)}};
}

/// An object, also when it is empty.
static Json countsOf(const std::map<std::string, std::int64_t>& counts)
{
    Json json = Json::object();
    for (const auto& [name, count] : counts)
        json[name] = count;
    return json;
}

Json jsonOf(const ImportReport& report)
{
    Json files = Json::array();
    for (const ImportedFile& file : report.files) {
        Json rejected = Json::array();
        for (const RejectedRow& row : file.rejected)
            rejected.push_back({{"line", row.line}, {"reason", row.reason}});
        files.push_back({{"path", file.path},
                         {"format", file.format},
                         {"rows", file.rows},
                         {"questions", file.questions},
                         {"questions_only", file.questionsOnly},
                         {"traces", file.traces},
                         {"steps", file.steps},
                         {"duplicates", file.duplicates},
                         {"rejected", rejected},
                         {"altered", countsOf(file.altered)}});
    }
    return {{"files", files},
            {"judge",
             {{"replies", report.judgeReplies},
              {"matched", report.judgeMatched},
              {"unmatched", report.judgeUnmatched},
              {"unparsable", report.judgeUnparsable}}},
            {"images", {{"found", report.imagesFound}, {"missing", report.imagesMissing}}}};
}

Json jsonOf(const ExportReport& report)
{
    Json files = Json::array();
    for (const ExportedFile& file : report.files)
        files.push_back({{"path", file.path}, {"rows", file.rows}, {"sha256", file.sha256}});
    return {{"files", files},
            {"rows", report.rows},
            {"dropped", countsOf(report.dropped)},
            {"unsaid", countsOf(report.unsaid)}};
}

Json jsonOf(const RuleOutcome& outcome)
{
    return {{"rule", outcome.rule},
            {"kept", outcome.kept()},
            {"correct", outcome.correct},
            {"perception_errors", outcome.perceptionErrors},
            {"reasoning_errors", outcome.reasoningErrors},
            {"plus", outcome.plus},
            {"minus", outcome.minus},
            {"compared", outcome.compared},
            {"agreeing", outcome.agreeing},
            {"dropped", countsOf(outcome.dropped)}};
}

Json jsonOf(const RuleRow& row)
{
    std::string signs;
    for (const bool plus : row.signs)
        signs += plus ? '+' : '-';
    return {{"trace", row.trace}, {"signs", signs}, {"dropped", row.dropped}};
}

Json jsonOf(const Run& run)
{
    Json metrics = Json::object();
    for (const auto& [name, value] : run.metrics)
        metrics[name] = jsonOf(std::optional<double>(value));
    return {{"run", run.id},
            {"kind", run.kind},
            {"state", std::string(runStateWord(run.state))},
            {"model", run.model},
            {"query", run.query},
            {"done", run.done},
            {"total", run.total},
            {"message", run.message},
            {"folder", run.folder},
            {"metrics", metrics}};
}

} // namespace steplight
