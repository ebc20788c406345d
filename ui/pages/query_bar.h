// SPDX-License-Identifier: GPL-3.0-or-later
// The line in which a query is written: completion of its words, a chip for each condition, and the
// sentence that says what is wrong with it. Knows the grammar's look only, not its meaning.
#pragma once

#include <QWidget>

#include <vector>

class QHBoxLayout;
class QLabel;
class QLineEdit;
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
    /// Empty = no error. column is 0-based, -1 = unknown.
    void setError(const QString& sentence, int column = -1);
    void focusQuery();

signals:
    /// Enter, a chip removed, or a pause after typing.
    void queryChanged(const QString& query);
    void saveRequested(const QString& name, const QString& query);

private:
    void typed();
    void commit();
    void showChips();
    void removeTerm(const QueryTerm& term);
    void askForName();

    QLineEdit* m_edit;
    QToolButton* m_save;
    QLabel* m_error;
    QWidget* m_chips;
    QWidget* m_naming;
    QLineEdit* m_name;
    QString m_committed;
};

} // namespace steplight
