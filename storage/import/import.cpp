// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/import.h"

#include "storage/import/import_plan.h"
#include "storage/import/judge_join.h"
#include "storage/import/label_join.h"
#include "storage/import/row_keeper.h"
#include "storage/imports.h"
#include "storage/upkeep.h"

#include <cassert>

namespace steplight {
namespace {

/// One call of importPaths.
class Reading
{
public:
    Reading(Project& project, const ImportOptions& options, const ImportProgressed& progressed,
            std::stop_token stop)
        : m_project(project), m_progressed(progressed), m_stop(std::move(stop)),
          m_keeper(project, options), m_judges(project, m_keeper)
    {
    }

    ImportReport run(const ImportPlan& plan);

private:
    void readFile(const PlannedFile& file);
    void readRecord(Record record, const PlannedFile& file);
    void keepRow(ParsedRow row, const Record& record);
    void reject(const Record& record, const std::string& reason);
    void progress(std::int64_t bytes);
    void indexNewTexts();

    Project& m_project;
    const ImportProgressed& m_progressed;
    std::stop_token m_stop;
    RowKeeper m_keeper;
    JudgeJoin m_judges;
    ImportReport m_report;
    ImportProgress m_progress;
    std::int64_t m_bytesBefore = 0;
    simdjson::dom::parser m_parser;
    // of the file being read
    ImportedFile m_counts;
    const Format* m_format = nullptr;
    std::int64_t m_importKey = 0;
};

void Reading::progress(std::int64_t bytes)
{
    m_progress.bytes = m_bytesBefore + bytes;
    if (m_progressed)
        m_progressed(m_progress);
}

void Reading::reject(const Record& record, const std::string& reason)
{
    ++m_counts.rows;
    m_counts.rejected.push_back({record.place(), reason});
    keepRejected(m_project, m_importKey, m_counts.rejected.back(), record.text);
}

void Reading::keepRow(ParsedRow row, const Record& record)
{
    if (const auto* unusable = std::get_if<UnusableRow>(&row)) {
        reject(record, unusable->reason);
    } else if (const auto* request = std::get_if<JudgeRequest>(&row)) {
        m_judges.add(*request);
    } else if (const auto* answer = std::get_if<JudgeAnswer>(&row)) {
        if (!m_judges.add(*answer, m_keeper.file(), m_report))
            reject(record, "no trace is known for the id " +
                               std::string(excerpt(answer->customId)) +
                               ": import the solutions and the requests, then this file again");
    } else if (auto* said = std::get_if<TraceLabels>(&row)) {
        keepLabels(m_project, std::move(*said), *m_format);
        ++m_counts.duplicates;
        ++m_counts.rows;
    } else {
        m_keeper.keep(std::move(std::get<ParsedTrace>(row)), *m_format, m_counts);
        ++m_counts.rows;
    }
}

/// Names the fields of a row that nothing recognises.
std::string unknownLayout(Json row)
{
    if (hasField(row, "@context"))
        return "this describes a data set (JSON-LD) and holds none of its rows";
    std::string names;
    for (const auto [key, value] : simdjson::dom::object(row)) {
        names += (names.empty() ? "" : ", ") + std::string(excerpt(key));
        if (names.size() > 120)
            break;
    }
    return "no format knows a row with the fields: " + names;
}

void Reading::readRecord(Record record, const PlannedFile& file)
{
    m_counts.nonFinite += record.nonFinite;
    if (!record.error.empty())
        return reject(record, record.error);
    Json row;
    if (const auto error = m_parser.parse(record.text).get(row); error != simdjson::SUCCESS)
        return reject(record, brokenJson(error));
    if (!row.is_object())
        return reject(record, "not an object");
    if (!m_format) {
        m_format = recognise(row);
        m_counts.format = m_format ? m_format->name() : "";
    }
    if (!m_format)
        return reject(record, unknownLayout(row));
    if (file.judge && m_format->kind() == RowKind::traces)
        return reject(record, "neither a judge's request nor a reply");
    try {
        for (auto& parsed : m_format->parse(row, {m_keeper.file()}))
            keepRow(std::move(parsed), record);
    } catch (const BadRow& bad) {
        reject(record, bad.what());
    }
}

void Reading::readFile(const PlannedFile& file)
{
    m_format = file.format;
    m_counts = ImportedFile{};
    m_counts.path = file.path.string();
    m_counts.format = m_format ? m_format->name() : "";
    m_progress.path = m_counts.path;
    m_keeper.startFile(file.path);
    RecordReader reader(openSource(file.path));
    const auto before = m_progress.traces;
    {
        WriteSlice slice(m_project);
        m_importKey = openImport(m_project, file.path, m_counts.format);
        if (!file.noData.empty())
            reject({1, 1, false, 0, {}, {}}, file.noData);
        for (auto record = reader.next(); record && file.noData.empty(); record = reader.next()) {
            readRecord(std::move(*record), file);
            m_progress.traces = before + m_counts.traces;
            slice.tick([&] { progress(reader.bytesRead()); });
            if (m_stop.stop_requested()) {
                m_report.cancelled = true;
                break;
            }
        }
        if (!m_report.cancelled)
            closeImport(m_project, m_importKey, m_counts);
        slice.finish();
    }
    assert(m_counts.rows == m_counts.traces + m_counts.questionsOnly + m_counts.duplicates +
                                static_cast<std::int64_t>(m_counts.rejected.size()));
    progress(reader.bytesRead());
    m_bytesBefore += reader.bytesRead();
    m_report.files.push_back(std::move(m_counts));
}

void Reading::indexNewTexts()
{
    while (!m_stop.stop_requested() && indexTexts(m_project))
        progress(0);
}

ImportReport Reading::run(const ImportPlan& plan)
{
    for (const auto& file : plan.files)
        m_progress.totalBytes += file.bytes;
    for (const auto& file : plan.files)
        if (!m_report.cancelled)
            readFile(file);
    indexNewTexts();
    m_report.imagesFound = m_keeper.imagesFound();
    m_report.imagesMissing = m_keeper.imagesMissing();
    m_report.skipped = plan.skipped;
    return std::move(m_report);
}

} // namespace

ImportReport importPaths(Project& project, std::span<const std::filesystem::path> paths,
                         const ImportOptions& options, const ImportProgressed& progressed,
                         std::stop_token stop)
{
    const ImportPlan plan = planImport(paths, options);
    return Reading(project, options, progressed, std::move(stop)).run(plan);
}

std::vector<FormatLine> importFormatLines()
{
    std::vector<FormatLine> lines;
    for (const Format* format : importFormats())
        lines.push_back({std::string(format->name()), std::string(format->description())});
    return lines;
}

} // namespace steplight
