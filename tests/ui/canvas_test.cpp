// SPDX-License-Identifier: GPL-3.0-or-later
// The canvas: mapping both ways, zoom at the cursor, boxes to the pixel, keys, absent images.
#include "ui/canvas/canvas.h"
#include "ui/canvas/image_pane.h"
#include "ui/canvas/region_paint.h"
#include "ui/image_loader.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

using namespace steplight;

namespace {

constexpr QSize imageSize(640, 400);

bool near(const QPointF& a, const QPointF& b)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y()) < 1e-6;
}

/// A canvas on screen with a picture of 640 × 400 pixels.
struct Shown {
    QTemporaryDir folder;
    ImageLoader loader;
    Canvas canvas{loader};
    std::vector<ImageRef> images;

    explicit Shown(int count = 1)
    {
        for (int i = 0; i < count; ++i) {
            QImage image(imageSize, QImage::Format_RGB32);
            image.fill(Qt::darkGreen);
            ImageRef ref;
            ref.path = folder.filePath(QStringLiteral("%1.png").arg(i)).toStdString();
            image.save(QString::fromStdString(ref.path));
            images.push_back(ref);
        }
        canvas.resize(500, 400);
        canvas.show();
        QSignalSpy shown(&canvas, &Canvas::imageShown);
        canvas.setImages(images);
        QTRY_COMPARE(shown.size(), 1);
    }

    QPoint at(const QPointF& image) const { return canvas.transform().toView(image).toPoint(); }

    void drag(const QPoint& from, const QPoint& to, Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mousePress(&canvas, button, {}, from);
        QMouseEvent move(QEvent::MouseMove, QPointF(to), canvas.mapToGlobal(QPointF(to)),
                         Qt::NoButton, button, {});
        QCoreApplication::sendEvent(&canvas, &move);
        QTest::mouseRelease(&canvas, button, {}, to);
    }

    void wheel(const QPointF& where, int notches)
    {
        QWheelEvent event(where, canvas.mapToGlobal(where), {}, {0, 120 * notches}, {}, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&canvas, &event);
    }

    static ShownRegion region(const QRectF& box, bool current = true)
    {
        return {boxRegion(0, box), 1, current};
    }
};

QRectF boxIn(const QSignalSpy& spy, int argument)
{
    return boxOf(spy.last().at(argument).value<Region>());
}

} // namespace

class CanvasTest final : public QObject
{
    Q_OBJECT

private slots:
    void mappingGoesBothWays();
    void zoomKeepsThePointUnderTheCursor();
    void fitFollowsTheSize();
    void wheelZoomsAtTheCursor();
    void panningMovesTheImage();
    void draggedBoxesHitThePixels_data();
    void draggedBoxesHitThePixels();
    void boxesStayInsideTheImage();
    void aClickDrawsNothing();
    void boxByKeyboard();
    void handlesResizeAndMove();
    void keyboardEditsAreKeptOnLeaving();
    void escapeGivesTheBoxBack();
    void clicksSelectTheSmallestRegion();
    void otherPeoplesRegionsAreNotEdited();
    void polygonsByClicks();
    void polygonsByKeyboard();
    void aKeyEndsADrag();
    void pointsByClickAndKeyboard();
    void cornersAreEdited();
    void backspaceTakesBackWhatIsUnfinished();
    void copiesAndWhatIsAbsent();
    void nextRegionGoesToOtherImages();
    void keysOfThePageAreLeftAlone();
    void adjustmentKeys();
    void theSameImagesChangeNothing();
    void viewsAreKeptByImage();
    void missingImagesSayWhereTheyWereLookedFor();
    void damagedImagesSayWhy();
    void noImageAtAll();
    void revealBringsARegionIntoView();
    void paneFollowsTheCanvas();
};

void CanvasTest::mappingGoesBothWays()
{
    ViewTransform view;
    view.setViewport({801, 533});
    view.setImage({1234, 777});
    for (const double zoom : {0.4, 1.0, 3.7, 40.0}) {
        view.setZoom(zoom, {300.25, 99});
        for (const QPointF point : {QPointF(0, 0), QPointF(1234, 777), QPointF(17.5, 600)}) {
            QVERIFY(near(view.toImage(view.toView(point)), point));
            QVERIFY(near(view.toView(view.toImage(point)), point));
        }
        QCOMPARE(view.toImage(QPointF(400.5, 266.5)), QPointF(300.25, 99));
    }
}

