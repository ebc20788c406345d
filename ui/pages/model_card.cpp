// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/model_card.h"

#include "ui/pages/model_words.h"
#include "ui/pages/plain_label.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QDir>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace steplight {

namespace {

constexpr int nameWidth = 104;
constexpr int barWidth = 240;
constexpr qsizetype hashShown = 16;

} // namespace

ModelCard::ModelCard(QWidget* parent)
    : QFrame(parent), m_title(plainLabel(this)), m_state(plainLabel(this)),
      m_error(plainLabel(this)), m_score(new QPushButton(tr("Score with this"), this)),
      m_train(new QPushButton(tr("Train from this"), this)),
      m_compare(new QPushButton(tr("Compare…"), this)),
      m_checkNow(new QPushButton(tr("Check loading"), this)),
      m_traces(new QPushButton(tr("Show traces"), this)),
      m_open(new QPushButton(tr("Open folder"), this)),
      m_locate(new QPushButton(tr("Locate…"), this)),
      m_remove(new QPushButton(tr("Remove from list"), this))
{
    setPanel(this);
    m_title->setFont(fontOf(TextSize::heading));
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_state);
    m_state->setWordWrap(false);
    setMuted(m_state);
    auto* lines = new QGridLayout;
    lines->setHorizontalSpacing(metrics::grid);
    lines->setVerticalSpacing(metrics::gap);
    lines->setColumnMinimumWidth(0, withText(nameWidth));
    lines->setColumnStretch(1, 1);
    m_size = addLine(lines, tr("Size"));
    m_lineage = addLine(lines, tr("Trained"));
    m_architecture = addLine(lines, tr("Architecture"));
    m_profile = addLine(lines, tr("Profile"));
    m_hash = addLine(lines, tr("Hash"));
    m_where = addLine(lines, tr("Folder"));
    m_check = addLine(lines, tr("Load check"));
    buildWork(lines);
    m_scores = addLine(lines, tr("Scored"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(2 * metrics::grid, metrics::grid + metrics::gap, 2 * metrics::grid,
                               metrics::grid + metrics::gap);
    column->setSpacing(metrics::grid);
    column->addLayout(head);
    column->addWidget(m_error);
    column->addLayout(lines);
    column->addLayout(buildButtons());
    setScored({});
}

void ModelCard::Line::show(const QString& text) const
{
    value->setText(text);
    value->setVisible(!text.isEmpty());
    name->setVisible(!text.isEmpty());
}

ModelCard::Line ModelCard::addLine(QGridLayout* grid, const QString& name)
{
    const Line line{new QLabel(name, this), plainLabel(this)};
    setMuted(line.name);
    const int onOneLine = QFontMetrics(fontOf(TextSize::body)).ascent() -
                          QFontMetrics(fontOf(TextSize::small)).ascent();
    line.name->setContentsMargins(0, onOneLine, 0, 0);
    const int row = grid->rowCount();
    grid->addWidget(line.name, row, 0, Qt::AlignTop);
    grid->addWidget(line.value, row, 1);
    return line;
}

void ModelCard::buildWork(QGridLayout* grid)
{
    m_work = new QWidget(this);
    m_bar = new QProgressBar(m_work);
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(barWidth);
    m_bar->setAccessibleName(tr("Progress of the load check"));
    m_doing = plainLabel(m_work);
    auto* cancel = new QPushButton(tr("Cancel"), m_work);
    auto* row = new QHBoxLayout(m_work);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::grid);
    row->addWidget(m_bar);
    row->addWidget(m_doing, 1);
    row->addWidget(cancel);
    m_work->hide();
    grid->addWidget(m_work, grid->rowCount(), 1);
    connect(cancel, &QPushButton::clicked, this, &ModelCard::cancelRequested);
}

