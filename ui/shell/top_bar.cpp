// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/top_bar.h"

#include "ui/key_map.h"
#include "ui/label/queue_menu.h"
#include "ui/shell/main_shell.h"
#include "ui/shell/menu_choice.h"
#include "ui/shell/view_menu.h"
#include "ui/theme.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QDir>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace steplight {

namespace {

constexpr int barHeight = 44;

/// A page's name; the current one is underlined with the accent.
class PageTab final : public QToolButton
{
public:
    using QToolButton::QToolButton;

private:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::of(this);
        QPainter painter(this);
        painter.setPen(isChecked() || underMouse() ? theme.text : theme.muted);
        if (!isEnabled())
            painter.setPen(blended(theme.muted, theme.panel, 0.6));
        painter.drawText(rect(), Qt::AlignCenter, text());
        if (isChecked())
            painter.fillRect(QRect(metrics::grid, height() - 3, width() - 2 * metrics::grid, 2),
                             theme.accent);
        if (hasFocus()) {
            painter.setPen(QPen(theme.accent, metrics::focusRing));
            painter.drawRect(rect().adjusted(1, 1, -1, -1));
        }
    }
};

} // namespace

TopBar::TopBar(QWidget* parent)
    : PanelBar(Qt::BottomEdge, parent), m_projectMenu(new QMenu(this)), m_view(new ViewMenu(this)),
      m_project(new QToolButton(this)), m_mode(nullptr), m_messages(new QToolButton(this)),
      m_pages(new QButtonGroup(this)), m_names{{ShellPage::label, tr("Label")},
                                               {ShellPage::explore, tr("Explore")},
                                               {ShellPage::runs, tr("Runs")},
                                               {ShellPage::models, tr("Models")},
                                               {ShellPage::exporting, tr("Export")}},
      m_modes(new QActionGroup(this))
{
    setFixedHeight(withText(barHeight));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::grid, 0, metrics::grid, 0);
    row->setSpacing(metrics::gap);
    m_project->setPopupMode(QToolButton::InstantPopup);
    m_project->setMenu(m_projectMenu);
    m_project->setAutoRaise(true);
    row->addWidget(m_project);
    row->addSpacing(metrics::grid);
    for (const auto& [page, name] : m_names) {
        auto* tab = new PageTab(this);
        tab->setText(name);
        tab->setCheckable(true);
        tab->setFixedHeight(withText(barHeight));
        tab->setMinimumWidth(64);
        tab->setFocusPolicy(Qt::TabFocus);
        whenKeysChange(tab, [tab, words = name, id = keyOfPage(page)] {
            tab->setToolTip(withKeys(words, id));
        });
        m_pages->addButton(tab, static_cast<int>(page));
        row->addWidget(tab);
    }
    row->addStretch();
    buildMode();
    buildView();
    m_messages->setAutoRaise(true);
    whenKeysChange(m_messages, [this] {
        m_messages->setToolTip(
            withKeys(tr("The last twenty messages"), QStringLiteral("messages")));
    });
    row->addWidget(m_messages);
    auto* keys = new QToolButton(this);
    keys->setText(QStringLiteral("?"));
    keys->setAccessibleName(tr("Keys"));
    whenKeysChange(
        keys, [keys] { keys->setToolTip(withKeys(tr("All keys"), QStringLiteral("key-sheet"))); });
    keys->setAutoRaise(true);
    row->addWidget(keys);

    connect(m_pages, &QButtonGroup::idClicked, this,
            [this](int id) { emit pageChosen(static_cast<ShellPage>(id)); });
    connect(m_messages, &QToolButton::clicked, this, &TopBar::messagesWanted);
    connect(keys, &QToolButton::clicked, this, &TopBar::keysWanted);
    setProject({}, {});
    setVisibilityMode(Visibility::open);
    setUnread(0);
}

QToolButton* TopBar::addMenuButton(const QString& what, QMenu* menu)
{
    auto* button = new QToolButton(this);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    button->setAutoRaise(true);
    button->setAccessibleName(what);
    layout()->addWidget(button);
    return button;
}

void TopBar::buildMode()
{
    auto* menu = new QMenu(this);
    const auto add = [&](const QString& text, Visibility mode) {
        addChoice(menu, m_modes, text, static_cast<int>(mode));
    };
    add(tr("Open: estimates are shown"), Visibility::open);
    add(tr("Commit, then reveal: shown after the label"), Visibility::commitThenReveal);
    add(tr("Blind: estimates stay hidden"), Visibility::blind);
    m_mode = addMenuButton(tr("What is shown while labelling"), menu);
    connect(m_modes, &QActionGroup::triggered, this, [this](const QAction* action) {
        const auto mode = static_cast<Visibility>(action->data().toInt());
        setVisibilityMode(mode, m_modeOfQueue, m_queue);
        emit visibilityChosen(mode);
    });
}

void TopBar::buildView()
{
    QToolButton* view = addMenuButton(tr("Colours, text size, layouts and language"), m_view);
    view->setText(tr("View"));
    view->setToolTip(view->accessibleName());
}

void TopBar::setProject(const QString& name, const QString& folder)
{
    const bool any = !name.isEmpty();
    m_project->setText(any ? fontMetrics().elidedText(name, Qt::ElideMiddle, 240)
                           : tr("Steplight"));
    m_project->setAccessibleName(any ? tr("Project %1").arg(name) : tr("Project"));
    m_project->setToolTip(
        QStringLiteral("<p>%1</p>").arg(QDir::toNativeSeparators(folder).toHtmlEscaped()));
    for (QAbstractButton* tab : m_pages->buttons())
        tab->setVisible(any);
    m_mode->setVisible(any);
    m_view->setHasProject(any);
}

void TopBar::setCurrent(ShellPage page)
{
    QAbstractButton* tab = m_pages->button(static_cast<int>(page));
    m_pages->setExclusive(tab != nullptr); // on the start page none is checked
    for (QAbstractButton* each : m_pages->buttons())
        each->setChecked(each == tab);
}

void TopBar::setBadge(ShellPage page, const QString& note)
{
    if (QAbstractButton* tab = m_pages->button(static_cast<int>(page)))
        tab->setText(note.isEmpty() ? m_names[page] : m_names[page] + QStringLiteral(" ") + note);
}

void TopBar::setVisibilityMode(Visibility project, std::optional<Visibility> ofQueue,
                               const QString& queue)
{
    m_modeOfQueue = ofQueue;
    m_queue = queue;
    check(m_modes, static_cast<int>(project));
    m_mode->setText(ofQueue ? tr("%1 (queue)").arg(visibilityInWords(*ofQueue))
                            : visibilityInWords(project));
    const QString about =
        ofQueue ? tr("The queue “%1” has its own: %2. The project's, chosen here, is %3. What is "
                     "shown is stored with each label.")
                      .arg(queue.toHtmlEscaped(), visibilityInWords(*ofQueue),
                           visibilityInWords(project))
                : tr("What is shown while labelling; stored with each label");
    m_mode->setToolTip(QStringLiteral("<p>%1</p>").arg(about));
}

void TopBar::setUnread(int messages)
{
    m_messages->setText(messages > 0 ? tr("Messages %1").arg(messages) : tr("Messages"));
}

} // namespace steplight
