// SPDX-License-Identifier: GPL-3.0-or-later
// The reference for imports: SQLite alone, given finished rows. Any thread.
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>

namespace steplight::bench {

/// Inserts every row of a project's tables, indexes and text index into a new database of the same
/// schema: one prepared statement a table, large transactions, WAL, synchronous=NORMAL, a
/// checkpoint at the end. Only the inserting is timed; rows are read before it, some at a time.
nlohmann::ordered_json bareInsert(const std::filesystem::path& project,
                                  const std::filesystem::path& database);

} // namespace steplight::bench