QLayout* ModelCard::buildButtons()
{
    m_train->setToolTip(tr("Makes a model of its own that has learnt from the labels"));
    m_compare->setToolTip(tr("Measures it and another model on the traces that both have scored"));
    m_remove->setToolTip(tr("Forgets the folder; the folder and its scores stay"));
    m_checkNow->setToolTip(tr("Compares every tensor, hashes the files and loads the model"));
    m_locate->setToolTip(tr("Choose where the folder is now"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::grid);
    m_traces->setToolTip(tr("Shows what it scored on the Explore page"));
    for (QPushButton* button :
         {m_score, m_train, m_compare, m_checkNow, m_traces, m_locate, m_open, m_remove})
        buttons->addWidget(button);
    buttons->addStretch();
    connect(m_score, &QPushButton::clicked, this, [this] {
        emit runRequested(isJudge(m_entry.model) ? QStringLiteral("judge")
                                                 : QStringLiteral("score"));
    });
    connect(m_train, &QPushButton::clicked, this,
            [this] { emit runRequested(QStringLiteral("train")); });
    connect(m_compare, &QPushButton::clicked, this, &ModelCard::compareRequested);
    connect(m_checkNow, &QPushButton::clicked, this, &ModelCard::checkRequested);
    connect(m_traces, &QPushButton::clicked, this,
            [this] { emit tracesRequested(m_scored.query); });
    connect(m_locate, &QPushButton::clicked, this, &ModelCard::locateRequested);
    connect(m_open, &QPushButton::clicked, this, &ModelCard::openFolderRequested);
    connect(m_remove, &QPushButton::clicked, this, &ModelCard::removeRequested);
    return buttons;
}

void ModelCard::setEntry(const ModelEntry& entry)
{
    m_entry = entry;
    const Model& model = entry.model;
    const QString name =
        model.name.empty() ? nameOfFolder(model.path) : QString::fromStdString(model.name);
    setAccessibleName(name);
    m_title->setText(name);
    m_state->setText(stateInWords(entry));
    const QString error = QString::fromStdString(model.error);
    m_error->setText(
        entry.missing ? tr("The folder is not where it was. Its scores are kept; say where it is "
                           "now to score with it again.")
                      : error);
    m_error->setVisible(entry.missing || !error.isEmpty());
    m_size.show(sizeInWords(entry));
    m_lineage.show(lineageInWords(entry));
    if (entry.lineage)
        m_lineage.value->setToolTip(tr("SHA-256 of what it learnt from: %1")
                                        .arg(QString::fromStdString(entry.lineage->dataHash)));
    m_architecture.show(architectureInWords(entry));
    m_profile.show(profileInWords(entry));
    m_profile.value->setToolTip(entry.profile ? plainToolTip(promptInWords(*entry.profile))
                                              : QString());
    const QString hash = QString::fromStdString(model.hash);
    m_hash.show(hash.left(hashShown));
    m_hash.value->setToolTip(
        tr("SHA-256 of configuration, tokenizer and samples of every tensor: %1").arg(hash));
    m_where.show(QDir::toNativeSeparators(QString::fromStdString(model.path)));
    for (QPushButton* button :
         {m_score, m_train, m_compare, m_checkNow, m_traces, m_locate, m_open, m_remove})
        button->setAccessibleDescription(name);
    showCheck();
}

void ModelCard::showCheck()
{
    const bool usable = m_entry.model.error.empty() && !m_entry.missing;
    const bool bad = m_entry.check && !m_entry.check->loads && !m_entry.check->refused;
    m_score->setEnabled(usable && !bad);
    m_train->setEnabled(usable && !bad);
    m_score->setToolTip(bad ? tr("It does not load") : QString());
    const bool judges = isJudge(m_entry.model);
    m_score->setText(judges ? tr("Judge with this") : tr("Score with this"));
    m_train->setVisible(!judges);
    m_checkNow->setVisible(!m_entry.missing && !judges);
    m_checkNow->setEnabled(!m_checking);
    m_locate->setVisible(m_entry.missing);
    m_open->setVisible(!m_entry.missing);
    m_work->setVisible(m_checking);
    const bool nothing = judges || (m_entry.missing && !m_entry.check);
    m_check.show(nothing ? QString() : checkInWords(m_entry));
    if (m_checking)
        m_check.value->hide();
}

void ModelCard::setScored(const ModelScored& scored)
{
    m_scored = scored;
    m_scores.show(scoredInWords(scored));
    m_compare->setVisible(scored.traces > 0);
    m_traces->setVisible(scored.traces > 0 && !scored.query.isEmpty());
}

void ModelCard::setProgress(double share, const QString& what, double secondsLeft)
{
    if (!m_checking) {
        m_checking = true;
        showCheck();
    }
    m_bar->setValue(static_cast<int>(share * m_bar->maximum()));
    const QString left = leftInWords(secondsLeft);
    m_doing->setText(left.isEmpty() ? what : tr("%1, %2").arg(what, left));
}

void ModelCard::clearProgress()
{
    m_checking = false;
    showCheck();
}

} // namespace steplight
