// SPDX-License-Identifier: GPL-3.0-or-later
// Brings files and pictures into the open project and says what came in. GUI thread.
#pragma once

#include "app/session.h"

#include <stop_token>

namespace steplight {

struct ImageRef;
struct ImportAnswer;
struct ImportProgress;
class MainShell;

class ImportController final : public QObject
{
    Q_OBJECT

public:
    ImportController(Session& session, MainShell& shell, QObject* parent);
    /// Stops an import; what is committed stays.
    ~ImportController() override;

    void choose();
    void import(const QStringList& paths);
    void cancel() { m_stop.request_stop(); }
    /// Asks for the folder that holds a missing picture, and finds all that its data set misses.
    void locate(const QString& questionId, const ImageRef& image);

signals:
    void imported(); ///< there are new traces or pictures

private:
    void showProgress(const ImportProgress& progress, double seconds);
    void sayImported(const ImportAnswer& answer);
    void indexNewTexts();

    Session& m_session;
    MainShell& m_shell;
    std::stop_source m_stop;
    int m_underWay = 0; ///< imports, one behind another
};

} // namespace steplight
