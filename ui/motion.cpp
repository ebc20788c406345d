// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/motion.h"

#include <QApplication>
#include <QProgressBar>
#include <QSettings>
#include <QStandardPaths>
#include <QVariant>

#include <algorithm>

namespace steplight {

namespace {

constexpr const char* reducedProperty = "steplight.reducedMotion";
constexpr const char* flashProperty = "steplight.cursorFlashTime"; // the user's own, ms
constexpr const char* effectsProperty = "steplight.effects";       // whether the desktop has any

} // namespace

void setMotionReduced(bool reduced)
{
    if (!qApp->property(flashProperty).isValid()) {
        qApp->setProperty(flashProperty, QApplication::cursorFlashTime());
        qApp->setProperty(effectsProperty, QApplication::isEffectEnabled(Qt::UI_General));
    }
    qApp->setProperty(reducedProperty, reduced);
    QApplication::setEffectEnabled(Qt::UI_General,
                                   !reduced && qApp->property(effectsProperty).toBool());
    QApplication::setCursorFlashTime(reduced ? 0 : qApp->property(flashProperty).toInt());
}

bool motionReduced()
{
    return qApp->property(reducedProperty).toBool();
}

bool desktopReducesMotion()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    const auto says = [&](const char* file, const char* key) {
        const QSettings settings(folder + QString::fromLatin1(file), QSettings::IniFormat);
        return settings.value(QString::fromLatin1(key)).toString();
    };
    const QString factor = says("/kdeglobals", "KDE/AnimationDurationFactor");
    if (!factor.isEmpty() && factor.toDouble() == 0)
        return true;
    for (const char* file : {"/gtk-4.0/settings.ini", "/gtk-3.0/settings.ini"}) {
        const QString enabled = says(file, "Settings/gtk-enable-animations");
        if (enabled == QStringLiteral("false") || enabled == QStringLiteral("0"))
            return true;
    }
    return false;
}

void showProgress(QProgressBar& bar, qint64 done, qint64 total)
{
    constexpr int parts = 1000;
    bar.setRange(0, total > 0 || motionReduced() ? parts : 0);
    bar.setValue(total > 0 ? static_cast<int>(parts * std::min(done, total) / total) : 0);
}

} // namespace steplight
