// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/import.h"

#include "storage/import/import_plan.h"
#include "storage/import/judge_join.h"
#include "storage/import/label_join.h"
#include "storage/import/record_parser.h"
#include "storage/import/row_keeper.h"
#include "storage/imports.h"
#include "storage/upkeep.h"

#include <cassert>
#include <chrono>

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
    void readRecord(ParsedRecord parsed);
    void keepRow(ParsedRow row, const Record& record);
    void addAltered(const Altered& altered);
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
        const auto altered = std::move(said->altered);
        keepLabels(m_project, std::move(*said), *m_format);
        addAltered(altered);
        ++m_counts.duplicates;
        ++m_counts.rows;
    } else {
        auto& trace = std::get<ParsedTrace>(row);
        addAltered(trace.altered);
        m_keeper.keep(std::move(trace), *m_format, m_counts);
        ++m_counts.rows;
    }
}

void Reading::addAltered(const Altered& altered)
{
    for (const auto& [words, times] : altered)
        m_counts.altered[words] += times;
}

void Reading::readRecord(ParsedRecord parsed)
{
    m_counts.nonFinite += parsed.record.nonFinite;
    m_format = parsed.format;
    m_counts.format = m_format ? m_format->name() : "";
    if (!parsed.unusable.empty())
        return reject(parsed.record, parsed.unusable);
    for (auto& row : parsed.rows) {
        try {
            keepRow(std::move(row), parsed.record);
        } catch (const BadRow& bad) {
            reject(parsed.record, bad.what());
        }
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
    RecordParser records(file, {m_keeper.file()});
    const auto before = m_progress.traces;
    {
        WriteSlice slice(m_project);
        m_importKey = openImport(m_project, file.path, m_counts.format);
        if (!file.noData.empty())
            reject({1, 1, false, 0, {}, {}}, file.noData);
        while (auto parsed = file.noData.empty() ? records.next() : std::nullopt) {
            readRecord(std::move(*parsed));
            m_progress.traces = before + m_counts.traces;
            slice.tick([&] { progress(records.bytesRead()); });
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
    progress(records.bytesRead());
    m_bytesBefore += records.bytesRead();
    m_report.files.push_back(std::move(m_counts));
}

void Reading::indexNewTexts()
{
    constexpr std::chrono::milliseconds slice(25);
    while (!m_stop.stop_requested() && indexTexts(m_project, slice))
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
