// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bare_insert.h"

#include "storage/schema.h"

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace steplight::bench {
namespace {

constexpr std::size_t rowsAtOnce = 50'000;

struct Closing {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using Database = std::unique_ptr<sqlite3, Closing>;
using Statement = std::unique_ptr<sqlite3_stmt, Closing>;
using Value = std::unique_ptr<sqlite3_value, Closing>;

Database opened(const std::string& file)
{
    sqlite3* database = nullptr;
    const int error = sqlite3_open(file.c_str(), &database);
    Database owned(database);
    if (error != SQLITE_OK)
        throw std::runtime_error(file + " cannot be opened");
    return owned;
}

Statement prepared(sqlite3* database, const std::string& sql)
{
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(database));
    return Statement(statement);
}

void run(sqlite3* database, const std::string& sql)
{
    if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(database));
}

class Copying
{
public:
    Copying(sqlite3* from, sqlite3* to) : m_from(from), m_to(to) {}

    void copy(const std::string& table, const std::string& select, const std::string& columns = {});
    void checkpoint()
    {
        timed([this] { run(m_to, "PRAGMA wal_checkpoint(TRUNCATE)"); });
    }
    double seconds() const { return m_seconds; }
    std::int64_t rows() const { return m_rows; }

private:
    template <class Work> void timed(const Work& work)
    {
        const auto begin = std::chrono::steady_clock::now();
        work();
        m_seconds +=
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
    void insert(sqlite3_stmt* statement, const std::vector<Value>& values, std::size_t columns);

    sqlite3* m_from;
    sqlite3* m_to;
    double m_seconds = 0;
    std::int64_t m_rows = 0;
};

void Copying::insert(sqlite3_stmt* statement, const std::vector<Value>& values, std::size_t columns)
{
    run(m_to, "BEGIN IMMEDIATE");
    for (std::size_t i = 0; i < values.size(); i += columns) {
        for (std::size_t k = 0; k < columns; ++k)
            sqlite3_bind_value(statement, static_cast<int>(k) + 1, values[i + k].get());
        if (sqlite3_step(statement) != SQLITE_DONE)
            throw std::runtime_error(sqlite3_errmsg(m_to));
        sqlite3_reset(statement);
    }
    run(m_to, "COMMIT");
}

void Copying::copy(const std::string& table, const std::string& select, const std::string& columns)
{
    const auto source = prepared(m_from, select);
    const auto count = static_cast<std::size_t>(sqlite3_column_count(source.get()));
    std::string marks = "?";
    for (std::size_t k = 1; k < count; ++k)
        marks += ", ?";
    const auto target =
        prepared(m_to, "INSERT INTO " + table + columns + " VALUES (" + marks + ")");
    bool more = true;
    while (more) {
        std::vector<Value> values;
        while (values.size() < rowsAtOnce * count &&
               (more = sqlite3_step(source.get()) == SQLITE_ROW))
            for (std::size_t k = 0; k < count; ++k)
                values.emplace_back(
                    sqlite3_value_dup(sqlite3_column_value(source.get(), static_cast<int>(k))));
        timed([&] { insert(target.get(), values, count); });
        m_rows += static_cast<std::int64_t>(values.size() / count);
    }
}

} // namespace

nlohmann::ordered_json bareInsert(const std::filesystem::path& project,
                                  const std::filesystem::path& database)
{
    const auto from = opened((project / "project.db").string());
    const auto to = opened(database.string());
    for (const char* pragma : {"journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536"})
        run(to.get(), std::string("PRAGMA ") + pragma);
    for (const auto& step : schemaSteps())
        run(to.get(), step);
    Copying copying(from.get(), to.get());
    for (const char* table : {"names", "questions", "question_images", "traces", "trace_texts",
                              "steps", "step_texts", "sources", "estimates", "judge_replies"})
        copying.copy(table, std::string("SELECT * FROM ") + table);
    copying.checkpoint();
    const double withoutText = copying.seconds();
    copying.copy("question_index", "SELECT key, text FROM questions", " (rowid, text)");
    copying.copy("trace_index",
                 "SELECT t.key, (SELECT group_concat(x.text, char(10)) FROM step_texts x"
                 " WHERE x.trace = t.key) FROM traces t",
                 " (rowid, text)");
    copying.checkpoint();
    return {
        {"rows", copying.rows()}, {"seconds", copying.seconds()}, {"read_seconds", withoutText}};
}

} // namespace steplight::bench
