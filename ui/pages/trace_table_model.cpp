// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/trace_table_model.h"

#include "ui/barcode.h"

#include <algorithm>
#include <array>

namespace steplight {

namespace {

QString oneLine(const std::string& text)
{
    return QString::fromStdString(text).simplified();
}

QString answerText(const TraceRow& row)
{
    const QString answer =
        row.answer.empty() ? TraceTableModel::tr("no answer") : oneLine(row.answer);
    if (!row.correct)
        return answer;
    if (*row.correct)
        return QStringLiteral("✓ ") + answer;
    return QStringLiteral("✕ ") +
           (row.key.empty() ? answer
                            : TraceTableModel::tr("%1 (key %2)").arg(answer, oneLine(row.key)));
}

/// "3": the third step is wrong. "–": none is. Nothing: the critic says nothing of this trace.
QString firstErrorText(const TraceRow& row, Critic critic)
{
    if (const int step = firstError(row.cells, critic))
        return QString::number(step);
    const bool speaks = std::any_of(row.cells.begin(), row.cells.end(), [&](const LitCell& cell) {
        return critic == Critic::mc      ? cell.mc.has_value()
               : critic == Critic::judge ? cell.judge.has_value()
               : critic == Critic::prm   ? cell.prm.has_value()
                                         : cell.state != LabelState::unlabelled;
    });
    return speaks ? QStringLiteral("–") : QString();
}

QString cellText(const TraceRow& row, int column)
{
    switch (column) {
    case TraceTableModel::question:
        return oneLine(row.question);
    case TraceTableModel::answer:
        return answerText(row);
    case TraceTableModel::steps:
        return QString::number(row.cells.size());
    case TraceTableModel::firstMc:
        return firstErrorText(row, Critic::mc);
    case TraceTableModel::firstJudge:
        return firstErrorText(row, Critic::judge);
    case TraceTableModel::firstPrm:
        return firstErrorText(row, Critic::prm);
    case TraceTableModel::firstPerson:
        return firstErrorText(row, Critic::person);
    case TraceTableModel::labelled:
        return QStringLiteral("%1/%2").arg(row.labelled).arg(row.cells.size());
    case TraceTableModel::disagreement:
        return row.disagreement > 0 ? lightNumber(row.disagreement) : QStringLiteral("–");
    case TraceTableModel::prmMean:
        return lightNumber(row.prmMean);
    case TraceTableModel::prmMin:
        return lightNumber(row.prmMin);
    case TraceTableModel::dataset:
        return oneLine(row.dataset);
    case TraceTableModel::policy:
        return oneLine(row.policy);
    default:
        return {};
    }
}

/// A header's words and what they mean.
std::pair<QString, QString> columnWords(int column)
{
    const std::array<std::pair<QString, QString>, TraceTableModel::columns> words{{
        {TraceTableModel::tr("Steps, lit"),
         TraceTableModel::tr("One cell a step, a gap between the two sections")},
        {TraceTableModel::tr("Question"), TraceTableModel::tr("The beginning of its text")},
        {TraceTableModel::tr("Answer"),
         TraceTableModel::tr("Final answer, right or wrong against the key")},
        {TraceTableModel::tr("Steps"), TraceTableModel::tr("Number of steps")},
        {TraceTableModel::tr("✕ mc"),
         TraceTableModel::tr(
             "First error by rollouts: the first step from which none wins, from 1")},
        {TraceTableModel::tr("✕ judge"),
         TraceTableModel::tr("First error by the judge: the first step it calls wrong, from 1")},
        {TraceTableModel::tr("✕ prm"),
         TraceTableModel::tr("First error by the PRM: the first step with P(+) under .5, from 1")},
        {TraceTableModel::tr("✕ person"),
         TraceTableModel::tr("First error by a person: the first step labelled −1, from 1")},
        {TraceTableModel::tr("P(+) min"), TraceTableModel::tr("Lowest P(+) of a step, 0 to 1")},
        {TraceTableModel::tr("P(+) mean"), TraceTableModel::tr("Mean P(+) over the steps, 0 to 1")},
        {TraceTableModel::tr("Disagree"),
         TraceTableModel::tr("Largest gap between mc, judge and prm on one step, 0 to 1")},
        {TraceTableModel::tr("Labels"), TraceTableModel::tr("Steps with a label, of all steps")},
        {TraceTableModel::tr("Source"),
         TraceTableModel::tr("The data set, or the file where the data names none")},
        {TraceTableModel::tr("Policy"), TraceTableModel::tr("The model that wrote the trace")},
    }};
    return words[static_cast<std::size_t>(column)];
}

bool isNumber(int column)
{
    return column >= TraceTableModel::steps && column <= TraceTableModel::labelled;
}

} // namespace

TraceTableModel::TraceTableModel(QObject* parent) : QAbstractTableModel(parent)
{
    m_askSoon.setSingleShot(true);
    m_askSoon.setInterval(0);
    connect(&m_askSoon, &QTimer::timeout, this, &TraceTableModel::ask);
}

void TraceTableModel::setCount(int n)
{
    beginResetModel();
    m_count = std::max(0, n);
    m_pages.clear();
    m_ages.clear();
    m_wish.clear();
    m_asked.clear();
    endResetModel();
}

void TraceTableModel::setRows(int first, std::vector<TraceRow> rows)
{
    const int page = first / pageRows;
    m_asked.erase(page);
    if (first % pageRows == 0 && !rows.empty() && first < m_count) {
        rows.resize(std::min<std::size_t>(rows.size(), pageRows));
        if (auto old = m_pages.find(page); old != m_pages.end())
            m_ages.erase(old->second.age);
        m_ages.push_front(page);
        const int last = std::min(first + static_cast<int>(rows.size()), m_count) - 1;
        m_pages[page] = {std::move(rows), m_ages.begin(), false};
        dropOldest();
        emit dataChanged(index(first, 0), index(last, columns - 1));
    }
    if (!m_wish.empty())
        m_askSoon.start();
}

void TraceTableModel::updateRow(const TraceRow& row)
{
    const int i = rowOf(row.id);
    if (i < 0)
        return;
    m_pages[i / pageRows].rows[static_cast<std::size_t>(i % pageRows)] = row;
    emit dataChanged(index(i, 0), index(i, columns - 1));
}

void TraceTableModel::setSource(LightSource source)
{
    m_source = source;
    if (m_count > 0)
        emit dataChanged(index(0, barcode), index(m_count - 1, barcode));
}

void TraceTableModel::setOrder(TraceOrder order, bool descending)
{
    m_order = order;
    m_descending = descending;
    emit headerDataChanged(Qt::Horizontal, 0, columns - 1);
}

void TraceTableModel::refresh()
{
    for (auto& [number, page] : m_pages)
        page.stale = true;
    // A reply under way may be too old, or may never come; the newer one arrives later.
    m_wish.assign(m_asked.begin(), m_asked.end());
    m_asked.clear();
    m_askSoon.start();
    if (m_count > 0) // the view repaints what it shows, and so asks for it
        emit dataChanged(index(0, 0), index(m_count - 1, columns - 1));
}

const TraceRow* TraceTableModel::row(int i) const
{
    if (i < 0 || i >= m_count)
        return nullptr;
    const auto found = m_pages.find(i / pageRows);
    if (found == m_pages.end()) {
        want(i / pageRows);
        return nullptr;
    }
    const Page& page = found->second;
    if (page.stale)
        want(i / pageRows);
    m_ages.splice(m_ages.begin(), m_ages, page.age);
    const auto at = static_cast<std::size_t>(i % pageRows);
    return at < page.rows.size() ? &page.rows[at] : nullptr;
}

int TraceTableModel::rowOf(const std::string& id) const
{
    for (const auto& [number, page] : m_pages) {
        const auto found = std::find_if(page.rows.begin(), page.rows.end(),
                                        [&](const TraceRow& row) { return row.id == id; });
        if (found != page.rows.end())
            return number * pageRows + static_cast<int>(found - page.rows.begin());
    }
    return -1;
}

void TraceTableModel::want(int page) const
{
    if (m_asked.count(page) || (!m_wish.empty() && m_wish.back() == page))
        return;
    std::erase(m_wish, page);
    m_wish.push_back(page);
    if (m_wish.size() > pagesAsked) // scrolled past: no longer wished for
        m_wish.erase(m_wish.begin());
    m_askSoon.start();
}

void TraceTableModel::ask()
{
    while (!m_wish.empty() && m_asked.size() < pagesAsked) {
        const int page = m_wish.back();
        m_wish.pop_back();
        m_asked.insert(page);
        const int first = page * pageRows;
        emit rowsWanted(first, std::min(pageRows, m_count - first));
    }
}

void TraceTableModel::dropOldest()
{
    while (m_ages.size() > pagesHeld) {
        m_pages.erase(m_ages.back());
        m_ages.pop_back();
    }
}

int TraceTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_count;
}

int TraceTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant TraceTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(
            Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft)));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::AccessibleTextRole)
        return {};
    const TraceRow* trace = row(index.row());
    if (!trace)
        return role == Qt::DisplayRole ? QVariant(QStringLiteral("…")) : QVariant();
    if (index.column() == barcode)
        return role == Qt::DisplayRole ? QVariant()
                                       : QVariant(barcodeWords(trace->cells, {m_source}));
    const QString text = cellText(*trace, index.column());
    // A tooltip that looks like HTML would be read as HTML; this text is from the data.
    return role == Qt::ToolTipRole ? QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped()) : text;
}

QVariant TraceTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columns)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft)));
    const auto [name, meaning] = columnWords(section);
    if (role == Qt::DisplayRole && orderOf(section) == m_order && m_order != TraceOrder::imported)
        return QString(name + (m_descending ? QStringLiteral(" ▾") : QStringLiteral(" ▴")));
    if (role == Qt::DisplayRole)
        return name;
    if (role == Qt::ToolTipRole)
        return orderOf(section) ? meaning + QStringLiteral("\n") + tr("Click to sort by it")
                                : meaning;
    return {};
}

QString TraceTableModel::columnName(int column)
{
    switch (column) {
    case firstMc:
        return tr("First error by mc");
    case firstJudge:
        return tr("First error by the judge");
    case firstPrm:
        return tr("First error by prm");
    case firstPerson:
        return tr("First error by a person");
    case barcode:
        return tr("Order of import");
    default:
        return columnWords(column).first;
    }
}

void TraceTableModel::sort(int column, Qt::SortOrder order)
{
    if (const auto wanted = orderOf(column))
        emit sortRequested(*wanted, order == Qt::DescendingOrder);
}

std::optional<TraceOrder> TraceTableModel::orderOf(int column)
{
    switch (column) {
    case barcode:
        return TraceOrder::imported;
    case question:
        return TraceOrder::question;
    case answer:
        return TraceOrder::correct;
    case steps:
        return TraceOrder::steps;
    case labelled:
        return TraceOrder::labelled;
    case disagreement:
        return TraceOrder::disagreement;
    case prmMean:
        return TraceOrder::prmMean;
    case prmMin:
        return TraceOrder::prmMin;
    case firstMc:
        return TraceOrder::firstMc;
    case firstJudge:
        return TraceOrder::firstJudge;
    case firstPrm:
        return TraceOrder::firstPrm;
    case firstPerson:
        return TraceOrder::firstPerson;
    case dataset:
        return TraceOrder::dataset;
    case policy:
        return TraceOrder::policy;
    default:
        return {};
    }
}

} // namespace steplight
