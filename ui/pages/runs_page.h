// SPDX-License-Identifier: GPL-3.0-or-later
// The Runs page: background work as cards, the selected run large, and the form that starts one.
// GUI thread only; asks through signals, is told through setters.
#pragma once

#include "storage/records/run.h"
#include "ui/pages/run_cost.h"

#include <QMap>
#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace steplight {

class RunDetail;
class RunForm;
class RunList;

class RunsPage final : public QWidget
{
    Q_OBJECT

public:
    explicit RunsPage(QWidget* parent = nullptr);

    /// All runs, newest first. Called again for each change; selection and scroll position stay.
    void setRuns(const std::vector<Run>& runs);
    /// The end of a run's engine.log.
    void setLog(const QString& runId, const QString& tail);
    /// What a run wrote, in words, one a line ("84 estimates on 12 traces").
    void setOutputs(const QString& runId, const QStringList& lines);
    void setHistory(const QString& runId, const MetricsHistory& history);
    void setCosts(const QString& runId, const std::vector<CostCurve>& curves);
    void setResumable(const QString& runId, bool resumable);
    void setModels(const std::vector<Model>& models);
    /// What a kind of run takes unless another is chosen: a folder by the kind.
    void setUsualModels(const QMap<QString, QString>& usual);
    /// The answer to countWanted(): traces that the query gives, those that this model has not
    /// scored or judged yet; or the sentence that says what is wrong with the query. cost: what
    /// else is known of a run like that.
    void setCount(const QString& query, qint64 traces, qint64 unscored, const QString& error = {},
                  const RunCost& cost = {});
    /// Opens the form, filled in. kind: "score", "train", "synthesize".
    void newRun(const QString& kind, const QString& model = {}, const QString& query = {},
                const QMap<QString, QString>& settings = {});
    /// Starting failed: the form stays open with the sentence.
    void setStartError(const QString& sentence);
    void select(const QString& runId);
    QString selected() const { return m_selected; }

    QByteArray saveState() const;
    void restoreState(const QByteArray& state);

signals:
    /// settings: what its kind asks for (app/run_input.h), "threads" when it was set. The page
    /// shows the run after select(), or the reason after setStartError().
    void startRequested(const QString& kind, const QString& model, const QString& query,
                        const QMap<QString, QString>& settings);
    void cancelRequested(const QString& runId);
    void resumeRequested(const QString& runId);
    void openFolderRequested(const QString& folder);
    void logWanted(const QString& runId); ///< the selected run changed; tell its log and outputs
    void countWanted(const QString& kind, const QString& model, const QString& query);
    void modelFolderChosen(const QString& folder);
    void tracesWanted(const QString& query); ///< show what the run worked on, on Explore

private:
    void connectParts();
    void showRun(const QString& runId);
    void showSelected();
    void repeat();

    QString m_selected;
    bool m_awaited = false; ///< the selected run is not in the list yet
    RunList* m_list;
    QPushButton* m_new;
    QStackedWidget* m_right;
    QLabel* m_empty;
    RunDetail* m_detail;
    RunForm* m_form;
    QSplitter* m_splitter;
};

} // namespace steplight
