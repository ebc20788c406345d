// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/comparison_view.h"

#include "ui/charts/reliability_chart.h"
#include "ui/key_map.h"
#include "ui/pages/comparison_figures.h"
#include "ui/pages/comparison_words.h"
#include "ui/pages/plain_label.h"
#include "ui/pages/rule_words.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QSignalBlocker>
#include <QTableWidget>

#include <algorithm>
#include <cmath>

namespace steplight {

namespace {

enum Column { questionColumn, stepColumn, truthColumn, firstColumn, secondColumn, columnCount };
constexpr int comboWidth = 190;

} // namespace

ComparisonView::ComparisonView(QWidget* parent)
    : QWidget(parent), m_done(new QPushButton(tr("Done"), this)), m_first(new QComboBox(this)),
      m_second(new QComboBox(this)), m_rule(new QComboBox(this)),
      m_own(new QCheckBox(tr("Thresholds of their own"), this)),
      m_all(new QCheckBox(tr("Also questions that one has learnt from"), this)),
      m_measure(new QPushButton(tr("Measure"), this)), m_notice(plainLabel(this)),
      m_score(new QPushButton(this)), m_about(plainLabel(this)), m_verdict(plainLabel(this)),
      m_chart(new ReliabilityChart(this)), m_rows(buildRows())
{
    m_work = buildWork();
    m_result = buildResult();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                               2 * metrics::grid);
    column->setSpacing(metrics::grid);
    column->addWidget(buildHead());
    column->addWidget(buildChoice());
    column->addWidget(m_notice);
    column->addWidget(m_work);
    column->addWidget(m_score, 0, Qt::AlignLeft);
    column->addWidget(m_result, 1);
    column->addStretch();
    auto* leave =
        new QShortcut(Qt::Key_Escape, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(leave, &QShortcut::activated, this, &ComparisonView::left);
    connect(m_measure, &QPushButton::clicked, this, [this] { emit measureRequested(choice()); });
    connect(m_score, &QPushButton::clicked, this, [this] { emit scoreRequested(m_unscored); });
    for (QComboBox* combo : {m_first, m_second, m_rule})
        connect(combo, &QComboBox::currentIndexChanged, this, &ComparisonView::changed);
    for (QCheckBox* box : {m_own, m_all})
        connect(box, &QCheckBox::toggled, this, &ComparisonView::changed);
    setModels({});
}

QWidget* ComparisonView::buildHead()
{
    auto* head = new QWidget(this);
    auto* title = new QLabel(tr("Compare two models"), head);
    title->setFont(fontOf(TextSize::title));
    m_done->setToolTip(tr("Back to the models (Esc)"));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(title, 1);
    row->addWidget(m_done);
    connect(m_done, &QPushButton::clicked, this, &ComparisonView::left);
    return head;
}

QWidget* ComparisonView::buildChoice()
{
    auto* box = new QWidget(this);
    m_first->setAccessibleName(tr("The first model"));
    m_second->setAccessibleName(tr("The model that it is compared with"));
    m_rule->setAccessibleName(tr("What counts as known of the steps"));
    m_rule->setToolTip(tr("What counts as known of the steps"));
    for (const ExportChoice& rule : ruleChoices())
        m_rule->addItem(rule.name, rule.key);
    m_own->setToolTip(tr("Each model gets the threshold that suits it, chosen on one half of the "
                         "questions; the other half is measured"));
    m_all->setToolTip(tr("A model flatters itself there; for a first look at a small project"));
    whenKeysChange(m_measure, [this] {
        m_measure->setToolTip(withKeys(tr("Measures both on what both have scored; no model is "
                                          "loaded"),
                                       QStringLiteral("measure")));
        m_measure->setShortcut(keyMap().keys(QStringLiteral("measure")).value(0));
    });
    setPrimary(m_measure);
    for (QComboBox* combo : {m_first, m_second, m_rule}) {
        combo->setMinimumWidth(withText(comboWidth));
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    }
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    auto* row = new QHBoxLayout;
    row->setSpacing(metrics::grid);
    row->addWidget(m_first, 1);
    row->addWidget(new QLabel(tr("with"), box));
    row->addWidget(m_second, 1);
    row->addWidget(new QLabel(tr("by"), box));
    row->addWidget(m_rule, 1);
    row->addWidget(m_measure);
    auto* more = new QHBoxLayout;
    more->setSpacing(2 * metrics::grid);
    more->addWidget(m_own);
    more->addWidget(m_all);
    more->addStretch();
    column->addLayout(row);
    column->addLayout(more);
    return box;
}

QWidget* ComparisonView::buildWork()
{
    auto* box = new QWidget(this);
    m_progress = new QProgressBar(box);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the measuring"));
    m_cancel = new QPushButton(tr("Cancel"), box);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::grid);
    row->addWidget(m_progress, 1);
    row->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false); // until the engine answers
        emit cancelRequested();
    });
    return box;
}