void CanvasTest::zoomKeepsThePointUnderTheCursor()
{
    ViewTransform view;
    view.setViewport({800, 600});
    view.setImage({4000, 3000});
    const QPointF cursor(123, 456);
    const QPointF under = view.toImage(cursor);
    for (int i = 0; i < 12; ++i) {
        view.zoomAt(cursor, 1.3);
        QVERIFY(near(view.toImage(cursor), under));
    }
    view.zoomAt(cursor, 1e9);
    QCOMPARE(view.zoom(), ViewTransform::largestZoom);
    QVERIFY(near(view.toImage(cursor), under));
    view.zoomAt(cursor, 1e-12);
    QVERIFY(view.zoom() > 0);
    QVERIFY(!view.visible().isEmpty()); // never lost
}

void CanvasTest::fitFollowsTheSize()
{
    ViewTransform view;
    view.setImage({1000, 500});
    view.setViewport({500, 500});
    QVERIFY(view.isFit());
    QCOMPARE(view.zoom(), 0.5);
    view.setViewport({250, 500});
    QCOMPARE(view.zoom(), 0.25);
    view.setZoom(2, {10, 20});
    view.setViewport({400, 100});
    QCOMPARE(view.zoom(), 2.0);
    QCOMPARE(view.centre(), QPointF(10, 20));
    view.setImage({8, 8});
    QCOMPARE(view.zoom(), ViewTransform::largestFit);
}

void CanvasTest::wheelZoomsAtTheCursor()
{
    Shown shown;
    QSignalSpy moved(&shown.canvas, &Canvas::viewChanged);
    const QPointF cursor(100, 150);
    const QPointF under = shown.canvas.transform().toImage(cursor);
    shown.wheel(cursor, 3);
    QVERIFY(near(shown.canvas.transform().toImage(cursor), under));
    QCOMPARE(moved.size(), 1);
    QVERIFY(shown.canvas.view().zoom > 0);
    QTest::keyClick(&shown.canvas, Qt::Key_0);
    QCOMPARE(shown.canvas.view().zoom, 0.0); // fit
    QTest::keyClick(&shown.canvas, '=');
    QCOMPARE(shown.canvas.transform().zoom(), 1.0);
    QTest::keyClick(&shown.canvas, '+');
    QVERIFY(shown.canvas.transform().zoom() > 1);
    QTest::keyClick(&shown.canvas, Qt::Key_0, Qt::ShiftModifier);
    QCOMPARE(shown.canvas.transform().zoom(), 1.0);
}

void CanvasTest::panningMovesTheImage()
{
    Shown shown;
    shown.canvas.setView({2, {320, 200}});
    const QPointF start(320, 200);
    shown.drag({250, 200}, {210, 220}, Qt::MiddleButton);
    QVERIFY(near(shown.canvas.transform().centre(), start + QPointF(20, -10)));
    QTest::keyPress(&shown.canvas, Qt::Key_Space);
    shown.canvas.start(Region::Shape::box); // Space pans, whatever the tool
    shown.drag({210, 220}, {250, 200});
    QTest::keyRelease(&shown.canvas, Qt::Key_Space);
    QVERIFY(near(shown.canvas.transform().centre(), start));
    QVERIFY(shown.canvas.toolActive());
}

void CanvasTest::draggedBoxesHitThePixels_data()
{
    QTest::addColumn<double>("zoom");
    for (const double zoom : {0.0, 0.5, 1.0, 2.0, 3.0, 8.0})
        QTest::addRow("zoom %g", zoom) << zoom;
}

void CanvasTest::draggedBoxesHitThePixels()
{
    QFETCH(double, zoom);
    Shown shown;
    shown.canvas.setView({zoom, {100, 80}});
    QSignalSpy drawn(&shown.canvas, &Canvas::regionDrawn);
    const QRectF wanted(80, 64, 40, 32);
    for (const bool backwards : {false, true}) {
        QTest::keyClick(&shown.canvas, Qt::Key_B);
        const QPoint a = shown.at(wanted.topLeft()), b = shown.at(wanted.bottomRight());
        backwards ? shown.drag(b, a) : shown.drag(a, b);
        const double slack = std::ceil(1 / shown.canvas.transform().zoom()) - 1; // a view pixel
        const QRectF got = boxIn(drawn, 0);
        for (const double error : {got.left() - wanted.left(), got.top() - wanted.top(),
                                   got.right() - wanted.right(), got.bottom() - wanted.bottom()})
            QVERIFY2(std::abs(error) <= slack, qPrintable(QString::number(error)));
        QCOMPARE(got, QRectF(got.toRect())); // whole pixels
        QVERIFY(!shown.canvas.toolActive());
    }
    QCOMPARE(drawn.size(), 2);
    const Region region = drawn.last().first().value<Region>();
    QCOMPARE(region.points.size(), std::size_t(2));
    QVERIFY(region.points[0] < region.points[1]); // top left first
}

