// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/journal.h"

#include "storage/label_rows.h"
#include "storage/sql.h"

namespace steplight {

namespace {

// Of the actions x that the filter lets through; three values.
const char* const passes =
    " (?1 = '' OR x.annotator = (SELECT key FROM annotators WHERE name = ?1))"
    " AND EXISTS (SELECT 1 FROM labels b WHERE b.action = x.key AND b.created_at >= ?2"
    " AND (?3 = 0 OR b.created_at < ?3))";

JournalEntry::Kind kindOf(const std::string& word)
{
    using Kind = JournalEntry::Kind;
    return word == "undo"      ? Kind::undo
           : word == "redo"    ? Kind::redo
           : word == "dataset" ? Kind::dataset
                               : Kind::label;
}

void fill(Project& project, JournalEntry& entry)
{
    auto rows = readLabels(project, "WHERE l.action = ? ORDER BY l.key", entry.key);
    entry.rows = static_cast<int>(rows.size());
    const bool made = entry.kind == JournalEntry::Kind::label ||
                      entry.kind == JournalEntry::Kind::dataset; // undo and redo only copy
    for (const LabelRow& row : rows)
        entry.standing += made && !standingFor(project, row.key).empty() ? 1 : 0;
    entry.questionExcerpt = *firstText(project,
                                       "SELECT substr(q.text, 1, 120) FROM traces t JOIN"
                                       " questions q ON q.key = t.question WHERE t.key = ?",
                                       rows.back().trace);
    entry.label = std::move(rows.back().label);
}

} // namespace

std::vector<JournalEntry> journal(Project& project, const JournalFilter& filter,
                                  std::int64_t before, int limit)
{
    std::vector<JournalEntry> entries;
    Sql sql(project,
            std::string("SELECT x.key, x.id, x.kind FROM actions x WHERE (?4 = 0 OR x.key < ?4)"
                        " AND") +
                passes + " ORDER BY x.key DESC LIMIT ?5",
            filter.annotator, filter.from, filter.to, before, limit);
    while (sql.next()) {
        JournalEntry entry;
        entry.key = sql.integer(0);
        entry.action = sql.text(1);
        entry.kind = kindOf(sql.text(2));
        entries.push_back(std::move(entry));
    }
    for (JournalEntry& entry : entries)
        fill(project, entry);
    return entries;
}

std::int64_t countJournal(Project& project, const JournalFilter& filter)
{
    return *firstInteger(project, std::string("SELECT count(*) FROM actions x WHERE") + passes,
                         filter.annotator, filter.from, filter.to);
}

} // namespace steplight
