// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/runs_page.h"

#include "ui/key_map.h"
#include "ui/pages/run_detail.h"
#include "ui/pages/run_form.h"
#include "ui/pages/run_list.h"
#include "ui/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace steplight {

RunsPage::RunsPage(QWidget* parent)
    : QWidget(parent), m_list(new RunList(this)), m_new(new QPushButton(tr("New run…"), this)),
      m_right(new QStackedWidget(this)), m_empty(new QLabel(this)), m_detail(new RunDetail(this)),
      m_form(new RunForm(this)), m_splitter(new QSplitter(Qt::Horizontal, this))
{
    whenKeysChange(m_new, [this] {
        m_new->setToolTip(withKeys(tr("Start a run: score traces, train a model, write solutions"),
                                   QStringLiteral("score")));
        m_new->setShortcut(keyMap().keys(QStringLiteral("score")).value(0));
    });
    m_empty->setText(
        tr("No runs yet. New run… lets a process reward model light the steps, or learn from the "
           "labels."));
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);

    auto* left = new QWidget(this);
    setPanel(left);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, metrics::grid, 0, 0);
    column->setSpacing(metrics::grid);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(2 * metrics::grid, 0, 2 * metrics::grid, 0);
    auto* title = new QLabel(tr("Runs"), left);
    title->setFont(fontOf(TextSize::heading));
    head->addWidget(title, 1);
    head->addWidget(m_new);
    column->addLayout(head);
    column->addWidget(m_list, 1);
    left->setMinimumWidth(260);
    m_right->addWidget(m_empty);
    m_right->addWidget(m_detail);
    m_right->addWidget(m_form);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_right);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({340, 1000});
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_splitter);
    setFocusProxy(m_list);
    connectParts();
}

void RunsPage::connectParts()
{
    connect(m_new, &QPushButton::clicked, this, [this] { newRun(QStringLiteral("score")); });
    connect(m_list, &RunList::chosen, this, &RunsPage::showRun);
    connect(m_list, &RunList::clicked, this, // also back from the form to the same run
            [this](const QModelIndex& index) {
                if (const Run* run = m_list->runs()->at(index.row()))
                    showRun(QString::fromStdString(run->id));
            });
    connect(m_detail, &RunDetail::cancelRequested, this,
            [this] { emit cancelRequested(m_selected); });
    connect(m_detail, &RunDetail::resumeRequested, this,
            [this] { emit resumeRequested(m_selected); });
    connect(m_detail, &RunDetail::repeatRequested, this, &RunsPage::repeat);
    connect(m_detail, &RunDetail::openFolderRequested, this,
            [this] { emit openFolderRequested(QString::fromStdString(m_detail->run().folder)); });
    connect(m_detail, &RunDetail::tracesRequested, this,
            [this] { emit tracesWanted(QString::fromStdString(m_detail->run().query)); });
    connect(m_form, &RunForm::startRequested, this, [this] {
        emit startRequested(m_form->kind(), m_form->model(), m_form->query(), m_form->settings());
    });
    connect(m_form, &RunForm::left, this, &RunsPage::showSelected);
    connect(m_form, &RunForm::countWanted, this, &RunsPage::countWanted);
    connect(m_form, &RunForm::modelFolderChosen, this, &RunsPage::modelFolderChosen);
}

void RunsPage::setRuns(const std::vector<Run>& runs)
{
    {
        const QSignalBlocker quiet(m_list);
        m_list->runs()->setRuns(runs);
    }
    const bool there = m_list->runs()->find(m_selected);
    if (m_awaited && !there)
        return;
    if (!there)
        m_selected = runs.empty() ? QString() : QString::fromStdString(runs.front().id);
    const bool formOpen = m_right->currentWidget() == m_form;
    if (formOpen && !m_awaited)
        return;
    m_awaited = false;
    const bool other = QString::fromStdString(m_detail->run().id) != m_selected;
    showSelected();
    if (other && !m_selected.isEmpty())
        emit logWanted(m_selected);
}

void RunsPage::setLog(const QString& runId, const QString& tail)
{
    if (runId == m_selected)
        m_detail->setLog(tail);
}

void RunsPage::setOutputs(const QString& runId, const QStringList& lines)
{
    if (runId == m_selected)
        m_detail->setOutputs(lines);
}

void RunsPage::setHistory(const QString& runId, const MetricsHistory& history)
{
    if (runId == m_selected)
        m_detail->setHistory(history);
}

void RunsPage::setCosts(const QString& runId, const std::vector<CostCurve>& curves)
{
    if (runId == m_selected)
        m_detail->setCosts(curves);
}

void RunsPage::setResumable(const QString& runId, bool resumable)
{
    if (runId == m_selected)
        m_detail->setResumable(resumable);
}

void RunsPage::setModels(const std::vector<Model>& models)
{
    m_form->setModels(models);
}

void RunsPage::setUsualModels(const QMap<QString, QString>& usual)
{
    m_form->setUsualModels(usual);
}

void RunsPage::setCount(const QString& query, qint64 traces, qint64 unscored, const QString& error,
                        const RunCost& cost)
{
    m_form->setCount(query, traces, unscored, error, cost);
}

void RunsPage::newRun(const QString& kind, const QString& model, const QString& query,
                      const QMap<QString, QString>& settings)
{
    m_awaited = false;
    m_right->setCurrentWidget(m_form);
    m_list->select({});
    m_form->fill(kind, model, query, settings);
}

void RunsPage::setStartError(const QString& sentence)
{
    m_right->setCurrentWidget(m_form);
    m_form->setError(sentence);
}

void RunsPage::select(const QString& runId)
{
    m_selected = runId;
    m_awaited = !m_list->runs()->find(runId); // just started: it comes with the next setRuns()
    if (m_awaited)
        return;
    showSelected();
    emit logWanted(runId);
}

void RunsPage::showRun(const QString& runId)
{
    const bool same = runId == m_selected && m_right->currentWidget() == m_detail;
    if (!same)
        select(runId);
}

void RunsPage::showSelected()
{
    const Run* run = m_list->runs()->find(m_selected);
    m_list->select(m_selected);
    if (run)
        m_detail->setRun(*run);
    m_right->setCurrentWidget(run ? static_cast<QWidget*>(m_detail) : m_empty);
}

void RunsPage::repeat()
{
    const Run& run = m_detail->run();
    QMap<QString, QString> settings;
    for (const auto& [key, value] : run.settings)
        settings.insert(QString::fromStdString(key), QString::fromStdString(value));
    newRun(QString::fromStdString(run.kind), QString::fromStdString(run.model),
           QString::fromStdString(run.query), settings);
}

QByteArray RunsPage::saveState() const
{
    return m_splitter->saveState();
}

void RunsPage::restoreState(const QByteArray& state)
{
    m_splitter->restoreState(state);
}

} // namespace steplight
