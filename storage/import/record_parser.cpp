// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/record_parser.h"

#include "storage/identity.h"

namespace steplight {
namespace {

constexpr std::size_t mostWaiting = std::size_t{4} << 20; ///< bytes of records parsed ahead

/// Names the fields of a row that nothing recognises.
std::string unknownLayout(Json row)
{
    if (hasField(row, "@context"))
        return "this describes a data set (JSON-LD) and holds none of its rows";
    std::string names;
    for (const auto [key, value] : simdjson::dom::object(row)) {
        names += (names.empty() ? "" : ", ") + std::string(excerpt(key));
        if (names.size() > 120)
            break;
    }
    return "no format knows a row with the fields: " + names;
}

void identify(ParsedTrace& row)
{
    for (const auto& source : row.images)
        if (!source.reference.empty())
            row.question.images.push_back({source.reference, {}, 0, 0, {}, {}});
    row.question.id = questionId(row.question);
    if (!row.trace)
        return;
    row.trace->questionId = row.question.id;
    row.trace->id = traceId(row.question.id, row.trace->steps);
}

} // namespace

RecordParser::RecordParser(const PlannedFile& file, RowOrigin origin)
    : m_origin(std::move(origin)), m_judge(file.judge),
      m_ahead(std::filesystem::is_regular_file(file.path)), m_reader(openSource(file.path)),
      m_format(file.format)
{
}

RecordParser::~RecordParser()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard guard(m_mutex);
        m_leaving = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void RecordParser::parse(ParsedRecord& parsed)
{
    const Record& record = parsed.record;
    Json row;
    if (!record.error.empty())
        parsed.unusable = record.error;
    else if (const auto error = m_parser.parse(record.text).get(row); error != simdjson::SUCCESS)
        parsed.unusable = brokenJson(error);
    else if (!row.is_object())
        parsed.unusable = "not an object";
    else if (!m_format && !(m_format = recognise(row)))
        parsed.unusable = unknownLayout(row);
    else if (m_judge && m_format->kind() == RowKind::traces)
        parsed.unusable = "neither a judge's request nor a reply";
    else
        parsed.rows = m_format->parse(row, m_origin);
    for (auto& kept : parsed.rows)
        if (auto* trace = std::get_if<ParsedTrace>(&kept))
            identify(*trace);
}

std::optional<ParsedRecord> RecordParser::parseNext()
{
    auto record = m_reader.next();
    if (!record)
        return std::nullopt;
    ParsedRecord parsed;
    parsed.record = std::move(*record);
    try {
        parse(parsed);
    } catch (const BadRow& bad) {
        parsed.unusable = bad.what();
    }
    parsed.format = m_format;
    parsed.bytes = m_reader.bytesRead();
    return parsed;
}

/// False when nobody wants it any more.
bool RecordParser::push(ParsedRecord parsed)
{
    std::unique_lock guard(m_mutex);
    m_changed.wait(guard, [this] { return m_waiting < mostWaiting || m_leaving; });
    m_waiting += parsed.record.text.size();
    m_parsed.push_back(std::move(parsed));
    const bool wanted = !m_leaving;
    guard.unlock();
    m_changed.notify_all();
    return wanted;
}

void RecordParser::work()
{
    std::exception_ptr failure;
    try {
        for (auto parsed = parseNext(); parsed; parsed = parseNext())
            if (!push(std::move(*parsed)))
                break;
    } catch (...) {
        failure = std::current_exception();
    }
    {
        const std::lock_guard guard(m_mutex);
        m_failure = failure;
        m_ended = true;
    }
    m_changed.notify_all();
}

/// All that wait at once: the threads meet seldom.
void RecordParser::takeParsed()
{
    std::unique_lock guard(m_mutex);
    if (!m_thread.joinable())
        m_thread = std::thread([this] { work(); });
    m_changed.wait(guard, [this] { return !m_parsed.empty() || m_ended; });
    m_taken.swap(m_parsed);
    m_waiting = 0;
    if (m_taken.empty() && m_failure)
        std::rethrow_exception(m_failure);
    if (m_taken.empty())
        m_bytesRead = m_reader.bytesRead();
    guard.unlock();
    m_changed.notify_all();
}

std::optional<ParsedRecord> RecordParser::next()
{
    std::optional<ParsedRecord> parsed;
    if (!m_ahead) {
        parsed = parseNext();
        m_bytesRead = m_reader.bytesRead();
        return parsed;
    }
    if (m_taken.empty())
        takeParsed();
    if (m_taken.empty())
        return std::nullopt;
    parsed = std::move(m_taken.front());
    m_taken.pop_front();
    m_bytesRead = parsed->bytes;
    return parsed;
}

} // namespace steplight
