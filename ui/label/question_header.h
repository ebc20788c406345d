// SPDX-License-Identifier: GPL-3.0-or-later
// The question of the shown trace: text, options, answer key, final answer and whether it is
// right; what is said of the trace as a whole. All texts are plain. GUI thread only.
#pragma once

#include "storage/records/trace_detail.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace steplight {

class QuestionHeader final : public QWidget
{
    Q_OBJECT

public:
    explicit QuestionHeader(QWidget* parent = nullptr);

    void setTrace(const TraceDetail& detail);
    /// The annotator's label of the whole trace; unlabelled = none.
    void setVerdict(const Verdict& verdict);
    void setFolded(bool folded);
    bool isFolded() const { return m_folded; }

signals:
    void badQuestionClicked();
    void wrongKeyClicked();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showText();
    void fitText();
    void showAnswers(const Trace& trace, const Question& question);

    bool m_folded = false;
    QString m_whole;
    QToolButton* m_fold;
    QLabel* m_text;
    QLabel* m_options;
    QLabel* m_key;
    QLabel* m_answer;
    QLabel* m_mark;
    QToolButton* m_wrongKey;
    QToolButton* m_badQuestion;
};

} // namespace steplight
