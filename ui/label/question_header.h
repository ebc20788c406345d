// SPDX-License-Identifier: GPL-3.0-or-later
// The question of the shown trace: text, options, answer key, final answer and whether it is
// right; what is said of the trace as a whole. Question and options are typeset, never read as
// HTML. GUI thread only.
#pragma once

#include "storage/records/trace_detail.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace steplight {

class Formulas;
class TypesetLabel;

class QuestionHeader final : public QWidget
{
    Q_OBJECT

public:
    explicit QuestionHeader(Formulas& formulas, QWidget* parent = nullptr);

    void setTrace(const TraceDetail& detail);
    /// The annotator's label of the whole trace; unlabelled = none.
    void setVerdict(const Verdict& verdict);
    void setFolded(bool folded);
    bool isFolded() const { return m_folded; }
    void setTypeset(bool on); ///< or the plain source
    void hideActions();       ///< where a trace is only shown

signals:
    void badQuestionClicked();
    void wrongKeyClicked();
    void sourceClicked();
    void originClicked(); ///< to the trace that it goes on from

private:
    void showText();
    void showAnswers(const Trace& trace, const Question& question);

    bool m_folded = false;
    bool m_acts = true;
    QString m_whole;
    QToolButton* m_fold;
    TypesetLabel* m_text;
    TypesetLabel* m_options;
    QLabel* m_key;
    QLabel* m_answer;
    QLabel* m_mark;
    QToolButton* m_wrongKey;
    QToolButton* m_badQuestion;
    QToolButton* m_source;
    QToolButton* m_origin;
};

} // namespace steplight
