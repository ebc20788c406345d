// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sql.h"
#include "storage/upkeep.h"

namespace steplight {

namespace {

constexpr int batch = 64;

/// Indexes the next rows of one kind; false when there are none left. texts has the columns key
/// and text for keys above ? and at most ? rows.
bool indexBatch(Project& project, const std::string& kind, const std::string& texts)
{
    const auto from = *firstInteger(project, "SELECT " + kind + " FROM indexed");
    std::int64_t last = from;
    Sql sql(project, texts, from, batch);
    while (sql.next()) {
        last = sql.integer(0);
        runSql(project, "INSERT INTO " + kind + "_index (rowid, text) VALUES (?, ?)", last,
               sql.text(1));
    }
    if (last != from)
        runSql(project, "UPDATE indexed SET " + kind + " = ?", last);
    return last != from;
}

bool indexSome(Project& project)
{
    return indexBatch(project, "question",
                      "SELECT key, text FROM questions WHERE key > ? ORDER BY key LIMIT ?") ||
           indexBatch(project, "trace",
                      "SELECT t.key, (SELECT group_concat(x.text, char(10)) FROM step_texts x"
                      " WHERE x.trace = t.key) FROM traces t WHERE t.key > ? ORDER BY t.key"
                      " LIMIT ?");
}

} // namespace

bool indexTexts(Project& project, std::chrono::milliseconds budget)
{
    WriteSlice slice(project);
    const auto end = std::chrono::steady_clock::now() + budget;
    bool more = true;
    while (more && std::chrono::steady_clock::now() < end) {
        more = indexSome(project);
        slice.tick();
    }
    slice.finish();
    return more;
}

} // namespace steplight
