// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_list.h"

#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace steplight {

namespace {

bool sameOrder(const std::vector<Run>& a, const std::vector<Run>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Run& x, const Run& y) { return x.id == y.id; });
}

class RunCardDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        const int body = QFontMetrics(fontOf(TextSize::body)).height();
        const int small = QFontMetrics(fontOf(TextSize::small)).height();
        return {200, body + 2 * small + 4 * metrics::grid + metrics::gap};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const Run* run = static_cast<const RunListModel*>(index.model())->at(index.row());
        if (!run)
            return;
        const Theme& theme = Theme::of(option.widget);
        painter->save();
        if (option.state & QStyle::State_Selected)
            paintSelected(*painter, option.rect, theme);
        else if (option.state & QStyle::State_MouseOver)
            painter->fillRect(option.rect, theme.hover);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          theme.hairline);
        paintCard(*painter,
                  option.rect.adjusted(2 * metrics::grid, metrics::grid, -2 * metrics::grid,
                                       -metrics::grid),
                  *run, theme);
        if (option.state & QStyle::State_HasFocus) {
            painter->setPen(QPen(theme.accent, metrics::focusRing));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
        }
        painter->restore();
    }

private:
    static void paintCard(QPainter& painter, const QRect& rect, const Run& run, const Theme& theme)
    {
        const QFontMetrics body(fontOf(TextSize::body)), small(fontOf(TextSize::small));
        QRect line(rect.left(), rect.top(), rect.width(), body.height());
        const QString state = stateInWords(run.state);
        const int stateWidth = small.horizontalAdvance(state) + metrics::grid;
        painter.setFont(fontOf(TextSize::body));
        painter.setPen(theme.text);
        painter.drawText(
            line.adjusted(0, 0, -stateWidth, 0), Qt::AlignVCenter | Qt::AlignLeft,
            body.elidedText(runInWords(run), Qt::ElideMiddle, line.width() - stateWidth));
        painter.setFont(fontOf(TextSize::small));
        painter.setPen(run.state == RunState::failed ? theme.text : theme.muted);
        painter.drawText(line, Qt::AlignVCenter | Qt::AlignRight, state);
        painter.setPen(theme.muted);
        line = QRect(rect.left(), line.bottom() + metrics::gap, rect.width(), small.height());
        painter.drawText(line, Qt::AlignVCenter,
                         small.elidedText(queryInWords(run.query), Qt::ElideRight, line.width()));
        const QRect bar(rect.left(), line.bottom() + metrics::grid, rect.width(), metrics::gap);
        paintBar(painter, bar, run, theme);
        painter.setPen(theme.muted);
        line = QRect(rect.left(), bar.bottom() + metrics::gap, rect.width(), small.height());
        const QString words = run.state == RunState::failed && !run.message.empty()
                                  ? QString::fromStdString(run.message).simplified()
                                  : progressInWords(run);
        painter.drawText(line, Qt::AlignVCenter,
                         small.elidedText(words, Qt::ElideRight, line.width()));
    }

    /// The accent is for what moves.
    static void paintBar(QPainter& painter, const QRect& rect, const Run& run, const Theme& theme)
    {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.hairline);
        painter.drawRoundedRect(rect, 2, 2);
        QRectF part(rect);
        part.setWidth(part.width() * progressOf(run));
        painter.setBrush(run.state == RunState::running ? theme.accent : theme.edge);
        painter.drawRoundedRect(part, 2, 2);
    }
};

} // namespace

QString runInWords(const Run& run)
{
    const QString told = QString::fromStdString(settingOf(run, "model_name")); // by the engine
    return kindInWords(QString::fromStdString(run.kind)) + QStringLiteral(" · ") +
           (told.isEmpty() ? nameOfFolder(run.model) : told);
}

double progressOf(const Run& run)
{
    if (run.state == RunState::done)
        return 1;
    return run.total > 0
               ? std::clamp(static_cast<double>(run.done) / static_cast<double>(run.total), 0.0,
                            1.0)
               : 0;
}

QString progressInWords(const Run& run)
{
    const auto unit = [&](qint64 n) {
        return run.kind == "train"        ? updatesInWords(n)
               : run.kind == "synthesize" ? solutionsInWords(n)
               : run.kind == "search"     ? questionsInWords(n)
                                          : tracesInWords(n);
    };
    const QString ofAll = run.total > 0
                              ? RunList::tr("%1 of %2").arg(countInWords(run.done), unit(run.total))
                              : unit(run.done);
    const double lasted = std::max(0.0, static_cast<double>(run.endedAt - run.createdAt) / 1000);
    switch (run.state) {
    case RunState::waiting:
        return RunList::tr("Waiting for its turn");
    case RunState::running: {
        const QString left = leftInWords(run.secondsLeft);
        return left.isEmpty() ? ofAll : ofAll + QStringLiteral(", ") + left;
    }
    case RunState::done:
        return run.endedAt > 0 ? RunList::tr("%1 in %2").arg(unit(run.done), lastedInWords(lasted))
                               : unit(run.done);
    case RunState::failed:
    case RunState::cancelled:
        return RunList::tr("Ended after %1").arg(ofAll);
    }
    return {};
}

void RunListModel::setRuns(const std::vector<Run>& runs)
{
    if (!sameOrder(runs, m_runs)) {
        beginResetModel();
        m_runs = runs;
        endResetModel();
        return;
    }
    for (int row = 0; row < rowCount(); ++row) {
        const auto at = static_cast<std::size_t>(row);
        if (m_runs[at] == runs[at])
            continue;
        m_runs[at] = runs[at];
        emit dataChanged(index(row), index(row));
    }
}

const Run* RunListModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_runs[static_cast<std::size_t>(row)] : nullptr;
}

const Run* RunListModel::find(const QString& id) const
{
    return at(rowOf(id));
}

int RunListModel::rowOf(const QString& id) const
{
    const auto found = std::find_if(m_runs.begin(), m_runs.end(), [&](const Run& run) {
        return QString::fromStdString(run.id) == id;
    });
    return found == m_runs.end() ? -1 : static_cast<int>(found - m_runs.begin());
}

int RunListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

QVariant RunListModel::data(const QModelIndex& index, int role) const
{
    const Run* run = at(index.row());
    if (run && (role == Qt::DisplayRole || role == Qt::AccessibleTextRole))
        return QString(runInWords(*run) + QStringLiteral(", ") + stateInWords(run->state) +
                       QStringLiteral(", ") + progressInWords(*run));
    return {};
}

RunList::RunList(QWidget* parent) : QListView(parent), m_runs(new RunListModel(this))
{
    setModel(m_runs);
    setItemDelegate(new RunCardDelegate(this));
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(true);
    setAccessibleName(tr("Runs"));
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                if (const Run* run = m_runs->at(current.row()))
                    emit chosen(QString::fromStdString(run->id));
            });
}

void RunList::select(const QString& id)
{
    const QModelIndex index = m_runs->index(m_runs->rowOf(id));
    const QSignalBlocker quiet(this);
    if (index.isValid())
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    else
        selectionModel()->clear();
    viewport()->update();
}

} // namespace steplight
