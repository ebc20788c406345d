// SPDX-License-Identifier: GPL-3.0-or-later
// The form that starts a run: its kind, model and traces, and what that kind asks for; the rest is
// folded with its defaults in words. GUI thread only.
#pragma once

#include "storage/records/run.h"
#include "ui/pages/run_cost.h"

#include <QMap>
#include <QTimer>
#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QSpinBox;
class QTabBar;
class QToolButton;

namespace steplight {

class EvaluationOptions;
class SearchOptions;
class SynthesisOptions;
class TrainOptions;

class RunForm final : public QWidget
{
    Q_OBJECT

public:
    explicit RunForm(QWidget* parent = nullptr);

    void setModels(const std::vector<Model>& models);
    /// What a kind of run takes unless another is chosen: a folder by the kind.
    void setUsualModels(const QMap<QString, QString>& usual);
    void fill(const QString& kind, const QString& model, const QString& query,
              const QMap<QString, QString>& settings);
    void setCount(const QString& query, qint64 traces, qint64 unscored, const QString& error,
                  const RunCost& cost);
    void setError(const QString& sentence);

    QString kind() const; ///< "score", "train", "synthesize", "judge", "search", "evaluate"
    QString model() const;
    QString query() const;
    QMap<QString, QString> settings() const;

signals:
    void startRequested();
    void left();
    void countWanted(const QString& kind, const QString& model, const QString& query);
    void modelFolderChosen(const QString& folder);

private:
    QWidget* buildModel();
    QWidget* buildWhich();
    QWidget* buildMore();
    void showKind();
    void showModels();
    void showRest();
    bool is(const char* kind) const;
    bool solves() const;
    bool fromRewrites() const;
    bool byQuestion() const;
    bool draws() const;                     ///< something at random
    QMap<QString, QString> chosen() const;  ///< in the fields of this kind of run
    QMap<QString, QString> carried() const; ///< settings that a repeated run had beside those
    void changed();
    void askCount();
    void showCount();
    QString countSentence() const;
    void updateStart();

    QTabBar* m_kind;
    QLabel* m_about;
    QLabel* m_modelTitle;
    QComboBox* m_model;
    QLabel* m_modelNote;
    QLabel* m_queryTitle;
    QLineEdit* m_query;
    QLabel* m_count;
    QWidget* m_again; ///< of a scoring run
    QRadioButton* m_missing;
    QRadioButton* m_all;
    TrainOptions* m_training;
    SynthesisOptions* m_synthesis;
    SearchOptions* m_search;
    EvaluationOptions* m_evaluation;
    QToolButton* m_unfold;
    QWidget* m_more;
    QFormLayout* m_rest; ///< in it
    QSpinBox* m_seed;    ///< of a run that draws
    QSpinBox* m_threads;
    QLabel* m_why;
    QPushButton* m_start;
    QTimer m_askSoon;
    std::vector<Model> m_known;
    QString m_shownKind;             ///< whose models are listed
    std::vector<Model> m_models;     ///< of them those that this kind of run takes
    QString m_wantedModel;           ///< asked for before it was known
    QMap<QString, QString> m_usual;  ///< a model's folder, by the kind of run
    QMap<QString, QString> m_filled; ///< what fill() was given, but what the engine said
    QMap<QString, QString> m_shown;  ///< what the fields made of it
    QString m_filledKind;
    RunCost m_cost;
    qint64 m_traces = -1; ///< -1 = not counted
    qint64 m_unscored = -1;
    QString m_queryError;
};

} // namespace steplight
