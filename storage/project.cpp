// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/project.h"

#include "storage/checkpointer.h"
#include "storage/disk.h"
#include "storage/listing.h"
#include "storage/migration.h"
#include "storage/moved_models.h"
#include "storage/sql.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <thread>
#include <unistd.h>
#include <unordered_map>

namespace steplight {

namespace {

constexpr std::size_t maxKeptStatements = 200;
constexpr int busyLimitMs = 15'000;
constexpr auto careful = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON";

std::filesystem::path databaseFile(const std::filesystem::path& folder)
{
    return folder / "project.db";
}

/// Looks every millisecond, so that the short gaps between the slices of an import are found.
int waitWhileBusy(void*, int calls)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return calls < busyLimitMs;
}

void configure(SQLite::Database& database, bool writable, bool writeAheadLog)
{
    sqlite3* handle = database.getHandle();
    sqlite3_busy_handler(handle, waitWhileBusy, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    database.exec("PRAGMA foreign_keys = ON");
    database.exec("PRAGMA cache_size = -65536"); // KiB
    database.exec("PRAGMA temp_store = MEMORY");
    if (!writable) {
        database.execAndGet("PRAGMA schema_version"); // or the first to read would be told
        return;
    }
    database.exec(writeAheadLog ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE");
    database.exec("PRAGMA synchronous = FULL");
}

std::uint32_t bigEndian32(const char* bytes)
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

/// A file shorter than its own header says has lost its end; with a log or journal beside it the
/// rest may still be there. Read through the connection: closing a file of our own would drop the
/// locks that this process holds on it (sqlite.org/howtocorrupt.html, 2.2).
void refuseTruncated(SQLite::Database& database, const std::filesystem::path& file)
{
    for (const auto* log : {"-wal", "-journal"}) {
        std::error_code absent;
        const auto bytes = std::filesystem::file_size(file.string() + log, absent);
        if (!absent && bytes > 0)
            return;
    }
    sqlite3_file* open = nullptr;
    sqlite3_file_control(database.getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, &open);
    char header[100] = {};
    const auto size = std::filesystem::file_size(file);
    if (!open || size == 0 || open->pMethods->xRead(open, header, sizeof header, 0) != SQLITE_OK)
        return;
    const auto raw = bigEndian32(header + 16) >> 16;
    const std::uint64_t page = raw == 1 ? 65536 : raw;
    const std::uint64_t pages = bigEndian32(header + 28);
    if (std::string_view(header, 15) == "SQLite format 3" && size < page * pages)
        throw StorageError("damaged",
                           "project.db has lost its end: it holds " + std::to_string(size) +
                               " bytes of " + std::to_string(page * pages) +
                               ". Nothing was changed. Restore it from a backup, or save what is "
                               "readable with \"sqlite3 project.db .recover\".");
}

/// Without SQLite's mutexes: one thread at a time uses a connection.
std::unique_ptr<SQLite::Database> connect(const std::filesystem::path& file,
                                          const std::string& place, int flags, bool writeAheadLog)
{
    auto database = std::make_unique<SQLite::Database>(place, flags | SQLite::OPEN_NOMUTEX);
    refuseTruncated(*database, file);
    configure(*database, (flags & SQLite::OPEN_READWRITE) != 0, writeAheadLog);
    return database;
}

/// In a folder that cannot be written to, SQLite cannot make the log's index. A project that nobody
/// has open is read without it.
bool mayBeReadAlone(const std::filesystem::path& file)
{
    std::error_code unknown;
    return !std::filesystem::exists(file.string() + "-wal", unknown) &&
           !std::filesystem::exists(file.string() + "-journal", unknown) &&
           ::access(file.parent_path().c_str(), W_OK) != 0;
}

std::string unchanging(const std::filesystem::path& file)
{
    std::string place = "file:";
    for (const char c : file.string())
        place += c == '?' ? "%3f" : c == '#' ? "%23" : c == '%' ? "%25" : std::string(1, c);
    return place + "?immutable=1";
}

std::unique_ptr<SQLite::Database> openDatabase(const std::filesystem::path& file, int flags,
                                               bool writeAheadLog)
{
    // No figures of memory are asked for, and counting them takes a lock at each allocation.
    static const int quiet = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(quiet); // refused once SQLite runs, which only costs the locks
    try {
        return connect(file, file.string(), flags, writeAheadLog);
    } catch (const SQLite::Exception& error) {
        if (error.getErrorCode() == SQLITE_CANTOPEN && (flags & SQLite::OPEN_READWRITE) == 0 &&
            mayBeReadAlone(file))
            return explained([&] {
                return connect(file, unchanging(file), flags | SQLite::OPEN_URI, writeAheadLog);
            });
        if (error.getErrorCode() == SQLITE_NOTADB)
            throw StorageError("damaged",
                               file.string() +
                                   " is no database. Nothing was changed. Restore it from a "
                                   "backup, or make a new project in another folder.");
        const auto folder = file.parent_path();
        if (error.getErrorCode() == SQLITE_CANTOPEN && ::access(folder.c_str(), W_OK) != 0)
            throw StorageError("read-only",
                               "The folder " + folder.string() +
                                   " cannot be written to, and a project needs that. Nothing was "
                                   "changed. Change its permissions, or copy it elsewhere.");
        throw explain(error);
    }
}

} // namespace

struct Project::Statements {
    std::unordered_map<std::string, std::unique_ptr<SQLite::Statement>> idle;
};

Project::Project(const std::filesystem::path& folder, Access access)
    : m_folder(std::filesystem::absolute(folder).lexically_normal()), m_access(access),
      m_statements(std::make_unique<Statements>()), m_listedKeys(std::make_unique<ListedKeys>())
{
    const auto file = databaseFile(m_folder);
    if (!std::filesystem::is_regular_file(file))
        throw StorageError("not-a-project", m_folder.string() +
                                                " is no Steplight project: it has no project.db. "
                                                "Make one with \"steplight init\".");
    m_writeAheadLog = !onNetworkDisk(m_folder);
    m_database = openDatabase(file, readOnly() ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE,
                              m_writeAheadLog);
    try {
        const int version = readSchemaVersion(*this);
        if (version == 0)
            throw StorageError("not-a-project", "project.db in " + m_folder.string() +
                                                    " is empty. Make the project anew with "
                                                    "\"steplight init\".");
        if (version < currentSchemaVersion() && readOnly())
            throw StorageError("older-version", "The project is from an older Steplight. Open it "
                                                "once for writing, to bring it up to date.");
        if (version < currentSchemaVersion())
            migrate(*this, version);
        if (!readOnly())
            followMovedModels(*this);
    } catch (const SQLite::Exception& error) {
        throw explain(error);
    }
    if (!readOnly() && m_writeAheadLog)
        m_checkpointer = std::make_unique<Checkpointer>(m_database->getHandle(), file);
}

Project Project::create(const std::filesystem::path& folder)
{
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        throw StorageError("io", "The folder " + folder.string() +
                                     " cannot be made: " + failed.message() + ".");
    try {
        Project empty;
        empty.m_folder = std::filesystem::absolute(folder).lexically_normal();
        empty.m_database =
            openDatabase(databaseFile(folder), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                         !onNetworkDisk(folder));
        if (readSchemaVersion(empty) != 0)
            throw StorageError("exists",
                               folder.string() + " is a project already. Nothing was changed.");
        migrate(empty, 0);
    } catch (const SQLite::Exception& error) {
        throw explain(error);
    }
    std::filesystem::create_directories(folder / "images");
    std::filesystem::create_directories(folder / "runs");
    return Project(folder);
}

Project::Project()
    : m_access(Access::readWrite), m_statements(std::make_unique<Statements>()),
      m_listedKeys(std::make_unique<ListedKeys>())
{
}
Project::Project(Project&&) noexcept = default;
Project& Project::operator=(Project&& other) noexcept
{
    m_statements = std::move(other.m_statements); // before the database they belong to goes
    m_listedKeys = std::move(other.m_listedKeys);
    m_checkpointer = std::move(other.m_checkpointer);
    m_database = std::move(other.m_database);
    m_folder = std::move(other.m_folder);
    m_access = other.m_access;
    m_writeAheadLog = other.m_writeAheadLog;
    m_depth = other.m_depth;
    return *this;
}
Project::~Project() = default;

bool Project::inPlace()
{
    int moved = 0;
    sqlite3_file_control(m_database->getHandle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved == 0;
}

/// SQLite itself would go on writing into a file that nobody finds again.
void Project::requireInPlace()
{
    if (!inPlace())
        throw StorageError("gone", "The project is no longer at " + m_folder.string() +
                                       ": its drive or folder is away. What was saved before is "
                                       "with it; bring it back, or open it where it is now.");
}

std::int64_t Project::dataVersion()
{
    requireInPlace();
    return firstInteger(*this, "PRAGMA data_version").value_or(0);
}

ListedKeys& Project::listedKeys()
{
    return *m_listedKeys;
}

void Project::execute(const char* sql)
{
    explained([&] { m_database->exec(sql); });
}

std::unique_ptr<SQLite::Statement> Project::takeStatement(const std::string& sql)
{
    if (auto idle = m_statements->idle.extract(sql))
        return std::move(idle.mapped());
    return explained([&] { return std::make_unique<SQLite::Statement>(*m_database, sql); });
}

void Project::giveBack(std::unique_ptr<SQLite::Statement> statement)
{
    statement->tryReset();
    statement->clearBindings();
    if (m_statements->idle.size() < maxKeptStatements)
        m_statements->idle.try_emplace(statement->getQuery(), std::move(statement));
}

WriteTransaction::WriteTransaction(Project& project) : m_project(project)
{
    runSql(project, project.m_depth == 0 ? "BEGIN IMMEDIATE" : "SAVEPOINT part");
    ++project.m_depth;
}

void WriteTransaction::commit()
{
    if (m_project.m_depth == 1)
        m_project.requireInPlace();
    runSql(m_project, m_project.m_depth == 1 ? "COMMIT" : "RELEASE part");
    m_open = false;
    --m_project.m_depth;
}

WriteTransaction::~WriteTransaction()
{
    if (!m_open)
        return;
    const bool outermost = --m_project.m_depth == 0;
    m_project.m_database->tryExec(outermost ? "ROLLBACK" : "ROLLBACK TO part; RELEASE part");
}

WriteSlice::WriteSlice(Project& project, std::chrono::milliseconds limit)
    : m_project(project), m_limit(limit)
{
    begin();
}

WriteSlice::~WriteSlice()
{
    if (!m_open)
        return;
    m_project.m_depth = 0;
    m_project.m_database->tryExec("ROLLBACK");
    m_project.m_database->tryExec(careful);
}

void WriteSlice::begin()
{
    if (m_project.m_writeAheadLog) // a rollback journal without syncs could tear the file
        m_project.execute("PRAGMA synchronous = NORMAL");
    m_project.execute("PRAGMA foreign_keys = OFF");
    try {
        m_project.execute("BEGIN IMMEDIATE");
    } catch (...) {
        m_project.m_database->tryExec(careful);
        throw;
    }
    m_open = true;
    m_project.m_depth = 1;
    m_begun = std::chrono::steady_clock::now();
}

void WriteSlice::commit()
{
    m_project.requireInPlace();
    m_project.execute("COMMIT");
    m_project.m_depth = 0;
    m_open = false;
    m_project.execute(careful);
}

bool WriteSlice::tick(const std::function<void()>& between)
{
    if (std::chrono::steady_clock::now() - m_begun < m_limit)
        return false;
    commit();
    do {
        if (between)
            between();
        // Leaves a writer in another process time to see that the way is free.
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    } while (m_project.m_checkpointer && m_project.m_checkpointer->behind());
    begin();
    return true;
}

void WriteSlice::finish()
{
    if (m_open)
        commit();
}

} // namespace steplight
