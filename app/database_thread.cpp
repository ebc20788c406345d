// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/database_thread.h"

#include "app/error_words.h"

#include <QMetaObject>

namespace steplight {

DatabaseThread::DatabaseThread(std::string folder, Access access, QObject* parent)
    : QObject(parent), m_folder(std::move(folder)), m_access(access),
      m_thread(&DatabaseThread::loop, this)
{
}

DatabaseThread::~DatabaseThread()
{
    {
        std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void DatabaseThread::enqueue(std::deque<Task>& queue, Task task)
{
    {
        std::lock_guard lock(m_mutex);
        queue.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void DatabaseThread::deliver(std::function<void()> onGuiThread)
{
    QMetaObject::invokeMethod(this, std::move(onGuiThread), Qt::QueuedConnection);
}

void DatabaseThread::attempt(const Task& task, Project& project)
{
    try {
        task(project);
        if (!m_lost)
            m_said.clear();
    } catch (const std::exception& error) {
        fail(error);
    }
}

void DatabaseThread::fail(const std::exception& error)
{
    const StorageError explained = explain(error);
    m_lost = m_lost || explained.code() == "io";
    const QString message = errorInWords(explained);
    if (message == m_said)
        return;
    m_said = message;
    deliver([this, message] { emit failed(message); });
}

/// While it fails the old connection stays: it may still read.
void DatabaseThread::reopen(std::optional<Project>& project)
{
    try {
        Project fresh(m_folder, m_access);
        fresh.dataVersion();
        project = std::move(fresh);
        m_lost = false;
        m_said.clear();
    } catch (const std::exception&) {
        // Said already, and tried again with the next task.
    }
}

void DatabaseThread::runUrgent(Project& project)
{
    for (;;) {
        Task task;
        {
            std::lock_guard lock(m_mutex);
            if (m_urgent.empty())
                return;
            task = std::move(m_urgent.front());
            m_urgent.pop_front();
        }
        attempt(task, project);
    }
}

void DatabaseThread::loop()
{
    std::optional<Project> project;
    try {
        project.emplace(m_folder, m_access);
    } catch (const std::exception& error) {
        fail(error);
        return;
    }
    for (;;) {
        Task task;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_closing || !m_urgent.empty() || !m_long.empty(); });
            auto& queue = m_urgent.empty() ? m_long : m_urgent;
            if (queue.empty())
                return; // closing, and nothing left to do
            task = std::move(queue.front());
            queue.pop_front();
        }
        if (m_lost || !project->inPlace())
            reopen(project);
        attempt(task, *project);
    }
}

} // namespace steplight
