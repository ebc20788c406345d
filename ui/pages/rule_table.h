// SPDX-License-Identifier: GPL-3.0-or-later
// Every rule beside the others: how many traces it keeps, right or with which error, as numbers and
// a bar, and how often it says what people said. A rule is chosen by its name. GUI thread only.
#pragma once

#include "storage/records/fusion.h"

#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;
class QPushButton;

namespace steplight {

struct ExportChoice;

class RuleTable final : public QWidget
{
    Q_OBJECT

public:
    explicit RuleTable(QWidget* parent = nullptr);

    void setRules(const std::vector<ExportChoice>& rules); ///< their names
    void setOutcomes(const std::vector<RuleOutcome>& outcomes);
    void setProgress(qint64 done, qint64 total); ///< while they are compared
    void setSentence(const QString& sentence);   ///< instead of the table: what went wrong
    void clear();                                ///< other traces are meant: offers to compare

signals:
    void compareRequested();
    void cancelRequested();
    void ruleChosen(const QString& key);

private:
    void addRow(const RuleOutcome& outcome, int row);
    void showTable(bool shown);

    std::vector<ExportChoice> m_rules;
    QPushButton* m_compare;
    QLabel* m_note;
    QWidget* m_table;
    QGridLayout* m_grid;
    bool m_comparing = false;
};

} // namespace steplight
