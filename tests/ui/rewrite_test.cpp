// SPDX-License-Identifier: GPL-3.0-or-later
// A step is written anew from the keyboard, and what goes on from it is shown below.
#include "label_desk.h"
#include "ui/label/detail_row.h"
#include "ui/label/question_header.h"
#include "ui/label/rewrite_row.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QToolButton>

using namespace steplight;

namespace {

RewriteRow& rowOf(Desk& desk)
{
    return desk.steps().detailRow().rewriteRow();
}

QPlainTextEdit* editorOf(Desk& desk)
{
    return qobject_cast<QPlainTextEdit*>(QApplication::focusWidget()) && rowOf(desk).isOpen()
               ? qobject_cast<QPlainTextEdit*>(QApplication::focusWidget())
               : nullptr;
}

void rewriteAs(Desk& desk, const QString& text)
{
    desk.press(Qt::Key_W);
    desk.press(Qt::Key_A, Qt::ControlModifier);
    desk.type(text);
    desk.press(Qt::Key_Return, Qt::ControlModifier);
}

QStringList shownButtons(const QWidget& row)
{
    QStringList words;
    for (const auto* button : row.findChildren<QToolButton*>())
        if (button->isVisible())
            words << button->text();
    return words;
}

} // namespace

class RewriteTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, Scheme::light); }

    void whatIsWrittenMakesAStepWrong()
    {
        Desk desk;
        desk.press(Qt::Key_W);
        QVERIFY(editorOf(desk));
        QCOMPARE(editorOf(desk)->toPlainText(), QStringLiteral("Step number 0 says something."));
        desk.press(Qt::Key_End, Qt::ControlModifier);
        desk.type(QStringLiteral(" 1 2 3"));
        QVERIFY2(desk.actions.empty(), "keys are text there");
        desk.press(Qt::Key_Return);
        desk.type(QStringLiteral("else"));
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(desk.actions.size(), 1u);
        QCOMPARE(desk.lastStep(), 0);
        QCOMPARE(desk.last().rating, -1);
        QCOMPARE(desk.last().rewrite, std::string("Step number 0 says something. 1 2 3\nelse"));
        QVERIFY(!rowOf(desk).isOpen());
        QCOMPARE(desk.page.currentStep(), 0);
        QVERIFY(desk.steps().steps().block(0)->rewrite);
        QVERIFY(desk.steps().hasFocus());
        desk.press(Qt::Key_1);
        QCOMPARE(desk.last().rating, 1);
        QVERIFY2(desk.last().rewrite.empty(), "what is right reads as it should");
        QVERIFY(!desk.steps().steps().block(0)->rewrite);
    }

    void aWrongStepKeepsWhatWasSaidOfIt()
    {
        Desk desk;
        desk.type(QStringLiteral("3ep"));
        desk.press(Qt::Key_Up);
        rewriteAs(desk, QStringLiteral("Better."));
        QCOMPARE(desk.lastStep(), 0);
        QCOMPARE(desk.last().rewrite, std::string("Better."));
        QCOMPARE(desk.last().errorKind, ErrorKind::perception);
        const auto actions = desk.actions.size();
        rewriteAs(desk, QStringLiteral("Better."));
        QCOMPARE(desk.actions.size(), actions); // nothing new was said
        rewriteAs(desk, QStringLiteral("Step number 0 says something."));
        QVERIFY2(desk.last().rewrite.empty(), "its own words are no rewrite");
        QCOMPARE(desk.last().rating, -1);
        QCOMPARE(desk.last().errorKind, ErrorKind::perception);
    }

    void escapeLeavesItAndGoingElsewhereKeepsIt()
    {
        Desk desk;
        desk.press(Qt::Key_W);
        desk.type(QStringLiteral("thrown away"));
        desk.press(Qt::Key_Escape);
        QVERIFY(desk.actions.empty());
        QVERIFY(!rowOf(desk).isOpen());
        QVERIFY2(!desk.steps().detailRow().isVisible(), "the step has no label to speak of");
        desk.press(Qt::Key_W);
        desk.type(QStringLiteral(" More."));
        const StepBlock* other = desk.steps().steps().block(1);
        QTest::mouseClick(desk.steps().viewport(), Qt::LeftButton, {},
                          other->rect.topLeft() + other->text + QPoint(4, 4));
        QCOMPARE(desk.actions.size(), 1u);
        QCOMPARE(desk.lastStep(), 0);
        QCOMPARE(desk.last().rewrite, std::string("Step number 0 says something. More."));
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_W);
        desk.type(QStringLiteral(" And this."));
        TraceDetail next = traceOf(3);
        next.trace.id = "next";
        const int before = desk.page.currentStep();
        desk.page.setDetail(next);
        QCOMPARE(desk.actions.size(), 2u);
        QCOMPARE(desk.actions.back().traceId, std::string("trace"));
        QCOMPARE(desk.lastStep(), before);
        QVERIFY(!rowOf(desk).isOpen());
    }

    void firstErrorModeEndsTheTraceThere()
    {
        Desk desk;
        desk.press(Qt::Key_F, Qt::ShiftModifier);
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_Down);
        rewriteAs(desk, QStringLiteral("Better."));
        QCOMPARE(desk.actions.back().verdicts.size(), 3u); // the steps before are right
        QVERIFY(!desk.steps().steps().block(5));
    }

    void aPolicyIsAskedToGoOn()
    {
        Desk desk;
        QSignalSpy asked(&desk.page, &LabelPage::continuationsRequested);
        QSignalSpy cancelled(&desk.page, &LabelPage::continuationsCancelled);
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY2(asked.empty(), "nothing is rewritten");
        rewriteAs(desk, QStringLiteral("Better."));
        desk.page.setContinuations(8);
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(asked.size(), 1);
        const QString label = asked[0][0].toString();
        QCOMPARE(label.toStdString(), desk.detail.labels.front().id);
        QCOMPARE(asked[0][1].toInt(), 8);
        desk.page.setContinuing({label.toStdString()});
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(asked.size(), 1); // one at a time
        for (auto* button : rowOf(desk).findChildren<QToolButton*>())
            if (button->isVisible() && button->text() == QStringLiteral("Cancel"))
                button->click();
        QCOMPARE(cancelled.size(), 1);
        QCOMPARE(cancelled[0][0].toString(), label);
        desk.page.setContinuing({});
        QVERIFY(!shownButtons(rowOf(desk)).contains(QStringLiteral("Cancel")));
    }

    void itGoesOnFromTheWordsInTheEditor()
    {
        Desk desk;
        QSignalSpy asked(&desk.page, &LabelPage::continuationsRequested);
        rewriteAs(desk, QStringLiteral("Better."));
        desk.answers = false;
        desk.press(Qt::Key_W);
        desk.type(QStringLiteral(" Still."));
        for (auto* button : rowOf(desk).findChildren<QToolButton*>())
            if (button->isVisible() && button->text().contains(QStringLiteral("Continue")))
                QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!rowOf(desk).isOpen());
        QCOMPARE(desk.last().rewrite, std::string("Better. Still."));
        QVERIFY2(asked.empty(), "its label is not on the disk yet");
        desk.confirm(desk.actions.back());
        desk.press(Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString().toStdString(), desk.detail.labels.front().id);
    }

    void whatIsTypedIsKeptWhenTheProjectCloses()
    {
        Desk desk;
        desk.press(Qt::Key_W);
        desk.type(QStringLiteral(" More."));
        desk.page.keepTyped();
        QCOMPARE(desk.actions.size(), 1u);
        QCOMPARE(desk.last().rewrite, std::string("Step number 0 says something. More."));
        desk.steps().setFocus();
        desk.press(Qt::Key_C);
        desk.type(QStringLiteral("why"));
        desk.page.keepTyped();
        QCOMPARE(desk.last().comment, std::string("why"));
    }

    void whatCameOfItIsShownAndOpens()
    {
        Desk desk;
        rewriteAs(desk, QStringLiteral("Better."));
        ContinuedStep continued{0, "Better.", 3, 4, {}};
        continued.traces.push_back({"right one", "3", true, "policy"});
        continued.traces.push_back({"wrong one", "4", false, "policy"});
        desk.detail.continued = {{0, "Other words.", 1, 1, {{"other", "3", true, "policy"}}},
                                 continued};
        desk.page.setDetail(desk.detail);
        QStringList words;
        for (const auto* label : rowOf(desk).findChildren<QLabel*>())
            if (label->isVisible())
                words << label->text();
        QCOMPARE(words, QStringList{QStringLiteral("3 of 4 continuations reach the key, 3")});
        QVERIFY(shownButtons(rowOf(desk)).contains(QStringLiteral("✓ 3")));
        QVERIFY(shownButtons(rowOf(desk)).contains(QStringLiteral("✕ 4")));
        QSignalSpy opened(&desk.page, &LabelPage::traceRequested);
        for (auto* button : rowOf(desk).findChildren<QToolButton*>())
            if (button->isVisible() && button->text() == QStringLiteral("✕ 4"))
                button->click();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened[0][0].toString(), QStringLiteral("wrong one"));
    }

    void aContinuationLeadsBack()
    {
        TraceDetail detail = traceOf(4);
        detail.origin = Origin{"corrected", 2, "label"};
        Desk desk(detail);
        QSignalSpy opened(&desk.page, &LabelPage::traceRequested);
        bool found = false;
        for (auto* button : desk.page.findChild<QuestionHeader*>()->findChildren<QToolButton*>())
            if (button->isVisible() && button->text().contains(QStringLiteral("from step 3"))) {
                found = true;
                button->click();
            }
        QVERIFY(found);
        QCOMPARE(opened[0][0].toString(), QStringLiteral("corrected"));
        TraceDetail corrected = traceOf(4);
        corrected.trace.id = "corrected";
        desk.page.setDetail(corrected);
        QCOMPARE(desk.page.currentStep(), 2);
    }

    void theDifferenceIsSeenInBothThemes()
    {
        for (const Scheme scheme : {Scheme::light, Scheme::dark}) {
            applyTheme(*qApp, scheme);
            Desk desk;
            const QImage before = desk.steps().viewport()->grab().toImage();
            rewriteAs(desk, QStringLiteral("Step number 0 says nothing."));
            const StepBlock* block = desk.steps().steps().block(0);
            QVERIFY(block->rewrite && block->rewrite->height() > 0);
            QVERIFY(block->rewriteAt.y() >= block->text.y() + block->textHeight);
            QVERIFY(block->rewriteAt.y() + block->rewrite->height() <= block->controlsTop);
            QVERIFY(desk.steps().viewport()->grab().toImage() != before);
            QVERIFY(desk.steps().accessibleDescription().contains(
                QStringLiteral("Should read: Step number 0 says nothing.")));
        }
        applyTheme(*qApp, Scheme::light);
    }
};

QTEST_MAIN(RewriteTest)
#include "rewrite_test.moc"
