// SPDX-License-Identifier: GPL-3.0-or-later
// One checkpoint folder on the Models page: what it is, whether it loads, what it scored. GUI
// thread only.
#pragma once

#include "ui/pages/model_entry.h"

#include <QFrame>

class QGridLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace steplight {

class ModelCard final : public QFrame
{
    Q_OBJECT

public:
    explicit ModelCard(QWidget* parent = nullptr);

    void setEntry(const ModelEntry& entry);
    void setScored(const ModelScored& scored);
    /// A check is under way: share is 0..1, secondsLeft -1 = unknown.
    void setProgress(double share, const QString& what, double secondsLeft);
    void clearProgress();
    const ModelEntry& entry() const { return m_entry; }

signals:
    void runRequested(const QString& kind); ///< "score", "train", "judge"
    void compareRequested();
    void checkRequested();
    void cancelRequested();
    void openFolderRequested();
    void locateRequested();
    void removeRequested();
    void tracesRequested(const QString& query);

private:
    struct Line {
        QLabel* name = nullptr;
        QLabel* value = nullptr;

        void show(const QString& text) const; ///< an empty line goes away
    };
    Line addLine(QGridLayout* grid, const QString& name);
    void buildWork(QGridLayout* grid);
    QLayout* buildButtons();
    void showCheck();

    ModelEntry m_entry;
    ModelScored m_scored;
    bool m_checking = false;
    QLabel* m_title;
    QLabel* m_state;
    QLabel* m_error;
    Line m_size, m_lineage, m_architecture, m_profile, m_hash, m_where, m_check, m_scores;
    QWidget* m_work = nullptr; ///< progress and cancel
    QProgressBar* m_bar = nullptr;
    QLabel* m_doing = nullptr;
    QPushButton* m_score;
    QPushButton* m_train;
    QPushButton* m_compare;
    QPushButton* m_checkNow;
    QPushButton* m_traces;
    QPushButton* m_open;
    QPushButton* m_locate;
    QPushButton* m_remove;
};

} // namespace steplight
