// SPDX-License-Identifier: GPL-3.0-or-later
// An open project in the window: its database threads, who labels, and word that something has
// changed. GUI thread.
#pragma once

#include "app/database_thread.h"
#include "storage/records/label.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include <map>

namespace steplight {

class Session final : public QObject
{
    Q_OBJECT

public:
    explicit Session(const QString& folder, QObject* parent = nullptr);

    const QString& folder() const { return m_folder; }
    DatabaseThread& writer() { return m_writer; }
    /// For lists and counts, so that a slow query holds up no label.
    DatabaseThread& reader() { return m_reader; }
    /// For the one trace that is opened, so that it waits neither for these nor for an import.
    DatabaseThread& opener() { return m_opener; }

    const std::string& annotator() const { return m_annotator; }
    /// What is no person's name is refused by failed().
    void setAnnotator(const QString& name);
    /// This window has stored much at once, a run's results say: changed() follows, soon. A label
    /// is shown by who recorded it.
    void touch() { m_touched = true; }
    Visibility visibility() const { return m_visibility; }
    void setVisibility(Visibility visibility);

signals:
    /// Settings are read: annotator (empty = never asked) and visibility are known.
    void ready();
    /// Somebody else has committed (the command line, another window), or touch() was called.
    void changed();
    /// What all threads meet, a drive that is gone, is said once.
    void failed(const QString& message);

private:
    void watch();
    void say(const QString& sentence);

    QString m_folder;
    DatabaseThread m_writer;
    DatabaseThread m_reader;
    DatabaseThread m_opener;
    std::string m_annotator;
    Visibility m_visibility = Visibility::open;
    std::int64_t m_dataVersion = -1; ///< as the writer sees it: its own commits leave it alone
    bool m_touched = false;
    std::map<QString, QElapsedTimer> m_said; ///< by one of the threads, and when
    QTimer m_watch;
};

} // namespace steplight
