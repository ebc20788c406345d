// SPDX-License-Identifier: GPL-3.0-or-later
// Five hints that take a newcomer through the demo: label, label more, train, wait, see it better.
// Each gives way when what it asks for is done; the project remembers where one was. GUI thread.
#pragma once

#include "app/session.h"

namespace steplight {

class MainShell;

/// The project's setting: "1" to "5"; anything else is no hints.
inline constexpr auto hintSetting = "hint";

class Hints final : public QObject
{
    Q_OBJECT

public:
    Hints(Session& session, MainShell& shell, QObject* parent);
    ~Hints() override;

    void labelled();                      ///< one more label
    void runStarted(const QString& kind); ///< by this window
    void runEnded(const QString& kind, bool done,
                  bool follows); ///< follows: another comes behind it

signals:
    void scoringWanted(); ///< nothing has run yet: the steps are not lit by a model
    void trainingWanted();
    void modelsWanted();

private:
    void show(int number);
    void goOn(int number); ///< from the one before it, and nowhere else

    Session& m_session;
    MainShell& m_shell;
    int m_number = 0;
    int m_labels = 0; ///< since the hint was shown
};

} // namespace steplight
