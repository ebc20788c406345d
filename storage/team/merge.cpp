// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/merge.h"

#include "storage/content_keys.h"
#include "storage/continuations.h"
#include "storage/estimate_rows.h"
#include "storage/guidelines.h"
#include "storage/identity.h"
#include "storage/label_rows.h"
#include "storage/team/carry.h"
#include "storage/trees.h"
#include "storage/upkeep.h"

#include <SQLiteCpp/Database.h>

#include <algorithm>

namespace steplight {

namespace {

namespace fs = std::filesystem;

struct TemporaryFolder {
    fs::path path = fs::temp_directory_path() / ("steplight-" + newUuid());

    TemporaryFolder() { fs::create_directory(path); }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
};

/// A copy of the database, brought up to date; pictures stay where they are.
void copyUpdated(const fs::path& original, const fs::path& folder)
{
    explained([&] {
        SQLite::Database database((original / "project.db").string(), SQLite::OPEN_READONLY);
        SQLite::Statement copy(database, "VACUUM INTO ?");
        copy.bind(1, (folder / "project.db").string());
        copy.exec();
    });
    fs::create_directory_symlink(fs::absolute(original) / "images", folder / "images");
    const Project updated(folder);
}

/// One call of mergeProject.
class Merging
{
public:
    Merging(Project& into, Project& from, const MergeProgress& progress)
        : m_into(into), m_from(from), m_progress(progress)
    {
    }
    Merged run();

private:
    void mergeActions();
    void mergeQuestion(const std::string& id);
    void mergeTrees(const std::string& questionId);
    void mergeTrace(const std::string& id, std::int64_t keyInFrom);
    void mergeLabels(const std::string& traceId, std::int64_t keyInFrom);
    void mergeContinuations();
    std::int64_t known(std::optional<std::int64_t> key) const;