QTableWidget* ComparisonView::buildRows()
{
    auto* table = new QTableWidget(0, columnCount, this);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(questionColumn, QHeaderView::Stretch);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->setAccessibleName(tr("Traces that the two judge most differently"));
    table->setToolTip(tr("Enter opens the trace at this step"));
    connect(table, &QTableWidget::cellActivated, this, &ComparisonView::openRow);
    return table;
}

QWidget* ComparisonView::buildResult()
{
    auto* box = new QWidget(this);
    setMuted(m_about);
    setMuted(m_verdict);
    m_figures = new ComparisonFigures(box);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(3 * metrics::grid);
    auto* left = new QVBoxLayout;
    left->setSpacing(metrics::grid);
    left->addWidget(m_figures);
    left->addWidget(m_verdict);
    left->addStretch();
    upper->addLayout(left);
    upper->addWidget(m_chart, 1);
    auto* heading = new QLabel(tr("Where they differ most"), box);
    heading->setFont(fontOf(TextSize::heading));
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::grid);
    column->addWidget(m_about);
    column->addLayout(upper);
    column->addWidget(heading);
    column->addWidget(m_rows, 1);
    return box;
}

void ComparisonView::setModels(const std::vector<Model>& models)
{
    std::vector<std::pair<std::string, std::string>> listed;
    for (const Model& model : models)
        listed.emplace_back(model.path, model.name);
    if (listed == m_listed && !models.empty())
        return; // a list that is open stays open
    m_listed = listed;
    const ComparisonChoice before = choice();
    {
        const QSignalBlocker first(m_first), second(m_second);
        for (QComboBox* combo : {m_first, m_second}) {
            combo->clear();
            for (const Model& model : models) {
                const QString folder = QString::fromStdString(model.path);
                combo->addItem(model.name.empty() ? nameOfFolder(model.path)
                                                  : QString::fromStdString(model.name),
                               folder);
                combo->setItemData(combo->count() - 1, folder, Qt::ToolTipRole);
            }
        }
        m_first->setCurrentIndex(std::max(0, m_first->findData(before.first)));
        const int other = m_second->findData(before.second);
        m_second->setCurrentIndex(other >= 0 ? other : m_first->currentIndex() == 0 ? 1 : 0);
    }
    const bool two = models.size() > 1;
    setFocusProxy(two ? static_cast<QWidget*>(m_second) : m_done);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_first, m_second, m_rule, m_own, m_all})
        widget->setEnabled(two);
    if (!two)
        showNotice(
            tr("A comparison needs two models that have scored the same traces. Add a second "
               "checkpoint folder, or train a model from the labels; then score with it."));
    m_measure->setEnabled(two && m_first->currentIndex() != m_second->currentIndex());
    if (two && !(choice() == before))
        changed();
}

void ComparisonView::choose(const QString& folder)
{
    const int at = m_first->findData(folder);
    if (at < 0 || at == m_first->currentIndex())
        return changed();
    if (at == m_second->currentIndex()) {
        const QSignalBlocker blocker(m_second);
        m_second->setCurrentIndex(m_first->currentIndex());
    }
    m_first->setCurrentIndex(at);
}

ComparisonChoice ComparisonView::choice() const
{
    return {m_first->currentData().toString(), m_second->currentData().toString(),
            m_rule->currentData().toString(), m_own->isChecked(), m_all->isChecked()};
}

