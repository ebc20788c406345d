// SPDX-License-Identifier: GPL-3.0-or-later
// The finer points of one step's label: kind of error, reason, comment, regions. Never blocks: the
// rating keys go on working. GUI thread only.
#pragma once

#include "storage/records/label.h"

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace steplight {

class ChoiceStrip;
class FlowLayout;

class DetailRow final : public QWidget
{
    Q_OBJECT

public:
    explicit DetailRow(QWidget* parent = nullptr);

    /// What it speaks of. Open inputs of another step are closed; of the same they stay.
    void setSubject(int step, const Verdict& verdict);

    void setImages(int images); ///< of the question; with several a region says its own

    void askErrorKind();
    void askReason();
    void askComment();
    /// Keeps what was typed, closes the choices.
    void closeInputs();
    bool isAsking() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

signals:
    void errorKindChosen(int step, steplight::ErrorKind kind);
    void reasonChosen(int step, const QString& reason);
    void commentWritten(int step, const QString& comment);
    void boxRequested();
    void boxChosen(int index); ///< of the verdict's regions
    void heightChanged();
    void left(); ///< done with asking: the focus goes back to the steps

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Asking { nothing, errorKind, reason, ownReason, comment };

    void showWords();
    void showBoxes();
    void write(Asking what, const QString& text);
    void taken(const QString& key);
    void commit();
    void arrange();

    int m_step = -2;
    Verdict m_verdict;
    int m_images = 0;
    Asking m_asking = Asking::nothing;
    QWidget* m_line;
    FlowLayout* m_flow;
    QWidget* m_boxes;
    QToolButton* m_kind;
    QToolButton* m_reason;
    QToolButton* m_comment;
    QToolButton* m_addBox;
    ChoiceStrip* m_choices;
    QLineEdit* m_edit;
};

} // namespace steplight
