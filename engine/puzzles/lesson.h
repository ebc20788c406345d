// SPDX-License-Identifier: GPL-3.0-or-later
// What a policy learns from: examples of a training (docs/training.md) about puzzles of the splits
// that may be learnt from or validated on, never of the test. Any thread.
#pragma once

#include "engine/protocol/example.h"
#include "engine/puzzles/demonstration.h"

#include <filesystem>
#include <functional>

namespace steplight::puzzles {

/// All but solutions are of cards at random: where a rule says what lies elsewhere, a model guesses
/// before it looks.
enum class Lesson {
    card,       ///< one cell alone: what things look like, and the names; no sentences yet
    cards,      ///< two to four cells side by side, as tersely: to find one by its name
    perception, ///< every visible cell of a table, in any order: where things are
    recall,     ///< a few cells side by side, then what was read of them, again and again
    conclude,   ///< the same, and what follows from it
    solution,   ///< whole solutions and their answers
    check       ///< for a PRM: as conclude, but one in three is spoilt; its own truth is the target
};

struct Task {
    Puzzle puzzle;
    std::string id; ///< "p" and the number of the puzzle
};

struct Image {
    std::string bytes; ///< PNG
    std::string hash;  ///< SHA-256 of them
    explicit Image(std::string png);
};

/// Puzzles of one split, all families in turn, both levels; the same for the same seed. Those that
/// are new to everything (Novelty::unknown) only where `unknown` asks for them alone.
class Tasks
{
public:
    Tasks(std::uint64_t seed, Split split, bool unknown = false)
        : m_random(seed), m_split(split), m_unknown(unknown)
    {
    }
    Task next();
    Random& random() { return m_random; }

private:
    Random m_random;
    Split m_split;
    bool m_unknown;
    int m_count = 0;
};

/// The question with its image, and no steps yet.
protocol::TraceInput traceOf(const Task& task, const Image& image);

struct Taught {
    Puzzle puzzle; ///< what the steps speak of: of all but a solution, other cards than the task's
    Image image;
    protocol::Example example;
};

Taught teach(const Task& task, Lesson lesson, const Manner& manner, Random& random);

} // namespace steplight::puzzles
