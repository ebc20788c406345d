// SPDX-License-Identifier: GPL-3.0-or-later
// The page before a project is open: recent projects as pictures, New, Open, the demo, and where to
// drop files. GUI thread only.
#pragma once

#include <QDateTime>
#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;

namespace steplight {

class FlowLayout;

struct RecentProject {
    QString folder;
    QString name;
    QString picture; ///< path of an image file; empty when it has none
    QDateTime opened;
    qint64 traces = -1;   ///< -1 = unknown
    qint64 labelled = -1; ///< steps with a label; -1 = unknown
    bool missing = false; ///< the folder is not there any more
};

class StartPage final : public QWidget
{
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);

    void setRecent(const std::vector<RecentProject>& projects); ///< newest first
    void setDemoAvailable(bool available);

signals:
    void newRequested();
    void openRequested(const QString& folder); ///< empty: a folder is still to be chosen
    void demoRequested();
    void forgetRequested(const QString& folder);

private:
    QWidget* m_cards;
    FlowLayout* m_flow;
    QLabel* m_none;
    QPushButton* m_demo;
};

} // namespace steplight
