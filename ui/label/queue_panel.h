// SPDX-License-Identifier: GPL-3.0-or-later
// The left side of the Label page: a query, the saved views with their counts, and the traces of
// the chosen one as barcodes. GUI thread only.
#pragma once

#include "storage/records/trace_row.h"
#include "ui/barcode.h"
#include "ui/pages/query_edit.h"

#include <QWidget>

#include <map>
#include <optional>
#include <vector>

class QLabel;
class QMenu;
class QListWidget;
class QSplitter;
class QToolButton;

namespace steplight {

class TraceList;
class TraceTableModel;

class QueuePanel final : public QWidget
{
    Q_OBJECT

public:
    explicit QueuePanel(QWidget* parent = nullptr);

    void setModel(TraceTableModel* model); ///< not owned
    void setQueues(const std::vector<Queue>& queues, const std::string& current);
    /// What is shown while one labels in the project, and in the queues that have their own.
    void setModes(Visibility project, const std::map<std::string, Visibility>& own);
    void setOrder(TraceOrder order, bool descending); ///< of the chosen queue
    /// After the model was reset: the row of the trace that is shown, or where it would be, stays
    /// where the eye has it, or comes into the middle of a list that is shown afresh.
    void setPlace(int row, bool afresh);
    void setQuery(const QString& query);
    const QString& query() const { return m_asked; }
    void setQueryWords(const std::vector<QueryWord>& words) { m_query->setWords(words); }
    void setQueryReader(ReadQuery reader) { m_query->setReader(std::move(reader)); }
    void setQueryError(const QString& sentence, int column);
    void setCounts(std::int64_t left, std::int64_t today);
    void setStyle(const BarcodeStyle& style);
    /// Marks the row of the trace that is shown, if it is held.
    void setCurrentTrace(const std::string& id);

    QByteArray saveState() const;
    bool restoreState(const QByteArray& state);

signals:
    void queueChosen(const steplight::Queue& queue);
    void queryEdited(const QString& query);
    /// Unset: the queue follows the project.
    void modeChosen(const QString& queue, std::optional<steplight::Visibility> mode);
    void orderChosen(steplight::TraceOrder order, bool descending);
    void traceChosen(const QString& id);
    void left(); ///< Esc in the query: the focus goes back to the steps

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildMenu();
    void showModes();
    void openMenu(const QPoint& at);
    void fillMenu(QMenu& menu, const std::string& queue);
    void chooseTrace(int row);
    void markCurrent();

    TraceTableModel* m_model = nullptr;
    std::vector<Queue> m_known;
    std::string m_chosen;  ///< name of the chosen queue; empty = a typed query
    std::string m_current; ///< id of the trace that is shown
    Visibility m_projectMode = Visibility::open;
    std::map<std::string, Visibility> m_modes; ///< of queues that have their own
    TraceOrder m_order = TraceOrder::imported;
    bool m_descending = false;
    std::optional<int> m_currentTop; ///< in the list, before it was reset
    QString m_asked;                 ///< the query last emitted or set
    QueryEdit* m_query;
    QListWidget* m_queues;
    TraceList* m_traces;
    QLabel* m_counts;
    QToolButton* m_menu;
    QLabel* m_empty;
    QSplitter* m_parts;
};

} // namespace steplight
