// SPDX-License-Identifier: GPL-3.0-or-later
// Splits a file of JSON records (JSON Lines, one array, pretty-printed objects between lines) into
// records without holding the file: memory is one record and one chunk. One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace steplight {

/// One top-level value as text. When error is set it is not JSON and text is its beginning.
struct Record {
    static constexpr std::size_t rawKept = std::size_t{64} << 10; ///< bytes of a broken record

    std::int64_t line = 0;      ///< 1-based line where it starts
    std::int64_t number = 0;    ///< 1-based count of records
    bool inArray = false;       ///< of an array that begins the file
    std::int64_t nonFinite = 0; ///< bare NaN and Infinity, replaced by null
    std::string text;
    std::string error; ///< why the record cannot be read; empty when it can

    /// What a report names: the line, or the record's number in an array.
    std::int64_t place() const { return inArray ? number : line; }
};

class RecordReader
{
public:
    /// Fills the buffer and returns how many bytes it wrote; 0 = end.
    using Source = std::function<std::size_t(char*, std::size_t)>;

    static constexpr std::size_t defaultLimit = std::size_t{256} << 20; ///< bytes a record may have

    explicit RecordReader(Source source, std::size_t limit = defaultLimit);

    /// The next record, good or broken; nothing at the end of the file.
    std::optional<Record> next();

    std::int64_t bytesRead() const { return m_bytes; } ///< taken from the source so far

private:
    bool readOn();
    int peek(); ///< the next byte, -1 at the end
    bool atMark(int c);
    void advance();
    void keepAndAdvance();
    void keep(const char* bytes, std::size_t count);
    bool findStart();
    void scanContainer();
    bool scanString();
    void scanScalar();
    void skipLine();
    void findNextRecord();

    Source m_source;
    std::size_t m_limit;
    std::string m_chunk;
    std::size_t m_at = 0;
    std::size_t m_end = 0;
    std::int64_t m_bytes = 0;
    std::int64_t m_line = 1;
    std::int64_t m_column = 0;    ///< of the next byte, 0-based
    bool m_blank = true;          ///< nothing but blanks so far on this line
    bool m_array = false;         ///< inside a top-level array
    std::int64_t m_arrayLine = 0; ///< where that array began
    bool m_arrayIsFile = false;   ///< nothing stood before it
    std::int64_t m_number = 0;
    std::int64_t m_indent = 0; ///< column where the present record starts
    bool m_ownLine = false;    ///< the present record starts its line
    bool m_sawNonFinite = false;
    bool m_tooLarge = false;
    Record m_record;
};

/// Replaces bare NaN, Infinity and -Infinity outside strings by null; returns how many.
std::int64_t replaceNonFinite(std::string& json);

} // namespace steplight
