// SPDX-License-Identifier: GPL-3.0-or-later
// events.jsonl as the engine writes it: append-only, whole lines, one final event. One thread at a
// time, under the lock.
#pragma once

#include "engine/protocol/event.h"
#include "engine/runs/search_tally.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>

namespace steplight {

/// What earlier starts of the run have said.
struct PastEvents {
    std::unordered_set<std::string> traces; ///< those with a result or a reply
    std::map<std::string, std::set<std::int64_t>>
        solutions; ///< of questions: the indices of those that are written
    std::int64_t written = 0, read = 0, right = 0; ///< of solutions
    std::unordered_set<std::string> grown;         ///< questions whose search tree is whole
    std::unordered_set<std::string> searched; ///< questions of a search that have their answers
    SearchTally search;                       ///< of these
    std::optional<protocol::Event> final;
    std::string modelHash;     ///< empty when no model was loaded yet
    std::string prmHash;       ///< of the second model of a run that loads two
    std::int64_t unscored = 0; ///< results without any score
    std::int64_t tokens = 0;
    double seconds = 0;

    /// Traces of a scoring, or questions of a search.
    std::size_t finished() const { return traces.size() + searched.size(); }
};

class EventLog
{
public:
    /// Reads what is there and cuts off a torn last line. Throws EngineError "disk".
    explicit EventLog(const std::filesystem::path& folder);
    ~EventLog();
    EventLog(const EventLog&) = delete;
    EventLog& operator=(const EventLog&) = delete;

    const PastEvents& past() const { return m_past; }
    /// One line, one write. Syncs at most every two seconds, and at a final event. When the disk is
    /// full the line is taken back and EngineError "disk" thrown; a little room is kept in reserve
    /// for the final event.
    void write(const protocol::Event& event);

private:
    void readPast();
    void note(const protocol::Event& event);
    void makeReserve();
    void freeReserve();

    std::filesystem::path m_folder;
    int m_file = -1;
    std::int64_t m_size = 0; ///< bytes of whole lines
    PastEvents m_past;
    std::chrono::steady_clock::time_point m_synced;
};

} // namespace steplight
