// SPDX-License-Identifier: GPL-3.0-or-later
// Regions and steps on the Label page: drawn for a step, shared by steps, lit by each other, moved,
// copied, taken back, tied to words; with real keys and the real pointer.
#include "label_desk.h"
#include "ui/canvas/region_paint.h"
#include "ui/label/detail_row.h"
#include "ui/label/step_span.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace steplight;

namespace {

using Points = std::vector<std::pair<double, double>>;

TraceDetail traceWithImages(const QTemporaryDir& folder, int images = 1)
{
    TraceDetail detail = traceOf(6);
    const std::vector<QColor> colours(static_cast<std::size_t>(images), Qt::gray);
    addPictures(detail, folder, {400, 300}, colours);
    return detail;
}

Label wrong(int step, const std::vector<Region>& regions, const std::string& who = annotator)
{
    Label label;
    label.traceId = "trace";
    label.step = step;
    label.annotator = who;
    label.verdict.rating = -1;
    label.verdict.errorKind = ErrorKind::perception;
    label.verdict.regions = regions;
    return label;
}

const Region left{Region::Shape::box, 0, {{10, 10}, {60, 50}}, ""};
const Region right{Region::Shape::box, 0, {{300, 200}, {360, 260}}, ""};

/// Step 1 has both regions, step 3 shares the left one.
struct Shared {
    QTemporaryDir folder;
    Desk desk;

    Shared() : desk(labelled(folder))
    {
        if (!QTest::qWaitFor([this] { return desk.canvas().hasImage(); }))
            qFatal("no image");
    }

    static TraceDetail labelled(const QTemporaryDir& folder)
    {
        TraceDetail detail = traceWithImages(folder);
        detail.labels = {wrong(1, {left, right}), wrong(3, {left})};
        return detail;
    }

    QPoint at(const QPointF& image) { return desk.canvas().transform().toView(image).toPoint(); }
    void click(const QPointF& image)
    {
        QTest::mouseClick(&desk.canvas(), Qt::LeftButton, {}, at(image));
    }
    void down(int steps)
    {
        for (int i = 0; i < steps; ++i)
            desk.press(Qt::Key_Down);
    }
    const std::vector<StepVerdict>& said() { return desk.actions.back().verdicts; }
};

} // namespace

class RegionsTest final : public QObject
{
    Q_OBJECT

private slots:
    void aPolygonIsDrawnWithoutLeavingTheKeys()
    {
        QTemporaryDir folder;
        Desk desk(traceWithImages(folder));
        QTRY_VERIFY(desk.canvas().hasImage());
        desk.type(QStringLiteral("o"));
        for (const int key : {Qt::Key_Up, Qt::Key_O, Qt::Key_Right, Qt::Key_Right, Qt::Key_O,
                              Qt::Key_Backspace, Qt::Key_O, Qt::Key_Down, Qt::Key_Return})
            desk.press(key);
        QCOMPARE(desk.actions.size(), 1u);
        QCOMPARE(desk.last().rating, -1);
        QCOMPARE(desk.last().regions.at(0).shape, Region::Shape::polygon);
        QCOMPARE(desk.last().regions[0].points, (Points{{200, 150}, {202, 150}, {202, 151}}));
        QVERIFY(!desk.canvas().hasFocus());
        desk.type(QStringLiteral("1")); // the keys label again
        QCOMPARE(desk.lastStep(), 1);
    }

