// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/event_log.h"

#include "engine/core/error.h"
#include "engine/protocol/lines.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace steplight {
namespace {

constexpr auto syncInterval = std::chrono::seconds(2);
constexpr std::size_t reserveBytes = 64U << 10;

EngineError diskError(const std::filesystem::path& folder, int error)
{
    return {"disk", "Results cannot be written to " + folder.string() + ": " +
                        std::strerror(error) + ". Make room."};
}

} // namespace

EventLog::EventLog(const std::filesystem::path& folder) : m_folder(folder)
{
    m_file =
        ::open((folder / "events.jsonl").c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (m_file < 0)
        throw diskError(folder, errno);
    readPast();
    if (::ftruncate(m_file, m_size) != 0)
        throw diskError(folder, errno);
    if (!m_past.final)
        makeReserve();
}

EventLog::~EventLog()
{
    freeReserve();
    ::close(m_file);
}

void EventLog::readPast()
{
    protocol::LineSplitter lines;
    std::array<char, 1U << 16> bytes;
    ssize_t got = 0;
    while ((got = ::read(m_file, bytes.data(), bytes.size())) > 0) {
        lines.add({bytes.data(), static_cast<std::size_t>(got)});
        while (const auto line = lines.next()) {
            m_size += line->bytes;
            try {
                note(protocol::readEvent(line->text));
            } catch (const protocol::Error&) {
                // Rubbish between whole lines, as after a power cut, hides no other line.
            }
        }
    }
    if (got < 0)
        throw diskError(m_folder, errno);
}

void EventLog::note(const protocol::Event& event)
{
    if (protocol::isFinal(event))
        m_past.final = event;
    if (const auto* model = std::get_if<protocol::ModelLoaded>(&event.body))
        (model->role == "prm" ? m_past.prmHash : m_past.modelHash) = model->hash;
    if (const auto* solution = std::get_if<protocol::Solution>(&event.body);
        solution && m_past.solutions[solution->question].insert(solution->index).second) {
        ++m_past.written;
        m_past.read += solution->steps.empty() ? 0 : 1;
        m_past.right += solution->correct.value_or(false) ? 1 : 0;
    }
    if (const auto* judged = std::get_if<protocol::Judged>(&event.body))
        m_past.traces.insert(judged->trace);
    if (const auto* searched = std::get_if<protocol::Searched>(&event.body);
        searched && m_past.searched.insert(searched->question).second)
        m_past.search.add(*searched);
    if (const auto* grown = std::get_if<protocol::Grown>(&event.body))
        m_past.grown.insert(grown->question);
    const auto* result = std::get_if<protocol::Result>(&event.body);
    if (!result || !m_past.traces.insert(result->trace).second)
        return;
    bool scored = false;
    for (const auto& score : result->scores)
        scored = scored || score.has_value();
    m_past.unscored += scored ? 0 : 1;
    m_past.tokens += result->tokens;
    m_past.seconds += result->seconds;
}

void EventLog::write(const protocol::Event& event)
{
    const bool final = protocol::isFinal(event);
    if (final)
        freeReserve();
    const std::string line = protocol::writeEvent(event);
    const ssize_t written = ::write(m_file, line.data(), line.size());
    if (written != static_cast<ssize_t>(line.size())) {
        const int error = written < 0 ? errno : ENOSPC;
        if (::ftruncate(m_file, m_size) != 0)
            throw diskError(m_folder, errno);
        throw diskError(m_folder, error);
    }
    m_size += written;
    note(event);
    const auto now = std::chrono::steady_clock::now();
    if (final || now - m_synced >= syncInterval) {
        if (::fdatasync(m_file) != 0)
            throw diskError(m_folder, errno);
        m_synced = now;
    }
}

void EventLog::makeReserve()
{
    std::ofstream file(m_folder / "reserve", std::ios::binary);
    file << std::string(reserveBytes, '\0') << std::flush;
    if (!file)
        throw diskError(m_folder, ENOSPC);
}

void EventLog::freeReserve()
{
    std::error_code ignored; // nothing depends on its going
    std::filesystem::remove(m_folder / "reserve", ignored);
}

} // namespace steplight
