// SPDX-License-Identifier: GPL-3.0-or-later
// The finer points of one step's label: kind of error, reason, overruled estimates, comment,
// regions, how it should read. Never blocks: the rating keys go on working. GUI thread only.
#pragma once

#include "storage/records/guideline.h"

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace steplight {

struct Choice;
class ChoiceStrip;
class FlowLayout;
class RewriteRow;

class DetailRow final : public QWidget
{
    Q_OBJECT

public:
    explicit DetailRow(QWidget* parent = nullptr);

    void setGrammar(const Grammar& grammar);
    /// What it speaks of, and whose estimates of it are on the screen. Open inputs of another step
    /// are closed; of the same they stay.
    void setSubject(int step, const Verdict& verdict, const std::vector<EstimateKind>& estimates);

    void setImages(int images); ///< of the question; with several a region says its own

    void askErrorKind();
    void askReason();
    void askOverrule(); ///< whose estimate, then why
    void askComment();
    void askRewrite();
    /// Keeps what was typed, closes the choices.
    void closeInputs();
    bool isAsking() const;
    RewriteRow& rewriteRow() { return *m_rewrite; }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

signals:
    void errorKindChosen(int step, steplight::ErrorKind kind);
    void refinementChosen(int step, const QString& word); ///< of the grammar
    void reasonChosen(int step, const QString& reason);   ///< in own words
    void overruleChosen(int step, steplight::EstimateKind kind, const QString& word);
    void commentWritten(int step, const QString& comment);
    void rewriteWritten(int step, const QString& text); ///< empty: as it was
    void boxRequested();
    void boxChosen(int index); ///< of the verdict's regions
    void heightChanged();
    void left(); ///< done with asking: the focus goes back to the steps

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Asking {
        nothing,
        errorKind,
        refinement, ///< of the kind just taken
        reason,
        ownReason,
        overrule, ///< whose
        overruleReason,
        comment
    };

    void showWords();
    void showBoxes();
    void write(Asking what, const QString& text);
    void offer(Asking what, const QString& name, std::vector<Choice> choices,
               const QString& current);
    void taken(const QString& key);
    void takeErrorKind(ErrorKind kind);
    void takeReason(const QString& key);
    void commit();
    void arrange();
    int lineHeight() const; ///< of the editor

    int m_step = -2;
    Verdict m_verdict;
    Grammar m_grammar = defaultGrammar();
    std::vector<EstimateKind> m_estimates;
    EstimateKind m_overruled = EstimateKind::judge; ///< whose reason is asked for
    int m_images = 0;
    Asking m_asking = Asking::nothing;
    QWidget* m_line;
    FlowLayout* m_flow;
    QWidget* m_boxes;
    QToolButton* m_kind;
    QToolButton* m_reason;
    QToolButton* m_overrule;
    QToolButton* m_comment;
    QToolButton* m_addBox;
    QToolButton* m_rewriteIt;
    ChoiceStrip* m_choices;
    QLineEdit* m_edit;
    RewriteRow* m_rewrite;
};

} // namespace steplight
