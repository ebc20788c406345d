// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/models_page.h"

#include "ui/key_map.h"
#include "ui/pages/comparison_view.h"
#include "ui/pages/drops.h"
#include "ui/pages/model_card.h"
#include "ui/pages/plain_label.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QDir>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace steplight {

namespace {

constexpr int widest = 1000;

} // namespace

ModelsPage::ModelsPage(QWidget* parent)
    : QWidget(parent), m_stack(new QStackedWidget(this)), m_comparison(new ComparisonView(m_stack)),
      m_compare(new QPushButton(tr("Compare…"), this)), m_cards(new QVBoxLayout),
      m_path(new QLineEdit(this)), m_busy(plainLabel(this)),
      m_none(plainLabel(this,
                        tr("No models yet. Add a checkpoint folder, or drop one here: config.json, "
                           "safetensors weights and a tokenizer.")))
{
    m_stack->addWidget(buildCards());
    m_stack->addWidget(m_comparison);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_stack);
    setFocusProxy(m_path);
    setAcceptDrops(true);
    connect(m_comparison, &ComparisonView::left, this, &ModelsPage::leaveComparison);
    connect(m_comparison, &ComparisonView::scoreRequested, this,
            [this](const QString& folder) { emit runRequested(QStringLiteral("score"), folder); });
}

QWidget* ModelsPage::buildCards()
{
    setMuted(m_busy);
    m_busy->hide();
    QSizePolicy kept = m_busy->sizePolicy();
    kept.setRetainSizeWhenHidden(true); // the cards stay where they are
    m_busy->setSizePolicy(kept);
    setMuted(m_none);
    m_cards->setSpacing(metrics::grid);
    auto* inner = new QWidget(this);
    inner->setMaximumWidth(withText(widest));
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                               2 * metrics::grid);
    column->setSpacing(metrics::grid);
    column->addLayout(buildHead());
    column->addWidget(m_busy);
    column->addLayout(m_cards);
    column->addWidget(m_none);
    column->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QLayout* ModelsPage::buildHead()
{
    auto* title = new QLabel(tr("Models"), this);
    title->setFont(fontOf(TextSize::title));
    m_path->setPlaceholderText(tr("Path of a checkpoint folder; Enter adds it"));
    m_path->setAccessibleName(m_path->placeholderText());
    m_path->setMinimumHeight(metrics::hitTarget);
    m_path->setAcceptDrops(false); // a dropped folder is the page's
    auto* add = new QPushButton(tr("Add folder…"), this);
    add->setToolTip(tr("A folder with config.json, safetensors weights and a tokenizer"));
    auto* head = new QHBoxLayout;
    head->setSpacing(metrics::grid);
    head->addWidget(title);
    head->addSpacing(metrics::grid);
    head->addWidget(m_path, 1);
    head->addWidget(add);
    head->addWidget(m_compare);
    connect(m_path, &QLineEdit::returnPressed, this, &ModelsPage::addTyped);
    connect(add, &QPushButton::clicked, this, &ModelsPage::chooseFolder);
    connect(m_compare, &QPushButton::clicked, this, [this] { compare(); });
    whenKeysChange(m_compare, [this] {
        m_compare->setToolTip(withKeys(tr("Two models on the traces that both have scored"),
                                       QStringLiteral("compare")));
        m_compare->setShortcut(keyMap().keys(QStringLiteral("compare")).value(0));
    });
    return head;
}

void ModelsPage::compare(const QString& folder)
{
    m_stack->setCurrentWidget(m_comparison);
    setFocusProxy(m_comparison);
    m_comparison->choose(folder);
    m_comparison->setFocus();
}

void ModelsPage::leaveComparison()
{
    m_stack->setCurrentIndex(0);
    setFocusProxy(m_path);
    m_compare->setFocus();
}

void ModelsPage::setModels(const std::vector<ModelEntry>& models)
{
    QHash<QString, ModelCard*> before;
    before.swap(m_byFolder);
    int at = 0;
    for (const ModelEntry& entry : models) {
        const QString folder = QString::fromStdString(entry.model.path);
        ModelCard* shown = before.contains(folder) ? before.take(folder) : card(folder);
        shown->setEntry(entry);
        m_byFolder[folder] = shown;
        m_cards->insertWidget(at++, shown);
        shown->show(); // at once, not with the next event
    }
    for (ModelCard* gone : before) {
        gone->hide();
        gone->deleteLater(); // it may go away on its own click
    }
    m_none->setVisible(models.empty());
    std::vector<Model> known;
    for (const ModelEntry& entry : models)
        if (!isJudge(entry.model))
            known.push_back(entry.model);
    m_comparison->setModels(known);
}

ModelCard* ModelsPage::card(const QString& folder)
{
    auto* made = new ModelCard(this);
    connect(made, &ModelCard::runRequested, this,
            [this, folder](const QString& kind) { emit runRequested(kind, folder); });
    connect(made, &ModelCard::compareRequested, this, [this, folder] { compare(folder); });
    connect(made, &ModelCard::checkRequested, this,
            [this, folder] { emit checkRequested(folder); });
    connect(made, &ModelCard::cancelRequested, this,
            [this, folder] { emit checkCancelled(folder); });
    connect(made, &ModelCard::openFolderRequested, this,
            [this, folder] { emit openFolderRequested(folder); });
    connect(made, &ModelCard::locateRequested, this, [this, folder] { locate(folder); });
    connect(made, &ModelCard::removeRequested, this,
            [this, folder] { emit removeRequested(folder); });
    connect(made, &ModelCard::tracesRequested, this, &ModelsPage::tracesRequested);
    return made;
}

void ModelsPage::setScored(const QString& folder, const ModelScored& scored)
{
    if (ModelCard* shown = m_byFolder.value(folder))
        shown->setScored(scored);
}

void ModelsPage::setBusy(const QStringList& folders)
{
    m_busy->setText(tr("Reading %1…").arg(folders.join(QStringLiteral(", "))));
    m_busy->setVisible(!folders.isEmpty());
}

void ModelsPage::setChecking(const QString& folder, double share, const QString& what,
                             double secondsLeft)
{
    if (ModelCard* shown = m_byFolder.value(folder))
        shown->setProgress(share, what, secondsLeft);
}

void ModelsPage::endChecking(const QString& folder)
{
    if (ModelCard* shown = m_byFolder.value(folder))
        shown->clearProgress();
}

void ModelsPage::addTyped()
{
    QString folder = m_path->text().trimmed();
    if (folder.isEmpty())
        return;
    if (folder == u'~' || folder.startsWith(QStringLiteral("~/")))
        folder = QDir::homePath() + folder.mid(1);
    m_path->clear();
    emit addRequested(folder);
}

void ModelsPage::chooseFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Choose a checkpoint folder"));
    if (!folder.isEmpty())
        emit addRequested(folder);
}

void ModelsPage::locate(const QString& folder)
{
    const QString nowAt = QFileDialog::getExistingDirectory(
        this, tr("Where is %1?").arg(nameOfFolder(folder.toStdString())));
    if (!nowAt.isEmpty())
        emit locateRequested(folder, nowAt);
}

void ModelsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    emit shown();
}

void ModelsPage::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedFolders(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ModelsPage::dropEvent(QDropEvent* event)
{
    const QStringList folders = droppedFolders(*event->mimeData());
    if (folders.isEmpty())
        return;
    event->acceptProposedAction();
    for (const QString& folder : folders)
        emit addRequested(folder);
}

} // namespace steplight
