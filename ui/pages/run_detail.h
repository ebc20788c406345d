// SPDX-License-Identifier: GPL-3.0-or-later
// One run large: state in words, progress, numbers, what it wrote, the end of its log, and what can
// be done about it. GUI thread only.
#pragma once

#include "storage/records/run.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;

namespace steplight {

class CostChart;
class FlowLayout;
class StrategyTable;
class TrainingCurve;

class RunDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit RunDetail(QWidget* parent = nullptr);

    void setRun(const Run& run);
    void setLog(const QString& tail);
    void setOutputs(const QStringList& lines);
    void setHistory(const MetricsHistory& history);      ///< shown of a training alone
    void setCosts(const std::vector<CostCurve>& curves); ///< of a search
    /// Its engine died or was stopped, and another can go on where it was.
    void setResumable(bool resumable);
    const Run& run() const { return m_run; }

signals:
    void cancelRequested();
    void repeatRequested();
    void resumeRequested();
    void openFolderRequested();
    void tracesRequested();

private:
    QWidget* buildButtons();
    void showState();
    void showFacts();
    void showMetrics();

    Run m_run;
    QLabel* m_title;
    QLabel* m_state;
    QProgressBar* m_progress;
    QWidget* m_tiles;
    FlowLayout* m_metrics;
    QFormLayout* m_facts;
    TrainingCurve* m_curve;
    CostChart* m_cost;
    StrategyTable* m_strategies;
    QLabel* m_outputsTitle;
    QLabel* m_outputs;
    QPlainTextEdit* m_log;
    QPushButton* m_cancel;
    QPushButton* m_resume;
    QPushButton* m_repeat;
    QPushButton* m_folder;
    QPushButton* m_traces;
};

} // namespace steplight
