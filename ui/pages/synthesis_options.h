// SPDX-License-Identifier: GPL-3.0-or-later
// What a synthesis asks for besides its policy and its questions. GUI thread only.
#pragma once

#include <QMap>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

namespace steplight {

class SynthesisOptions final : public QWidget
{
    Q_OBJECT

public:
    explicit SynthesisOptions(QWidget* parent = nullptr);

    void fill(const QMap<QString, QString>& settings);
    QMap<QString, QString> settings() const; ///< docs/synthesis.md
    bool goesOnFromRewrites() const;

signals:
    void sourceChanged(); ///< questions or rewritten steps

private:
    QCheckBox* m_fromRewrites;
    QSpinBox* m_solutions;
    QComboBox* m_estimate;
    QSpinBox* m_rollouts;
    QCheckBox* m_decided;
    QCheckBox* m_keep;
    QDoubleSpinBox* m_temperature;
};

} // namespace steplight
