// SPDX-License-Identifier: GPL-3.0-or-later
// The line in which a query is written: completion of its words, a chip for each condition, and the
// sentence that says what is wrong with it. Knows the grammar's look only, not its meaning.
#pragma once

#include <QTimer>
#include <QWidget>

#include <vector>

class QCompleter;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QStandardItemModel;
class QToolButton;

namespace steplight {

class FlowLayout;

/// A word of the grammar that can begin a condition, and what it may be followed by.
struct QueryWord {
    QString word;       ///< "prm.min<", "label:", "is:disagree"
    QString meaning;    ///< a few words, shown beside it
    QStringList values; ///< completions after the word; may be empty
};

/// A condition as it stands in the text.
struct QueryTerm {
    int start = 0;
    int length = 0;
    QString text;
};

/// Splits at blanks outside quotes and parentheses.
std::vector<QueryTerm> queryTerms(const QString& query);

class QueryBar final : public QWidget
{
    Q_OBJECT

public:
    explicit QueryBar(QWidget* parent = nullptr);

    void setWords(std::vector<QueryWord> words);
    /// Shows a query without emitting.
    void setQuery(const QString& query);
    QString query() const;
    /// Empty = no error. column is 0-based in query(), -1 = unknown.
    void setError(const QString& sentence, int column = -1);
    QString error() const;
    void setStatus(const QString& text); ///< at the right: count and time
    void addTool(QWidget* widget);       ///< at the right of the line
    void remove(const QString& term);    ///< takes a condition out and asks again
    void focusQuery();

signals:
    /// Enter, a chip removed, or a pause after typing.
    void queryChanged(const QString& query);
    void saveRequested(const QString& name, const QString& query);

private:
    QWidget* buildNaming();
    void setUpCompleter();
    void typed();
    void suggest(bool all);
    void complete(const QString& word);
    void commit();
    void updateSave();
    void showChips();
    bool eventFilter(QObject* watched, QEvent* event) override;

    QHBoxLayout* m_line;
    QLineEdit* m_edit;
    QToolButton* m_save;
    QLabel* m_status;
    QLabel* m_error;
    QWidget* m_chips;
    FlowLayout* m_flow;
    QWidget* m_naming;
    QLineEdit* m_name;
    QStandardItemModel* m_completions;
    QCompleter* m_completer;
    QTimer m_pause;
    QString m_committed; ///< the query last asked for
};

} // namespace steplight
