// SPDX-License-Identifier: GPL-3.0-or-later
// A project folder and its database. One connection; every function that takes a Project is called
// on the one thread that opened it. A second thread or process opens its own Project.
//
// What can be done with a Project stands in the headers beside this one:
//   content.h   add questions and traces        images.h   find, copy and locate pictures
//   estimates.h add machine estimates           labels.h   record, undo, redo, recent decisions
//   imports.h   files read, rows rejected       runs.h     runs, models, settings
//   reading.h   lists, one trace, counts        queries.h  the queue grammar
//   stats.h     totals                          upkeep.h   check, backup, text index
//   trees.h     search trees of questions       team/      several people's work
//   continuations.h  what goes on from rewritten steps
#pragma once

#include "storage/error.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace SQLite {
class Database;
class Statement;
} // namespace SQLite

namespace steplight {

class Checkpointer;
struct ListedKeys;

enum class Access { readWrite, readOnly };

class Project
{
public:
    /// Makes an empty project in folder (created when absent; other files in it are left alone).
    /// Throws "exists" when there is one already.
    static Project create(const std::filesystem::path& folder);

    /// Opens folder. An older version is brought up to date after a backup copy beside it; throws
    /// "not-a-project", "newer-version", "damaged", "busy".
    explicit Project(const std::filesystem::path& folder, Access access = Access::readWrite);
    Project(Project&&) noexcept;
    Project& operator=(Project&&) noexcept;
    ~Project();

    /// Absolute.
    const std::filesystem::path& folder() const { return m_folder; }
    bool readOnly() const { return m_access == Access::readOnly; }
    /// False on a network disk: there the rollback journal is used.
    bool writeAheadLog() const { return m_writeAheadLog; }

    /// False once project.db is no longer the file that was opened: its folder was moved or
    /// deleted, or its drive is away. Every commit throws "gone" then.
    bool inPlace();

    /// Changes when another connection or process has committed something; poll it to watch. Throws
    /// "gone" as a commit does.
    std::int64_t dataVersion();

    /// Runs body in one IMMEDIATE transaction that is on the disk when this returns; rolls back
    /// when body throws. A nested call is a part of the outer transaction that can fail alone.
    template <class Body> auto transact(Body&& body);

    /// Like transact, but a nested call cannot fail alone, which makes it cheaper: for a body that
    /// throws before it writes, or because the database itself has failed.
    template <class Body> auto transactWhole(Body&& body);

    /// For the files of storage/ only (see sql.h).
    SQLite::Database& database() { return *m_database; }
    std::unique_ptr<SQLite::Statement> takeStatement(const std::string& sql);
    void giveBack(std::unique_ptr<SQLite::Statement> statement);
    ListedKeys& listedKeys();

private:
    friend class WriteSlice;
    friend class WriteTransaction;
    Project();
    void execute(const char* sql);
    void requireInPlace();
    struct Statements; // compiled ones, kept for the next use

    std::filesystem::path m_folder;
    Access m_access;
    bool m_writeAheadLog = true;
    int m_depth = 0;
    std::unique_ptr<SQLite::Database> m_database;
    std::unique_ptr<Checkpointer> m_checkpointer; // goes before the database
    std::unique_ptr<Statements> m_statements;     // goes before the database
    std::unique_ptr<ListedKeys> m_listedKeys;
};

/// A transaction that rolls back unless commit() was called. Prefer Project::transact.
class WriteTransaction
{
public:
    explicit WriteTransaction(Project& project);
    ~WriteTransaction();
    WriteTransaction(const WriteTransaction&) = delete;
    WriteTransaction& operator=(const WriteTransaction&) = delete;
    void commit();

private:
    Project& m_project;
    bool m_open = true;
};

template <class Body> auto Project::transact(Body&& body)
{
    WriteTransaction transaction(*this);
    if constexpr (std::is_void_v<decltype(body())>) {
        body();
        transaction.commit();
    } else {
        auto result = body();
        transaction.commit();
        return result;
    }
}

template <class Body> auto Project::transactWhole(Body&& body)
{
    return m_depth > 0 ? body() : transact(std::forward<Body>(body));
}

/// Bulk writing in short transactions, so that a label from elsewhere gets in between: with the
/// commit, which comes after the limit, they should take 50 ms at the most. Call tick() after each
/// whole row; what is not committed when it is destroyed is rolled back. Not waited for on the disk
/// row by row: a power cut may cost the last slices, never a part of one. Foreign keys are not
/// looked up for each row either: the writers take their keys from rows that
/// they have just written or found, and the tests and `check` look at them all.
class WriteSlice
{
public:
    explicit WriteSlice(Project& project,
                        std::chrono::milliseconds limit = std::chrono::milliseconds(30));
    ~WriteSlice();
    WriteSlice(const WriteSlice&) = delete;
    WriteSlice& operator=(const WriteSlice&) = delete;

    /// Once the slice is older than its limit: commits, runs between (no transaction is open then,
    /// so labels may be recorded in it; more than once while the disk lags behind), begins anew,
    /// and returns true.
    bool tick(const std::function<void()>& between = {});
    /// Commits what is there. Nothing may be written through this slice afterwards.
    void finish();

private:
    void begin();
    void commit();

    Project& m_project;
    std::chrono::milliseconds m_limit;
    std::chrono::steady_clock::time_point m_begun;
    bool m_open = false;
};

} // namespace steplight
