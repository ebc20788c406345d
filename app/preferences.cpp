// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences.h"

#include "ui/motion.h"
#include "ui/shell/view_menu.h"

#include <QFileInfo>
#include <QSettings>

#include <algorithm>
#include <iterator>

namespace steplight::preferences {
namespace {

constexpr int recentKept = 12;

QString text(const QString& key, const QString& otherwise)
{
    return QSettings().value(key, otherwise).toString();
}

} // namespace

std::vector<RecentProject> recentProjects()
{
    QSettings settings;
    std::vector<RecentProject> projects(
        static_cast<std::size_t>(settings.beginReadArray(QStringLiteral("recent"))));
    for (std::size_t i = 0; i < projects.size(); ++i) {
        settings.setArrayIndex(static_cast<int>(i));
        RecentProject& project = projects[i];
        project.folder = settings.value(QStringLiteral("folder")).toString();
        project.name = QFileInfo(project.folder).fileName();
        project.picture = settings.value(QStringLiteral("picture")).toString();
        project.opened = settings.value(QStringLiteral("opened")).toDateTime();
        project.traces = settings.value(QStringLiteral("traces"), -1).toLongLong();
        project.labelled = settings.value(QStringLiteral("labelled"), -1).toLongLong();
        project.missing = !QFileInfo::exists(project.folder);
    }
    return projects;
}

namespace {

void store(const std::vector<RecentProject>& projects)
{
    QSettings settings;
    settings.remove(QStringLiteral("recent"));
    settings.beginWriteArray(QStringLiteral("recent"));
    for (std::size_t i = 0; i < projects.size() && i < recentKept; ++i) {
        settings.setArrayIndex(static_cast<int>(i));
        settings.setValue(QStringLiteral("folder"), projects[i].folder);
        settings.setValue(QStringLiteral("picture"), projects[i].picture);
        settings.setValue(QStringLiteral("opened"), projects[i].opened);
        settings.setValue(QStringLiteral("traces"), projects[i].traces);
        settings.setValue(QStringLiteral("labelled"), projects[i].labelled);
    }
    settings.endArray();
}

std::vector<RecentProject> without(const QString& folder)
{
    std::vector<RecentProject> projects = recentProjects();
    std::erase_if(projects, [&](const RecentProject& one) { return one.folder == folder; });
    return projects;
}

} // namespace

void noteProject(const RecentProject& project)
{
    std::vector<RecentProject> projects = without(project.folder);
    projects.insert(projects.begin(), project);
    store(projects);
}

void forgetProject(const QString& folder)
{
    store(without(folder));
}

Scheme scheme()
{
    return schemeFromName(text(QStringLiteral("theme"), {}));
}

void setScheme(Scheme scheme)
{
    QSettings().setValue(QStringLiteral("theme"), schemeName(scheme));
}

QString language()
{
    return text(QStringLiteral("language"), QStringLiteral("system"));
}

void setLanguage(const QString& language)
{
    QSettings().setValue(QStringLiteral("language"), language);
}

int textPercent()
{
    const int percent = QSettings().value(QStringLiteral("text-percent"), 100).toInt();
    const bool known = std::find(std::begin(textPercents), std::end(textPercents), percent) !=
                       std::end(textPercents);
    return known ? percent : 100;
}

void setTextPercent(int percent)
{
    QSettings().setValue(QStringLiteral("text-percent"), percent);
}

bool motionReduced()
{
    const QVariant chosen = QSettings().value(QStringLiteral("reduce-motion"));
    return chosen.isValid() ? chosen.toBool() : desktopReducesMotion();
}

void setMotionReduced(bool reduced)
{
    QSettings().setValue(QStringLiteral("reduce-motion"), reduced);
}

QMap<QString, Layout> layouts()
{
    QSettings settings;
    QMap<QString, Layout> kept;
    const int count = settings.beginReadArray(QStringLiteral("layouts"));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        Layout& layout = kept[settings.value(QStringLiteral("name")).toString()];
        const QVariantMap parts = settings.value(QStringLiteral("parts")).toMap();
        for (auto part = parts.begin(); part != parts.end(); ++part)
            layout[part.key()] = part->toByteArray();
    }
    kept.remove(QString());
    return kept;
}

void setLayouts(const QMap<QString, Layout>& layouts)
{
    QSettings settings;
    settings.remove(QStringLiteral("layouts"));
    settings.beginWriteArray(QStringLiteral("layouts"));
    int i = 0;
    for (auto layout = layouts.begin(); layout != layouts.end(); ++layout) {
        settings.setArrayIndex(i++);
        QVariantMap parts;
        for (auto part = layout->begin(); part != layout->end(); ++part)
            parts[part.key()] = *part;
        settings.setValue(QStringLiteral("name"), layout.key());
        settings.setValue(QStringLiteral("parts"), parts);
    }
    settings.endArray();
}

QString currentLayout()
{
    return text(QStringLiteral("layout"), {});
}

void setCurrentLayout(const QString& name)
{
    QSettings().setValue(QStringLiteral("layout"), name);
}

KeyChoice keys()
{
    QSettings settings;
    settings.beginGroup(QStringLiteral("keys"));
    KeyChoice keys;
    for (const QString& id : settings.childKeys()) {
        QList<QKeySequence>& own = keys[id];
        for (const QString& text : settings.value(id).toStringList()) {
            const QKeySequence key = QKeySequence::fromString(text, QKeySequence::PortableText);
            if (canBeSet(key))
                own << key;
        }
    }
    return keys;
}

void setKeys(const KeyChoice& keys)
{
    QSettings settings;
    settings.remove(QStringLiteral("keys"));
    settings.beginGroup(QStringLiteral("keys"));
    for (auto one = keys.begin(); one != keys.end(); ++one) {
        QStringList texts;
        for (const QKeySequence& key : one.value())
            texts << key.toString(QKeySequence::PortableText);
        settings.setValue(one.key(), texts);
    }
}

QByteArray state(const QString& key)
{
    return QSettings().value(u"state/" % key).toByteArray();
}

void setState(const QString& key, const QByteArray& state)
{
    if (state.isEmpty())
        QSettings().remove(u"state/" % key);
    else
        QSettings().setValue(u"state/" % key, state);
}

} // namespace steplight::preferences
