// SPDX-License-Identifier: GPL-3.0-or-later
// One compiled statement in use: bound, stepped, and given back reset when it goes out of scope,
// so that no read transaction is left open. What SQLite throws becomes a StorageError. For
// storage's own files.
#pragma once

#include "storage/project.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace steplight {

template <class Step> auto explained(const Step& step)
{
    try {
        return step();
    } catch (const SQLite::Exception& error) {
        throw explain(error);
    }
}

class Sql
{
public:
    template <class... Values>
    explicit Sql(Project& project, const std::string& text, const Values&... values)
        : m_project(project), m_statement(project.takeStatement(text))
    {
        (bind(values), ...);
    }
    ~Sql() { m_project.giveBack(std::move(m_statement)); }
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;

    /// Binds to the next parameter.
    void bind(std::nullopt_t) { m_statement->bind(++m_bound); }
    void bind(int value) { m_statement->bind(++m_bound, value); }
    void bind(bool value) { m_statement->bind(++m_bound, value ? 1 : 0); }
    void bind(std::int64_t value) { m_statement->bind(++m_bound, value); }
    void bind(double value) { m_statement->bind(++m_bound, value); }
    void bind(const std::string& value) { m_statement->bind(++m_bound, value); }
    void bind(std::string_view value) { bind(std::string(value)); }
    void bind(const char* value) { bind(std::string(value)); }
    template <class Value> void bind(const std::optional<Value>& value)
    {
        value ? bind(*value) : bind(std::nullopt);
    }
    template <class... Kinds> void bind(const std::variant<Kinds...>& value)
    {
        std::visit([this](const auto& held) { this->bind(held); }, value);
    }

    /// Runs to the end; the number of rows changed.
    int run()
    {
        return explained([this] { return m_statement->exec(); });
    }
    /// Runs once more, to the end, with other values for all parameters.
    template <class... Values> int runWith(const Values&... values)
    {
        m_statement->reset();
        m_bound = 0;
        (bindWhileRunning(values), ...);
        return run();
    }
    /// True when there is a row to read.
    bool next()
    {
        return explained([this] { return m_statement->executeStep(); });
    }

    bool null(int column) const { return m_statement->getColumn(column).isNull(); }
    std::int64_t integer(int column) const { return m_statement->getColumn(column).getInt64(); }
    int number(int column) const { return m_statement->getColumn(column).getInt(); }
    double real(int column) const { return m_statement->getColumn(column).getDouble(); }
    std::string text(int column) const { return m_statement->getColumn(column).getString(); }
    std::optional<double> maybeReal(int column) const
    {
        return null(column) ? std::nullopt : std::optional(real(column));
    }
    std::optional<int> maybeNumber(int column) const
    {
        return null(column) ? std::nullopt : std::optional(number(column));
    }
    std::optional<bool> maybeBool(int column) const
    {
        return null(column) ? std::nullopt : std::optional(number(column) != 0);
    }

private:
    template <class Value> void bindWhileRunning(const Value& value) { bind(value); }
    void bindWhileRunning(const std::string& value) { m_statement->bindNoCopy(++m_bound, value); }

    Project& m_project;
    std::unique_ptr<SQLite::Statement> m_statement;
    int m_bound = 0;
};

/// The first column of the first row; unset when there is no row or it is NULL.
template <class... Values> std::optional<std::int64_t>
firstInteger(Project& project, const std::string& text, const Values&... values)
{
    Sql sql(project, text, values...);
    if (!sql.next() || sql.null(0))
        return std::nullopt;
    return sql.integer(0);
}

template <class... Values> std::optional<std::string>
firstText(Project& project, const std::string& text, const Values&... values)
{
    Sql sql(project, text, values...);
    if (!sql.next() || sql.null(0))
        return std::nullopt;
    return sql.text(0);
}

template <class... Values>
int runSql(Project& project, const std::string& text, const Values&... values)
{
    Sql sql(project, text, values...);
    return sql.run();
}

} // namespace steplight
