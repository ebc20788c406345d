// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader is told of the steps: through Qt's accessibility tree, while real keys move
// and label.
#include "label_desk.h"

#include <QAccessible>

using namespace steplight;

class StepsAccessTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, Scheme::light); }

    void everyStepIsAnItemWithItsWordsAndScores()
    {
        Desk desk;
        auto* list = QAccessible::queryAccessibleInterface(&desk.steps());
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QVERIFY(list->childCount() > 8); // the controls too
        for (int step = 0; step < 8; ++step) {
            auto* item = list->child(step);
            QVERIFY(item && item->isValid());
            QCOMPARE(item->role(), QAccessible::ListItem);
            QCOMPARE(item->text(QAccessible::Name),
                     QStringLiteral("Step %1 of 8. Step number %2 says something.")
                         .arg(step + 1)
                         .arg(step));
            const QString said = item->text(QAccessible::Description);
            QVERIFY2(said.contains(QStringLiteral("12 of 16")), qPrintable(said));
            QVERIFY2(said.contains(QStringLiteral("not labelled")), qPrintable(said));
            QCOMPARE(list->indexOfChild(item), step);
            QCOMPARE(item->parent(), list);
        }
        for (int i = 8; i < list->childCount(); ++i)
            QCOMPARE(list->indexOfChild(list->child(i)), i);
    }

    // Off screen Qt hands no events to a listener; what they would say is in the tree.
    void movingAndLabellingAreTold()
    {
        Desk desk;
        auto* list = QAccessible::queryAccessibleInterface(&desk.steps());
        const auto now = [&] { return list->text(QAccessible::Description); };
        desk.press(Qt::Key_Down);
        QVERIFY2(now().startsWith(QStringLiteral("Step 2 of 8. Step number 1 says")),
                 qPrintable(now()));
        QVERIFY(list->child(1)->state().focused);
        QVERIFY(!list->child(0)->state().focused);
        QCOMPARE(list->focusChild(), list->child(1));
        desk.press(Qt::Key_3);
        QVERIFY(list->child(1)->text(QAccessible::Description).contains(QStringLiteral("wrong")));
        QVERIFY(now().startsWith(QStringLiteral("Step 3 of 8"))); // it goes on
        QVERIFY(list->child(2)->state().focused);
        desk.press(Qt::Key_Up);
        QVERIFY(now().endsWith(QStringLiteral("wrong")));
    }

    void hiddenScoresAreNotTold()
    {
        Desk desk;
        desk.page.setVisibility(Visibility::blind);
        auto* list = QAccessible::queryAccessibleInterface(&desk.steps());
        for (int step = 0; step < 8; ++step) {
            const QString said = list->child(step)->text(QAccessible::Description);
            QCOMPARE(said, QStringLiteral("not labelled"));
        }
        QVERIFY(!desk.steps().accessibleDescription().contains(QStringLiteral("16")));
    }

    void aStepIsFoundByPlaceAndPressed()
    {
        Desk desk;
        auto* list = QAccessible::queryAccessibleInterface(&desk.steps());
        auto* second = list->child(1);
        const QPoint middle = second->rect().center();
        QCOMPARE(list->childAt(middle.x(), middle.y()), second);
        auto* actions = second->actionInterface();
        QVERIFY(actions);
        actions->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(desk.page.currentStep(), 1);
        QVERIFY(second->state().selected);
    }

    void itemsOfAShorterTraceEnd()
    {
        Desk desk;
        auto* list = QAccessible::queryAccessibleInterface(&desk.steps());
        auto* last = list->child(7);
        TraceDetail shorter = traceOf(2);
        shorter.trace.id = "another";
        desk.page.setDetail(shorter);
        QVERIFY(!last->isValid());
        QVERIFY(last->text(QAccessible::Name).isEmpty());
        QVERIFY(last->rect().isEmpty());
        QCOMPARE(list->child(1)->text(QAccessible::Name),
                 QStringLiteral("Step 2 of 2. Step number 1 says something."));
    }
};

QTEST_MAIN(StepsAccessTest)
#include "steps_access_test.moc"
