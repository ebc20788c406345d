// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start_page.h"

#include "ui/key_map.h"
#include "ui/pages/flow_layout.h"
#include "ui/pages/project_card.h"
#include "ui/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace steplight {

StartPage::StartPage(QWidget* parent)
    : QWidget(parent), m_cards(new QWidget(this)),
      m_flow(new FlowLayout(m_cards, 2 * metrics::grid)),
      m_none(new QLabel(tr("Projects that you open are listed here."), this)),
      m_demo(new QPushButton(tr("Open the demo"), this))
{
    auto* title = new QLabel(tr("Steplight"), this);
    title->setFont(fontOf(TextSize::title));
    auto* about =
        new QLabel(tr("See where a visual reasoning trace goes wrong, correct its labels, "
                      "score it again."),
                   this);
    about->setWordWrap(true);
    auto* create = new QPushButton(tr("New project…"), this);
    auto* open = new QPushButton(tr("Open project…"), this);
    setPrimary(create);
    whenKeysChange(this, [create, open] {
        create->setToolTip(
            withKeys(tr("Makes an empty project in a folder"), QStringLiteral("new-project")));
        open->setToolTip(withKeys(tr("Opens a project's folder"), QStringLiteral("open-project")));
    });
    m_demo->setToolTip(tr("A small project with drawn puzzles, scored by a small model"));
    auto* recent = new QLabel(tr("Recent projects"), this);
    recent->setFont(fontOf(TextSize::heading));
    auto* drop = new QLabel(tr("Drop a project folder on the window to open it, or trace files to "
                               "import them."),
                            this);
    drop->setWordWrap(true);
    setMuted(drop);
    setMuted(m_none);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::grid);
    for (QPushButton* button : {create, open, m_demo})
        buttons->addWidget(button);
    buttons->addStretch();
    auto* inner = new QWidget(this);
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(6 * metrics::grid, 5 * metrics::grid, 6 * metrics::grid,
                               3 * metrics::grid);
    column->setSpacing(metrics::grid);
    column->addWidget(title);
    column->addWidget(about);
    column->addSpacing(metrics::grid);
    column->addLayout(buttons);
    column->addWidget(drop);
    column->addSpacing(2 * metrics::grid);
    column->addWidget(recent);
    column->addWidget(m_none);
    column->addWidget(m_cards);
    column->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus); // the cards have it
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);

    connect(create, &QPushButton::clicked, this, &StartPage::newRequested);
    connect(open, &QPushButton::clicked, this, [this] { emit openRequested({}); });
    connect(m_demo, &QPushButton::clicked, this, &StartPage::demoRequested);
    setFocusProxy(create);
    setRecent({});
}

void StartPage::setRecent(const std::vector<RecentProject>& projects)
{
    m_flow->clear();
    for (const RecentProject& project : projects) {
        auto* card = new ProjectCard(project, m_cards);
        connect(card, &ProjectCard::opened, this, [this, folder = project.folder, card] {
            emit card->isMissing() ? forgetRequested(folder) : openRequested(folder);
        });
        connect(card, &ProjectCard::forgotten, this,
                [this, folder = project.folder] { emit forgetRequested(folder); });
        m_flow->addWidget(card);
    }
    m_cards->setVisible(!projects.empty());
    m_none->setVisible(projects.empty());
}

void StartPage::setDemoAvailable(bool available)
{
    m_demo->setVisible(available);
}

} // namespace steplight
