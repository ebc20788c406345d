// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sql.h"
#include "storage/upkeep.h"

#include <SQLiteCpp/Database.h>

#include <algorithm>

namespace steplight {

namespace {

constexpr int batch = 64;         ///< rows between two looks at the clock
constexpr int segmentsMerged = 8; ///< at once: fewer rounds, and each writes everything anew
/// The index's own pages reach the log at the commit, which takes about as long again.
constexpr std::chrono::milliseconds sliceLimit(25);

void tell(Project& project, const std::string& index, const char* command, int value)
{
    runSql(project, "INSERT INTO " + index + " (" + index + ", rank) VALUES (?, ?)", command,
           value);
}

/// Merges a few pages of segments into larger ones; false when none are waiting for it. FTS5's own
/// merges are switched off: they come within a commit and may take a second there.
bool mergeSome(Project& project, const std::string& kind)
{
    constexpr int pages = 64, mostSegments = 1000;
    const std::string index = kind + "_index";
    if (!firstInteger(project, "SELECT 1 FROM " + index + "_config WHERE k = 'automerge'")) {
        tell(project, index, "automerge", 0);
        tell(project, index, "crisismerge", mostSegments);
        tell(project, index, "usermerge", segmentsMerged);
    }
    const auto before = project.database().getTotalChanges();
    tell(project, index, "merge", pages);
    return project.database().getTotalChanges() - before >= 2; // FTS5's sign of work done
}

/// Indexes the next rows of one kind; false when there are none left. texts has the columns key
/// and text for keys above ? and at most ? rows.
bool indexBatch(Project& project, const std::string& kind, const std::string& texts)
{
    const auto from = *firstInteger(project, "SELECT " + kind + " FROM indexed");
    std::int64_t last = from;
    Sql sql(project, texts, from, batch);
    while (sql.next()) {
        last = sql.integer(0);
        std::string text = sql.text(1);
        std::replace(text.begin(), text.end(), '\0', ' '); // behind one FTS5 reads no further
        runSql(project, "INSERT INTO " + kind + "_index (rowid, text) VALUES (?, ?)", last, text);
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

/// A slice first merges what waits for it, then adds rows until it ends: the commit makes one
/// segment of them.
bool indexTexts(Project& project, std::chrono::milliseconds budget)
{
    WriteSlice slice(project, sliceLimit);
    const auto end = std::chrono::steady_clock::now() + budget;
    bool more = true, merging = true, worked = false;
    while (more && std::chrono::steady_clock::now() < end) {
        if (merging)
            worked |= merging = mergeSome(project, "question") || mergeSome(project, "trace");
        else
            worked |= more = indexSome(project);
        merging |= slice.tick();
    }
    slice.finish();
    return more || worked;
}

} // namespace steplight
