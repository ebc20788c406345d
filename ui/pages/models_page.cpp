// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/models_page.h"

#include "ui/pages/drops.h"
#include "ui/pages/flow_layout.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace steplight {

namespace {

QLabel* plainLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setText(text);
    return label;
}

QString parametersInWords(qint64 n)
{
    if (n >= 1'000'000'000)
        return ModelsPage::tr("%1 B parameters").arg(QLocale().toString(double(n) / 1e9, 'f', 1));
    if (n >= 1'000'000)
        return ModelsPage::tr("%1 M parameters").arg(QLocale().toString(double(n) / 1e6, 'f', 1));
    return ModelsPage::tr("%n parameters", nullptr, static_cast<int>(n));
}

/// "3.8 M parameters · float32 · profile steplight-demo · weights 9f2c01ab"
QString factsOf(const Model& model)
{
    QStringList facts;
    if (model.parameters > 0)
        facts << parametersInWords(model.parameters);
    if (!model.dtype.empty())
        facts << QString::fromStdString(model.dtype);
    if (!model.profile.empty())
        facts << ModelsPage::tr("profile %1").arg(QString::fromStdString(model.profile));
    if (!model.hash.empty())
        facts << ModelsPage::tr("weights %1").arg(QString::fromStdString(model.hash.substr(0, 8)));
    return facts.join(QStringLiteral(" · "));
}

} // namespace

ModelsPage::ModelsPage(QWidget* parent)
    : QWidget(parent), m_cards(new QWidget(this)), m_busy(plainLabel({}, this)),
      m_none(plainLabel(tr("No models yet. Add a checkpoint folder, or drop one here: config.json, "
                           "safetensors weights and a tokenizer."),
                        this))
{
    auto* title = new QLabel(tr("Models"), this);
    title->setFont(fontOf(TextSize::title));
    auto* add = new QPushButton(tr("Add folder…"), this);
    add->setToolTip(tr("A folder with config.json, safetensors weights and a tokenizer"));
    connect(add, &QPushButton::clicked, this, &ModelsPage::chooseFolder);
    setMuted(m_busy);
    m_busy->hide();
    m_none->setAlignment(Qt::AlignCenter);
    auto* cards = new QVBoxLayout(m_cards);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(metrics::grid);

    auto* head = new QHBoxLayout;
    head->addWidget(title, 1);
    head->addWidget(add);
    auto* inner = new QWidget(this);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid,
                               2 * metrics::grid);
    column->setSpacing(metrics::grid);
    column->addLayout(head);
    column->addWidget(m_busy);
    column->addWidget(m_cards);
    column->addWidget(m_none, 1);
    column->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    setFocusProxy(add);
    setAcceptDrops(true);
}

void ModelsPage::setModels(const std::vector<Model>& models)
{
    while (QLayoutItem* item = m_cards->layout()->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // a card may go away on its own click
        delete item;
    }
    for (const Model& model : models)
        m_cards->layout()->addWidget(card(model));
    m_cards->setVisible(!models.empty());
    m_none->setVisible(models.empty());
}

QWidget* ModelsPage::card(const Model& model)
{
    const QString path = QString::fromStdString(model.path);
    const QString name =
        model.name.empty() ? nameOfFolder(model.path) : QString::fromStdString(model.name);
    auto* card = new QFrame(m_cards);
    setPanel(card);
    card->setAccessibleName(name);
    auto* title = plainLabel(name, card);
    title->setFont(fontOf(TextSize::heading));
    auto* where = plainLabel(path, card);
    setMuted(where);

    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(2 * metrics::grid, metrics::grid + metrics::gap, 2 * metrics::grid,
                               metrics::grid + metrics::gap);
    column->setSpacing(metrics::gap);
    column->addWidget(title);
    for (const QString& line :
         {factsOf(model), QString::fromStdString(model.note),
          model.error.empty() ? QString()
                              : tr("Cannot be used: %1").arg(QString::fromStdString(model.error))})
        if (!line.isEmpty())
            column->addWidget(plainLabel(line, card));
    column->addWidget(where);
    column->addSpacing(metrics::gap);

    auto* score = new QPushButton(tr("Score with this"), card);
    auto* folder = new QPushButton(tr("Open folder"), card);
    auto* remove = new QPushButton(tr("Remove from list"), card);
    score->setEnabled(model.error.empty());
    score->setAccessibleDescription(name);
    remove->setAccessibleDescription(name);
    remove->setToolTip(tr("Forgets the folder; the folder and its scores stay"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::grid);
    for (QPushButton* button : {score, folder, remove})
        buttons->addWidget(button);
    buttons->addStretch();
    column->addLayout(buttons);
    connect(score, &QPushButton::clicked, this, [this, path] { emit scoreRequested(path); });
    connect(folder, &QPushButton::clicked, this, [this, path] { emit openFolderRequested(path); });
    connect(remove, &QPushButton::clicked, this, [this, path] { emit removeRequested(path); });
    return card;
}

void ModelsPage::setBusy(const QString& folder)
{
    m_busy->setText(tr("Reading %1…").arg(folder));
    m_busy->setVisible(!folder.isEmpty());
}

void ModelsPage::chooseFolder()
{
    const QString folder =
        QFileDialog::getExistingDirectory(this, tr("Choose a checkpoint folder"));
    if (!folder.isEmpty())
        emit addRequested(folder);
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
