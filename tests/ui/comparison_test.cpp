// SPDX-License-Identifier: GPL-3.0-or-later
// Two models compared on the Models page: what is asked for by keys and mouse, and what is shown.
#include "ui/pages/comparison_view.h"
#include "ui/pages/models_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace steplight;

namespace {

Model model(const char* path)
{
    Model made;
    made.path = path;
    return made;
}

bool says(const QWidget& view, const QString& words)
{
    for (const auto* label : view.findChildren<QLabel*>())
        if (label->isVisibleTo(&view) && label->text().contains(words))
            return true;
    return false;
}

QPushButton* button(const QWidget& in, const QString& words)
{
    for (auto* each : in.findChildren<QPushButton*>())
        if (each->isVisibleTo(&in) && each->text() == words)
            return each;
    return nullptr;
}

Comparison comparison()
{
    Comparison made;
    made.at = 1'700'000'000'000;
    made.metrics = {{"traces", 21},
                    {"questions", 7},
                    {"people_steps", 30},
                    {"machine_steps", 12},
                    {"left_out_learnt", 4},
                    {"step_f1", 0.812},
                    {"step_f1_low", 0.75},
                    {"step_f1_high", 0.875},
                    {"against_step_f1", 0.75},
                    {"gain_step_f1", 0.062},
                    {"gain_step_f1_low", 0.01},
                    {"gain_step_f1_high", 0.1},
                    {"auc", 0.9},
                    {"against_auc", 0.9004},
                    {"gain_auc", -0.0004},
                    {"gain_auc_low", -0.1},
                    {"gain_auc_high", 0.1},
                    {"only_model_right", 5},
                    {"only_against_right", 1},
                    {"mcnemar_p", 0.21875}};
    made.reliability[0] = {{0.9, 0.8, 0.7, 0.85}};
    made.rows = {{"t1", "How many cups?", 2, 1, {0.9, 0.1}},
                 {"t2", "Which colour?", 0, 0, {0.8, 0.3}},
                 {"t3", "Which size?", 1, 0.25, {0.3, 0.1}}};
    return made;
}

} // namespace

class ComparisonTest : public QObject
{
    Q_OBJECT

private slots:
    void withoutTwoModelsItSaysWhatToDo()
    {
        ComparisonView view;
        view.setModels({model("/models/a")});
        QVERIFY(says(view, QStringLiteral("needs two models that have scored the same traces")));
        QVERIFY(!button(view, QStringLiteral("Measure"))->isEnabled());
        QVERIFY(view.focusProxy()->isEnabled()); // so that Esc is heard
        QSignalSpy asked(&view, &ComparisonView::choiceChanged);
        view.setModels({model("/models/a"), model("/models/b")});
        QCOMPARE(asked.size(), 1);
        QCOMPARE(view.choice().first, QStringLiteral("/models/a"));
        QCOMPARE(view.choice().second, QStringLiteral("/models/b"));
        view.setModels({model("/models/a"), model("/models/b")}); // the same list asks nothing
        QCOMPARE(asked.size(), 1);
    }

    void oneModelTwiceIsNoComparison()
    {
        ComparisonView view;
        view.setModels({model("/models/a"), model("/models/b")});
        QSignalSpy asked(&view, &ComparisonView::choiceChanged);
        auto* second = view.findChildren<QComboBox*>()[1];
        QCOMPARE(second->currentText(), QStringLiteral("b"));
        second->setFocus();
        QTest::keyClick(second, Qt::Key_Up);
        QVERIFY(says(view, QStringLiteral("two different models")));
        QVERIFY(!button(view, QStringLiteral("Measure"))->isEnabled());
        QCOMPARE(asked.size(), 0);
        QTest::keyClick(second, Qt::Key_Down);
        QCOMPARE(asked.size(), 1);
    }

