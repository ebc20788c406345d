// SPDX-License-Identifier: GPL-3.0-or-later
// What a training asks for besides its model and its traces: the rule that makes training labels,
// what follows, how long and how much. GUI thread only.
#pragma once

#include <QMap>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
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

    /// Those that few will touch, as rows of the form's folded part.
    void addRest(QFormLayout* form);
    void setRestVisible(bool visible);
    QString restInWords() const;

signals:
    void restChanged();

private:
    void explainRule();

    QComboBox* m_rule;
    QLabel* m_ruleNote;
    QCheckBox* m_score;
    QFormLayout* m_rest = nullptr; ///< where their rows are
    QSpinBox* m_epochs;
    QSpinBox* m_holdout;
    QSpinBox* m_weight;
    QCheckBox* m_whole;
};

} // namespace steplight
