// SPDX-License-Identifier: GPL-3.0-or-later
// The smart selection: what it finds in made-up pictures whose truth is known, that hostile marks
// do no harm, and the tool on the Label page with real keys and the real pointer.
#include "label_desk.h"
#include "ui/canvas/region_paint.h"
#include "ui/canvas/smart_selection.h"

#include <QPainter>
#include <QPainterPath>
#include <QSignalSpy>

#include <cmath>
#include <random>

using namespace steplight;

namespace {

const std::atomic<bool> goesOn{false};

/// Blue ground with a thing of red on it, both noisy and darker to the right.
QImage picture(const QSize& size, const QPainterPath& thing, unsigned noise = 24)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(QColor(70, 90, 150));
    QPainter painter(&image);
    painter.fillPath(thing, QColor(190, 70, 60));
    painter.end();
    std::mt19937 random(7);
    for (int y = 0; y < size.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < size.width(); ++x) {
            const int more = static_cast<int>(random() % (noise + 1)) - 12 * x / size.width();
            const auto with = [&](int value) { return std::clamp(value + more, 0, 255); };
            line[x] = qRgb(with(qRed(line[x])), with(qGreen(line[x])), with(qBlue(line[x])));
        }
    }
    return image;
}

QPainterPath ellipse(const QPointF& centre, double across, double down)
{
    QPainterPath path;
    path.addEllipse(centre, across, down);
    return path;
}

/// Intersection over union.
double overlapOf(const QPolygonF& found, const QPainterPath& truth)
{
    QPainterPath path;
    path.addPolygon(found);
    path.closeSubpath();
    const QRect all = (path.boundingRect() | truth.boundingRect()).toAlignedRect();
    double both = 0, either = 0;
    QImage mask[2] = {QImage(all.size(), QImage::Format_Grayscale8),
                      QImage(all.size(), QImage::Format_Grayscale8)};
    const QPainterPath* paths[2] = {&path, &truth};
    for (int i = 0; i < 2; ++i) {
        mask[i].fill(0);
        QPainter painter(&mask[i]);
        painter.translate(-all.topLeft());
        painter.fillPath(*paths[i], Qt::white);
    }
    for (int y = 0; y < all.height(); ++y)
        for (int x = 0; x < all.width(); ++x) {
            const bool one = mask[0].constScanLine(y)[x], other = mask[1].constScanLine(y)[x];
            both += one && other ? 1 : 0;
            either += one || other ? 1 : 0;
        }
    return both / either;
}

SelectionHints clicks(const std::vector<QPointF>& with, const std::vector<QPointF>& without = {})
{
    SelectionHints hints;
    for (const QPointF& point : with)
        hints.with.push_back({point});
    for (const QPointF& point : without)
        hints.without.push_back({point});
    return hints;
}

} // namespace

class SelectionTest final : public QObject
{
    Q_OBJECT

private slots:
    void findsTheThing_data()
    {
        QTest::addColumn<QString>("mark");
        for (const char* mark : {"click", "scribble", "box"})
            QTest::newRow(mark) << QString::fromLatin1(mark);
    }

    void findsTheThing()
    {
        QFETCH(QString, mark);
        const QPainterPath thing = ellipse({700, 500}, 220, 130);
        const MipImage image(picture({1600, 1200}, thing));
        SelectionHints hints;
        if (mark == QStringLiteral("click"))
            hints.with = {{QPointF(650, 480)}};
        else if (mark == QStringLiteral("scribble"))
            hints.with = {{QPointF(560, 480), QPointF(700, 520), QPointF(850, 480)}};
        else
            hints.box = QRectF(440, 340, 520, 320);
        const QPolygonF found = selectionOf(image, hints, goesOn);
        const double overlap = overlapOf(found, thing);
        QVERIFY2(overlap > 0.95, qPrintable(QString::number(overlap)));
        QVERIFY(found.size() <= 200);
        QCOMPARE(selectionOf(image, hints, goesOn), found); // the same again
    }

    void aSmallThingIsFoundToThePixel()
    {
        const QPainterPath thing = ellipse({3100, 700}, 60, 40); // of 12 megapixels
        const QPolygonF found =
            selectionOf(MipImage(picture({4000, 3000}, thing)), clicks({{3110, 705}}), goesOn);
        const QRectF box = found.boundingRect(), truth = thing.boundingRect();
        for (const double error : {box.left() - truth.left(), box.top() - truth.top(),
                                   box.right() - truth.right(), box.bottom() - truth.bottom()})
            QVERIFY2(std::abs(error) <= 2.5, qPrintable(QString::number(error)));
        QVERIFY(overlapOf(found, thing) > 0.93);
    }

    void clicksAddAndTakeAway()
    {
        QPainterPath two = ellipse({200, 200}, 80, 80);
        two.addRect(280, 180, 200, 40); // touches it
        const MipImage image(picture({800, 400}, two, 6));
        const QPolygonF all = selectionOf(image, clicks({{200, 200}}), goesOn);
        QVERIFY(overlapOf(all, two.simplified()) > 0.93);
        const QPolygonF ground = selectionOf(image, clicks({{700, 350}}), goesOn);
        const QPolygonF none =
            selectionOf(image, clicks({{200, 200}}, {{400, 200}}), goesOn); // one colour, one thing
        QVERIFY(none.isEmpty());
        const QPolygonF both = selectionOf(image, clicks({{200, 200}, {700, 350}}), goesOn);
        QVERIFY(both.boundingRect().contains(ground.boundingRect().adjusted(2, 2, -2, -2)));
    }

