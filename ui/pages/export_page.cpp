// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/export_page.h"

#include "ui/key_map.h"
#include "ui/motion.h"
#include "ui/pages/export_effect.h"
#include "ui/pages/export_form.h"
#include "ui/pages/message_bar.h"
#include "ui/pages/panel_bar.h"
#include "ui/pages/rule_table.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int typingPauseMs = 400;
constexpr qint64 comparedAtOnce = 5000; ///< traces; more take longer than anybody waits unasked

/// The path decides nothing about the effect.
bool sameEffect(ExportRecipe a, const ExportRecipe& b)
{
    a.out = b.out;
    return a == b;
}

/// Of the same traces with the same threshold: then every rule makes the same of them.
bool sameTraces(const ExportRecipe& a, const ExportRecipe& b)
{
    return a.query == b.query && a.threshold == b.threshold;
}

} // namespace

ExportPage::ExportPage(QWidget* parent)
    : QWidget(parent), m_form(new ExportForm(this)), m_effect(new ExportEffect(this)),
      m_write(new QPushButton(tr("Write"), this)), m_cancel(new QPushButton(tr("Cancel"), this)),
      m_progress(new QProgressBar(this)), m_why(new QLabel(this)), m_result(new MessageBar(this)),
      m_splitter(new QSplitter(Qt::Horizontal, this))
{
    setPrimary(m_write);
    whenKeysChange(m_write, [this] {
        m_write->setToolTip(withKeys(tr("Writes the file"), QStringLiteral("write")));
        m_write->setShortcut(keyMap().keys(QStringLiteral("write")).value(0));
    });
    m_why->setTextFormat(Qt::PlainText);
    m_why->setWordWrap(true);
    setMuted(m_why);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress of the export"));
    m_progress->setFixedWidth(240);
    m_progress->hide();
    m_cancel->hide();
    m_askSoon.setSingleShot(true);
    m_askSoon.setInterval(typingPauseMs);

    auto* left = new QScrollArea(this);
    left->setWidget(m_form);
    left->setWidgetResizable(true);
    left->setFrameShape(QFrame::NoFrame);
    left->setFocusPolicy(Qt::NoFocus); // its fields have it
    left->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    left->setMinimumWidth(std::max(300, withText(220)));
    left->viewport()->setBackgroundRole(QPalette::Window);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_effect);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({400, 900});
    auto* foot = new PanelBar(Qt::TopEdge, this);
    auto* footRow = new QHBoxLayout(foot);
    footRow->setContentsMargins(2 * metrics::grid, metrics::grid, 2 * metrics::grid, metrics::grid);
    footRow->setSpacing(metrics::grid);
    footRow->addWidget(m_write);
    footRow->addWidget(m_progress);
    footRow->addWidget(m_cancel);
    footRow->addWidget(m_why, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_result);
    column->addWidget(m_splitter, 1);
    column->addWidget(foot);

    connect(m_form, &ExportForm::changed, this, &ExportPage::recipeChanged);
    connect(&m_askSoon, &QTimer::timeout, this, &ExportPage::askPreview);
    connect(m_write, &QPushButton::clicked, this, &ExportPage::write);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        emit cancelRequested();
    });
    connect(&m_effect->rules(), &RuleTable::compareRequested, this, &ExportPage::compare);
    connect(&m_effect->rules(), &RuleTable::cancelRequested, this, &ExportPage::forgetComparison);
    connect(&m_effect->rules(), &RuleTable::ruleChosen, this, [this](const QString& rule) {
        ExportRecipe chosen = recipe();
        chosen.rule = rule.toStdString();
        setRecipe(chosen);
    });
    setFocusProxy(m_form);
    updateWrite();
}

void ExportPage::setFormats(const std::vector<ExportChoice>& formats)
{
    m_form->setFormats(formats);
}

void ExportPage::setRules(const std::vector<ExportChoice>& rules)
{
    m_form->setRules(rules);
    m_effect->rules().setRules(rules);
}

void ExportPage::setSets(const std::vector<ExportChoice>& sets)
{
    m_form->setSets(sets);
}

void ExportPage::setRecipe(const ExportRecipe& recipe)
{
    m_form->setRecipe(recipe);
}

ExportRecipe ExportPage::recipe() const
{
    return m_form->recipe();
}

void ExportPage::recipeChanged()
{
    if (m_compared && !sameTraces(*m_compared, recipe()))
        forgetComparison();
    if (!m_shown || !sameEffect(*m_shown, recipe())) {
        m_shown.reset();
        m_error.clear();
        m_effect->setOutOfDate();
        m_askSoon.start();
    }
    updateWrite();
}

/// Only while the page is in sight: a preview may read the whole project.
void ExportPage::askPreview()
{
    const ExportRecipe wanted = recipe();
    if (isVisible() && !wanted.format.empty() && !wanted.rule.empty())
        emit previewWanted(wanted);
}

