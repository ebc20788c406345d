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
        return {boxRegion(0, box), 0, 1, current};
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
    void otherStepsRegionsAreNotEdited();
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
    shown.canvas.startBox(); // Space pans, whatever the tool
    shown.drag({210, 220}, {250, 200});
    QTest::keyRelease(&shown.canvas, Qt::Key_Space);
    QVERIFY(near(shown.canvas.transform().centre(), start));
    QVERIFY(shown.canvas.boxActive());
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
    QSignalSpy drawn(&shown.canvas, &Canvas::boxDrawn);
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
        QVERIFY(!shown.canvas.boxActive());
    }
    QCOMPARE(drawn.size(), 2);
    const Region region = drawn.last().first().value<Region>();
    QCOMPARE(region.points.size(), std::size_t(2));
    QVERIFY(region.points[0] < region.points[1]); // top left first
}

void CanvasTest::boxesStayInsideTheImage()
{
    Shown shown;
    QSignalSpy drawn(&shown.canvas, &Canvas::boxDrawn);
    shown.canvas.startBox();
    shown.drag({0, 1}, {520, 399}); // the pointer may leave the widget
    QCOMPARE(boxIn(drawn, 0), QRectF({0, 0}, QSizeF(imageSize)));
    shown.canvas.setView({1, {640, 400}}); // the corner in the middle
    shown.canvas.startBox();
    shown.drag({300, 250}, {400, 300}); // wholly outside
    QCOMPARE(boxIn(drawn, 0), QRectF(639, 399, 1, 1));
}

void CanvasTest::aClickDrawsNothing()
{
    Shown shown;
    QSignalSpy drawn(&shown.canvas, &Canvas::boxDrawn);
    shown.canvas.startBox();
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, {200, 200});
    QCOMPARE(drawn.size(), 0);
    QVERIFY(shown.canvas.boxActive()); // still waiting
    QTest::keyClick(&shown.canvas, Qt::Key_Escape);
    QVERIFY(!shown.canvas.boxActive());
    QCOMPARE(drawn.size(), 0);
}

void CanvasTest::boxByKeyboard()
{
    Shown shown;
    QSignalSpy drawn(&shown.canvas, &Canvas::boxDrawn);
    QTest::keyClick(&shown.canvas, Qt::Key_B);
    QTest::keyClick(&shown.canvas, Qt::Key_Right); // puts it into the middle: 240,150 160 × 100
    QTest::keyClick(&shown.canvas, Qt::Key_Right);
    QTest::keyClick(&shown.canvas, Qt::Key_Up, Qt::ControlModifier);
    QTest::keyClick(&shown.canvas, Qt::Key_Right, Qt::ShiftModifier);
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

void CanvasTest::otherStepsRegionsAreNotEdited()
{
    Shown shown;
    QSignalSpy changed(&shown.canvas, &Canvas::regionChanged);
    QSignalSpy removed(&shown.canvas, &Canvas::regionRemoved);
    shown.canvas.setRegions({Shown::region({50, 50, 100, 100}, false)});
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, {}, shown.at({100, 100}));
    QCOMPARE(shown.canvas.selectedRegion(), 0); // the page may go to its step
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    QTest::keyClick(&shown.canvas, Qt::Key_Delete);
    shown.drag(shown.at({100, 100}), shown.at({130, 100}));
    QCOMPARE(changed.size() + removed.size(), 0);
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
    shown.canvas.startBox();
    QVERIFY(!shown.canvas.boxActive());
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
    canvas.startBox();
    canvas.setCurrentImage(3);
    QTest::keyClicks(&canvas, QStringLiteral("0=+-[]\\b"));
    canvas.grab();
    QVERIFY(!canvas.boxActive());
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
