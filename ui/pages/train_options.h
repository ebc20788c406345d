// SPDX-License-Identifier: GPL-3.0-or-later
// What a training asks for besides its model and its traces: the rule that makes training labels,
// what follows, how long and how much. GUI thread only.
#pragma once

#include <QMap>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace steplight {

class TrainOptions final : public QWidget
{
    Q_OBJECT

public:
    explicit TrainOptions(QWidget* parent = nullptr);

    void fill(const QMap<QString, QString>& settings);
    QMap<QString, QString> settings() const; ///< docs/training.md, "From the program"

    /// Those that few will touch, for the form's folded part.
    QWidget* rest() const { return m_rest; }
    QString restInWords() const;

signals:
    void restChanged();

private:
    void buildRest();
    void explainRule();

    QComboBox* m_rule;
    QLabel* m_ruleNote;
    QCheckBox* m_score;
    QWidget* m_rest;
    QSpinBox* m_epochs;
    QSpinBox* m_holdout;
    QSpinBox* m_weight;
};

} // namespace steplight
