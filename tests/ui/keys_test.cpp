// SPDX-License-Identifier: GPL-3.0-or-later
// Keys are changed by pressing them; a key never means two things; sets go out and come back.
#include "ui/key_file.h"
#include "ui/key_map.h"
#include "ui/pages/key_row.h"
#include "ui/pages/keys_page.h"
#include "ui/shell/main_shell.h"

#include "label_desk.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace steplight;

namespace {

QString id(const char* name)
{
    return QString::fromLatin1(name);
}

QList<QKeySequence> keysOf(const char* name)
{
    return keyMap().keys(id(name));
}

struct Page {
    Page()
    {
        page.resize(1000, 700);
        page.show();
        if (!QTest::qWaitForWindowActive(&page))
            qFatal("the page does not become active");
    }

    KeyRow* row(const char* name) { return page.findChild<KeyRow*>(id(name)); }
    KeyButton* button(const char* name) { return row(name)->findChild<KeyButton*>(); }
    QPushButton* answer(const char* name, const QString& words)
    {
        for (auto* each : row(name)->findChildren<QPushButton*>())
            if (each->isVisible() && each->text().startsWith(words))
                return each;
        return nullptr;
    }
    bool says(const char* name, const QString& words)
    {
        for (auto* each : row(name)->findChildren<QLabel*>())
            if (each->isVisible() && each->text().contains(words))
                return true;
        return false;
    }
    void press(const char* name, int key, Qt::KeyboardModifiers modifiers = {})
    {
        button(name)->setFocus();
        QTest::keyClick(button(name), Qt::Key_Space); // as a click
        QVERIFY(button(name)->waits());
        QTest::keyClick(button(name), Qt::Key(key), modifiers);
    }

    KeysPage page;
};

} // namespace

class KeysTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, Scheme::light); }
    void init() { keyMap().setChanges({}); }

    void noTwoActionsShareAKeyAtFirst()
    {
        QSet<QString> ids;
        for (const KeyAction& action : keyMap().actions()) {
            QVERIFY2(!ids.contains(action.id), qPrintable(action.id));
            ids.insert(action.id);
            QVERIFY(!action.what().isEmpty());
            for (const QKeySequence& key : action.defaults)
                QVERIFY2(keyMap().conflicts(action.id, key).empty(), qPrintable(action.id));
        }
    }

    void aPressedKeyLabelsFromThenOn()
    {
        Page keys;
        keys.press("wrong", Qt::Key_X);
        QCOMPARE(keysOf("wrong"), QList<QKeySequence>{Qt::Key_X});
        QCOMPARE(keys.button("wrong")->text(), QStringLiteral("X"));
        QVERIFY(keyMap().isChanged(id("wrong")));
        Desk desk;
        desk.type(QStringLiteral("x"));
        QCOMPARE(desk.actions.size(), 1u);
        QCOMPARE(desk.actions[0].verdicts[0].verdict.rating, -1);
        desk.type(QStringLiteral("3")); // means nothing any more
        QCOMPARE(desk.actions.size(), 1u);
    }

    void anOpenPageHearsAndShowsTheNewKey()
    {
        Desk desk;
        keyMap().setKeys(id("right"), {Qt::Key_Q});
        bool shown = false;
        for (const auto* button : desk.page.findChildren<QToolButton*>())
            shown = shown || button->toolTip().contains(QStringLiteral("(Q)"));
        QVERIFY(shown);
        desk.type(QStringLiteral("q"));
        QCOMPARE(desk.actions.size(), 1u);
        QCOMPARE(desk.actions[0].verdicts[0].verdict.rating, 1);
    }

    void theCanvasHearsTheNewKey()
    {
        Desk desk;
        QSignalSpy changed(&desk.page, &LabelPage::adjustmentChanged);
        keyMap().setKeys(id("pan"), {Qt::Key_P});
        keyMap().setKeys(id("box"), {Qt::Key_D});
        desk.type(QStringLiteral("b"));
        QVERIFY(desk.actions.empty());
        QVERIFY(!keyMap().matches(id("pan"), QKeySequence(Qt::Key_Space)));
        QVERIFY(keyMap().matches(id("pan"), QKeySequence(Qt::Key_P)));
    }

    void aConflictNamesTheOtherAndCanBeSwapped()
    {
        Page keys;
        keys.press("wrong", Qt::Key_J);
        QVERIFY(keys.says("wrong", QStringLiteral("Next step on which the estimates disagree")));
        QCOMPARE(keysOf("wrong"), keyMap().action(id("wrong")).defaults); // nothing yet
        QVERIFY(keys.answer("wrong", QStringLiteral("Swap")));
        QTest::keyClick(keys.answer("wrong", QStringLiteral("Swap")), Qt::Key_Space);
        QCOMPARE(keysOf("wrong"), QList<QKeySequence>{Qt::Key_J});
        QCOMPARE(keysOf("next-disagreement"), QList<QKeySequence>{Qt::Key_3});
        QVERIFY(!keys.answer("wrong", QStringLiteral("Swap")));
    }

    void aConflictCanBeLeft()
    {
        Page keys;
        keys.press("wrong", Qt::Key_J);
        QTest::keyClick(keys.answer("wrong", QStringLiteral("Cancel")), Qt::Key_Space);
        QVERIFY(keyMap().changes().isEmpty());
        QVERIFY(!keys.answer("wrong", QStringLiteral("Cancel")));
        QCOMPARE(QApplication::focusWidget(), keys.button("wrong"));
    }

    void aFixedKeyIsNotGivenAway()
    {
        Page keys;
        keys.press("messages", Qt::Key_Up); // Explore's and the Label page's
        QVERIFY(keys.says("messages", QStringLiteral("cannot be changed")));
        QVERIFY(!keys.answer("messages", QStringLiteral("Take")));
        QVERIFY(!keys.button("open-trace")->isEnabled());
        QVERIFY(keyMap().changes().isEmpty());
    }

    void whatCannotBeSwappedIsTaken()
    {
        // The image's keys and Explore's do not meet, but a key of everywhere meets both.
        keyMap().setKeys(id("score"), {Qt::Key_F2});
        keyMap().setKeys(id("fit"), {Qt::Key_F2});
        Page keys;
        keys.press("messages", Qt::Key_F2);
        QVERIFY(!keyMap().canSwap(id("messages"), Qt::Key_F2));
        QTest::keyClick(keys.answer("messages", QStringLiteral("Take")), Qt::Key_Space);
        QCOMPARE(keysOf("messages"), QList<QKeySequence>{Qt::Key_F2});
        QVERIFY(keysOf("fit").isEmpty());
        QVERIFY(keysOf("score").isEmpty());
        QCOMPARE(keys.button("fit")->text(), QStringLiteral("none"));
    }

    void escAndTabStay()
    {
        Page keys;
        keys.press("skip", Qt::Key_Tab);
        QVERIFY(keys.button("skip")->waits());
        QTest::keyClick(keys.button("skip"), Qt::Key_Shift); // alone it is no key
        QVERIFY(keys.button("skip")->waits());
        QTest::keyClick(keys.button("skip"), Qt::Key_Escape);
        QVERIFY(!keys.button("skip")->waits());
        QVERIFY(keyMap().changes().isEmpty());
    }

    void oneIsResetAndAllAre()
    {
        Page keys;
        keys.press("skip", Qt::Key_X);
        keys.press("wrong", Qt::Key_Y);
        QVERIFY(keys.answer("skip", QStringLiteral("Reset")));
        keys.answer("skip", QStringLiteral("Reset"))->click();
        QVERIFY(!keyMap().isChanged(id("skip")));
        QVERIFY(keyMap().isChanged(id("wrong")));
        for (auto* button : keys.page.findChildren<QPushButton*>())
            if (button->text() == QStringLiteral("Reset all"))
                button->click();
        QVERIFY(keyMap().changes().isEmpty());
        for (auto* button : keys.page.findChildren<QPushButton*>())
            if (button->isVisible() && button->text() == QStringLiteral("Undo"))
                button->click();
        QCOMPARE(keysOf("wrong"), QList<QKeySequence>{Qt::Key_Y});
    }

    void searchFindsActionsAndKeys()
    {
        Page keys;
        auto* search = keys.page.findChild<QLineEdit*>();
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("gamma"));
        QVERIFY(keys.row("more-gamma")->isVisible());
        QVERIFY(!keys.row("wrong")->isVisible());
        search->setText(QStringLiteral("Ctrl+F"));
        QVERIFY(keys.row("find")->isVisible());
        QVERIFY(!keys.row("more-gamma")->isVisible());
        search->setText(QStringLiteral("nothing at all"));
        QVERIFY(!keys.row("find")->isVisible());
        QSignalSpy left(&keys.page, &KeysPage::left);
        QTest::keyClick(search, Qt::Key_Escape);
        QCOMPARE(left.size(), 1);
    }

    void theSheetShowsTheChangedKey()
    {
        keyMap().setKeys(id("find"), {QKeySequence(Qt::CTRL | Qt::Key_G)});
        keyMap().setKeys(id("key-sheet"), {Qt::Key_F1});
        MainShell shell;
        shell.setPage(ShellPage::start, new QWidget);
        shell.show();
        QVERIFY(QTest::qWaitForWindowActive(&shell));
        shell.setFocus();
        QTest::keyClick(&shell, Qt::Key_Question);
        auto* sheet = shell.findChild<KeySheet*>();
        QVERIFY(!sheet->isVisible());
        QTest::keyClick(&shell, Qt::Key_F1);
        QVERIFY(sheet->isVisible());
        bool found = false;
        for (const auto* label : sheet->findChildren<QLabel*>())
            found = found || label->text() == QStringLiteral("Ctrl+G");
        QVERIFY(found);
    }

    void theWindowGoesThereAndBack()
    {
        MainShell shell;
        shell.setPage(ShellPage::start, new QWidget);
        shell.setPage(ShellPage::keys, new KeysPage);
        shell.show();
        QVERIFY(QTest::qWaitForWindowActive(&shell));
        QSignalSpy wanted(&shell, &MainShell::changeKeysRequested);
        QTest::keyClick(&shell, Qt::Key_Comma, Qt::ControlModifier);
        QCOMPARE(wanted.size(), 1);
        shell.showPage(ShellPage::keys);
        QCOMPARE(shell.currentPage(), ShellPage::keys);
        shell.leaveAside();
        QCOMPARE(shell.currentPage(), ShellPage::start);
    }

    void aSetGoesOutAndComesBack()
    {
        keyMap().setKeys(id("wrong"), {Qt::Key_X, QKeySequence(Qt::CTRL | Qt::Key_X)});
        keyMap().setKeys(id("skip"), {});
        const KeyChoice before = keyMap().changes();
        const QByteArray bytes = writeKeySet(keyMap());
        keyMap().setChanges({});
        const KeySet set = readKeySet(bytes, keyMap());
        QVERIFY2(set.error.isEmpty(), qPrintable(set.error));
        keyMap().setChanges(set.keys);
        QCOMPARE(keyMap().changes(), before);
    }

    void aBadSetIsNamedByLine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        const auto set = [](const char* members, const char* version = "1") {
            QByteArray bytes = "{\n\"format\": \"steplight-keys\",\n\"version\": ";
            return bytes.append(version).append(",\n\"keys\": {\n").append(members).append("}}");
        };
        QTest::newRow("empty") << QByteArray() << "Line 1";
        QTest::newRow("no JSON") << QByteArray("{\n\n\"a\": [,\n}") << "Line 3";
        QTest::newRow("other") << QByteArray("{\"a\": 1}") << "no set of keys";
        QTest::newRow("newer") << set("", "2") << "Line 3: only";
        QTest::newRow("unknown action") << set("\"fly\": [\"F\"]") << "Line 5: there is no";
        QTest::newRow("fixed action") << set("\"row-up\": [\"F\"]") << "Line 5: the key";
        QTest::newRow("no list") << set("\"skip\": \"F\"") << "Line 5: an action";
        QTest::newRow("no key") << set("\n\"skip\": [\"Wumpus\"]") << "Line 6: “Wumpus”";
        QTest::newRow("number") << set("\"skip\": [7]") << "Line 5: “7”";
        QTest::newRow("chord") << set("\"skip\": [\"A, B\"]") << "Line 5: “A, B”";
        QTest::newRow("Esc") << set("\"skip\": [\"Esc\"]") << "Line 5: “Esc”";
        QTest::newRow("twice") << set("\"skip\": [\"F12\"],\n\"wrong\": [\"F12\"]")
                               << "F12 would mean both";
        QTest::newRow("a default's") << set("\"skip\": [\"J\"]") << "Line 5: J would mean both";
        QTest::newRow("huge") << QByteArray(1 << 21, ' ') << "too large";
    }

    void aBadSetIsNamedByLine()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        const KeySet set = readKeySet(bytes, keyMap());
        QVERIFY2(set.error.contains(says), qPrintable(set.error));
        QVERIFY(set.keys.isEmpty());
    }

    void everyTruncationOfASetIsRefused()
    {
        const QByteArray whole = writeKeySet(keyMap()).trimmed();
        for (qsizetype n = 0; n < whole.size(); n += 7)
            QVERIFY(!readKeySet(whole.left(n), keyMap()).error.isEmpty());
    }
};

QTEST_MAIN(KeysTest)
#include "keys_test.moc"