void CanvasTest::boxesStayInsideTheImage()
{
    Shown shown;
    QSignalSpy drawn(&shown.canvas, &Canvas::regionDrawn);
    shown.canvas.start(Region::Shape::box);
    shown.drag({0, 1}, {520, 399}); // the pointer may leave the widget
    QCOMPARE(boxIn(drawn, 0), QRectF({0, 0}, QSizeF(imageSize)));
    shown.canvas.setView({1, {640, 400}}); // the corner in the middle
    shown.canvas.start(Region::Shape::box);
    shown.drag({300, 250}, {400, 300}); // wholly outside
    QCOMPARE(boxIn(drawn, 0), QRectF(639, 399, 1, 1));
}

void CanvasTest::aClickDrawsNothing()
{
    Shown shown;
    QSignalSpy drawn(&shown.canvas, &Canvas::regionDrawn);
    shown.canvas.start(Region::Shape::box);
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, {200, 200});
    QCOMPARE(drawn.size(), 0);
    QVERIFY(shown.canvas.toolActive()); // still waiting
    QTest::keyClick(&shown.canvas, Qt::Key_Escape);
    QVERIFY(!shown.canvas.toolActive());
    QCOMPARE(drawn.size(), 0);
}

void CanvasTest::boxByKeyboard()
{
    Shown shown;
    QSignalSpy drawn(&shown.canvas, &Canvas::regionDrawn);
    QTest::keyClick(&shown.canvas, Qt::Key_B);
    QTest::keyClick(&shown.canvas, Qt::Key_Right); // puts it into the middle: 240,150 160 × 100
    QTest::keyClick(&shown.canvas, Qt::Key_Right);
    QTest::keyClick(&shown.canvas, Qt::Key_Up, Qt::ShiftModifier);
    QTest::keyClick(&shown.canvas, Qt::Key_Right, Qt::ControlModifier);
    QTest::keyClick(&shown.canvas, Qt::Key_Up, Qt::ShiftModifier | Qt::ControlModifier);
    QCOMPARE(drawn.size(), 0);
    QTest::keyClick(&shown.canvas, Qt::Key_Return);
    QCOMPARE(drawn.size(), 1);
    QCOMPARE(boxIn(drawn, 0), QRectF(241, 140, 161, 90));
}

void CanvasTest::handlesResizeAndMove()
{
    Shown shown;
    shown.canvas.setView({1, {320, 200}});
    QSignalSpy changed(&shown.canvas, &Canvas::regionChanged);
    QSignalSpy selected(&shown.canvas, &Canvas::regionSelected);
    shown.canvas.setRegions({Shown::region({200, 100, 100, 80})});
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.at({250, 140}));
    QCOMPARE(selected.last().first().toInt(), 0);
    shown.drag(shown.at({300, 180}), shown.at({320, 190})); // bottom right corner
    QCOMPARE(changed.last().first().toInt(), 0);
    QCOMPARE(boxIn(changed, 1), QRectF(200, 100, 120, 90));
    shown.drag(shown.at({200, 145}), shown.at({190, 300})); // left edge: only x counts
    QCOMPARE(boxIn(changed, 1), QRectF(190, 100, 130, 90));
    shown.drag(shown.at({250, 140}), shown.at({255, 120})); // inside: moves
    QCOMPARE(boxIn(changed, 1), QRectF(195, 80, 130, 90));
    shown.drag(shown.at({325, 170}), shown.at({100, 20})); // a corner past the others turns it over
    QCOMPARE(boxIn(changed, 1), QRectF(100, 20, 95, 60));
    QCOMPARE(changed.size(), 4);
}

