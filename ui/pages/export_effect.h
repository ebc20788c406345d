// SPDX-License-Identifier: GPL-3.0-or-later
// What an export will do: counts before and after, what is left out and why, samples. GUI thread.
#pragma once

#include "ui/pages/export_page.h"

#include <QScrollArea>

class QLabel;
class QPlainTextEdit;
class QVBoxLayout;

namespace steplight {

class RuleTable;

class ExportEffect final : public QScrollArea
{
    Q_OBJECT

public:
    explicit ExportEffect(QWidget* parent = nullptr);

    void setPreview(const ExportPreview& preview);
    /// Instead of a preview ("Looking…", or what is wrong with the recipe).
    void setSentence(const QString& sentence);
    /// Keeps the preview in sight while the next one is made.
    void setOutOfDate();

    RuleTable& rules() { return *m_rules; }

private:
    void showCounts(const ExportPreview& preview);
    void showUnsaid(const ExportReport& report);
    void showDropped(const ExportReport& report);
    void showSamples(const ExportReport& report);
    QLabel* addHeading(const QString& text);

    QLabel* m_sentence;
    QWidget* m_effect;
    QLabel* m_before;
    QLabel* m_after;
    RuleTable* m_rules;
    QLabel* m_unsaidTitle;
    QWidget* m_unsaid;
    QLabel* m_droppedTitle;
    QWidget* m_dropped;
    QLabel* m_samplesTitle;
    QVBoxLayout* m_samples;
};

} // namespace steplight
