// SPDX-License-Identifier: GPL-3.0-or-later
// The bar over the traces: the query, a chip for each condition of it, the saved queries, and the
// line in which one is named. Knows the grammar's look only, not its meaning.
#pragma once

#include "storage/records/trace_row.h"
#include "ui/pages/query_edit.h"

#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QMenu;
class QToolButton;

namespace steplight {

class FlowLayout;

class QueryBar final : public QWidget
{
    Q_OBJECT

public:
    explicit QueryBar(QWidget* parent = nullptr);

    void setWords(const std::vector<QueryWord>& words) { m_edit->setWords(words); }
    void setReader(ReadQuery reader);
    /// What the Queues button lists; the user's own can be renamed and deleted there.
    void setQueues(std::vector<Queue> queues, const std::function<QString(const Queue&)>& words);
    /// Shows a query without emitting.
    void setQuery(const QString& query);
    QString query() const;
    /// Empty = no error. start is 0-based in query(), -1 = unknown.
    void setError(const QString& sentence, int start = -1, int length = 0);
    void setStatus(const QString& text); ///< at the right: count and time
    void addTool(QWidget* widget);       ///< at the right of the line
    void remove(const QString& term);    ///< takes a condition out and asks again
    void focusQuery();

signals:
    /// Enter, a chip removed, a queue chosen, or a pause after typing.
    void queryChanged(const QString& query);
    void saveRequested(const QString& name, const QString& query);
    void renameRequested(const QString& name, const QString& newName);
    void deleteRequested(const QString& name);

private:
    QWidget* buildNaming();
    void beginNaming(const QString& renamed);
    void endNaming();
    void name();
    void fillQueues();
    void ask(const QString& query);
    void commit(bool typing);
    void updateSave();
    void showChips();
    const Queue* savedQueue() const;

    QHBoxLayout* m_line;
    QueryEdit* m_edit;
    QToolButton* m_queuesButton;
    QMenu* m_menu;
    QToolButton* m_save;
    QLabel* m_status;
    QWidget* m_chips;
    FlowLayout* m_flow;
    QWidget* m_naming;
    QLabel* m_nameLabel;
    QLineEdit* m_name;
    QTimer m_pause;
    std::vector<Queue> m_queues;
    std::vector<QString> m_queueNames; ///< of m_queues, in words
    QString m_committed;               ///< the query last asked for
    QString m_renamed;                 ///< the queue that is being renamed; empty = a new one
};

} // namespace steplight
