// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/checkpointer.h"

#include <sqlite3.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace steplight {

namespace {

constexpr int pagesAtOnce = 4'000; ///< 16 MB of 4 KiB pages
constexpr int longestLog = 40'000;

} // namespace

struct Checkpointer::Thread {
    Thread(sqlite3* connection, std::filesystem::path databaseFile)
        : writer(connection), file(std::move(databaseFile))
    {
        sqlite3_wal_hook(writer, committed, this);
    }
    ~Thread()
    {
        sqlite3_wal_hook(writer, nullptr, nullptr);
        if (!worker.joinable())
            return;
        {
            const std::lock_guard guard(mutex);
            leaving = true;
        }
        changed.notify_all();
        worker.join();
    }

    static int committed(void* self, sqlite3*, const char*, int pages)
    {
        static_cast<Thread*>(self)->noteCommit(pages);
        return SQLITE_OK;
    }

    void noteCommit(int pages)
    {
        const std::lock_guard guard(mutex);
        if (pages < logged) { // the log has begun anew
            moved = 0;
            patience = longestLog;
        }
        logged = pages;
        if (logged - moved >= pagesAtOnce)
            ask();
    }

    /// With the mutex held.
    void ask()
    {
        wanted = true;
        if (!worker.joinable())
            worker = std::thread([this] { work(); });
        changed.notify_all();
    }

    void work();

    sqlite3* writer;
    std::filesystem::path file;
    std::mutex mutex;
    std::condition_variable changed;
    bool wanted = false, working = false, leaving = false;
    int logged = 0; ///< pages in the log
    int moved = 0;  ///< of them in the database
    int patience = longestLog;
    std::thread worker;
};

void Checkpointer::Thread::work()
{
    sqlite3* connection = nullptr;
    // Until it has read once, a connection does not know that there is a log, and moves nothing.
    const bool open =
        sqlite3_open_v2(file.c_str(), &connection, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK &&
        sqlite3_exec(connection, "SELECT 1 FROM sqlite_schema", nullptr, nullptr, nullptr) ==
            SQLITE_OK;
    std::unique_lock guard(mutex);
    while (!leaving) {
        changed.wait(guard, [this] { return wanted || leaving; });
        if (leaving)
            break;
        wanted = false;
        working = true;
        const int before = logged;
        guard.unlock();
        int log = -1, done = -1;
        if (open)
            sqlite3_wal_checkpoint_v2(connection, nullptr, SQLITE_CHECKPOINT_PASSIVE, &log, &done);
        guard.lock();
        working = false;
        if (done >= 0 && logged >= before)
            moved = done;
        if (logged == before && moved < logged) // a reader holds it up: go on without a pause
            patience = logged + longestLog;
    }
    guard.unlock();
    sqlite3_close(connection);
}

Checkpointer::Checkpointer(sqlite3* connection, std::filesystem::path file)
    : m_thread(std::make_unique<Thread>(connection, std::move(file)))
{
}

Checkpointer::~Checkpointer() = default;

bool Checkpointer::behind()
{
    const std::lock_guard guard(m_thread->mutex);
    if (m_thread->logged < m_thread->patience || m_thread->moved >= m_thread->logged)
        return false;
    if (!m_thread->wanted && !m_thread->working)
        m_thread->ask();
    return true;
}

} // namespace steplight
