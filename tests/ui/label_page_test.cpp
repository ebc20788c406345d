// SPDX-License-Identifier: GPL-3.0-or-later
// What the Label page shows and hides: estimates, boxes, odd texts, long traces, other languages.
#include "label_desk.h"
#include "ui/label/detail_row.h"
#include "ui/label/history_strip.h"
#include "ui/label/steps_layout.h"
#include "ui/light.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSplitter>
#include <QTranslator>

using namespace steplight;

namespace {

/// Pixels of a colour in the steps pane.
int pixelsOf(Desk& desk, const QColor& colour)
{
    const QImage image = desk.steps().viewport()->grab().toImage();
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == colour ? 1 : 0;
    return count;
}

TraceDetail traceWithImage(const QTemporaryDir& folder)
{
    QImage image(400, 300, QImage::Format_RGB32);
    image.fill(Qt::gray);
    const QString path = folder.filePath(QStringLiteral("a.png"));
    image.save(path);
    TraceDetail detail = traceOf(6);
    ImageRef ref;
    ref.reference = "a.png";
    ref.hash = "aa";
    ref.path = path.toStdString();
    ref.width = 400;
    ref.height = 300;
    detail.question.images = {ref};
    return detail;
}

void drag(Canvas& canvas, const QPoint& from, const QPoint& to)
{
    QTest::mousePress(&canvas, Qt::LeftButton, {}, from);
    QTest::mouseMove(&canvas, (from + to) / 2);
    QTest::mouseMove(&canvas, to);
    QTest::mouseRelease(&canvas, Qt::LeftButton, {}, to);
}

void boxOnTheSecondStep(Desk& desk)
{
    QTRY_VERIFY(desk.canvas().hasImage());
    desk.press(Qt::Key_Down);
    desk.type(QStringLiteral("b"));
    drag(desk.canvas(), {150, 250}, {250, 330});
    QCOMPARE(desk.actions.size(), 1u);
}

/// Says the same Chinese words for every source text, as long as translations get.
class Chinese final : public QTranslator
{
public:
    QString translate(const char*, const char* source, const char*, int) const override
    {
        const QString from = QString::fromUtf8(source);
        QString to =
            QStringLiteral("标注步骤的错误种类").left(std::max<int>(2, int(from.size()) / 2));
        for (const char* mark : {"%1", "%2", "%3", "%n"})
            if (from.contains(QLatin1String(mark)))
                to += QLatin1String(mark);
        return to;
    }
    bool isEmpty() const override { return false; }
};

std::vector<EstimateKind> allThree()
{
    return {EstimateKind::mc, EstimateKind::judge, EstimateKind::prm};
}

} // namespace

class LabelPageTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { applyTheme(*qApp, Scheme::light); }

    void openShowsEstimates()
    {
        Desk desk;
        QVERIFY(pixelsOf(desk, lightColour(5, Theme::lightTheme())) > 100); // strips of mc .75
        QVERIFY(pixelsOf(desk, tintColour(5, Theme::lightTheme())) > 1000);
    }

    void blindShowsNone()
    {
        Desk desk(traceOf(8), Visibility::blind);
        for (int bin = 0; bin < lightBins; ++bin) {
            QCOMPARE(pixelsOf(desk, lightColour(bin, Theme::lightTheme())), 0);
            QCOMPARE(pixelsOf(desk, tintColour(bin, Theme::lightTheme())), 0);
        }
        desk.type(QStringLiteral("h1"));
        QCOMPARE(desk.actions[0].visibility, Visibility::blind);
        QVERIFY(desk.actions[0].verdicts[0].shown.empty());
        QVERIFY(!desk.steps().showsEstimates(0));
        desk.type(QStringLiteral("j")); // would tell where they disagree
        QCOMPARE(desk.page.currentStep(), 1);
        QVERIFY(!desk.steps().accessibleDescription().contains(QStringLiteral("rollouts")));
    }

    void revealedOnceLabelled()
    {
        Desk desk(traceOf(8), Visibility::commitThenReveal);
        QVERIFY(!desk.steps().showsEstimates(0));
        desk.type(QStringLiteral("1"));
        QVERIFY(desk.steps().showsEstimates(0));
        QVERIFY(!desk.steps().showsEstimates(1));
        QCOMPARE(desk.actions[0].visibility, Visibility::commitThenReveal);
        QVERIFY(desk.actions[0].verdicts[0].shown.empty());
        desk.press(Qt::Key_Up);
        desk.type(QStringLiteral("3")); // another word, having seen
        QCOMPARE(desk.lastStep(), 0);
        QCOMPARE(desk.actions[1].verdicts[0].shown, allThree());
        desk.press(Qt::Key_Down);
        desk.type(QStringLiteral("f")); // first error: the steps before it, none of them revealed
        QCOMPARE(desk.actions.back().visibility, Visibility::commitThenReveal);
        for (const StepVerdict& each : desk.actions.back().verdicts)
            QVERIFY(each.shown.empty());
    }

    void aLabelKnowsWhatWasShownOfItsStep()
    {
        TraceDetail detail = traceOf(4);
        std::erase_if(detail.estimates, [](const Estimate& estimate) {
            return (estimate.step == 1 && estimate.kind != EstimateKind::prm) || estimate.step == 2;
        });
        Desk desk(detail);
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_Down);
        desk.type(QStringLiteral("f"));
        const auto& verdicts = desk.actions.back().verdicts;
        QCOMPARE(verdicts.size(), 4u);
        QCOMPARE(verdicts[0].shown, allThree());
        QCOMPARE(verdicts[1].shown, std::vector{EstimateKind::prm});
        QVERIFY(verdicts[2].shown.empty());
        QCOMPARE(verdicts[3].shown, allThree());
    }

    void whatWasSeenAndThenHiddenIsNotBlind()
    {
        Desk desk;
        QSignalSpy hidden(&desk.page, &LabelPage::scoresHiddenChanged);
        desk.type(QStringLiteral("h1"));
        QCOMPARE(desk.actions[0].visibility, Visibility::open); // they were there just before
        QVERIFY(desk.actions[0].verdicts[0].shown.empty());
        QVERIFY(!desk.steps().showsEstimates(1));
        TraceDetail next = traceOf(8);
        next.trace.id = "next";
        desk.detail = next;
        desk.page.setDetail(next);
        desk.type(QStringLiteral("1"));
        QCOMPARE(desk.actions[1].visibility, Visibility::blind);
        desk.type(QStringLiteral("h1"));
        QCOMPARE(desk.actions[2].visibility, Visibility::open);
        QCOMPARE(desk.actions[2].verdicts[0].shown, allThree());
        desk.type(QStringLiteral("h1"));
        QCOMPARE(desk.actions[3].visibility, Visibility::open);
        QCOMPARE(hidden.size(), 3);
    }

    void aBoxBelongsToItsStep()
    {
        QTemporaryDir folder;
        Desk desk(traceWithImage(folder));
        QTRY_VERIFY(desk.canvas().hasImage());
        desk.type(QStringLiteral("13")); // step 1 is wrong; step 2 is current
        desk.type(QStringLiteral("b"));
        QVERIFY(desk.canvas().toolActive());
        drag(desk.canvas(), {150, 250}, {250, 330});
        QCOMPARE(desk.lastStep(), 1);
        QCOMPARE(desk.last().rating, -1);
        QCOMPARE(desk.last().errorKind, ErrorKind::perception);
        QCOMPARE(desk.last().regions.size(), 1u);
        QCOMPARE(desk.last().regions[0].image, 0);
        const auto [x, y] = desk.last().regions[0].points[0];
        QVERIFY(x >= 0 && x < 400 && y >= 0 && y < 300);
        QCOMPARE(desk.page.currentStep(), 2);
    }

    void aRegionThatTheArrowsMovedIsKeptWithItsTrace()
    {
        QTemporaryDir folder;
        Desk desk(traceWithImage(folder));
        boxOnTheSecondStep(desk);
        QCOMPARE(desk.last().regions.size(), 1u);
        const auto before = desk.last().regions.at(0).points;
        desk.canvas().setFocus();
        desk.canvas().selectRegion(0);
        desk.press(Qt::Key_Right);
        QCOMPARE(desk.actions.size(), 1u); // not yet
        desk.page.keepTyped(); // as whoever opens another trace or closes the project does
        QCOMPARE(desk.actions.size(), 2u);
        QVERIFY(desk.last().regions.at(0).points != before);
    }

    void keysOfTheQueryAreNotTheImages()
    {
        QTemporaryDir folder;
        Desk desk(traceWithImage(folder));
        boxOnTheSecondStep(desk);
        desk.canvas().selectRegion(0);
        const std::size_t before = desk.actions.size();
        auto* query = desk.page.findChild<QLineEdit*>(QStringLiteral("query"));
        query->setFocus();
        desk.type(QStringLiteral("xyz"));
        for (const int key : {Qt::Key_Down, Qt::Key_Up, Qt::Key_Return})
            desk.press(key);
        desk.page.keepTyped();
        QCOMPARE(desk.actions.size(), before);
    }

    void aBoxOnAnUndecidedStepMarksIt()
    {
        QTemporaryDir folder;
        Desk desk(traceWithImage(folder));
        boxOnTheSecondStep(desk);
        QCOMPARE(desk.lastStep(), 1);
        QCOMPARE(desk.last().errorKind, ErrorKind::perception);
        QCOMPARE(desk.last().regions.size(), 1u);
        desk.press(Qt::Key_Up);
        desk.press(Qt::Key_Down);
        emit desk.canvas().regionRemoved(0);
        QCOMPARE(desk.last().regions.size(), 0u);
        QCOMPARE(desk.last().rating, -1);
    }

    void oddTextsAreText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("html") << QStringLiteral("<h1>x</h1><img src=\"file:///etc/passwd\">");
        QTest::newRow("empty") << QString();
        QTest::newRow("one long word") << QString(5000, u'w');
        QTest::newRow("right to left") << QStringLiteral("שלום مرحبا \u202E abc");
        QTest::newRow("combining")
            << QStringLiteral("Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢") +
                   QString(200, QChar(0x0301));
        QTest::newRow("emoji") << QStringLiteral("👩‍👩‍👧‍👦🏳️‍🌈 1️⃣");
        QTest::newRow("nul") << QStringLiteral("a") + QChar(0) + QStringLiteral("b\r\nc\u2029d");
        QTest::newRow("half a surrogate") << QString(QChar(0xD83D));
        QTest::newRow("percent") << QStringLiteral("%1 %2 %n 100% && &x");
    }

    void oddTextsAreText()
    {
        QFETCH(QString, text);
        TraceDetail detail = traceOf(4);
        detail.trace.steps[0].text = text.toStdString();
        detail.estimates[1].analysis = text.toStdString();
        detail.estimates[0].source.name = text.toStdString();
        detail.question.text = text.toStdString();
        detail.question.answer = text.toStdString();
        Desk desk(detail);
        QVERIFY(!desk.page.grab().isNull());
        desk.type(QStringLiteral("1"));
        QCOMPARE(desk.actions.size(), 1u);
        for (const QLabel* label : desk.page.findChildren<QLabel*>())
            if (!text.isEmpty() && label->text().contains(text))
                QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void htmlIsNotRead()
    {
        TraceDetail detail = traceOf(2);
        detail.trace.steps[0].text = "<b>bold</b>";
        Desk desk(detail);
        QCOMPARE(desk.steps().steps().block(0)->words->source(), QStringLiteral("<b>bold</b>"));
    }

    void aLongQuestionScrollsAndLeavesTheStepsTheirRoom()
    {
        TraceDetail detail = traceOf(3);
        detail.question.text = "Short?";
        Desk desk(detail);
        auto* scroll = desk.page.findChild<QScrollArea*>(QStringLiteral("question-scroll"));
        QVERIFY(scroll);
        QCOMPARE(scroll->verticalScrollBar()->maximum(), 0);
        const int low = scroll->height();
        for (int i = 0; i < 200; ++i)
            detail.question.text += " and on it goes";
        Desk longer(detail);
        scroll = longer.page.findChild<QScrollArea*>(QStringLiteral("question-scroll"));
        QVERIFY(scroll->height() > low);
        QVERIFY(scroll->height() <= std::max(longer.page.window()->height() / 5, 112));
        QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
        QVERIFY(longer.steps().height() > longer.page.height() / 3);
        scroll->setFocus(Qt::TabFocusReason);
        const int step = longer.page.currentStep();
        for (const int key : {Qt::Key_Down, Qt::Key_Right, Qt::Key_Left}) {
            longer.press(key);
            QVERIFY(scroll->hasFocus());
        }
        QVERIFY(scroll->verticalScrollBar()->value() > 0);
        QCOMPARE(longer.page.currentStep(), step);
        QVERIFY(longer.actions.empty()); // the arrows scroll, and label nothing
    }

    void longStepsFold()
    {
        TraceDetail detail = traceOf(3);
        for (int i = 0; i < 400; ++i)
            detail.trace.steps[1].text += " and on it goes";
        Desk desk(detail);
        const int folded = desk.steps().steps().block(1)->rect.height();
        QVERIFY(desk.steps().steps().block(1)->hiddenLines > 0);
        desk.press(Qt::Key_Down); // it must be read to be judged
        QCOMPARE(desk.steps().steps().block(1)->hiddenLines, 0);
        QVERIFY(desk.steps().steps().block(1)->rect.height() > folded);
    }

    void twoHundredStepsKeepTheCurrentInTheMiddle()
    {
        Desk desk(traceOf(200));
        for (int i = 0; i < 100; ++i)
            desk.press(Qt::Key_Down);
        const StepsView& view = desk.steps();
        const int middle =
            view.steps().block(100)->rect.center().y() - view.verticalScrollBar()->value();
        QVERIFY(middle >= view.viewport()->height() / 3 - 1);
        QVERIFY(middle <= 2 * view.viewport()->height() / 3 + 1);
        QVERIFY(!desk.page.grab().isNull());
    }

    void textIsSelectedAndCopied()
    {
        Desk desk;
        const StepBlock& block = *desk.steps().steps().block(1);
        const QPoint at = block.rect.topLeft() + block.text;
        QTest::mousePress(desk.steps().viewport(), Qt::LeftButton, {}, at + QPoint(0, 5));
        QTest::mouseMove(desk.steps().viewport(), at + QPoint(40, 8));
        QTest::mouseRelease(desk.steps().viewport(), Qt::LeftButton, {}, at + QPoint(900, 8));
        QVERIFY(QStringLiteral("Step number 1 says something.")
                    .startsWith(desk.steps().selectedText()));
        QVERIFY(!desk.steps().selectedText().isEmpty());
        QCOMPARE(desk.page.currentStep(), 0); // selecting is not choosing
        QTest::mouseClick(desk.steps().viewport(), Qt::LeftButton, {}, at + QPoint(4, 8));
        QCOMPARE(desk.page.currentStep(), 1);
    }

    void historyGoesThere()
    {
        Desk desk;
        Decision here, elsewhere;
        here.label.traceId = "trace";
        here.label.step = 4;
        here.questionExcerpt = "<i>How</i> & why";
        elsewhere.label.traceId = "other";
        elsewhere.label.step = 1;
        desk.page.setHistory({here, elsewhere});
        const auto buttons = desk.page.findChild<HistoryStrip*>()->findChildren<QAbstractButton*>();
        QCOMPARE(buttons.size(), 2);
        QSignalSpy asked(&desk.page, &LabelPage::traceRequested);
        buttons[0]->click();
        QCOMPARE(desk.page.currentStep(), 4);
        QCOMPARE(asked.size(), 0);
        buttons[1]->click();
        QCOMPARE(asked.size(), 1);
        TraceDetail other = traceOf(3);
        other.trace.id = "other";
        desk.page.setDetail(other);
        QCOMPARE(desk.page.currentStep(), 1);
    }

    void historyShowsWholeRowsOnly()
    {
        HistoryStrip strip;
        strip.resize(300, 70); // two rows of buttons, and a part of the third
        strip.show();
        Decision decision;
        decision.questionExcerpt = "a question of some length";
        strip.setDecisions(std::vector<Decision>(8, decision));
        strip.setDecisions(std::vector<Decision>(8, decision)); // the others go
        const auto shown = [&] {
            int count = 0;
            for (const auto* button : strip.findChildren<QAbstractButton*>())
                if (button->isVisible()) {
                    ++count;
                    if (!strip.rect().contains(button->geometry()))
                        return -1;
                }
            return count;
        };
        QCoreApplication::processEvents();
        const int few = shown();
        QVERIFY(few > 0 && few < 8);
        strip.resize(300, 700);
        QCoreApplication::processEvents();
        QCOMPARE(shown(), 8);
        strip.resize(300, 70);
        QCoreApplication::processEvents();
        QCOMPARE(shown(), few);
    }

    void typedWordsStayWithTheirTrace()
    {
        Desk desk;
        desk.type(QStringLiteral("3c"));
        desk.type(QStringLiteral("half a wo"));
        TraceDetail other = traceOf(3);
        other.trace.id = "other";
        desk.page.setDetail(other);
        QCOMPARE(desk.actions.back().traceId, std::string("trace"));
        QCOMPARE(desk.last().comment, std::string("half a wo"));
    }

    void newsFromOutsideLeavesTheTyperAlone()
    {
        Desk desk;
        desk.type(QStringLiteral("3c"));
        desk.type(QStringLiteral("half"));
        desk.page.setDetail(desk.detail); // a run has scored it, say
        desk.type(QStringLiteral(" done"));
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.last().comment, std::string("half done"));
        QCOMPARE(desk.actions.size(), 2u);
    }

    void emptyStatesSayWhy()
    {
        Desk desk;
        desk.page.clearDetail(QStringLiteral("Nothing matches"), QStringLiteral("prm.min<0"));
        desk.press(Qt::Key_1);
        QVERIFY(desk.actions.empty());
        bool said = false;
        for (const QLabel* label : desk.page.findChildren<QLabel*>())
            said |= label->isVisible() && label->text() == QStringLiteral("Nothing matches");
        QVERIFY(said);
    }

    void aTraceThatComesLaterFindsTheFocus()
    {
        ImageLoader loader;
        LabelPage page(loader);
        QSignalSpy labels(&page, &LabelPage::labelRequested);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        page.setFocus(); // as the shell does, when no trace is there yet
        page.setAnnotator("Ada");
        page.setDetail(traceOf(4));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_1);
        QCOMPARE(labels.size(), 1);
        page.clearDetail({}, {});
        page.setDetail(traceOf(4));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_1);
        QCOMPARE(labels.size(), 2);
    }

    void stateComesBack()
    {
        Desk desk;
        desk.type(QStringLiteral("llh"));
        desk.page.setAdjustment({20, -10, 150});
        const QByteArray state = desk.page.saveState();
        Desk fresh;
        fresh.page.clearDetail({}, {});
        QVERIFY(fresh.page.restoreState(state));
        fresh.page.setDetail(traceOf(8));
        QCOMPARE(fresh.page.litBy(), LightSource::prm);
        QCOMPARE(fresh.canvas().adjustment(), (DisplayAdjustment{20, -10, 150}));
        fresh.type(QStringLiteral("1"));
        QCOMPARE(fresh.actions[0].visibility, Visibility::blind);
        QVERIFY(!fresh.page.restoreState(QByteArray("rubbish")));
        QVERIFY(!fresh.page.restoreState({}));
    }

    void aNarrowWindowFoldsTheQueueFirst()
    {
        Desk desk;
        auto* query = desk.page.findChild<QLineEdit*>(QStringLiteral("query"));
        QVERIFY(query->isVisible());
        desk.page.resize(900, 700);
        QTRY_VERIFY(!query->isVisible());
        QVERIFY(desk.steps().isVisible() && desk.canvas().isVisible());
        desk.page.resize(1366, 700);
        QTRY_VERIFY(query->isVisible());
    }

    void chineseFits()
    {
        Chinese chinese;
        QVERIFY(QCoreApplication::installTranslator(&chinese));
        Desk desk;
        desk.type(QStringLiteral("3e"));
        QVERIFY(!desk.page.grab().isNull());
        for (const auto* button : desk.page.findChildren<QAbstractButton*>())
            if (button->isVisible())
                QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
        QCoreApplication::removeTranslator(&chinese);
    }

    void everyControlHasAName()
    {
        Desk desk;
        desk.type(QStringLiteral("3"));
        for (const QWidget* widget : desk.page.findChildren<QWidget*>()) {
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const auto* area = qobject_cast<const QAbstractScrollArea*>(widget->parentWidget());
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) ||
                (area && area->viewport() == widget))
                continue;
            QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()) ||
                         !widget->toolTip().isEmpty() || qobject_cast<const QSplitter*>(widget),
                     qPrintable(QLatin1String(widget->metaObject()->className()) + u" in " +
                                QLatin1String(widget->parentWidget()->metaObject()->className())));
        }
        QVERIFY(desk.steps().accessibleDescription().contains(QStringLiteral("Step number 1")));
    }
};

QTEST_MAIN(LabelPageTest)
#include "label_page_test.moc"
