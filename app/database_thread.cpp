// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/database_thread.h"

#include <QMetaObject>

#include <optional>

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
    } catch (const std::exception& error) {
        const QString message = QString::fromUtf8(explain(error).what());
        deliver([this, message] { emit failed(message); });
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
        const QString message = QString::fromUtf8(explain(error).what());
        deliver([this, message] { emit failed(message); });
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
        attempt(task, *project);
    }
}

} // namespace steplight
