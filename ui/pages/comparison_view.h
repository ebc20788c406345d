// SPDX-License-Identifier: GPL-3.0-or-later
// Two PRMs side by side: which ones and how, the measures with their intervals, how far P(+) can be
// believed, and the traces that they judge most differently. GUI thread only.
#pragma once

#include "storage/records/comparison.h"
#include "storage/records/run.h"

#include <QWidget>

#include <string>
#include <utility>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace steplight {

class ComparisonFigures;
class ReliabilityChart;

/// Which two, and how they are measured.
struct ComparisonChoice {
    QString first, second; ///< folders
    QString rule;          ///< key of one of ruleChoices()
    bool ownThresholds = false;
    bool allQuestions = false; ///< also those that a model has learnt from
    bool operator==(const ComparisonChoice&) const = default;
};

class ComparisonView final : public QWidget
{
    Q_OBJECT

public:
    explicit ComparisonView(QWidget* parent = nullptr);

    /// Those on the list; what is chosen stays.
    void setModels(const std::vector<Model>& models);
    /// Opens it with this model first; empty = as it was.
    void choose(const QString& folder);
    ComparisonChoice choice() const;

    void setComparison(const Comparison& comparison);
    /// These two have not been measured like this.
    void setUnmeasured();
    /// done of total traces, total 0 = not known yet; secondsLeft -1 = unknown.
    void setMeasuring(qint64 done, qint64 total, double secondsLeft);
    /// Why they could not be. `unscored`: the folder of a model that is to score first; may be
    /// empty.
    void setProblem(const QString& sentence, const QString& unscored = {});

signals:
    void choiceChanged(const steplight::ComparisonChoice& choice); ///< show what is known of it
    void measureRequested(const steplight::ComparisonChoice& choice);
    void cancelRequested();
    void scoreRequested(const QString& folder);
    void traceActivated(const QString& traceId, int step);
    void left();

private:
    QWidget* buildHead();
    QWidget* buildChoice();
    QWidget* buildWork();
    QWidget* buildResult();
    QTableWidget* buildRows();
    void showRows(const std::vector<Comparison::Row>& rows);
    void showNotice(const QString& sentence);
    void changed();
    void openRow(int row);
    QString nameOf(const QComboBox* which) const;

    std::vector<std::pair<std::string, std::string>> m_listed; ///< path and name
    QPushButton* m_done;
    QComboBox* m_first;
    QComboBox* m_second;
    QComboBox* m_rule;
    QCheckBox* m_own;
    QCheckBox* m_all;
    QPushButton* m_measure;
    QLabel* m_notice;
    QWidget* m_work = nullptr; ///< progress and cancel
    QProgressBar* m_progress = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_score; ///< with the model that is to score first
    QString m_unscored;
    QWidget* m_result;
    QLabel* m_about; ///< on what they were measured
    ComparisonFigures* m_figures = nullptr;
    QLabel* m_verdict; ///< how often one alone is right
    ReliabilityChart* m_chart;
    QTableWidget* m_rows;
};

} // namespace steplight
