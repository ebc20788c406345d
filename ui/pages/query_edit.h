// SPDX-License-Identifier: GPL-3.0-or-later
// The field in which a query is written: completes words and names, underlines what cannot be read
// and says why in the sentence below it. Used wherever a query is asked for. GUI thread only.
#pragma once

#include <QLineEdit>

#include <functional>
#include <vector>

class QCompleter;
class QLabel;
class QStandardItemModel;

namespace steplight {

/// A word of the grammar that can begin a condition, and what it may be followed by.
struct QueryWord {
    QString word;       ///< "mc<", "label:", "disagree"
    QString meaning;    ///< a few words, shown beside it
    QStringList values; ///< completions after the word; quoted where they hold blanks
};

/// A condition as it stands in the text; places are in QString's units.
struct QueryTerm {
    int start = 0;
    int length = 0;
    QString text;
};

/// What a query says: its conditions, or why it cannot be read.
struct QueryReading {
    std::vector<QueryTerm> terms;
    QString problem; ///< a sentence; empty = it can be read
    int start = -1;  ///< of what the problem is about; -1 = unknown
    int length = 0;
};
using ReadQuery = std::function<QueryReading(const QString&)>; ///< quick and without a database

/// Splits at blanks outside quotes and parentheses: what a query is read as without a ReadQuery.
std::vector<QueryTerm> queryTerms(const QString& query);

class QueryEdit final : public QLineEdit
{
    Q_OBJECT

public:
    explicit QueryEdit(QWidget* parent = nullptr);

    void setWords(const std::vector<QueryWord>& words);
    void setReader(ReadQuery reader) { m_read = std::move(reader); }
    QueryReading reading(const QString& query) const;

    /// Empty = no error. start is in text(), -1 = unknown; a length of 0 marks a place.
    void setError(const QString& sentence, int start = -1, int length = 0);
    /// Reads the text and shows its problem, if any; false when there is one.
    bool check();
    /// The sentence under the field, hidden while there is none; to be placed by the owner.
    QLabel* sentence() const { return m_sentence; }
    void suggest(bool all);

private:
    void checkWhileTyping();
    void complete(const QString& word);
    int wordStart() const;
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

    QLabel* m_sentence;
    QStandardItemModel* m_completions;
    QCompleter* m_completer;
    ReadQuery m_read;
    int m_errorStart = -1;
    int m_errorLength = 0;
};

} // namespace steplight
