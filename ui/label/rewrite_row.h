// SPDX-License-Identifier: GPL-3.0-or-later
// A step as it should read: the place to write it, and below a rewritten step what a policy made
// of it. Never blocks; what was typed is kept when the user goes elsewhere. GUI thread only.
#pragma once

#include "storage/records/continuation.h"
#include "storage/records/label.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace steplight {

class FlowLayout;

/// What is shown of a step's continuations.
struct RewriteNews {
    QString source;               ///< the step as it was
    QString rewrite;              ///< empty = not rewritten
    ContinuedStep continued = {}; ///< from this wording
    bool writing = false;         ///< a policy is at it, or waits for its turn
    QString key = {};             ///< reference answer
};

class RewriteRow final : public QWidget
{
    Q_OBJECT

public:
    explicit RewriteRow(QWidget* parent = nullptr);

    /// An open editor keeps its words.
    void setNews(const RewriteNews& news);
    void setCount(int continuations); ///< that are asked for at a time

    void open(); ///< the editor, with the keyboard in it
    /// Closes the editor and says what was written, if that is another wording.
    void close();
    bool isOpen() const { return m_open; }
    bool isEmpty() const; ///< nothing to show

    int heightForWidth(int width) const override;

signals:
    void written(const QString& text); ///< empty: the step is to read as it did
    void goOnClicked();
    void cancelClicked();
    void countChosen(int continuations);
    void traceChosen(const QString& traceId);
    void heightChanged();
    void closed(); ///< the editor, however
    void left();   ///< the user is done in the editor

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showContinuations();
    void fitWords(int width) const; ///< broken into lines where they are wider
    int editorHeight(int width) const;
    void shut();

    RewriteNews m_news;
    int m_count = 4;
    bool m_open = false; ///< the editor
    QPlainTextEdit* m_edit;
    QWidget* m_line;
    FlowLayout* m_flow;
    QToolButton* m_goOn;
    QToolButton* m_cancel;
    QLabel* m_words;
    std::vector<QToolButton*> m_traces; ///< one a continuation
};

} // namespace steplight
