// SPDX-License-Identifier: GPL-3.0-or-later
// Typeset steps on the Label page: they come when they are ready and move nothing, one key shows
// the source, and what is selected is copied as the source has it.
#include "label_desk.h"

#include "ui/label/question_header.h"
#include "ui/math/formulas.h"
#include "ui/text/typeset_label.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace steplight;

namespace {

const QString text =
    QStringLiteral("So **the area** of\n\n- $\\frac{1}{2} a b$ is \\[ \\sum_{i=1}^n i \\]\n"
                   "| a | b |\n|---|---|\n| 1 | `x*y` |\n```\ncode\n```\nend");

TraceDetail typesetTrace(int steps, const QString& words = text)
{
    TraceDetail detail = traceOf(steps);
    for (int i = 0; i < steps; ++i)
        detail.trace.steps[static_cast<std::size_t>(i)].text =
            words.toStdString() + " " + std::to_string(i);
    detail.question.text = "Is $\\frac{1}{2} = x$ **so**?";
    return detail;
}

const StepBlock& block(Desk& desk, int step)
{
    return *desk.steps().steps().block(step);
}

bool isTypeset(Desk& desk, int step)
{
    const TypesetText& words = *block(desk, step).words;
    return words.isAsWanted(words.source(), words.font(), desk.page.findChild<Formulas*>());
}

void drag(Desk& desk, const QPoint& from, const QPoint& to)
{
    QWidget* view = desk.steps().viewport();
    QTest::mousePress(view, Qt::LeftButton, {}, from);
    QMouseEvent move(QEvent::MouseMove, to, view->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                     {});
    QApplication::sendEvent(view, &move);
    QTest::mouseRelease(view, Qt::LeftButton, {}, to);
}

} // namespace

class TypesetTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (katexFolder().isEmpty())
            QSKIP("KaTeX is not installed (libjs-katex, fonts-katex)");
    }

    void theSourceIsThereFirstAndTheCurrentStepStays()
    {
        Desk desk(typesetTrace(8));
        QVERIFY(!isTypeset(desk, 0)); // nothing is known yet
        desk.page.showStep("trace", 4);
        QScrollBar* bar = desk.steps().verticalScrollBar();
        const int height = desk.steps().viewport()->height();
        const auto middle = [&] { return block(desk, 4).rect.top() - bar->value(); };
        const int before = middle();
        QSignalSpy ready(desk.page.findChild<Formulas*>(), &Formulas::ready);
        QTRY_VERIFY(isTypeset(desk, 0));
        QCOMPARE(ready.size(), 1);
        const int moved = desk.steps().viewport()->height() - height; // the question is higher, too
        QVERIFY2(std::abs(middle() - before) <= std::abs(moved) + 1,
                 qPrintable(QString::number(middle() - before)));
    }

    void whatIsKnownIsThereAtOnce()
    {
        Desk desk(typesetTrace(3));
        QTRY_VERIFY(isTypeset(desk, 0));
        TraceDetail other = typesetTrace(4);
        other.trace.id = "other";
        desk.page.setDetail(other);
        QVERIFY(isTypeset(desk, 3));
    }

    void theNextTraceIsTypesetBeforeItIsShown()
    {
        Desk desk(traceOf(3));
        QSignalSpy ready(desk.page.findChild<Formulas*>(), &Formulas::ready);
        TraceDetail next = typesetTrace(3);
        next.trace.id = "next";
        next.estimates.push_back(estimateOf(EstimateKind::judge, 0, 1));
        next.estimates.back().analysis = "because $y^7$";
        desk.page.prefetch(next);
        QVERIFY(ready.wait());
        desk.page.setDetail(next);
        QVERIFY(isTypeset(desk, 0));
        QVERIFY(desk.page.findChild<Formulas*>()->find({QStringLiteral("y^7"), false}));
    }

    void oneKeyShowsTheSource()
    {
        Desk desk(typesetTrace(3));
        QTRY_VERIFY(isTypeset(desk, 0));
        auto* button = [&]() -> QToolButton* {
            for (auto* each : desk.page.findChildren<QToolButton*>())
                if (each->text() == QStringLiteral("TeX"))
                    return each;
            return nullptr;
        }();
        QVERIFY(button && !button->isChecked());
        QVERIFY(button->toolTip().contains(QStringLiteral("(Shift+T)")));
        const int lines = block(desk, 1).words->lineCount();
        desk.press(Qt::Key_T, Qt::ShiftModifier);
        QVERIFY(button->isChecked());
        QVERIFY(!isTypeset(desk, 0));
        QVERIFY(block(desk, 1).words->lineCount() != lines);
        const QByteArray state = desk.page.saveState();
        desk.press(Qt::Key_T, Qt::ShiftModifier);
        QVERIFY(isTypeset(desk, 0) && !button->isChecked());
        desk.page.restoreState(state);
        QVERIFY(!isTypeset(desk, 0) && button->isChecked());
    }

    void whatIsSelectedIsCopiedAsTheSource()
    {
        Desk desk(typesetTrace(2));
        QTRY_VERIFY(isTypeset(desk, 0));
        desk.page.showStep("trace", 0);
        desk.steps().verticalScrollBar()->setValue(0);
        const QPoint begin = block(desk, 0).rect.topLeft() + block(desk, 0).text;
        const int height = block(desk, 0).textHeight;
        drag(desk, begin - QPoint(1, -4), begin + QPoint(500, height - 3));
        QCOMPARE(desk.steps().selectedText(), text + QStringLiteral(" 0"));
        desk.press(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), text + QStringLiteral(" 0"));
        desk.press(Qt::Key_T, Qt::ShiftModifier); // the selection stays what it is
        QCOMPARE(desk.steps().selectedText(), text + QStringLiteral(" 0"));
    }

    void aDoubleClickTakesAWordOfTheSource()
    {
        Desk desk(typesetTrace(2));
        QTRY_VERIFY(isTypeset(desk, 0));
        desk.page.showStep("trace", 0);
        desk.steps().verticalScrollBar()->setValue(0);
        const QPoint in = block(desk, 0).rect.topLeft() + block(desk, 0).text + QPoint(30, 8);
        QTest::mouseDClick(desk.steps().viewport(), Qt::LeftButton, {}, in);
        QCOMPARE(desk.steps().selectedText(), QStringLiteral("the"));
    }

    void everyPointIsAPlace()
    {
        Formulas formulas;
        QSignalSpy ready(&formulas, &Formulas::ready);
        TypesetText(text, QApplication::font(), &formulas);
        QVERIFY(ready.wait());
        for (Formulas* with : {&formulas, static_cast<Formulas*>(nullptr)}) {
            TypesetText words(text, QApplication::font(), with);
            words.lay(400, 20);
            QCOMPARE(words.heightOf(words.lineCount()), words.height());
            QCOMPARE(words.placeAt({-50, -50}), 0);
            QCOMPARE(words.placeAt({5000, 5000}), static_cast<int>(text.size()));
            for (int y = -10; y < words.height() + 20; y += 3)
                for (int x = -10; x < 500; x += 7) {
                    const int at = words.placeAt(QPointF(x, y));
                    QVERIFY(at >= 0 && at <= text.size());
                }
        }
    }

    void aFormulaThatDoesNotFitShrinksOrIsItsSource()
    {
        Formulas formulas;
        QSignalSpy ready(&formulas, &Formulas::ready);
        const QString wide = QStringLiteral("$\\dfrac{%1}{\\frac12}$").arg(QString(30, u'x'));
        TypesetText(wide, QApplication::font(), &formulas);
        QVERIFY(ready.wait());
        TypesetText words(wide, QApplication::font(), &formulas);
        words.lay(600, 20);
        const int whole = words.height();
        words.lay(190, 20);
        QVERIFY(words.height() < whole); // smaller
        QCOMPARE(words.lineCount(), 1);
        words.lay(100, 20);
        QVERIFY(words.lineCount() > 1); // its source, in lines
    }

    void nothingIsPaintedOutsideAndMarkupIsInk()
    {
        Formulas formulas;
        QSignalSpy ready(&formulas, &Formulas::ready);
        TypesetText(text, QApplication::font(), &formulas);
        QVERIFY(ready.wait());
        TypesetText words(text, QApplication::font(), &formulas);
        words.lay(300, 20);
        QImage image(400, words.height() + 80, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        words.paint(painter, {40, 40}, {Qt::black, Qt::black, Qt::black, Qt::blue, Qt::white}, 0, 5,
                    words.height());
        painter.end();
        bool ink = false;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const bool outside = y < 40 || y >= words.height() + 42 || x < 30;
                ink |= image.pixelColor(x, y) != Qt::white;
                QVERIFY2(!outside || image.pixelColor(x, y) == Qt::white,
                         qPrintable(QString::number(y)));
            }
        QVERIFY(ink);
    }

    void aSelectedFormulaStandsOnTheSelection()
    {
        Formulas formulas;
        QSignalSpy ready(&formulas, &Formulas::ready);
        const QString sum = QStringLiteral("\\[ \\sum_{i=1}^n x \\]");
        TypesetText(sum, QApplication::font(), &formulas);
        QVERIFY(ready.wait());
        TypesetText words(sum, QApplication::font(), &formulas);
        words.lay(300, 20);
        QImage image(300, words.height(), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        const int end = static_cast<int>(sum.size());
        words.paint(painter, {}, {Qt::black, Qt::black, Qt::black, Qt::blue, Qt::white}, 0, end,
                    words.height());
        painter.end();
        int ground = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                ground += image.pixelColor(x, y) == Qt::blue;
        QVERIFY2(ground > 600, qPrintable(QString::number(ground))); // of about 1,400
    }

    void aHugeTextHoldsNobodyUp_data()
    {
        QTest::addColumn<QString>("piece");
        QTest::newRow("formulas") << QStringLiteral("$x$ ");
        QTest::newRow("display") << QStringLiteral("$$x$$ ");
        QTest::newRow("bold") << QStringLiteral("**x** ");
        QTest::newRow("items") << QStringLiteral("- x\n");
        QTest::newRow("rows") << QStringLiteral("| x | y |\n|---|---|\n");
        QTest::newRow("words") << QStringLiteral("word ");
    }
    void aHugeTextHoldsNobodyUp()
    {
        QFETCH(QString, piece);
        Formulas formulas;
        QSignalSpy ready(&formulas, &Formulas::ready);
        const QString huge = piece.repeated(100'000 / piece.size());
        QElapsedTimer time;
        time.start();
        for (int turn = 0; turn < 2; ++turn) {
            TypesetText words(huge, QApplication::font(), &formulas);
            words.lay(500, 20);
            QVERIFY(words.placeAt({1e6, 1e9}) == huge.size() || piece.endsWith(u'\n') ||
                    piece.contains(u'$'));
            QImage image(600, 400, QImage::Format_RGB32);
            QPainter painter(&image);
            words.paint(painter, {}, {Qt::black, Qt::black, Qt::black, Qt::blue, Qt::white}, 0, 5,
                        words.height());
            if (piece.contains(u'$') && turn == 0)
                ready.wait(3000);
        }
        QVERIFY2(time.elapsed() < 8000, qPrintable(QString::number(time.elapsed())));
    }

    void theQuestionIsTypesetAndCopied()
    {
        Desk desk(typesetTrace(2));
        QTRY_VERIFY(isTypeset(desk, 0));
        auto* label = desk.page.findChild<QuestionHeader*>()->findChild<TypesetLabel*>();
        QCOMPARE(label->text(), QStringLiteral("Is $\\frac{1}{2} = x$ **so**?"));
        QVERIFY(label->height() >= label->heightForWidth(label->width()));
        QTest::mousePress(label, Qt::LeftButton, {}, {0, 5});
        QMouseEvent move(QEvent::MouseMove, QPointF(label->width() - 1, 5), QPointF(), Qt::NoButton,
                         Qt::LeftButton, {});
        QApplication::sendEvent(label, &move);
        QTest::mouseRelease(label, Qt::LeftButton, {}, {label->width() - 1, 5});
        QCOMPARE(label->selectedText(), label->text());
        QTest::keySequence(label, QKeySequence::Copy);
        QCOMPARE(QApplication::clipboard()->text(), label->text());
    }

    void withoutKatexFormulasAreTheirSource()
    {
        Formulas formulas{QString()};
        TypesetText words(QStringLiteral("**a** $x$"), QApplication::font(), &formulas);
        words.lay(400, 20);
        QCOMPARE(words.lineCount(), 1);
        QVERIFY(words.isAsWanted(words.source(), words.font(), &formulas)); // waits for nothing
        QCOMPARE(words.placeAt({390, 5}), 9);
    }
};

QTEST_MAIN(TypesetTest)
#include "typeset_test.moc"