void ComparisonView::changed()
{
    if (m_first->count() < 2)
        return;
    const bool same = m_first->currentIndex() == m_second->currentIndex();
    m_measure->setEnabled(!same);
    if (same)
        showNotice(tr("Choose two different models."));
    else
        emit choiceChanged(choice());
}

/// Instead of a result.
void ComparisonView::showNotice(const QString& sentence)
{
    m_notice->setText(sentence);
    m_notice->show();
    m_work->hide();
    m_score->hide();
    m_result->hide();
}

void ComparisonView::setUnmeasured()
{
    m_measure->setEnabled(true);
    showNotice(tr("These two have not been measured like this. Measure compares them on the traces "
                  "that both have scored and of which something is known."));
}

void ComparisonView::setMeasuring(qint64 done, qint64 total, double secondsLeft)
{
    const bool already = m_work->isVisibleTo(this);
    const QString left = leftInWords(secondsLeft);
    showNotice(left.isEmpty() ? tr("Measuring; the window can be used meanwhile.")
                              : tr("Measuring, %1; the window can be used meanwhile.").arg(left));
    m_measure->setEnabled(false);
    m_progress->setRange(0, total > 0 ? 1000 : 0);
    m_progress->setValue(total > 0 ? static_cast<int>(1000 * done / total) : 0);
    m_work->show();
    if (!already)
        m_cancel->setEnabled(true);
}

void ComparisonView::setProblem(const QString& sentence, const QString& unscored)
{
    m_measure->setEnabled(true);
    showNotice(sentence);
    m_unscored = unscored;
    const QComboBox* which = unscored == m_first->currentData().toString() ? m_first : m_second;
    m_score->setText(tr("Score with %1…").arg(nameOf(which)));
    m_score->setToolTip(tr("Opens the form of a run on the Runs page"));
    m_score->setVisible(!unscored.isEmpty());
}

void ComparisonView::setComparison(const Comparison& comparison)
{
    m_measure->setEnabled(true);
    m_notice->hide();
    m_work->hide();
    m_score->hide();
    m_about->setText(aboutInWords(comparison));
    m_figures->showMeasures(comparison.metrics, nameOf(m_first), nameOf(m_second));
    m_verdict->setText(verdictInWords(comparison.metrics, nameOf(m_first), nameOf(m_second)));
    m_chart->setBins(comparison.reliability, {nameOf(m_first), nameOf(m_second)});
    showRows(comparison.rows);
    m_result->show();
}

QString ComparisonView::nameOf(const QComboBox* which) const
{
    return which->currentText();
}

void ComparisonView::showRows(const std::vector<Comparison::Row>& rows)
{
    m_rows->setHorizontalHeaderLabels(
        {tr("Question"), tr("Step"), tr("Known"), nameOf(m_first), nameOf(m_second)});
    m_rows->setRowCount(static_cast<int>(rows.size()));
    for (int i = 0; i < m_rows->rowCount(); ++i) {
        const Comparison::Row& row = rows[static_cast<std::size_t>(i)];
        const auto put = [&](int column, const QString& text, bool bold = false) {
            auto* item = new QTableWidgetItem(text);
            QFont font =
                column == questionColumn ? fontOf(TextSize::body) : figuresOf(TextSize::body);
            font.setBold(bold);
            item->setFont(font);
            m_rows->setItem(i, column, item);
            return item;
        };
        auto* question = put(questionColumn, QString::fromStdString(row.question));
        question->setData(Qt::UserRole, QString::fromStdString(row.trace));
        put(stepColumn, QString::number(row.step + 1))->setData(Qt::UserRole, row.step);
        put(truthColumn, targetInWords(row.target));
        const double first = std::abs(row.plus[0] - row.target),
                     second = std::abs(row.plus[1] - row.target);
        put(firstColumn, QLocale().toString(row.plus[0], 'f', 2), first < second);
        put(secondColumn, QLocale().toString(row.plus[1], 'f', 2), second < first);
    }
    if (!rows.empty())
        m_rows->setCurrentCell(0, questionColumn);
}

void ComparisonView::openRow(int row)
{
    emit traceActivated(m_rows->item(row, questionColumn)->data(Qt::UserRole).toString(),
                        m_rows->item(row, stepColumn)->data(Qt::UserRole).toInt());
}

} // namespace steplight
