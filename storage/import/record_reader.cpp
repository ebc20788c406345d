// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/record_reader.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace steplight {
namespace {

constexpr std::size_t chunkSize = std::size_t{1} << 18;
constexpr std::string_view mark = "\xEF\xBB\xBF"; // byte order

bool isBlank(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
bool opens(int c)
{
    return c == '{' || c == '[';
}
bool closes(int c)
{
    return c == '}' || c == ']';
}
bool endsRun(char c)
{
    return c == '"' || c == '\\' || c == '\n';
}

} // namespace

RecordReader::RecordReader(Source source, std::size_t limit)
    : m_source(std::move(source)), m_limit(limit), m_chunk(chunkSize, '\0')
{
}

/// Takes more from the source, behind what is left of the chunk; false at the end.
bool RecordReader::readOn()
{
    std::copy(m_chunk.data() + m_at, m_chunk.data() + m_end, m_chunk.data());
    m_end -= m_at;
    m_at = 0;
    const std::size_t count = m_source(m_chunk.data() + m_end, m_chunk.size() - m_end);
    m_end += count;
    m_bytes += static_cast<std::int64_t>(count);
    return count > 0;
}

int RecordReader::peek()
{
    return m_at < m_end || readOn() ? static_cast<unsigned char>(m_chunk[m_at]) : -1;
}

/// Whether a byte order mark comes next, beginning with c; the end of a chunk may split it.
bool RecordReader::atMark(int c)
{
    if (c != 0xEF)
        return false;
    while (m_end - m_at < mark.size() && readOn()) {
    }
    return std::string_view(m_chunk.data() + m_at, m_end - m_at).starts_with(mark);
}

void RecordReader::advance()
{
    const char c = m_chunk[m_at++];
    if (c == '\n') {
        ++m_line;
        m_column = 0;
        m_blank = true;
    } else {
        ++m_column;
        m_blank = m_blank && isBlank(c);
    }
}

void RecordReader::keep(const char* bytes, std::size_t count)
{
    m_tooLarge = m_tooLarge || m_record.text.size() + count > m_limit;
    if (!m_tooLarge)
        m_record.text.append(bytes, count);
}

void RecordReader::keepAndAdvance()
{
    keep(m_chunk.data() + m_at, 1);
    advance();
}

/// Moves to the first byte of the next record; false at the end of the file.
bool RecordReader::findStart()
{
    for (int c = peek(); c >= 0; c = peek()) {
        if (c == ']' && m_array)
            m_array = false;
        else if (c == '[' && !m_array) {
            m_array = true;
            m_arrayLine = m_line;
            m_arrayIsFile = m_number == 0;
        } else if (atMark(c)) {
            m_at += mark.size(); // the file's, or of one that was put behind another
            continue;
        } else if (!isBlank(c) && !(c == ',' && m_array))
            return true;
        advance();
    }
    return false;
}

std::optional<Record> RecordReader::next()
{
    m_record = Record{};
    m_sawNonFinite = m_tooLarge = false;
    const bool found = findStart();
    if (!found && !m_array)
        return std::nullopt;
    m_record.line = m_line;
    m_record.number = ++m_number;
    m_record.inArray = m_array && m_arrayIsFile;
    m_ownLine = m_blank;
    m_indent = m_column;
    if (!found) {
        m_array = false;
        m_record.error = "the file ends inside an array: its end is missing";
    } else if (opens(peek())) {
        scanContainer();
    } else {
        scanScalar();
    }
    if (m_tooLarge)
        m_record.error = "the record is larger than " + std::to_string(m_limit >> 20) + " MB";
    if (!m_record.error.empty())
        m_record.text.resize(std::min(m_record.text.size(), Record::rawKept));
    else if (m_sawNonFinite)
        m_record.nonFinite = replaceNonFinite(m_record.text);
    return std::move(m_record);
}

/// An object or array up to its closing bracket. A record that breaks off is recognised by a raw
/// line end inside a string, or by another record that starts a line at the same column.
void RecordReader::scanContainer()
{
    std::int64_t depth = 0;
    bool flat = false; // printed over several lines without indentation
    for (int c = peek(); c >= 0; c = peek()) {
        if (m_blank && depth > 0 && m_ownLine && !isBlank(c)) {
            if (m_line == m_record.line + 1)
                flat = c != '{' && m_column <= m_indent && // one brace behind another is no JSON
                       m_record.text.find_first_not_of("{\r\n\t ") == std::string::npos;
            if (c == '{' && m_column == m_indent && !flat) {
                m_record.error =
                    "broken JSON: the record breaks off, the next one starts on line " +
                    std::to_string(m_line);
                return;
            }
        }
        if (c == '\'') {
            m_record.error = "not JSON: single quotes, as Python prints its values";
            return findNextRecord();
        }
        if (c == '"') {
            if (!scanString())
                return;
            continue;
        }
        keepAndAdvance();
        m_sawNonFinite = m_sawNonFinite || c == 'N' || c == 'I';
        depth += opens(c) ? 1 : closes(c) ? -1 : 0;
        if (depth == 0)
            return;
    }
    m_record.error = "broken JSON: the record never ends";
    m_array = false;
}

/// From the opening to the closing quote; false when the record is given up.
bool RecordReader::scanString()
{
    keepAndAdvance();
    while (peek() >= 0) {
        const char* begin = m_chunk.data() + m_at;
        const char* stop =
            std::find_if(begin, static_cast<const char*>(m_chunk.data() + m_end), endsRun);
        const auto run = static_cast<std::size_t>(stop - begin);
        keep(begin, run);
        m_at += run;
        m_column += static_cast<std::int64_t>(run);
        m_blank = m_blank && run == 0;
        const int c = peek();
        if (run > 0 && m_at == m_end)
            continue;
        if (c == '\n' && m_ownLine) {
            m_record.error = "broken JSON: a line ends inside a string";
            findNextRecord();
            return false;
        }
        if (c < 0)
            break;
        keepAndAdvance();
        if (c == '"')
            return true;
        if (c == '\\' && peek() >= 0 && peek() != '\n')
            keepAndAdvance();
    }
    m_record.error = "broken JSON: the record never ends";
    m_array = false;
    return false;
}

/// Anything that is no object: a number, a word, rubbish; ends with the line or the array element.
void RecordReader::scanScalar()
{
    for (int c = peek(); c >= 0 && c != '\n'; c = peek()) {
        if (c == '\'' && m_record.text.empty()) {
            m_record.error = "not JSON: single quotes, as Python prints its values";
            return findNextRecord();
        }
        if (m_array && (c == ',' || c == ']'))
            return;
        if (c == '"') {
            if (!scanString())
                return;
        } else {
            keepAndAdvance();
        }
    }
}

void RecordReader::skipLine()
{
    while (peek() >= 0 && peek() != '\n')
        advance();
}

/// Gives the present record up and goes on where a line starts like a record.
void RecordReader::findNextRecord()
{
    if (m_array && m_arrayLine == m_record.line)
        m_array = false;
    const std::int64_t indent = m_ownLine ? m_indent : 0;
    for (skipLine(); peek() >= 0; skipLine()) {
        advance();
        while (peek() == ' ' || peek() == '\t')
            advance();
        const int c = peek();
        if (m_array ? c == ']' || (c == '{' && m_column == indent) : opens(c) && m_column == indent)
            return;
    }
    m_array = false;
}

std::int64_t replaceNonFinite(std::string& json)
{
    static constexpr std::array<std::string_view, 3> words{"-Infinity", "Infinity", "NaN"};
    std::string out;
    std::int64_t count = 0;
    std::size_t kept = 0;
    bool inString = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inString && c == '\\') {
            ++i;
        } else if (c == '"') {
            inString = !inString;
        } else if (!inString && (c == 'N' || c == 'I' || c == '-')) {
            const auto rest = std::string_view(json).substr(i);
            const auto* word = std::find_if(words.begin(), words.end(),
                                            [&](auto w) { return rest.starts_with(w); });
            if (word == words.end())
                continue;
            out.append(json, kept, i - kept).append("null");
            i += word->size() - 1;
            kept = i + 1;
            ++count;
        }
    }
    if (count > 0)
        json = out.append(json, kept);
    return count;
}

} // namespace steplight
