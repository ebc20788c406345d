// SPDX-License-Identifier: GPL-3.0-or-later
// The Explore page: a query over all traces, its result as a table, the selected trace small at the
// right. Asks through signals, is told through setters. GUI thread only.
#pragma once

#include "storage/records/trace_detail.h"
#include "ui/light.h"
#include "ui/pages/query_bar.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace steplight {

class TracePreview;
class TraceTable;
class TraceTableModel;

class ExplorePage final : public QWidget
{
    Q_OBJECT

public:
    explicit ExplorePage(QWidget* parent = nullptr);

    /// The table's model; its rowsWanted() and sortRequested() are the page's too.
    TraceTableModel* model() const { return m_model; }

    void setQueryWords(const std::vector<QueryWord>& words) { m_query->setWords(words); }
    void setQueryReader(ReadQuery reader) { m_query->setReader(std::move(reader)); }
    void setQueues(std::vector<Queue> queues);
    /// Shows a query without asking for it.
    void setQuery(const QString& query);
    QString query() const { return m_query->query(); }
    void focusQuery() { m_query->focusQuery(); }
    /// The query was answered: n traces in so many seconds. Resets the table; in place, the row
    /// that is selected stays so.
    void setResult(int n, double seconds, bool inPlace = false);
    void refreshSelected(); ///< what is shown beside the table may have changed
    /// The query cannot be read or run; the last result stays. start is 0-based, -1 = unknown.
    void setQueryError(const QString& sentence, int start = -1, int length = 0);
    /// Why the result is empty: the condition without which there would be traces, how many, and
    /// whether no trace at all meets it.
    void setEmptyReason(const QString& condition, qint64 without, bool never);
    /// What is known of the trace that traceSelected() named.
    void setDetail(const TraceDetail& detail);
    /// The order that the rows are in, for the header's arrow.
    void setOrder(TraceOrder order, bool descending);
    /// Which estimate lights the cells and the selected trace's steps.
    void setSource(LightSource source);
    LightSource source() const;

    QByteArray saveState() const;
    void restoreState(const QByteArray& state);

signals:
    void queryChanged(const QString& query);
    void traceSelected(const QString& traceId);
    void traceActivated(const QString& traceId); ///< open it on the Label page
    void sourceChosen(steplight::LightSource source);
    void saveQueueRequested(const QString& name, const QString& query);
    void renameQueueRequested(const QString& name, const QString& newName);
    void deleteQueueRequested(const QString& name);

private:
    QWidget* buildEmpty();
    void connectParts();
    void search(const QString& query);
    void showSelected();
    void openSelected();
    void sortBy(int column);

    TraceTableModel* m_model;
    QueryBar* m_query;
    QComboBox* m_source;
    QToolButton* m_columns;
    TraceTable* m_table;
    QLabel* m_empty;
    QPushButton* m_widen; ///< takes out the condition that emptied the result
    QStackedWidget* m_results;
    QSplitter* m_splitter;
    TracePreview* m_preview;
    QTimer m_slow; ///< says "Searching…" when an answer is not there at once
    QString m_selected;
    QString m_emptiedBy;
};

} // namespace steplight
