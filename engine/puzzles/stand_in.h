// SPDX-License-Identifier: GPL-3.0-or-later
// A judge as a folder: which puzzles it knows the truth of, and its faults. It stands in for a
// strong model where there is none. Any thread.
#pragma once

#include "engine/protocol/trace_input.h"
#include "engine/puzzles/judge.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace steplight::puzzles {

/// Its file (protocol::judgeFile): {"name", "puzzles": the file of the puzzles, and the faults that
/// are not 0: "miss_perception", "miss_reasoning", "blind": [habits], "miss_blind", "false_alarm",
/// "slip", "unparsable"}. A line of the puzzles: {"image": SHA-256 of the picture, "question",
/// "state"}.
class StandIn
{
public:
    /// Throws EngineError "model" with file and line.
    explicit StandIn(const std::filesystem::path& folder);

    const std::string& name() const { return m_name; }
    const std::string& hash() const { return m_hash; } ///< SHA-256 of both files
    std::string summary() const;

    /// Unset for a question that it does not know. The same for the same seed and trace.
    std::optional<std::string> reply(const protocol::TraceInput& trace, std::uint64_t seed) const;

private:
    using Question = std::pair<std::string, std::string>; ///< image and text

    std::string m_name, m_hash;
    JudgeFaults m_faults;
    std::map<Question, Puzzle> m_puzzles;
};

/// "orange-is-red", "star-is-triangle", "shift-is-column", "count-is-off".
std::string_view nameOf(Habit habit);

/// Both files of such a folder but its puzzles: the first, and a line of the second.
std::string standInFile(const std::string& name, const JudgeFaults& faults);
std::string standInLine(const std::string& imageHash, const Puzzle& puzzle);

} // namespace steplight::puzzles