void CanvasTest::keyboardEditsAreKeptOnLeaving()
{
    Shown shown;
    QSignalSpy changed(&shown.canvas, &Canvas::regionChanged);
    QSignalSpy removed(&shown.canvas, &Canvas::regionRemoved);
    shown.canvas.setRegions({Shown::region({10, 10, 20, 20}), Shown::region({100, 10, 20, 20})});
    shown.canvas.selectRegion(0);
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    QCOMPARE(changed.size(), 0);                                  // not one label a key
    QTest::keyClick(&shown.canvas, Qt::Key_B, Qt::ShiftModifier); // next region
    QCOMPARE(changed.size(), 1);
    QCOMPARE(boxIn(changed, 1), QRectF(10, 11, 20, 20));
    QCOMPARE(shown.canvas.selectedRegion(), 1);
    QTest::keyClick(&shown.canvas, Qt::Key_Left);
    QTest::keyClick(&shown.canvas, Qt::Key_J); // the page's: it may leave the trace
    QCOMPARE(changed.size(), 2);
    QCOMPARE(boxIn(changed, 1), QRectF(99, 10, 20, 20));
    QTest::keyClick(&shown.canvas, Qt::Key_Delete);
    QCOMPARE(removed.last().first().toInt(), 1);
    QCOMPARE(changed.size(), 2);
}

void CanvasTest::escapeGivesTheBoxBack()
{
    Shown shown;
    QSignalSpy changed(&shown.canvas, &Canvas::regionChanged);
    shown.canvas.setRegions({Shown::region({10, 10, 20, 20})});
    shown.canvas.selectRegion(0);
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    QTest::keyClick(&shown.canvas, Qt::Key_Escape);
    QTest::keyClick(&shown.canvas, Qt::Key_Return);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(shown.canvas.selectedRegion(), 0);
    QTest::keyClick(&shown.canvas, Qt::Key_Escape);
    QCOMPARE(shown.canvas.selectedRegion(), -1);
}

void CanvasTest::clicksSelectTheSmallestRegion()
{
    Shown shown;
    QSignalSpy selected(&shown.canvas, &Canvas::regionSelected);
    ShownRegion elsewhere = Shown::region({0, 0, 640, 400});
    elsewhere.region.image = 1;
    ShownRegion polygon = Shown::region({});
    polygon.region.shape = Region::Shape::polygon;
    polygon.region.points = {{400, 300}, {500, 300}, {450, 380}};
    shown.canvas.setRegions(
        {Shown::region({0, 0, 300, 300}), Shown::region({50, 50, 60, 60}), elsewhere, polygon});
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.at({80, 80}));
    QCOMPARE(shown.canvas.selectedRegion(), 1);
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.at({450, 330}));
    QCOMPARE(shown.canvas.selectedRegion(), 3);
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.at({620, 390}));
    QCOMPARE(shown.canvas.selectedRegion(), -1);
    QCOMPARE(selected.size(), 3);
    shown.canvas.setRegions({});
    shown.canvas.selectRegion(5);
    QCOMPARE(shown.canvas.selectedRegion(), -1);
}

void CanvasTest::otherPeoplesRegionsAreNotEdited()
{
    Shown shown;
    QSignalSpy changed(&shown.canvas, &Canvas::regionChanged);
    QSignalSpy removed(&shown.canvas, &Canvas::regionRemoved);
    ShownRegion theirs = Shown::region({50, 50, 100, 100});
    theirs.own = false;
    shown.canvas.setRegions({theirs});
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.at({100, 100}));
    QCOMPARE(shown.canvas.selectedRegion(), 0); // its steps light
    QVERIFY(!shown.canvas.toggleAbsent());
    QTest::keyClick(&shown.canvas, Qt::Key_D, Qt::ControlModifier);
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    QTest::keyClick(&shown.canvas, Qt::Key_Delete);
    shown.drag(shown.at({100, 100}), shown.at({130, 100}));
    QCOMPARE(changed.size() + removed.size(), 0);
}

using Points = std::vector<std::pair<double, double>>;