    Project& m_into;
    Project& m_from;
    const MergeProgress& m_progress;
    WriteSlice m_slice{m_into};
    Merged m_merged;
};

std::optional<std::int64_t> labelKey(Project& project, const std::string& id)
{
    return firstInteger(project, "SELECT key FROM labels WHERE id = ?", id);
}

std::optional<std::int64_t> actionKey(Project& project, const std::string& id)
{
    return firstInteger(project, "SELECT key FROM actions WHERE id = ?", id);
}

/// Cut for good, or as often taken back as done again: of all that any copy knows, so that it does
/// not matter which copy came first.
void settleActions(Project& project)
{
    runSql(project, "UPDATE actions SET standing = iif(t.back > 0, 0, 1) FROM"
                    " (SELECT subject, sum(iif(kind = 'undo', 1, -1)) AS back FROM actions"
                    "  WHERE subject IS NOT NULL GROUP BY subject) t"
                    " WHERE key = t.subject AND standing <> -1");
}

/// In their order, so that undo goes on where each person was.
void Merging::mergeActions()
{
    Sql sql(m_from, "SELECT a.id, n.name, a.kind, s.id, a.standing FROM actions a"
                    " JOIN annotators n ON n.key = a.annotator"
                    " LEFT JOIN actions s ON s.key = a.subject ORDER BY a.key");
    while (sql.next()) {
        const std::string id = sql.text(0);
        if (const auto known = actionKey(m_into, id); !known)
            addAction(m_into, id, annotatorKey(m_into, sql.text(1)), sql.text(2),
                      actionKey(m_into, sql.text(3)), sql.number(4));
        else if (sql.number(4) == -1)
            runSql(m_into, "UPDATE actions SET standing = -1 WHERE key = ?", *known);
        m_slice.tick();
    }
    settleActions(m_into);
}

void Merging::mergeQuestion(const std::string& id)
{
    const Carried carried = carryQuestion(m_from, id, m_into, Keep::reference);
    m_merged.questions += carried.isNew ? 1 : 0;
    m_merged.imagesMissing += carried.imagesMissing;
    mergeTrees(id);
}

/// Node numbers are those of one run, so trees are not mixed: the one that was written on longer.
void Merging::mergeTrees(const std::string& questionId)
{
    const auto trees = searchTrees(m_from, questionId);
    const auto known = trees.empty() ? trees : searchTrees(m_into, questionId);
    for (const SearchTree& tree : trees) {
        const auto same = std::find_if(known.begin(), known.end(), [&](const SearchTree& one) {
            return one.source == tree.source && one.number == tree.number;
        });
        if (same == known.end() || same->nodes.size() < tree.nodes.size())
            addNodes(m_into, tree);
    }
}

void Merging::mergeTrace(const std::string& id, std::int64_t keyInFrom)
{
    const Carried carried = carryTrace(m_from, id, m_into);
    m_merged.traces += carried.isNew ? 1 : 0;
    m_merged.estimates += carried.estimates;
    mergeLabels(id, keyInFrom);
}

std::int64_t Merging::known(std::optional<std::int64_t> key) const
{
    if (!key)
        throw StorageError("damaged", "A label in " + m_from.folder().string() +
                                          " names rows that are not there. What was merged before "
                                          "it is kept; \"steplight check\" says more.");
    return *key;
}

/// A row comes after those that it supersedes, in every project; so they are there.
void Merging::mergeLabels(const std::string& traceId, std::int64_t keyInFrom)
{
    const auto trace = traceKey(m_into, traceId);
    std::vector<LabelRow> added;
    for (auto& row : readLabels(m_from, "WHERE l.trace = ? ORDER BY l.key", keyInFrom)) {
        if (labelKey(m_into, row.label.id))
            continue;
        row.trace = trace;
        std::vector<std::int64_t> older;
        for (const auto& id : row.label.supersedes)
            older.push_back(known(labelKey(m_into, id)));
        appendLabel(m_into, row, known(actionKey(m_into, row.label.action)), older);
        added.push_back(std::move(row));
    }
    refreshTouched(m_into, added);
    m_merged.labelRows += static_cast<std::int64_t>(added.size());
}

/// Their traces and labels are there by now.
void Merging::mergeContinuations()
{
    Sql sql(m_from, "SELECT t.id, l.id FROM continuations c JOIN traces t ON t.key = c.trace"
                    " JOIN labels l ON l.key = c.label ORDER BY c.trace");
    while (sql.next()) {
        addContinuation(m_into, sql.text(0), sql.text(1));
        m_slice.tick();
    }
}

Merged Merging::run()
{
    // While this is open, the other's rows stay as they are.
    Sql count(m_from, "SELECT count(*) FROM traces");
    count.next();
    mergeGuidelines(m_from, m_into);
    mergeActions();
    carrySources(m_from, m_into);
    Sql questions(m_from, "SELECT id FROM questions ORDER BY key");
    while (questions.next()) {
        mergeQuestion(questions.text(0));
        m_slice.tick();
    }
    std::int64_t done = 0;
    Sql traces(m_from, "SELECT id, key FROM traces ORDER BY key");
    while (traces.next()) {
        mergeTrace(traces.text(0), traces.integer(1));
        ++done;
        m_slice.tick([&] {
            if (m_progress)
                m_progress(done, count.integer(0));
        });
    }
    mergeContinuations();
    m_slice.finish();
    while (indexTexts(m_into))
        continue;
    return m_merged;
}

Merged mergeFrom(Project& into, const fs::path& other, const MergeProgress& progress)
{
    Project from(other, Access::readOnly);
    return Merging(into, from, progress).run();
}

bool isOlder(const fs::path& folder)
{
    try {
        const Project project(folder, Access::readOnly);
        return false;
    } catch (const StorageError& error) {
        if (error.code() != "older-version")
            throw;
        return true;
    }
}

} // namespace

Merged mergeProject(Project& into, const fs::path& other, const MergeProgress& progress)
{
    std::error_code absent;
    if (fs::equivalent(into.folder(), other, absent))
        return {};
    if (!isOlder(other))
        return mergeFrom(into, other, progress);
    const TemporaryFolder copy;
    copyUpdated(other, copy.path);
    return mergeFrom(into, copy.path, progress);
}

} // namespace steplight
