// SPDX-License-Identifier: GPL-3.0-or-later
// Moves what was committed from the write-ahead log into the database, on a thread and a connection
// of its own, so that no label and no slice of an import waits for it. The calls are for the
// project's thread. For storage's own files.
#pragma once

#include <filesystem>
#include <memory>

struct sqlite3;

namespace steplight {

class Checkpointer
{
public:
    /// connection is that of the project and outlives this; from now on its commits are watched.
    Checkpointer(sqlite3* connection, std::filesystem::path file);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    /// True while the log is so long that bulk writing should pause for it. SQLite begins it anew
    /// only when it was moved whole.
    bool behind();

private:
    struct Thread;
    std::unique_ptr<Thread> m_thread;
};

} // namespace steplight