void CanvasTest::polygonsByClicks()
{
    Shown shown;
    shown.canvas.setView({1, {320, 200}});
    QSignalSpy drawn(&shown.canvas, &Canvas::regionDrawn);
    const auto click = [&](const QPointF& image) {
        QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.at(image));
    };
    QTest::keyClick(&shown.canvas, Qt::Key_O);
    click({200, 100});
    click({300, 100});
    QTest::keyClick(&shown.canvas, Qt::Key_Return); // two corners are no polygon
    QCOMPARE(drawn.size(), 0);
    click({350, 350});
    QTest::keyClick(&shown.canvas, Qt::Key_Backspace);
    shown.drag(shown.at({250, 180}), shown.at({260, 190})); // where the button is let go
    QTest::keyClick(&shown.canvas, Qt::Key_Return);
    QCOMPARE(drawn.size(), 1);
    const Region region = drawn[0][0].value<Region>();
    QCOMPARE(region.shape, Region::Shape::polygon);
    QCOMPARE(region.points, (Points{{200, 100}, {300, 100}, {260, 190}}));
    QVERIFY(!shown.canvas.toolActive());

    QTest::keyClick(&shown.canvas, Qt::Key_O);
    click({200, 100});
    click({300, 100});
    click({300, 200});
    click({202, 101}); // the first corner closes it
    QCOMPARE(drawn.size(), 2);
    QCOMPARE(drawn[1][0].value<Region>().points.size(), 3u);
    QTest::keyClick(&shown.canvas, Qt::Key_O);
    click({200, 100});
    click({300, 100});
    click({300, 200});
    QTest::mouseDClick(&shown.canvas, Qt::LeftButton, {}, shown.at({300, 200})); // so does the last
    QTest::mouseRelease(&shown.canvas, Qt::LeftButton, {}, shown.at({300, 200}));
    QCOMPARE(drawn.size(), 3);
    QTest::keyClick(&shown.canvas, Qt::Key_O);
    click({200, 100});
    QTest::keyClick(&shown.canvas, Qt::Key_Escape);
    QVERIFY(!shown.canvas.toolActive());
    QCOMPARE(drawn.size(), 3);
}

// What the drag would go on changing is gone.
void CanvasTest::aKeyEndsADrag()
{
    Shown shown;
    QSignalSpy drawn(&shown.canvas, &Canvas::regionDrawn);
    shown.canvas.setView({1, {320, 200}});
    QTest::keyClick(&shown.canvas, Qt::Key_O);
    QTest::mousePress(&shown.canvas, Qt::LeftButton, {}, shown.at({200, 100}));
    QTest::keyClick(&shown.canvas, Qt::Key_Backspace);
    QMouseEvent move(QEvent::MouseMove, QPointF(shown.at({300, 200})),
                     shown.canvas.mapToGlobal(QPointF(shown.at({300, 200}))), Qt::LeftButton,
                     Qt::LeftButton, {});
    QCoreApplication::sendEvent(&shown.canvas, &move);
    QTest::mouseRelease(&shown.canvas, Qt::LeftButton, {}, shown.at({300, 200}));
    QTest::keyClick(&shown.canvas, Qt::Key_Return);
    QCOMPARE(drawn.size(), 0);
}

void CanvasTest::polygonsByKeyboard()
{
    Shown shown;
    QSignalSpy drawn(&shown.canvas, &Canvas::regionDrawn);
    QTest::keyClick(&shown.canvas, Qt::Key_O);
    QTest::keyClick(&shown.canvas, Qt::Key_Right); // a cross in the middle: 320,200
    QTest::keyClick(&shown.canvas, Qt::Key_O);     // a corner there
    QTest::keyClick(&shown.canvas, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&shown.canvas, Qt::Key_O);
    QTest::keyClick(&shown.canvas, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    QTest::keyClick(&shown.canvas, Qt::Key_Return); // the last corner, and closes
    QCOMPARE(drawn.size(), 1);
    QCOMPARE(drawn[0][0].value<Region>().points, (Points{{320, 200}, {330, 200}, {330, 211}}));
}

void CanvasTest::pointsByClickAndKeyboard()
{
    Shown shown;
    shown.canvas.setView({4, {320, 200}});
    QSignalSpy drawn(&shown.canvas, &Canvas::regionDrawn);
    QTest::keyClick(&shown.canvas, Qt::Key_D);
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.at({310.6, 190.4}));
    QCOMPARE(drawn.size(), 1);
    const Region region = drawn[0][0].value<Region>();
    QCOMPARE(region.shape, Region::Shape::point);
    QCOMPARE(region.points, (Points{{310.5, 190.5}})); // the middle of its pixel
    for (const int key : {Qt::Key_D, Qt::Key_Down, Qt::Key_Left, Qt::Key_Return})
        QTest::keyClick(&shown.canvas, static_cast<Qt::Key>(key));
    QCOMPARE(drawn.size(), 2);
    QCOMPARE(drawn[1][0].value<Region>().points, (Points{{319.5, 200.5}}));

    QSignalSpy changed(&shown.canvas, &Canvas::regionChanged);
    shown.canvas.setRegions({{region, 1, true}, {drawn[1][0].value<Region>(), 2, true}});
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.at({311, 191}));
    QCOMPARE(shown.canvas.selectedRegion(), 0);
    QTest::keyClick(&shown.canvas, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&shown.canvas, Qt::Key_Return);
    QCOMPARE(changed.last()[1].value<Region>().points, (Points{{320.5, 190.5}}));
}