    void widerAndNarrower()
    {
        QImage image(800, 400, QImage::Format_RGB32); // from black to white: there are no edges
        for (int x = 0; x < image.width(); ++x)
            for (int y = 0; y < image.height(); ++y)
                image.setPixel(x, y, qRgb(x * 255 / 800, x * 255 / 800, x * 255 / 800));
        double before = 0;
        SelectionHints hints = clicks({{400, 200}});
        for (hints.tolerance = -3; hints.tolerance <= 3; hints.tolerance += 2) {
            const QRectF box = selectionOf(MipImage(image), hints, goesOn).boundingRect();
            QVERIFY(box.width() > before && box.contains(400, 200));
            before = box.width();
        }
    }

    void oddMarksDoNoHarm()
    {
        const QPainterPath thing = ellipse({30, 20}, 10, 6);
        for (const QSize& size : {QSize(1, 1), QSize(3, 2), QSize(80, 40), QSize(2000, 3)}) {
            const MipImage image(picture(size, thing));
            SelectionHints box, strokes = clicks({{-50, -50}}, {{9999, 1}});
            box.box = QRectF(-100, -100, 20000, 20000);
            for (const SelectionHints& hints :
                 {SelectionHints(), box, strokes, clicks({{0.5, 0.5}}),
                  clicks({{-50, -50}, {1, 1}}, {{-3, 9}, {1, 1}}),
                  SelectionHints{{{QPointF(0, 0), QPointF(1e6, 1e6)}}, {}, {}, 99},
                  SelectionHints{{}, {}, QRectF(5000, 5000, 9, 9), 0},
                  SelectionHints{{}, {}, QRectF(0.2, 0.2, 0.1, 0.1), 0}}) {
                for (const QPointF& corner : selectionOf(image, hints, goesOn))
                    QVERIFY(corner.x() >= 0 && corner.x() <= size.width() && corner.y() >= 0 &&
                            corner.y() <= size.height());
            }
        }
        QVERIFY(selectionOf({}, clicks({{1, 1}}), goesOn).isEmpty());
        const std::atomic<bool> cancelled{true};
        QVERIFY(selectionOf(MipImage(picture({80, 40}, thing)), clicks({{30, 20}}), cancelled)
                    .isEmpty());
    }

    void theToolOnThePage()
    {
        QTemporaryDir folder;
        const QPainterPath thing = ellipse({200, 120}, 80, 50);
        TraceDetail detail = traceOf(6);
        ImageRef ref;
        ref.path = folder.filePath(QStringLiteral("a.png")).toStdString();
        picture({600, 400}, thing).save(QString::fromStdString(ref.path));
        detail.question.images = {ref};
        Desk desk(detail);
        QTRY_VERIFY(desk.canvas().hasImage());
        const auto at = [&](const QPointF& image) {
            return desk.canvas().transform().toView(image).toPoint();
        };
        desk.type(QStringLiteral("s"));
        QVERIFY(desk.canvas().toolActive());
        desk.press(Qt::Key_Return); // nothing is marked
        QVERIFY(desk.actions.empty());
        QTest::mouseClick(&desk.canvas(), Qt::LeftButton, {}, at({210, 125}));
        desk.press(Qt::Key_Return); // at once: it is kept when it is found
        QTRY_COMPARE(desk.actions.size(), 1u);
        const Region region = desk.last().regions.at(0);
        QCOMPARE(region.shape, Region::Shape::selection);
        QVERIFY(overlapOf(outlineOf(region), thing) > 0.93);
        QVERIFY(!desk.canvas().toolActive() && !desk.canvas().hasFocus());
        QCOMPARE(desk.last().errorKind, ErrorKind::perception);

        // Marks are taken back one by one, then nothing is left to keep.
        desk.type(QStringLiteral("s"));
        QTest::mouseClick(&desk.canvas(), Qt::LeftButton, Qt::ShiftModifier, at({210, 125}));
        QTest::mouseClick(&desk.canvas(), Qt::LeftButton, {}, at({210, 125}));
        desk.press(Qt::Key_Backspace);
        desk.press(Qt::Key_Return);
        QTest::qWait(50);
        QCOMPARE(desk.actions.size(), 1u);
        desk.press(Qt::Key_Escape);
        QVERIFY(!desk.canvas().toolActive());

        // With keys alone, on the second step.
        desk.press(Qt::Key_Escape);
        desk.page.showStep("trace", 1);
        desk.canvas().setView({8, {210, 125}});
        for (const int key : {Qt::Key_S, Qt::Key_Left, Qt::Key_S, Qt::Key_Return})
            desk.press(key);
        QTRY_COMPARE(desk.actions.size(), 2u);
        QCOMPARE(desk.lastStep(), 1);
        QVERIFY(overlapOf(outlineOf(desk.last().regions.at(0)), thing) > 0.93);
    }

    void leavingStopsTheSearch()
    {
        QTemporaryDir folder;
        TraceDetail detail = traceOf(6);
        ImageRef ref;
        ref.path = folder.filePath(QStringLiteral("a.png")).toStdString();
        picture({600, 400}, ellipse({200, 120}, 80, 50)).save(QString::fromStdString(ref.path));
        detail.question.images = {ref};
        Desk desk(detail);
        QTRY_VERIFY(desk.canvas().hasImage());
        QSignalSpy drawn(&desk.canvas(), &Canvas::regionDrawn);
        desk.type(QStringLiteral("s"));
        QTest::mouseClick(&desk.canvas(), Qt::LeftButton, {},
                          desk.canvas().transform().toView(QPointF(210, 125)).toPoint());
        desk.press(Qt::Key_Return);
        desk.page.clearDetail(QStringLiteral("gone"), {});
        QTest::qWait(200);
        QCOMPARE(drawn.size(), 0);
        QVERIFY(!desk.canvas().toolActive());
    }
};

QTEST_MAIN(SelectionTest)
#include "selection_test.moc"
