// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start.h"

#include "app/preferences.h"
#include "app/window.h"
#include "ui/motion.h"

#include <QLibraryInfo>
#include <QTranslator>

#include <cstdlib>
#include <iostream>

#include <unistd.h>

namespace steplight {
namespace {

// QApplication keeps references to these for its whole life.
int argumentCount = 1;
char programName[] = "steplight";
char* arguments[] = {programName, nullptr};

bool isSet(const char* variable)
{
    const char* value = std::getenv(variable);
    return value && *value;
}

/// While the application is made: Qt ends the process where a display is named but cannot be
/// opened, which this says in our words.
void sayWhatFailed(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    if (type != QtFatalMsg) {
        if (QByteArray(context.category).startsWith("qt.qpa"))
            return; // of displays; what matters of it comes as the end
        std::cerr << text.toStdString() << '\n';
        return;
    }
    const char* display = std::getenv(isSet("WAYLAND_DISPLAY") ? "WAYLAND_DISPLAY" : "DISPLAY");
    std::cerr
        << "steplight: The display \"" << (display ? display : "")
        << "\" cannot be opened, so there is no window; the project is untouched. Start it from a "
           "desktop, or without DISPLAY and WAYLAND_DISPLAY: the demo then runs through and "
           "writes pictures. The command line needs no display.\n";
    _exit(1);
}

void installLanguage(const QLocale& locale)
{
    static QTranslator own;
    static QTranslator qtsOwn;
    QCoreApplication::removeTranslator(&own);
    QCoreApplication::removeTranslator(&qtsOwn);
    if (qtsOwn.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                    QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&qtsOwn);
    // Without a translation the texts are English, and so are their plural forms.
    if (own.load(locale, QStringLiteral("steplight"), QStringLiteral("_"),
                 QStringLiteral(":/translations")) ||
        own.load(QStringLiteral(":/translations/steplight_en")))
        QCoreApplication::installTranslator(&own);
}

} // namespace

bool hasDisplay()
{
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
}

std::unique_ptr<QApplication> makeApplication(bool offScreen)
{
    if ((offScreen || !hasDisplay()) && !isSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QtMessageHandler before = qInstallMessageHandler(sayWhatFailed);
    auto application = std::make_unique<QApplication>(argumentCount, arguments);
    qInstallMessageHandler(before);
    QCoreApplication::setApplicationName(QStringLiteral("steplight"));
    QCoreApplication::setOrganizationName(QStringLiteral("steplight"));
    QCoreApplication::setApplicationVersion(QStringLiteral(STEPLIGHT_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("steplight"));
    return application;
}

void applyAppearance(Scheme scheme, const QString& language, int textPercent)
{
    applyTheme(*qApp, scheme, textPercent);
    const QLocale locale =
        language == QStringLiteral("system") ? QLocale::system() : QLocale(language);
    QLocale::setDefault(locale);
    // A desktop in another language would lend its own, say Japanese, forms of the characters.
    if (locale.language() == QLocale::Chinese && QLocale::system().language() != QLocale::Chinese) {
        QFont font = QApplication::font();
        font.setFamilies({font.family(), QStringLiteral("Noto Sans CJK SC")});
        QApplication::setFont(font);
    }
    installLanguage(locale);
}

int openWindow(const std::string& folder)
{
    const auto application = makeApplication(false);
    QString next = QString::fromStdString(folder);
    for (;;) {
        applyAppearance(preferences::scheme(), preferences::language(), preferences::textPercent());
        setMotionReduced(preferences::motionReduced());
        Window window(next);
        window.show();
        const int code = QCoreApplication::exec();
        if (code != Window::reopen)
            return code;
        next = window.folder(); // another language or size of text: every widget is made anew
    }
}

} // namespace steplight