void CanvasTest::cornersAreEdited()
{
    Shown shown;
    shown.canvas.setView({1, {320, 200}});
    QSignalSpy changed(&shown.canvas, &Canvas::regionChanged);
    ShownRegion polygon = Shown::region({});
    polygon.region.shape = Region::Shape::polygon;
    polygon.region.points = {{200, 100}, {300, 100}, {300, 200}};
    shown.canvas.setRegions({polygon});
    const auto points = [&] { return changed.last()[1].value<Region>().points; };
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.at({280, 120}));
    shown.drag(shown.at({300, 200}), shown.at({310, 205}));
    QCOMPARE(points(), (Points{{200, 100}, {300, 100}, {310, 205}}));
    shown.drag(shown.at({250, 100}), shown.at({250, 90})); // the middle of a side: a new corner
    QCOMPARE(points(), (Points{{200, 100}, {250, 90}, {300, 100}, {310, 205}}));
    QTest::keyClick(&shown.canvas, Qt::Key_Up); // the one that was dragged is chosen
    QTest::keyClick(&shown.canvas, Qt::Key_V);  // the next one
    QTest::keyClick(&shown.canvas, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&shown.canvas, Qt::Key_Return);
    QCOMPARE(points(), (Points{{200, 100}, {250, 89}, {310, 100}, {310, 205}}));
    QTest::keyClick(&shown.canvas, Qt::Key_Delete);
    QCOMPARE(points(), (Points{{200, 100}, {250, 89}, {310, 205}}));
    shown.drag(shown.at({250, 120}), shown.at({0, 0})); // as a whole, inside the image
    QCOMPARE(points(), (Points{{0, 11}, {50, 0}, {110, 116}}));
    QTest::keyClick(&shown.canvas, Qt::Key_Left);
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    QTest::keyClick(&shown.canvas, Qt::Key_Return);
    QCOMPARE(points(), (Points{{0, 12}, {50, 1}, {110, 117}}));
    QSignalSpy removed(&shown.canvas, &Canvas::regionRemoved);
    QTest::keyClick(&shown.canvas, Qt::Key_Delete);
    QCOMPARE(removed.size(), 1);
}

void CanvasTest::backspaceTakesBackWhatIsUnfinished()
{
    Shown shown;
    QSignalSpy changed(&shown.canvas, &Canvas::regionChanged);
    shown.canvas.setRegions({Shown::region({10, 10, 20, 20})});
    shown.canvas.selectRegion(0);
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    QTest::keyClick(&shown.canvas, Qt::Key_Backspace);
    QTest::keyClick(&shown.canvas, Qt::Key_Return);
    QCOMPARE(changed.size(), 0);
    QKeyEvent again(QEvent::KeyPress, Qt::Key_Backspace, {});
    QCoreApplication::sendEvent(&shown.canvas, &again);
    QVERIFY(!again.isAccepted()); // the page's undo
}

void CanvasTest::copiesAndWhatIsAbsent()
{
    Shown shown;
    QSignalSpy copied(&shown.canvas, &Canvas::regionDuplicated);
    QSignalSpy changed(&shown.canvas, &Canvas::regionChanged);
    QSignalSpy drawn(&shown.canvas, &Canvas::regionDrawn);
    shown.canvas.setRegions({Shown::region({10, 10, 20, 20}), Shown::region({600, 360, 40, 40})});
    for (const int index : {0, 1}) {
        shown.canvas.selectRegion(index);
        QTest::keyClick(&shown.canvas, Qt::Key_D, Qt::ControlModifier);
        const QRectF copy = boxIn(copied, 0);
        QVERIFY(QRectF({0, 0}, QSizeF(imageSize)).contains(copy));
        QCOMPARE(
            copy.size(),
            boxOf(shown.region(index ? QRectF(600, 360, 40, 40) : QRectF(10, 10, 20, 20)).region)
                .size());
    }
    QCOMPARE(copied.size(), 2);
    QTest::keyClick(&shown.canvas, Qt::Key_N);
    QCOMPARE(changed.last()[1].value<Region>().kind, Region::Kind::absent);
    QTest::keyClick(&shown.canvas, Qt::Key_N);
    QCOMPARE(changed.last()[1].value<Region>().kind, Region::Kind::present);
    QTest::keyClick(&shown.canvas, Qt::Key_B);
    QTest::keyClick(&shown.canvas, Qt::Key_N);
    shown.drag(shown.at({100, 100}), shown.at({300, 200}));
    QCOMPARE(drawn.last()[0].value<Region>().kind, Region::Kind::absent);
    QTest::keyClick(&shown.canvas, Qt::Key_B); // the next one is as usual
    shown.drag(shown.at({100, 100}), shown.at({300, 200}));
    QCOMPARE(drawn.last()[0].value<Region>().kind, Region::Kind::present);
}

