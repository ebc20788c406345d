// SPDX-License-Identifier: GPL-3.0-or-later
// What an evaluation asks for beside its model and traces (docs/evaluation.md). GUI thread only.
#pragma once

#include "storage/records/run.h"

#include <QMap>
#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;

namespace steplight {

class EvaluationOptions final : public QWidget
{
    Q_OBJECT

public:
    explicit EvaluationOptions(QWidget* parent = nullptr);

    void setModels(const std::vector<Model>& models);
    void fill(const QMap<QString, QString>& settings);
    QMap<QString, QString> settings() const;

private:
    QComboBox* m_against;
    QComboBox* m_rule;
    QComboBox* m_by;
    QCheckBox* m_heldOut;
    QString m_wanted; ///< another model that is not known yet
};

} // namespace steplight
