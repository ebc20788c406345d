// SPDX-License-Identifier: GPL-3.0-or-later
// The one thread that touches a project's database. Post work from the GUI thread; results come
// back there.
#pragma once

#include "storage/project.h"

#include <QObject>
#include <QPointer>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>

namespace steplight {

class DatabaseThread final : public QObject
{
    Q_OBJECT

public:
    using Task = std::function<void(Project&)>;

    /// Opens the project on its own thread, and anew when its drive has failed or gone and is back.
    /// A project that cannot be opened is reported by failed().
    DatabaseThread(std::string folder, Access access, QObject* parent = nullptr);
    /// Finishes the work that was posted before it, then closes the project.
    ~DatabaseThread() override;

    /// Runs work(project) on the database thread, then done(result) on the GUI thread unless
    /// context has died. An exception in work emits failed() and drops done.
    template <typename Work, typename Done> void post(QObject* context, Work work, Done done)
    {
        enqueue(m_urgent, wrap(context, std::move(work), std::move(done)));
    }

    /// The same for long work, which lets posted work overtake it by calling runUrgent() between
    /// its slices.
    template <typename Work, typename Done> void postLong(QObject* context, Work work, Done done)
    {
        enqueue(m_long, wrap(context, std::move(work), std::move(done)));
    }

    /// Called by long work on the database thread, outside any transaction.
    void runUrgent(Project& project);

    /// Called by long work on the database thread: say(*object) on the GUI thread, unless the
    /// object is gone by then. Through this object, which outlives its work.
    template <typename Object, typename Say> void tell(const QPointer<Object>& object, Say say)
    {
        QMetaObject::invokeMethod(
            this,
            [object, say = std::move(say)] {
                if (object)
                    say(*object);
            },
            Qt::QueuedConnection);
    }

signals:
    /// A failure that repeats without success in between is said once.
    void failed(const QString& message);

private:
    template <typename Work, typename Done> Task wrap(QObject* context, Work work, Done done)
    {
        return [this, guard = QPointer<QObject>(context), work = std::move(work),
                done = std::move(done)](Project& project) mutable {
            using Result = std::invoke_result_t<Work, Project&>;
            if constexpr (std::is_void_v<Result>) {
                work(project);
                deliver([guard, done]() mutable {
                    if (guard)
                        done();
                });
            } else {
                // Shared because the delivered functor must be copyable and a result need not be.
                auto result = std::make_shared<Result>(work(project));
                deliver([guard, done, result]() mutable {
                    if (guard)
                        done(std::move(*result));
                });
            }
        };
    }

    void deliver(std::function<void()> onGuiThread);
    void enqueue(std::deque<Task>& queue, Task task);
    void loop();
    void attempt(const Task& task, Project& project);
    void reopen(std::optional<Project>& project);
    void fail(const std::exception& error);

    std::string m_folder;
    Access m_access;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_urgent; ///< guarded by m_mutex
    std::deque<Task> m_long;   ///< guarded by m_mutex
    bool m_closing = false;    ///< guarded by m_mutex
    bool m_lost = false;       ///< the drive failed; on the database thread only
    QString m_said;            ///< the last failure while it lasts; on the database thread only
    std::thread m_thread;
};

} // namespace steplight