void CanvasTest::nextRegionGoesToOtherImages()
{
    Shown shown(2);
    ShownRegion there = Shown::region({600, 300, 20, 20}), here = Shown::region({10, 10, 20, 20});
    there.region.image = 1;
    here.current = false;
    shown.canvas.setRegions({here, there});
    QSignalSpy loaded(&shown.canvas, &Canvas::imageShown);
    QTest::keyClick(&shown.canvas, Qt::Key_B, Qt::ShiftModifier); // the current step's first
    QCOMPARE(shown.canvas.currentImage(), 1);
    QTRY_COMPARE(loaded.size(), 1);
    QCOMPARE(shown.canvas.selectedRegion(), 1);
    QVERIFY(shown.canvas.toolActive());
    QTest::keyClick(&shown.canvas, Qt::Key_B, Qt::ShiftModifier);
    QCOMPARE(shown.canvas.currentImage(), 0);
    QTRY_COMPARE(loaded.size(), 2);
    QCOMPARE(shown.canvas.selectedRegion(), 0);
    shown.canvas.revealCurrent();
    QCOMPARE(shown.canvas.currentImage(), 1);
}

void CanvasTest::keysOfThePageAreLeftAlone()
{
    Shown shown;
    for (const int key : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_Up, Qt::Key_Down, Qt::Key_Left,
                          Qt::Key_Right, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Backspace,
                          Qt::Key_Delete, Qt::Key_E, Qt::Key_PageDown}) {
        QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier);
        press.accept();
        QCoreApplication::sendEvent(&shown.canvas, &press);
        QVERIFY2(!press.isAccepted(), qPrintable(QString::number(key, 16)));
    }
}

void CanvasTest::adjustmentKeys()
{
    Shown shown;
    QSignalSpy changed(&shown.canvas, &Canvas::adjustmentChanged);
    QTest::keyClicks(&shown.canvas, QStringLiteral("]]}.,.["));
    QCOMPARE(shown.canvas.adjustment(), (DisplayAdjustment{5, 5, 110}));
    QCOMPARE(changed.size(), 7);
    QTest::keyClicks(&shown.canvas, QStringLiteral("\\"));
    QVERIFY(shown.canvas.adjustment().isNeutral());
}

void CanvasTest::theSameImagesChangeNothing()
{
    Shown shown;
    shown.canvas.setView({3, {11, 12}});
    QSignalSpy changed(&shown.canvas, &Canvas::imageChanged);
    shown.canvas.setImages(shown.images); // after every label
    QCOMPARE(changed.size(), 0);
    QVERIFY(shown.canvas.hasImage());
    QCOMPARE(shown.canvas.view().zoom, 3.0);
    shown.canvas.setRegions({Shown::region({10, 10, 20, 20})});
    shown.canvas.selectRegion(0);
    shown.canvas.setRegions({Shown::region({10, 10, 20, 20})});
    QCOMPARE(shown.canvas.selectedRegion(), 0);
    shown.canvas.setRegions({Shown::region({10, 10, 21, 20})}); // another one now
    QCOMPARE(shown.canvas.selectedRegion(), -1);
}

void CanvasTest::viewsAreKeptByImage()
{
    Shown shown(2);
    shown.canvas.setView({3, {11, 12}});
    QSignalSpy there(&shown.canvas, &Canvas::imageShown);
    QTest::keyClick(&shown.canvas, Qt::Key_PageDown);
    QCOMPARE(shown.canvas.currentImage(), 1);
    QTRY_COMPARE(there.size(), 1);
    QCOMPARE(shown.canvas.view().zoom, 0.0);
    QTest::keyClick(&shown.canvas, Qt::Key_PageDown); // there is no third
    QCOMPARE(shown.canvas.currentImage(), 1);
    QTest::keyClick(&shown.canvas, Qt::Key_PageUp);
    QTRY_COMPARE(there.size(), 2);
    QCOMPARE(shown.canvas.view().zoom, 3.0);
    QCOMPARE(shown.canvas.view().centre, QPointF(11, 12));
}

