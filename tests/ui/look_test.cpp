// SPDX-License-Identifier: GPL-3.0-or-later
// What makes the window fit a person: high contrast by its numbers (WCAG 2.1 AAA), size of text,
// reduced motion, and the View menu's keys and layouts.
#include "label_desk.h"
#include "ui/label/question_header.h"
#include "ui/light.h"
#include "ui/motion.h"
#include "ui/quiet_style.h"
#include "ui/shell/main_shell.h"
#include "ui/shell/progress_strip.h"
#include "ui/shell/view_menu.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QProxyStyle>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <set>

using namespace steplight;

namespace {

const Theme* const highContrast[] = {&Theme::highContrastLightTheme(),
                                     &Theme::highContrastDarkTheme()};

void write(const QString& file, const QByteArray& text)
{
    QVERIFY(QDir().mkpath(QFileInfo(file).path()));
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly) && out.write(text) == text.size());
}

/// A desktop's style that moves.
class Moving final : public QProxyStyle
{
public:
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* result) const override
    {
        return hint == SH_Widget_Animate || hint == SH_Widget_Animation_Duration
                   ? 200
                   : QProxyStyle::styleHint(hint, option, widget, result);
    }
};

struct Shell {
    Shell()
    {
        shell.setPage(ShellPage::start, new QWidget);
        page = new QLineEdit;
        shell.setPage(ShellPage::label, page);
        shell.setProject(QStringLiteral("p"), {});
        shell.show();
        if (!QTest::qWaitForWindowActive(&shell))
            qFatal("the window does not become active");
        page->setFocus();
    }
    bool isChecked(const QString& words) // in a menu
    {
        const auto actions = shell.findChildren<QAction*>();
        return std::any_of(actions.begin(), actions.end(), [&](const QAction* each) {
            return each->text() == words && each->isChecked();
        });
    }
    /// The visible field that asks for a layout's name; nullptr = none.
    QLineEdit* nameField()
    {
        for (auto* field : shell.findChildren<QLineEdit*>())
            if (field->isVisible() &&
                field->accessibleName() == QStringLiteral("Name of this layout"))
                return field;
        return nullptr;
    }

    MainShell shell;
    QLineEdit* page = nullptr;
};

} // namespace

class LookTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() // as a desktop with effects; off screen has none
    {
        QApplication::setEffectEnabled(Qt::UI_General);
        QApplication::setEffectEnabled(Qt::UI_AnimateMenu);
    }

    void init()
    {
        applyTheme(*qApp, Scheme::light);
        setMotionReduced(false);
    }

    void textHasSevenInHighContrast()
    {
        for (const Theme* theme : highContrast) {
            for (const QColor& under :
                 {theme->background, theme->panel, theme->hover, theme->selected}) {
                QVERIFY(contrastOf(theme->text, under) >= 7);
                QVERIFY(contrastOf(theme->muted, under) >= 7);
                QVERIFY(contrastOf(theme->accent, under) >= 7);
            }
            QVERIFY(contrastOf(theme->onAccent, theme->accent) >= 7);
            for (int bin = 0; bin < lightBins; ++bin) {
                QVERIFY(contrastOf(theme->text, tintColour(bin, *theme)) >= 7);
                QVERIFY(contrastOf(theme->accent, tintColour(bin, *theme)) >= 7);
                QVERIFY(contrastOf(chipTextColour(bin, *theme), lightColour(bin, *theme)) >= 7);
            }
        }
    }

    void edgesAndGlyphsHaveThreeInHighContrast()
    {
        for (const Theme* theme : highContrast) {
            for (const QColor& under : {theme->background, theme->panel, theme->selected}) {
                QVERIFY(contrastOf(theme->edge, under) >= 3);
                QVERIFY(contrastOf(theme->hairline, under) >= 3);
                for (int bin = 0; bin < lightBins; ++bin) // strips, cells, glyphs
                    QVERIFY(contrastOf(lightColour(bin, *theme), under) >= 3);
            }
            for (int bin = 0; bin < lightBins; ++bin)
                QVERIFY(contrastOf(lightColour(bin, *theme), tintColour(bin, *theme)) >= 3);
            for (int bin = 0; bin + 1 < lightBins; ++bin)
                QVERIFY(lightGlyph(bin) != lightGlyph(bin + 1) ||
                        contrastOf(lightColour(bin, *theme), lightColour(bin + 1, *theme)) >= 1.1);
        }
    }

    void everySchemeIsFoundAgain()
    {
        for (const Scheme scheme : allSchemes)
            QCOMPARE(schemeFromName(schemeName(scheme)), scheme);
        QCOMPARE(schemeFromName(QStringLiteral("pink")), Scheme::system);
        const std::pair<Scheme, const Theme*> worn[] = {
            {Scheme::light, &Theme::lightTheme()},
            {Scheme::dark, &Theme::darkTheme()},
            {Scheme::highContrastLight, &Theme::highContrastLightTheme()},
            {Scheme::highContrastDark, &Theme::highContrastDarkTheme()}};
        for (const auto& [scheme, theme] : worn) {
            applyTheme(*qApp, scheme);
            const QLabel label;
            QCOMPARE(&Theme::of(&label), theme);
        }
    }

    void theDesktopsHighContrastIsFollowed()
    {
        const auto back = qScopeGuard([] { qunsetenv("GTK_THEME"); });
        qputenv("GTK_THEME", "HighContrast");
        applyTheme(*qApp, Scheme::system);
        QCOMPARE(&Theme::of(qApp->palette()), &Theme::highContrastLightTheme());
        qputenv("GTK_THEME", "HighContrastInverse");
        applyTheme(*qApp, Scheme::system);
        QCOMPARE(&Theme::of(qApp->palette()), &Theme::highContrastDarkTheme());
        qputenv("GTK_THEME", "Adwaita");
        applyTheme(*qApp, Scheme::system);
        QVERIFY(!Theme::of(qApp->palette()).highContrast);
    }

    void textGrowsWithItsSetting()
    {
        applyTheme(*qApp, Scheme::light, 200);
        QCOMPARE(fontOf(TextSize::body).pointSizeF(), 21.0);
        QCOMPARE(fontOf(TextSize::title).pointSizeF(), 36.0);
        applyTheme(*qApp, Scheme::light, 200); // not larger with every change
        QCOMPARE(fontOf(TextSize::body).pointSizeF(), 21.0);
        applyTheme(*qApp, Scheme::light);
        QCOMPARE(fontOf(TextSize::body).pointSizeF(), 10.5);
    }

    void keysChangeTheSizeOfText()
    {
        Shell desk;
        ViewMenu& menu = desk.shell.viewMenu();
        menu.setTextPercent(100);
        QSignalSpy chosen(&menu, &ViewMenu::textPercentChosen);
        QTest::keyClick(desk.page, Qt::Key_Minus, Qt::ControlModifier); // it is the smallest
        QCOMPARE(chosen.size(), 0);
        QTest::keyClick(desk.page, Qt::Key_Equal, Qt::ControlModifier);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.last().first().toInt(), 125);
        menu.setTextPercent(200);
        QTest::keyClick(desk.page, Qt::Key_Plus, Qt::ControlModifier); // the largest
        QCOMPARE(chosen.size(), 1);
        QTest::keyClick(desk.page, Qt::Key_Minus, Qt::ControlModifier);
        QCOMPARE(chosen.last().first().toInt(), 175);
    }

    void reducedMotionStopsWhatMoves()
    {
        QVERIFY(QApplication::isEffectEnabled(Qt::UI_AnimateMenu)); // see initTestCase()
        QVERIFY(QApplication::cursorFlashTime() > 0);
        QuietStyle quiet;
        quiet.setBaseStyle(new Moving);
        const QStyle& style = quiet;
        QCOMPARE(style.styleHint(QStyle::SH_Widget_Animation_Duration), 200);
        setMotionReduced(true);
        QVERIFY(!QApplication::isEffectEnabled(Qt::UI_AnimateMenu));
        QCOMPARE(QApplication::cursorFlashTime(), 0);
        QCOMPARE(style.styleHint(QStyle::SH_Widget_Animate), 0);
        QCOMPARE(style.styleHint(QStyle::SH_Widget_Animation_Duration), 0);
        setMotionReduced(false);
        QVERIFY(QApplication::isEffectEnabled(Qt::UI_AnimateMenu));
        QVERIFY(QApplication::cursorFlashTime() > 0);
        QCOMPARE(style.styleHint(QStyle::SH_Widget_Animation_Duration), 200);
    }

    void aBusyBarStandsStillUnderReducedMotion()
    {
        for (const bool reduced : {false, true}) {
            setMotionReduced(reduced);
            ProgressStrip strip(nullptr);
            strip.setProgress(QStringLiteral("Making it"), 0, 0, -1);
            auto* bar = strip.findChild<QProgressBar*>();
            QCOMPARE(bar->maximum() == 0, !reduced); // 0 = Qt moves it
            strip.setProgress(QStringLiteral("Making it"), 1, 4, -1);
            QCOMPARE(bar->value() * 4, bar->maximum());
        }
    }

    void theDesktopsMotionIsRead()
    {
        const QTemporaryDir config;
        const QByteArray before = qgetenv("XDG_CONFIG_HOME");
        const auto back = qScopeGuard([&] { qputenv("XDG_CONFIG_HOME", before); });
        qputenv("XDG_CONFIG_HOME", config.path().toUtf8());
        QVERIFY(!desktopReducesMotion());
        const QString gtk = config.filePath(QStringLiteral("gtk-4.0/settings.ini"));
        write(gtk, "[Settings]\ngtk-enable-animations=true\n");
        QVERIFY(!desktopReducesMotion());
        write(gtk, "[Settings]\ngtk-enable-animations=false\n");
        QVERIFY(desktopReducesMotion());
        QVERIFY(QFile::remove(gtk));
        const QString kde = config.filePath(QStringLiteral("kdeglobals"));
        write(kde, "[KDE]\nAnimationDurationFactor=0.5\n");
        QVERIFY(!desktopReducesMotion());
        write(kde, "[KDE]\nAnimationDurationFactor=0\n");
        QVERIFY(desktopReducesMotion());
    }

    void theQuestionsButtonsStandBesideItsAnswer()
    {
        TraceDetail detail = traceOf(8);
        detail.question.answer = "green square";
        detail.trace.answer = "orange circle";
        Desk desk(detail); // 1366 wide
        std::set<int> rows;
        for (auto* button : desk.page.findChild<QuestionHeader*>()->findChildren<QToolButton*>())
            if (button->text() == QStringLiteral("Bad question") ||
                button->text() == QStringLiteral("Key is wrong"))
                rows.insert(button->mapTo(&desk.page, QPoint()).y());
        for (auto* label : desk.page.findChild<QuestionHeader*>()->findChildren<QLabel*>())
            if (label->text().contains(QStringLiteral("green square")))
                rows.insert(label->mapTo(&desk.page, QPoint()).y());
        QCOMPARE(rows.size(), std::size_t{1});
    }

    void aLayoutIsNamedByKeys()
    {
        Shell desk;
        QSignalSpy named(&desk.shell, &MainShell::layoutNamed);
        const auto ask = [&] {
            QTest::keyClick(desk.page, Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        };
        ask();
        QVERIFY(desk.nameField());
        QCOMPARE(QApplication::focusWidget(), desk.nameField());
        QTest::keyClick(desk.nameField(), Qt::Key_Return); // no name, no layout
        QVERIFY(desk.nameField());
        QTest::keyClick(desk.nameField(), Qt::Key_Escape);
        QVERIFY(!desk.nameField());
        QCOMPARE(QApplication::focusWidget(), desk.page);
        ask();
        QTest::keyClicks(desk.nameField(), QStringLiteral("Laptop"));
        QTest::keyClick(desk.nameField(), Qt::Key_Return);
        QVERIFY(!desk.nameField());
        QCOMPARE(QApplication::focusWidget(), desk.page);
        QCOMPARE(named.size(), 1);
        QCOMPARE(named.last().first().toString(), QStringLiteral("Laptop"));
    }

    void aKeyGoesThroughTheLayouts()
    {
        Shell desk;
        ViewMenu& menu = desk.shell.viewMenu();
        QSignalSpy chosen(&menu, &ViewMenu::layoutChosen);
        const auto next = [&] { QTest::keyClick(desk.page, Qt::Key_L, Qt::ControlModifier); };
        next();
        QCOMPARE(chosen.size(), 0);
        menu.setLayouts({QStringLiteral("A & B"), QStringLiteral("Wide")}, QStringLiteral("A & B"));
        QVERIFY(desk.isChecked(QStringLiteral("A && B")));
        next();
        QCOMPARE(chosen.last().first().toString(), QStringLiteral("Wide"));
        next();
        QCOMPARE(chosen.last().first().toString(), QStringLiteral("A & B"));
        desk.shell.setProject({}, {}); // no pages to arrange
        QTest::keyClick(&desk.shell, Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(chosen.size(), 2);
    }
};

QTEST_MAIN(LookTest)
#include "look_test.moc"
