// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a file's records and turns them into rows, ahead of the thread that keeps them: a regular
// file on a thread of its own, anything else (a pipe may never answer) in next(). Called on the
// project's thread; touches no database.
#pragma once

#include "storage/import/format.h"
#include "storage/import/import_plan.h"
#include "storage/import/record_reader.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace steplight {

/// A record and what its file's format makes of it. Questions and traces have their ids.
struct ParsedRecord {
    Record record;
    std::vector<ParsedRow> rows;
    std::string unusable;           ///< why there are no rows; empty when there are
    const Format* format = nullptr; ///< of the file; null until a row is recognised
    std::int64_t bytes = 0;         ///< read of the file so far
};

class RecordParser
{
public:
    /// Throws StorageError "io" when the file cannot be opened.
    RecordParser(const PlannedFile& file, RowOrigin origin);
    ~RecordParser();
    RecordParser(const RecordParser&) = delete;
    RecordParser& operator=(const RecordParser&) = delete;

    /// The next record; nothing at the end of the file. Throws what reading it threw.
    std::optional<ParsedRecord> next();
    /// Of the file, up to the record that next() gave last; all of it after its end.
    std::int64_t bytesRead() const { return m_bytesRead; }

private:
    std::optional<ParsedRecord> parseNext();
    void parse(ParsedRecord& parsed);
    void work();
    bool push(ParsedRecord parsed);
    void takeParsed();

    RowOrigin m_origin;
    bool m_judge;
    bool m_ahead;
    RecordReader m_reader; // this and the next two are the thread's once it runs
    simdjson::dom::parser m_parser;
    const Format* m_format;
    std::deque<ParsedRecord> m_taken;
    std::int64_t m_bytesRead = 0;

    std::mutex m_mutex; // for all below but the thread
    std::condition_variable m_changed;
    std::deque<ParsedRecord> m_parsed;
    std::size_t m_waiting = 0; ///< bytes of the records in m_parsed
    bool m_ended = false;
    bool m_leaving = false;
    std::exception_ptr m_failure;
    std::thread m_thread;
};

} // namespace steplight