    void measuringIsAskedForByKeyAndShown()
    {
        ComparisonView view;
        view.setModels({model("/models/a"), model("/models/b")});
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.setUnmeasured();
        QVERIFY(says(view, QStringLiteral("not been measured like this")));
        QSignalSpy asked(&view, &ComparisonView::measureRequested);
        for (auto* box : view.findChildren<QCheckBox*>())
            QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        QTest::keyClick(&view, Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(asked.size(), 1); // a button pressed by key looks so for a moment
        const auto choice = asked[0][0].value<ComparisonChoice>();
        QVERIFY(choice.ownThresholds && choice.allQuestions);
        QCOMPARE(choice.rule, QStringLiteral("human-first"));
        view.setMeasuring(5, 20, 30);
        const auto* bar = view.findChild<QProgressBar*>();
        QVERIFY(bar->isVisible());
        QCOMPARE(bar->value() * 4, bar->maximum());
        QVERIFY(says(view, QStringLiteral("about 30 s left")));
        QVERIFY(!button(view, QStringLiteral("Measure"))->isEnabled()); // one at a time
        QSignalSpy cancelled(&view, &ComparisonView::cancelRequested);
        QTest::mouseClick(button(view, QStringLiteral("Cancel")), Qt::LeftButton);
        QCOMPARE(cancelled.size(), 1);
        view.setMeasuring(6, 20, 30);
        QVERIFY(!button(view, QStringLiteral("Cancel"))->isEnabled()); // it was asked once
        view.setUnmeasured();
        QVERIFY(!button(view, QStringLiteral("Cancel")));
        QVERIFY(button(view, QStringLiteral("Measure"))->isEnabled());
    }

    void whoMustScoreFirstIsOneClickAway()
    {
        ComparisonView view;
        view.setModels({model("/models/a"), model("/models/b")});
        view.setProblem(QStringLiteral("No traces."), QStringLiteral("/models/b"));
        QVERIFY(says(view, QStringLiteral("No traces.")));
        QSignalSpy score(&view, &ComparisonView::scoreRequested);
        QTest::mouseClick(button(view, QStringLiteral("Score with b…")), Qt::LeftButton);
        QCOMPARE(score[0][0].toString(), QStringLiteral("/models/b"));
        view.setProblem(QStringLiteral("Other."));
        QVERIFY(!button(view, QStringLiteral("Score with b…")));
    }

    void figuresStandSideBySide()
    {
        ComparisonView view;
        view.setModels({model("/models/a"), model("/models/b")});
        view.setComparison(comparison());
        QVERIFY(says(view, QStringLiteral("21 traces of 7 questions; 42 steps are known, 30 of")));
        QVERIFY(says(view, QStringLiteral("Left out: 4 traces that a model may have learnt")));
        QVERIFY(says(view, QStringLiteral("0.812")));
        QVERIFY(says(view, QStringLiteral("0.000")));
        QVERIFY(says(view, QStringLiteral("0.750 to 0.875")));
        QVERIFY(says(view, QStringLiteral("+0.010 to +0.100")));
        QVERIFY(says(view, QStringLiteral("a alone tells")));
        QVERIFY(!says(view, QStringLiteral("−0.000")));
        QVERIFY(!says(view, QStringLiteral("Brier"))); // what cannot be told has no line
        const auto isBold = [&](const QString& words) {
            for (const auto* label : view.findChildren<QLabel*>())
                if (label->text() == words)
                    return label->font().bold();
            return false;
        };
        QVERIFY(isBold(QStringLiteral("+0.062"))); // its interval does not hold 0
        QVERIFY(!isBold(QStringLiteral("0.000"))); // AUC's does
        view.setUnmeasured();
        QVERIFY(!says(view, QStringLiteral("21 traces")));
    }

    void aTraceOpensAtItsStep()
    {
        ComparisonView view;
        view.resize(1100, 700);
        view.setModels({model("/models/a"), model("/models/b")});
        view.setComparison(comparison());
        view.show();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        auto* rows = view.findChild<QTableWidget*>();
        QCOMPARE(rows->rowCount(), 3);
        QCOMPARE(rows->item(0, 1)->text(), QStringLiteral("3"));
        QCOMPARE(rows->item(0, 2)->text(), QStringLiteral("right"));
        QVERIFY(rows->item(0, 3)->font().bold() && !rows->item(0, 4)->font().bold());
        QVERIFY(!rows->item(1, 3)->font().bold() && rows->item(1, 4)->font().bold());
        QCOMPARE(rows->item(2, 2)->text(), QStringLiteral("0.25"));
        QSignalSpy opened(&view, &ComparisonView::traceActivated);
        rows->setFocus();
        QTest::keyClick(rows, Qt::Key_Down);
        QTest::keyClick(rows, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toString(), QStringLiteral("t2"));
        QCOMPARE(opened[0][1].toInt(), 0);
        const QPoint first = rows->visualItemRect(rows->item(0, 0)).center();
        QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, first);
        QTest::mouseDClick(rows->viewport(), Qt::LeftButton, {}, first);
        QCOMPARE(opened.size(), 2);
        QCOMPARE(opened[1][0].toString(), QStringLiteral("t1"));
        QCOMPARE(opened[1][1].toInt(), 2);
    }

    void theModelsPageOpensAndLeavesIt()
    {
        ModelsPage page;
        page.resize(1100, 700);
        page.setModels({{model("/models/a")}, {model("/models/b")}, {model("/models/c")}});
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        ComparisonView* view = page.comparison();
        QVERIFY(!view->isVisible());
        QTest::keyClick(&page, Qt::Key_D, Qt::ControlModifier);
        QTRY_VERIFY(view->isVisible());
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(!view->isVisible());

        page.setScored(QStringLiteral("/models/b"), {12, 40, 1, 0.7});
        QPushButton* compare = nullptr; // the card's, which scored
        for (auto* each : page.findChildren<QPushButton*>())
            if (each->isVisible() && each->accessibleDescription() == QStringLiteral("b") &&
                each->text() == QStringLiteral("Compare…"))
                compare = each;
        QVERIFY(compare);
        QTest::mouseClick(compare, Qt::LeftButton);
        QVERIFY(view->isVisible());
        QCOMPARE(view->choice().first, QStringLiteral("/models/b"));
        QCOMPARE(view->choice().second, QStringLiteral("/models/a"));
    }
};

QTEST_MAIN(ComparisonTest)
#include "comparison_test.moc"
