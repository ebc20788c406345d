// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe of an export: format, rule, which traces, threshold, where to. GUI thread only.
#pragma once

#include "storage/records/transfer.h"
#include "ui/pages/export_page.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;

namespace steplight {

class ExportForm final : public QWidget
{
    Q_OBJECT

public:
    explicit ExportForm(QWidget* parent = nullptr);

    void setFormats(const std::vector<ExportChoice>& formats);
    void setRules(const std::vector<ExportChoice>& rules);
    void setSets(const std::vector<ExportChoice>& sets);
    void setRecipe(const ExportRecipe& recipe);
    ExportRecipe recipe() const;

signals:
    void changed();

private:
    void fill(QComboBox* box, const std::vector<ExportChoice>& choices);
    void showNotes();
    bool asTheyAre() const; ///< the format takes people's labels, by no rule
    void followSuffix();
    void chooseFile();

    QComboBox* m_format;
    QLabel* m_formatNote;
    QComboBox* m_rule;
    QLabel* m_ruleNote;
    QComboBox* m_set;
    QLabel* m_setNote;
    QLineEdit* m_query;
    QDoubleSpinBox* m_threshold;
    QLineEdit* m_out;
    QString m_suffix; ///< of the format that the path was for
};

} // namespace steplight