void CanvasTest::missingImagesSayWhereTheyWereLookedFor()
{
    Shown shown;
    ImageRef missing;
    missing.reference = "images/bus.jpg";
    missing.lookedFor = "/data/images/bus.jpg";
    shown.canvas.setImages({missing});
    QVERIFY(!shown.canvas.hasImage());
    QString words;
    for (const QLabel* label : shown.canvas.findChildren<QLabel*>())
        words += label->text().remove(QChar(0x200b));
    QVERIFY(words.contains(QStringLiteral("/data/images/bus.jpg")));
    QSignalSpy locate(&shown.canvas, &Canvas::locateRequested);
    QTest::mouseClick(shown.canvas.findChild<QPushButton*>(), Qt::LeftButton);
    QCOMPARE(locate.last().first().value<ImageRef>().reference, missing.reference);
    shown.canvas.start(Region::Shape::box);
    QVERIFY(!shown.canvas.toolActive());
    shown.wheel({100, 100}, 1);
    shown.canvas.grab();
}

void CanvasTest::damagedImagesSayWhy()
{
    Shown shown;
    ImageRef damaged;
    damaged.path = shown.folder.filePath(QStringLiteral("damaged.png")).toStdString();
    QFile file(QString::fromStdString(damaged.path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\x89PNG\r\n\x1a\nrubbish");
    file.close();
    QSignalSpy there(&shown.canvas, &Canvas::imageShown);
    shown.canvas.setImages({damaged});
    QTRY_COMPARE(there.size(), 1);
    QVERIFY(!shown.canvas.hasImage());
    QString words;
    for (const QLabel* label : shown.canvas.findChildren<QLabel*>())
        words += label->text();
    QVERIFY(words.contains(QStringLiteral("damaged.png")));
}

void CanvasTest::noImageAtAll()
{
    ImageLoader loader;
    Canvas canvas(loader);
    canvas.setImages({});
    canvas.setView({2, {1, 1}});
    canvas.fit();
    canvas.oneToOne();
    canvas.zoomBy(2);
    canvas.reveal(0);
    canvas.start(Region::Shape::box);
    canvas.setCurrentImage(3);
    QTest::keyClicks(&canvas, QStringLiteral("0=+-[]\\b"));
    canvas.grab();
    QVERIFY(!canvas.toolActive());
    QCOMPARE(canvas.view().zoom, 0.0);
}

void CanvasTest::revealBringsARegionIntoView()
{
    Shown shown;
    shown.canvas.setView({4, {50, 50}});
    shown.canvas.setRegions({Shown::region({500, 300, 40, 40}), Shown::region({0, 0, 640, 400})});
    for (const int region : {0, 1}) {
        shown.canvas.reveal(region);
        const QRectF box = region == 0 ? QRectF(500, 300, 40, 40) : QRectF(0, 0, 640, 400);
        QVERIFY(QRectF(shown.canvas.rect()).contains(shown.canvas.transform().toView(box)));
        QVERIFY(shown.canvas.transform().zoom() <= 4);
    }
    shown.canvas.fit();
    shown.canvas.setRegions({Shown::region({0, 0, 20, 20})}); // at the picture's edge
    shown.canvas.reveal(0);
    QCOMPARE(shown.canvas.view().zoom, 0.0);
}

void CanvasTest::paneFollowsTheCanvas()
{
    Shown shown(2); // for its files
    ImagePane pane(shown.loader);
    pane.resize(600, 500);
    pane.show();
    QSignalSpy there(&pane.canvas(), &Canvas::imageShown);
    pane.canvas().setImages(shown.images);
    QTRY_COMPARE(there.size(), 1);
    QString words;
    for (const QLabel* label : pane.findChildren<QLabel*>())
        words += label->text() + QLatin1Char('|');
    QVERIFY2(words.contains(QStringLiteral("Image 1 of 2")), qPrintable(words));
    pane.canvas().oneToOne();
    words.clear();
    for (const QLabel* label : pane.findChildren<QLabel*>())
        words += label->text() + QLatin1Char('|');
    QVERIFY2(words.contains(QStringLiteral("100 %")), qPrintable(words));
}

QTEST_MAIN(CanvasTest)
#include "canvas_test.moc"
