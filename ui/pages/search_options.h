// SPDX-License-Identifier: GPL-3.0-or-later
// What a search asks for besides its policy and its questions. GUI thread only.
#pragma once

#include "storage/records/run.h"

#include <QMap>
#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace steplight {

class SearchOptions final : public QWidget
{
    Q_OBJECT

public:
    explicit SearchOptions(QWidget* parent = nullptr);

    void setModels(const std::vector<Model>& models); ///< to choose the PRM from; no judges
    void fill(const QMap<QString, QString>& settings);
    QMap<QString, QString> settings() const; ///< docs/search.md

private:
    QComboBox* m_prm;
    QSpinBox* m_solutions;
    QCheckBox* m_trees;
    QString m_wanted; ///< asked for before it was known
};

} // namespace steplight
