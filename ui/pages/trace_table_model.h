// SPDX-License-Identifier: GPL-3.0-or-later
// A table of any number of traces that holds only the pages looked at; rows are asked for and
// delivered later. The Explore table and the Label page's queue list use it. GUI thread only.
#pragma once

#include "storage/records/trace_row.h"
#include "ui/light.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <list>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace steplight {

class TraceTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        barcode,
        question,
        answer, ///< final answer against the key, with a right-wrong mark
        steps,
        firstMc, ///< number of the first step that each critic calls wrong
        firstJudge,
        firstPrm,
        firstPerson,
        prmMin,
        prmMean,
        disagreement,
        labelled,
        dataset,
        policy,
        columns
    };

    static constexpr int pageRows = 128;  ///< rows asked for at once
    static constexpr int pagesHeld = 128; ///< least recently used pages beyond this are dropped
    static constexpr int pagesAsked = 2;  ///< requests under way at most; newest wishes win

    explicit TraceTableModel(QObject* parent = nullptr);

    /// A new result of n traces, none of them known yet. Replies to rowsWanted() that belong to
    /// an earlier result must not be delivered after this.
    void setCount(int n);
    /// The reply to rowsWanted(first, count). Fewer rows than asked are fine (a failed read).
    void setRows(int first, std::vector<TraceRow> rows);
    /// Replaces one row that is held (a label was made); others are left alone.
    void updateRow(const TraceRow& row);
    /// Which estimate the barcode is told by, for screen readers; the delegate paints it.
    void setSource(LightSource source);
    /// Asks again for all that is looked at, keeping what is shown until it arrives.
    void refresh();

    /// The trace at row i; nullptr while it is not there, and then it is asked for. Valid until
    /// control returns to the event loop.
    const TraceRow* row(int i) const;
    /// The row of a trace among those held, or -1.
    int rowOf(const std::string& id) const;

    /// The order that the rows are in, for the header's mark; asks for nothing.
    void setOrder(TraceOrder order, bool descending);
    TraceOrder order() const { return m_order; }
    bool descending() const { return m_descending; }

    /// What a click on a column's header asks for; the barcode gives the order of import.
    static std::optional<TraceOrder> orderOf(int column);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    /// A column's whole name, where its header has room for a sign only.
    static QString columnName(int column);
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Sorts nothing itself: emits sortRequested() for a column that has an order.
    void sort(int column, Qt::SortOrder order) override;

signals:
    void rowsWanted(int first, int count);
    void sortRequested(steplight::TraceOrder order, bool descending);

private:
    struct Page {
        std::vector<TraceRow> rows;
        std::list<int>::iterator age;
        bool stale = false;
    };

    void want(int page) const;
    void ask();
    void dropOldest();

    int m_count = 0;
    LightSource m_source = LightSource::prm;
    TraceOrder m_order = TraceOrder::imported;
    bool m_descending = false;
    std::unordered_map<int, Page> m_pages;
    std::set<int> m_asked; // pages under way
    // Looking at a row remembers that it was looked at: bookkeeping, not state.
    mutable std::list<int> m_ages;   // pages held, most recently used first
    mutable std::vector<int> m_wish; // pages looked at and not there, newest last
    mutable QTimer m_askSoon;
};

} // namespace steplight