    void whatIsExpectedAndAbsent()
    {
        QTemporaryDir folder;
        Desk desk(traceWithImages(folder));
        QTRY_VERIFY(desk.canvas().hasImage());
        desk.type(QStringLiteral("n"));
        desk.press(Qt::Key_Right);
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.last().regions.at(0).kind, Region::Kind::absent);
        QCOMPARE(desk.last().errorKind, ErrorKind::perception);
        const auto buttons = desk.page.findChild<DetailRow*>()->findChildren<QToolButton*>();
        QVERIFY(std::any_of(buttons.begin(), buttons.end(), [](const QToolButton* button) {
            return button->text() == QStringLiteral("box 1, absent");
        }));
        desk.press(Qt::Key_B, Qt::ShiftModifier);
        desk.type(QStringLiteral("n"));
        QCOMPARE(desk.last().regions.at(0).kind, Region::Kind::present);
    }

    void aRegionLightsItsSteps()
    {
        Shared shared;
        shared.click({30, 30});
        QCOMPARE(shared.desk.steps().lit(), (std::vector<int>{1, 3}));
        QCOMPARE(shared.desk.page.currentStep(), 0);
        shared.click({330, 230});
        QCOMPARE(shared.desk.steps().lit(), (std::vector<int>{1}));
        shared.click({200, 290});
        QVERIFY(shared.desk.steps().lit().empty());
    }

    void aStepBringsItsRegionsIntoView()
    {
        Shared shared;
        Canvas& canvas = shared.desk.canvas();
        canvas.setView({4, {200, 290}});
        shared.down(1); // two regions, in opposite corners
        const QRectF seen = canvas.transform().visible();
        QVERIFY(seen.contains(boxOf(left)) && seen.contains(boxOf(right)));
        canvas.setView({4, {200, 290}});
        shared.down(1); // has none
        QCOMPARE(canvas.view().zoom, 4.0);
    }

    void aStepsRegionsOnAnotherImage()
    {
        QTemporaryDir folder;
        TraceDetail detail = traceWithImages(folder, 3);
        Region there = left;
        there.image = 2;
        detail.labels = {wrong(1, {there})};
        Desk desk(detail);
        QTRY_VERIFY(desk.canvas().hasImage());
        QCOMPARE(desk.canvas().currentImage(), 0);
        desk.press(Qt::Key_Down);
        QCOMPARE(desk.canvas().currentImage(), 2);
        QTRY_VERIFY(desk.canvas().hasImage());
        desk.press(Qt::Key_PageUp);
        QCOMPARE(desk.canvas().currentImage(), 1);
        QTRY_VERIFY(desk.canvas().hasImage());
        desk.type(QStringLiteral("d"));
        desk.press(Qt::Key_Left);
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.last().regions.size(), 2u);
        QCOMPARE(desk.last().regions[1].image, 1); // where it was drawn
    }

    void aSharedRegionIsMovedForAllItsSteps()
    {
        Shared shared;
        shared.click({30, 30});
        shared.desk.press(Qt::Key_Right, Qt::ShiftModifier);
        shared.desk.press(Qt::Key_Return);
        QCOMPARE(shared.said().size(), 2u); // one action, one undo
        for (const StepVerdict& said : shared.said()) {
            QCOMPARE(said.verdict.regions[0].points, (Points{{20, 10}, {70, 50}}));
            QCOMPARE(said.verdict.rating, -1);
        }
        QCOMPARE(shared.said()[0].verdict.regions.size(), 2u);
        shared.desk.press(Qt::Key_Down); // still selected: again
        shared.desk.press(Qt::Key_Return);
        QCOMPARE(shared.said().size(), 2u);
        QCOMPARE(shared.said()[1].verdict.regions[0].points, (Points{{20, 11}, {70, 51}}));
        shared.desk.press(Qt::Key_Delete);
        QCOMPARE(shared.said().size(), 2u);
        QCOMPARE(shared.said()[0].verdict.regions, std::vector<Region>{right});
        QVERIFY(shared.said()[1].verdict.regions.empty());
    }

    void aRegionThatALabelSaysTwiceIsMovedInOneAction()
    {
        QTemporaryDir folder;
        TraceDetail detail = traceWithImages(folder);
        detail.labels = {wrong(0, {left, left})};
        Desk desk(detail);
        QTRY_VERIFY(desk.canvas().hasImage());
        desk.press(Qt::Key_B, Qt::ShiftModifier);
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.actions.size(), 1u);
        QCOMPARE(desk.actions[0].verdicts.size(), 1u);
        QCOMPARE(desk.last().regions.size(), 2u);
    }

    void aRegionIsTiedToAnotherStepAndUntied()
    {
        Shared shared;
        shared.down(4);
        QCOMPARE(shared.desk.page.currentStep(), 4);
        shared.desk.type(QStringLiteral("t"));
        QVERIFY(shared.desk.actions.empty()); // nothing is selected
        for (int i = 0; i < 2; ++i)
            shared.desk.press(Qt::Key_B, Qt::ShiftModifier);
        shared.desk.type(QStringLiteral("t"));
        QCOMPARE(shared.desk.lastStep(), 4);
        QCOMPARE(shared.desk.last().rating, -1); // evidence of an error, as a box is
        QCOMPARE(shared.desk.last().regions, std::vector<Region>{right});
        QCOMPARE(shared.desk.steps().lit(), (std::vector<int>{1, 4}));
        shared.desk.type(QStringLiteral("t"));
        QVERIFY(shared.desk.last().regions.empty());
        QCOMPARE(shared.desk.steps().lit(), (std::vector<int>{1}));
        const std::size_t actions = shared.desk.actions.size();
        shared.click({200, 290});
        shared.down(1);
        shared.desk.press(Qt::Key_Up);
        shared.desk.press(Qt::Key_Up);
        shared.desk.press(Qt::Key_Up);
        shared.desk.press(Qt::Key_Up);
        QCOMPARE(shared.desk.page.currentStep(), 1);
        shared.click({330, 230});
        shared.desk.type(QStringLiteral("t")); // its last step: Del is for that
        QCOMPARE(shared.desk.actions.size(), actions);
    }

    void aCopyIsSelectedAndCanBeMoved()
    {
        Shared shared;
        shared.down(1);
        shared.desk.press(Qt::Key_B, Qt::ShiftModifier);
        shared.desk.press(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(shared.desk.last().regions.size(), 3u);
        const Region copy = shared.desk.last().regions[2];
        QVERIFY(!samePlace(copy, left));
        shared.desk.press(Qt::Key_Down);
        shared.desk.press(Qt::Key_Return);
        QCOMPARE(shared.desk.last().regions[2].points[0].second, copy.points[0].second + 1);
        QCOMPARE(shared.desk.last().regions[0], left);
        QCOMPARE(shared.said().size(), 1u);
    }

    void backspaceTakesBackFirstWhatIsUnfinished()
    {
        Shared shared;
        QSignalSpy undone(&shared.desk.page, &LabelPage::undoRequested);
        shared.click({30, 30});
        shared.desk.press(Qt::Key_Right);
        shared.desk.press(Qt::Key_Backspace);
        QCOMPARE(undone.size(), 0);
        QVERIFY(shared.desk.actions.empty());
        shared.desk.press(Qt::Key_Backspace);
        QCOMPARE(undone.size(), 1);
    }

    void whatIsDrawnEndsWithItsTrace()
    {
        Shared shared;
        TraceDetail next = shared.desk.detail; // with the same picture and places
        next.trace.id = "next";
        shared.click({30, 30});
        QCOMPARE(shared.desk.canvas().selectedRegion(), 0);
        shared.desk.page.setDetail(next);
        QCOMPARE(shared.desk.canvas().selectedRegion(), -1);
        QVERIFY(shared.desk.steps().lit().empty());
        shared.desk.type(QStringLiteral("o"));
        QVERIFY(shared.desk.canvas().toolActive());
        shared.desk.page.setDetail(shared.desk.detail);
        QVERIFY(!shared.desk.canvas().toolActive());
        QVERIFY(shared.desk.actions.empty());
    }

    void otherPeoplesRegionsAreSeenAndTied()
    {
        QTemporaryDir folder;
        TraceDetail detail = traceWithImages(folder);
        detail.labels = {wrong(0, {left}, "Charles Babbage")};
        Desk desk(detail);
        QTRY_VERIFY(desk.canvas().hasImage());
        desk.press(Qt::Key_B, Qt::ShiftModifier);
        desk.press(Qt::Key_Delete);
        QVERIFY(desk.actions.empty());
        desk.type(QStringLiteral("t"));
        QCOMPARE(desk.last().regions, std::vector<Region>{left});
    }

    void selectedWordsBelongToTheRegion()
    {
        QTemporaryDir folder;
        TraceDetail detail = traceWithImages(folder);
        detail.trace.steps[0].text = "  A \xF0\x9F\x9A\x8C\r\nhere";
        Desk desk(detail);
        QTRY_VERIFY(desk.canvas().hasImage());
        const StepBlock& block = *desk.steps().steps().block(0);
        const int middle = (block.words->heightOf(1) + block.words->heightOf(2)) / 2;
        const QPoint at = block.rect.topLeft() + block.text + QPoint(10, middle);
        QTest::mouseDClick(desk.steps().viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(desk.steps().selectedText(), QStringLiteral("here"));
        desk.type(QStringLiteral("b"));
        desk.press(Qt::Key_Right);
        desk.press(Qt::Key_Return);
        QVERIFY(desk.last().regions.at(0).span == (Region::Span{7, 11}));
        QVERIFY(desk.steps().selectedText().isEmpty());
        desk.press(Qt::Key_Up);
        desk.type(QStringLiteral("b"));
        desk.press(Qt::Key_Right);
        desk.press(Qt::Key_Down);
        desk.press(Qt::Key_Return);
        QVERIFY(!desk.last().regions.at(1).span);
    }

    void lettersAndUnits()
    {
        const std::string text = " \n\xE7\x8C\xAB\r\n\xF0\x9F\x9A\x8C.";
        const int units[] = {0, 1, 3, 5, 6}, letters[] = {2, 3, 5, 6, 7};
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(letterAt(text, units[i]), letters[i]);
            QCOMPARE(unitAt(text, letters[i]), units[i]);
        }
        QCOMPARE(unitAt(text, 0), 0);
        QCOMPARE(unitAt(text, 99), 6);
    }
};

QTEST_MAIN(RegionsTest)
#include "regions_test.moc"
