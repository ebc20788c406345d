// SPDX-License-Identifier: GPL-3.0-or-later
// The queue grammar (docs/queries.md): text to a condition on traces. Any thread.
#pragma once

#include "storage/error.h"
#include "storage/records/trace_row.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace steplight {

/// what() is a sentence that names the position, counted in characters from 1; code is "bad-query".
class QueryError : public StorageError
{
public:
    QueryError(std::size_t position, std::size_t length, const std::string& problem,
               std::int64_t character)
        : StorageError("bad-query", problem + ", at character " + std::to_string(character) + "."),
          m_position(position), m_length(length), m_problem(problem + ".")
    {
    }
    /// Byte offset in the query of what could not be read, and its length; 0 = something is missing
    /// there.
    std::size_t position() const { return m_position; }
    std::size_t length() const { return m_length; }
    /// The sentence without the position, for where it is underlined.
    const std::string& problem() const { return m_problem; }

private:
    std::size_t m_position;
    std::size_t m_length;
    std::string m_problem;
};

using SqlValue = std::variant<std::int64_t, double, std::string>;

/// A condition on the row t of traces, with its values apart: no text of the user is in sql.
struct Condition {
    std::string sql;
    std::vector<SqlValue> values;
};

struct QueryContext {
    std::string annotator;         ///< for "mine"; empty = nobody
    std::int64_t todayBegan = 0;   ///< milliseconds since 1970 UTC, for "today"
    std::int64_t indexedTrace = 0; ///< traces up to this key are in the text index
    std::int64_t indexedQuestion = 0;
};

/// Throws QueryError. An empty query is true of every trace.
Condition compileQuery(std::string_view query, const QueryContext& context);

/// Throws QueryError when the text is no query; cheap, for checking while typing.
void checkQuery(std::string_view query);

/// A condition as it stands in a query, in bytes. The query can be read without it.
struct QueryPart {
    std::size_t begin = 0;
    std::size_t length = 0;
};

/// The conditions that must all hold, in their order; one for a query whose parts are joined by
/// "or". Throws QueryError.
std::vector<QueryPart> queryParts(std::string_view query);

/// The built-in queues, uncounted, in the order of the panel.
std::vector<Queue> builtInQueues();

} // namespace steplight
