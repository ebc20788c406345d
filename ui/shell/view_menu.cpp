// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/view_menu.h"

#include "ui/key_map.h"
#include "ui/shell/menu_choice.h"

#include <QActionGroup>

#include <algorithm>
#include <iterator>

namespace steplight {

namespace {

QString schemeInWords(Scheme scheme)
{
    switch (scheme) {
    case Scheme::system:
        break;
    case Scheme::light:
        return ViewMenu::tr("Light");
    case Scheme::dark:
        return ViewMenu::tr("Dark");
    case Scheme::highContrastLight:
        return ViewMenu::tr("High contrast, light");
    case Scheme::highContrastDark:
        return ViewMenu::tr("High contrast, dark");
    }
    return ViewMenu::tr("As the desktop");
}

QString asMenuText(QString name)
{
    return name.replace(u'&', QStringLiteral("&&")); // no mnemonics in people's words
}

} // namespace

ViewMenu::ViewMenu(QWidget* parent)
    : QMenu(parent), m_schemes(new QActionGroup(this)), m_sizes(new QActionGroup(this)),
      m_languages(new QActionGroup(this)), m_motion(nullptr), m_layouts(nullptr), m_forget(nullptr),
      m_named(new QActionGroup(this))
{
    for (const Scheme scheme : allSchemes)
        addChoice(this, m_schemes, schemeInWords(scheme), static_cast<int>(scheme));
    connect(m_schemes, &QActionGroup::triggered, this, [this](const QAction* action) {
        emit schemeChosen(static_cast<Scheme>(action->data().toInt()));
    });
    addSeparator();
    buildTextSizes();
    m_motion = addAction(tr("Reduce motion"));
    m_motion->setCheckable(true);
    connect(m_motion, &QAction::triggered, this, &ViewMenu::motionChosen);
    buildLayouts();
    addSeparator();
    buildLanguages();
    setLayouts({}, {});
    setHasProject(false);
}

/// Its key is heard in the whole window, with the menu closed too.
QAction* ViewMenu::addKeyed(QMenu* menu, const QString& text, const char* key)
{
    QAction* action = menu->addAction(text);
    bindKeys(action, QString::fromLatin1(key));
    if (QWidget* window = parentWidget())
        window->addAction(action);
    return action;
}

void ViewMenu::buildTextSizes()
{
    QMenu* menu = addMenu(tr("Text size"));
    for (const int percent : textPercents)
        addChoice(menu, m_sizes, tr("%1 %").arg(percent), percent);
    connect(m_sizes, &QActionGroup::triggered, this,
            [this](const QAction* action) { emit textPercentChosen(action->data().toInt()); });
    menu->addSeparator();
    const QAction* larger = addKeyed(menu, tr("Larger"), "text-larger");
    const QAction* smaller = addKeyed(menu, tr("Smaller"), "text-smaller");
    connect(larger, &QAction::triggered, this, [this] { step(1); });
    connect(smaller, &QAction::triggered, this, [this] { step(-1); });
}

void ViewMenu::step(int direction)
{
    const QAction* now = m_sizes->checkedAction();
    const auto* at = std::find(std::begin(textPercents), std::end(textPercents),
                               now ? now->data().toInt() : textPercents[0]);
    const auto to = std::distance(std::begin(textPercents), at) + direction;
    if (to >= 0 && to < static_cast<std::ptrdiff_t>(std::size(textPercents)))
        emit textPercentChosen(textPercents[to]);
}

void ViewMenu::buildLayouts()
{
    m_layouts = addMenu(tr("Layouts"));
    m_keep = addKeyed(m_layouts, tr("Keep this layout…"), "keep-layout");
    m_next = addKeyed(m_layouts, tr("Next layout"), "next-layout");
    m_forget = m_layouts->addMenu(tr("Forget"));
    m_layouts->addSeparator(); // the kept ones come below
    connect(m_keep, &QAction::triggered, this, &ViewMenu::keepLayoutRequested);
    connect(m_next, &QAction::triggered, this, &ViewMenu::nextLayout);
    connect(m_named, &QActionGroup::triggered, this,
            [this](const QAction* action) { emit layoutChosen(action->data().toString()); });
    connect(m_forget, &QMenu::triggered, this,
            [this](const QAction* action) { emit layoutForgotten(action->data().toString()); });
}

void ViewMenu::buildLanguages()
{
    addChoice(this, m_languages, tr("Language of the desktop"), QStringLiteral("system"));
    // Languages name themselves, so that they are found by those who read no other.
    addChoice(this, m_languages, QStringLiteral("English"), QStringLiteral("en"));
    addChoice(this, m_languages, QString::fromUtf8("简体中文"), QStringLiteral("zh_CN"));
    connect(m_languages, &QActionGroup::triggered, this,
            [this](const QAction* action) { emit languageChosen(action->data().toString()); });
}

void ViewMenu::setScheme(Scheme scheme)
{
    check(m_schemes, static_cast<int>(scheme));
}

void ViewMenu::setTextPercent(int percent)
{
    check(m_sizes, percent);
}

void ViewMenu::setMotionReduced(bool reduced)
{
    m_motion->setChecked(reduced);
}

void ViewMenu::setLanguage(const QString& language)
{
    check(m_languages, language);
}

void ViewMenu::setLayouts(const QStringList& names, const QString& current)
{
    qDeleteAll(m_named->actions());
    m_forget->clear();
    for (const QString& name : names) {
        addChoice(m_layouts, m_named, asMenuText(name), name)->setChecked(name == current);
        m_forget->addAction(asMenuText(name))->setData(name);
    }
    m_forget->menuAction()->setVisible(!names.isEmpty());
    setHasProject(m_keep->isEnabled());
}

void ViewMenu::setHasProject(bool any)
{
    m_layouts->menuAction()->setEnabled(any);
    m_keep->setEnabled(any);
    m_next->setEnabled(any && !m_named->actions().isEmpty());
}

void ViewMenu::nextLayout()
{
    const QList<QAction*> all = m_named->actions();
    const auto at = all.indexOf(m_named->checkedAction());
    if (!all.isEmpty())
        all[(at + 1) % all.size()]->trigger();
}

} // namespace steplight