void ExportPage::setPreview(const ExportRecipe& recipe, const ExportPreview& preview)
{
    if (!sameEffect(recipe, this->recipe()))
        return;
    m_shown = recipe;
    m_rows = preview.report.rows;
    m_error.clear();
    m_effect->setPreview(preview);
    updateWrite();
    if (!preview.asTheyAre && !m_compared && preview.tracesBefore > 0 &&
        preview.tracesBefore <= comparedAtOnce)
        compare();
}

void ExportPage::setPreviewError(const ExportRecipe& recipe, const QString& sentence)
{
    if (!sameEffect(recipe, this->recipe()))
        return;
    m_shown.reset();
    m_error = sentence;
    m_effect->setSentence(sentence);
    updateWrite();
}

void ExportPage::compare()
{
    m_compared = recipe();
    emit compareWanted(*m_compared);
}

void ExportPage::forgetComparison()
{
    m_compared.reset();
    m_effect->rules().clear();
    emit compareCancelled();
}

void ExportPage::setOutcomes(const ExportRecipe& recipe, const std::vector<RuleOutcome>& outcomes)
{
    if (m_compared && sameTraces(recipe, *m_compared))
        m_effect->rules().setOutcomes(outcomes);
}

void ExportPage::setCompareProgress(const ExportRecipe& recipe, qint64 done, qint64 total)
{
    if (m_compared && sameTraces(recipe, *m_compared))
        m_effect->rules().setProgress(done, total);
}

void ExportPage::setCompareError(const ExportRecipe& recipe, const QString& sentence)
{
    if (m_compared && sameTraces(recipe, *m_compared))
        m_effect->rules().setSentence(sentence);
}

void ExportPage::refresh()
{
    if (m_compared)
        forgetComparison();
    m_shown.reset();
    recipeChanged();
}

void ExportPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_shown)
        m_askSoon.start();
}

void ExportPage::updateWrite()
{
    QString why;
    if (!m_error.isEmpty())
        why = tr("Mend the recipe first.");
    else if (!m_shown)
        why = tr("Nothing is written before its effect has been shown.");
    else if (m_rows == 0)
        why = tr("This recipe would write no row.");
    else if (recipe().out.empty())
        why = tr("Say where to write.");
    m_write->setEnabled(why.isEmpty() && !m_writing);
    m_write->setText(
        m_shown && m_rows > 0
            ? (m_rows == 1 ? tr("Write 1 row") : tr("Write %1 rows").arg(countInWords(m_rows)))
            : tr("Write"));
    m_form->setEnabled(!m_writing);
    m_progress->setVisible(m_writing);
    m_cancel->setVisible(m_writing);
    if (!m_writing)
        m_why->setText(why);
}

void ExportPage::write()
{
    m_writing = true;
    m_result->dismiss();
    m_cancel->setEnabled(true);
    showProgress(*m_progress, 0, 0);
    m_why->setText(tr("Writing…"));
    updateWrite();
    emit writeRequested(recipe());
}

void ExportPage::setProgress(qint64 done, qint64 total, double secondsLeft)
{
    if (!m_writing)
        return;
    showProgress(*m_progress, done, total);
    const QString left = leftInWords(secondsLeft);
    m_why->setText(tr("%1 of %2").arg(countInWords(done), tracesInWords(total)) +
                   (left.isEmpty() ? QString() : QStringLiteral(", ") + left));
}

void ExportPage::end(const Message& message)
{
    m_writing = false;
    updateWrite();
    m_result->show(message);
}

void ExportPage::setWritten(const ExportReport& report)
{
    QStringList files;
    for (const ExportedFile& file : report.files)
        files << tr("%1 (%2 rows, SHA-256 %3)")
                     .arg(QString::fromStdString(file.path), countInWords(file.rows),
                          QString::fromStdString(file.sha256.substr(0, 16)) + QStringLiteral("…"));
    const QString first =
        report.files.empty() ? QString() : QString::fromStdString(report.files.front().path);
    end({MessageLevel::info, tr("Wrote %1.").arg(files.join(QStringLiteral(", "))),
         first.isEmpty() ? QString() : tr("Show in folder"),
         [this, first] { emit showInFolderRequested(first); }});
}

void ExportPage::setWriteError(const QString& sentence)
{
    end({MessageLevel::error, sentence});
}

void ExportPage::setCancelled()
{
    end({MessageLevel::info, tr("Cancelled. Nothing was written.")});
}

QByteArray ExportPage::saveState() const
{
    return m_splitter->saveState();
}

void ExportPage::restoreState(const QByteArray& state)
{
    m_splitter->restoreState(state);
}

} // namespace steplight
