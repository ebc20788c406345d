// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/imports.h"

#include "storage/sql.h"

#include <nlohmann/json.hpp>

namespace steplight {

namespace {

constexpr std::size_t maxRejectedBytes = 64 << 10;

/// Cut between characters.
std::string_view bounded(std::string_view raw)
{
    if (raw.size() <= maxRejectedBytes)
        return raw;
    std::size_t end = maxRejectedBytes;
    while (end > 0 && (static_cast<unsigned char>(raw[end]) & 0xC0) == 0x80)
        --end;
    return raw.substr(0, end);
}

} // namespace

std::int64_t openImport(Project& project, const std::filesystem::path& file,
                        std::string_view format)
{
    const auto path = file == "-" ? std::string("-") : std::filesystem::absolute(file).string();
    return project.transact([&] {
        if (const auto key = firstInteger(
                project, "SELECT key FROM imports WHERE path = ? AND format = ?", path, format))
            return *key;
        return *firstInteger(project,
                             "INSERT INTO imports (path, format) VALUES (?, ?) RETURNING key", path,
                             format);
    });
}

void keepRejected(Project& project, std::int64_t importKey, const RejectedRow& row,
                  std::string_view raw)
{
    project.transact([&] {
        runSql(project, "INSERT INTO rejected VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
               importKey, row.line, row.reason, bounded(raw));
    });
}

void closeImport(Project& project, std::int64_t importKey, const ImportedFile& counts)
{
    const nlohmann::json json = {{"rows", counts.rows},
                                 {"questions", counts.questions},
                                 {"questions_only", counts.questionsOnly},
                                 {"traces", counts.traces},
                                 {"steps", counts.steps},
                                 {"duplicates", counts.duplicates},
                                 {"rejected", counts.rejected.size()},
                                 {"non_finite", counts.nonFinite}};
    project.transact([&] {
        runSql(project, "UPDATE imports SET counts = ? WHERE key = ?", json.dump(), importKey);
    });
}

std::vector<ImportRecord> importRecords(Project& project)
{
    std::vector<ImportRecord> records;
    Sql sql(
        project,
        "SELECT i.path, i.format, i.counts IS NOT NULL,"
        " (SELECT count(*) FROM rejected r WHERE r.import = i.key) FROM imports i ORDER BY key");
    while (sql.next())
        records.push_back({sql.text(0), sql.text(1), sql.number(2) != 0, sql.integer(3)});
    return records;
}

std::vector<RejectedRecord> rejectedRecords(Project& project, std::int64_t limit)
{
    std::vector<RejectedRecord> records;
    Sql sql(project,
            "SELECT i.path, r.line, r.reason, r.raw FROM rejected r JOIN imports i"
            " ON i.key = r.import ORDER BY r.import, r.line LIMIT ?",
            limit);
    while (sql.next())
        records.push_back({sql.text(0), sql.integer(1), sql.text(2), sql.text(3)});
    return records;
}

} // namespace steplight
