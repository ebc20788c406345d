// SPDX-License-Identifier: GPL-3.0-or-later
// Loading of images: pixels as stored, limits before decoding, damaged files; levels and display
// adjustment.
#include "ui/canvas/display_adjustment.h"
#include "ui/canvas/image_surface.h"
#include "ui/canvas/mip_image.h"
#include "ui/image_loader.h"

#include <QBuffer>
#include <QDirIterator>
#include <QFile>
#include <QImageReader>
#include <QPainter>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace steplight;

namespace {

const QString shared = QStringLiteral(STEPLIGHT_SHARED_DATA);

QString saved(const QTemporaryDir& folder, const QString& name, const QImage& image)
{
    const QString path = folder.filePath(name);
    return image.save(path) ? path : QString();
}

QImage plain(const QSize& size, const QColor& colour)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

/// A JPEG whose EXIF says "turn by 90 degrees": the APP1 segment is put in behind the first marker.
QByteArray turnedJpeg(const QSize& size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    plain(size, Qt::red).save(&buffer, "JPG");
    const QByteArray exif(
        "Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", 32);
    QByteArray segment("\xff\xe1", 2);
    segment += char(0);
    segment += char(exif.size() + 2);
    return bytes.insert(2, segment + exif);
}

} // namespace

class ImageTest final : public QObject
{
    Q_OBJECT

private slots:
    void exifDoesNotTurnPixels();
    void exifTortureFilesAreNotTurned();
    void tooManyPixelsAreRefusedUnread();
    void missingAndDamagedFilesSaySo();
    void damagedPngsNeverCrash();
    void everyTortureFileIsReadOrRefusedInWords();
    void transparencyBecomesWhite();
    void loaderAnswersEveryRequest();
    void cacheKeepsToItsBytes();
    void levelsHalveAndCoverEveryZoom();
    void adjustmentTables();
    void adjustmentReachesTheScreen();
};

void ImageTest::exifDoesNotTurnPixels()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("turned.jpg"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(turnedJpeg({40, 20}));
    file.close();
    QImageReader reader(path);
    QVERIFY(reader.transformation() != QImageIOHandler::TransformationNone); // the file asks for it
    const LoadedImage loaded = loadImage(path);
    QCOMPARE(loaded.error, QString());
    QCOMPARE(loaded.image.size(), QSize(40, 20));
}

void ImageTest::exifTortureFilesAreNotTurned()
{
    QDirIterator files(shared + QStringLiteral("/torture/exif"), {QStringLiteral("*.jpg")},
                       QDir::Files, QDirIterator::Subdirectories);
    int turned = 0;
    while (files.hasNext()) {
        const QString path = files.next();
        QImageReader reader(path);
        const QSize stored = reader.size();
        const LoadedImage loaded = loadImage(path);
        QCOMPARE(loaded.error, QString());
        QCOMPARE(loaded.image.size(), stored);
        turned += reader.transformation() & QImageIOHandler::TransformationRotate90 ? 1 : 0;
    }
    if (turned == 0)
        QSKIP("the shared EXIF pictures are not here");
}

void ImageTest::tooManyPixelsAreRefusedUnread()
{
    QTemporaryDir folder;
    const QString path = saved(folder, QStringLiteral("wide.png"), plain({300, 200}, Qt::blue));
    ImageLimits limits;
    limits.pixels = 300 * 200 - 1;
    QVERIFY(loadImage(path, limits).error.contains(QStringLiteral("300 × 200")));
    limits.pixels = 300 * 200;
    QCOMPARE(loadImage(path, limits).error, QString());
    limits.side = 299;
    QVERIFY(!loadImage(path, limits).error.isEmpty());

    // A header alone that claims 60,000 × 60,000: refused by the header, not by the missing rest.
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    bytes.replace(16, 8, QByteArray("\0\0\xea\x60\0\0\xea\x60", 8));
    bytes.truncate(64);
    file.resize(0);
    file.seek(0);
    file.write(bytes);
    file.close();
    const LoadedImage bomb = loadImage(path);
    QVERIFY(bomb.image.isNull());
    QVERIFY2(!bomb.error.isEmpty(), qPrintable(bomb.error));
}

void ImageTest::missingAndDamagedFilesSaySo()
{
    QTemporaryDir folder;
    const QString absent = folder.filePath(QStringLiteral("absent.png"));
    QVERIFY(loadImage(absent).error.contains(absent));
    QVERIFY(!loadImage(folder.path()).error.isEmpty());
    const QString text = folder.filePath(QStringLiteral("text.png"));
    QFile file(text);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("not a picture");
    file.close();
    QVERIFY(loadImage(text).error.contains(QStringLiteral("text.png")));
    QFile empty(folder.filePath(QStringLiteral("empty.jpg")));
    QVERIFY(empty.open(QIODevice::WriteOnly));
    empty.close();
    QVERIFY(!loadImage(empty.fileName()).error.isEmpty());
}

void ImageTest::damagedPngsNeverCrash()
{
    QDirIterator files(shared + QStringLiteral("/torture/pngsuite"), {QStringLiteral("*.png")},
                       QDir::Files, QDirIterator::Subdirectories);
    int sound = 0, damaged = 0;
    while (files.hasNext()) {
        const QString path = files.next();
        const LoadedImage loaded = loadImage(path);
        QCOMPARE(loaded.image.isNull(), !loaded.error.isEmpty());
        const bool corrupt = QFileInfo(path).fileName().startsWith(QLatin1Char('x'));
        (corrupt ? damaged : sound) += 1;
        if (!corrupt)
            QVERIFY2(loaded.error.isEmpty(), qPrintable(path));
    }
    if (sound + damaged == 0)
        QSKIP("the shared PngSuite is not here");
    QVERIFY(damaged > 0);
}

void ImageTest::everyTortureFileIsReadOrRefusedInWords()
{
    QDirIterator files(shared + QStringLiteral("/torture"), QDir::Files,
                       QDirIterator::Subdirectories);
    int read = 0, refused = 0;
    while (files.hasNext()) {
        const LoadedImage loaded = loadImage(files.next());
        QCOMPARE(loaded.image.isNull(), !loaded.error.isEmpty());
        ++(loaded.error.isEmpty() ? read : refused);
    }
    if (read + refused == 0)
        QSKIP("the shared torture set is not here");
    QVERIFY(read > 150);
    QVERIFY(refused > 300); // JSON, CSV and text among them
}

void ImageTest::transparencyBecomesWhite()
{
    QTemporaryDir folder;
    QImage image(4, 4, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    const LoadedImage loaded = loadImage(saved(folder, QStringLiteral("clear.png"), image));
    QCOMPARE(loaded.image.level(0).pixelColor(1, 1), QColor(Qt::white));
}

void ImageTest::loaderAnswersEveryRequest()
{
    QTemporaryDir folder;
    const QString sound = saved(folder, QStringLiteral("a.png"), plain({20, 10}, Qt::green));
    const QString absent = folder.filePath(QStringLiteral("b.png"));
    ImageLoader loader;
    QSignalSpy loaded(&loader, &ImageLoader::loaded);
    loader.load(sound);
    loader.load(sound); // under way: one answer
    loader.load(absent);
    QCOMPARE(loaded.size(), 0); // never at once
    QTRY_COMPARE(loaded.size(), 2);
    loader.load(sound); // from the cache, still later
    QCOMPARE(loaded.size(), 2);
    QTRY_COMPARE(loaded.size(), 3);
    QVERIFY(saved(folder, QStringLiteral("a.png"), plain({30, 10}, Qt::green)) == sound);
    loader.forget(sound);
    loader.load(sound);
    QTRY_COMPARE(loaded.size(), 4);
    QCOMPARE(loaded.last().first().value<LoadedImage>().image.size(), QSize(30, 10));
    { // dies with work under way
        ImageLoader brief;
        for (int i = 0; i < 20; ++i)
            brief.load(folder.filePath(QString::number(i)));
    }
}

void ImageTest::cacheKeepsToItsBytes()
{
    QTemporaryDir folder;
    ImageLoader loader;
    loader.setCacheBytes(3 * 100 * 100 * 4);
    QSignalSpy loaded(&loader, &ImageLoader::loaded);
    QStringList paths;
    for (int i = 0; i < 5; ++i) {
        paths << saved(folder, QStringLiteral("%1.png").arg(i), plain({100, 100}, Qt::gray));
        loader.load(paths.last());
        QTRY_COMPARE(loaded.size(), i + 1);
    }
    QVERIFY(loader.cachedBytes() <= 3 * 100 * 100 * 4);
    QVERIFY(loader.cachedBytes() > 0);
    QFile::remove(paths.last());
    loader.load(paths.last()); // still remembered
    QTRY_COMPARE(loaded.size(), 6);
    QCOMPARE(loaded.last().first().value<LoadedImage>().error, QString());
}

void ImageTest::levelsHalveAndCoverEveryZoom()
{
    const MipImage image(plain({4001, 1000}, Qt::cyan));
    QCOMPARE(image.level(0).size(), QSize(4001, 1000));
    QCOMPARE(image.level(1).size(), QSize(2001, 500));
    for (int k = 0; k < image.levels(); ++k)
        QCOMPARE(image.level(k).pixelColor(0, 0), QColor(Qt::cyan));
    for (const double zoom : {64.0, 1.0, 0.9, 0.5, 0.26, 0.25, 0.1, 0.001}) {
        const int k = image.levelFor(zoom);
        QVERIFY(k >= 0 && k < image.levels());
        const bool enough = image.level(k).width() >= 4001 * std::min(1.0, zoom) - 1;
        QVERIFY(enough);
        const bool tight = k + 1 == image.levels() || image.level(k + 1).width() < 4001 * zoom + 1;
        QVERIFY(tight || zoom >= 1);
    }
    QVERIFY(MipImage(QImage()).isNull());
    QCOMPARE(MipImage(plain({1, 1}, Qt::black)).levels(), 1);
}

void ImageTest::adjustmentTables()
{
    const LookupTable neutral = lookupTable({});
    for (std::size_t i = 0; i < 256; ++i)
        QCOMPARE(int(neutral[i]), int(i));
    QCOMPARE(int(lookupTable({20, 0, 100})[0]), 51); // a fifth of full scale
    QCOMPARE(int(lookupTable({0, -100, 100})[0]), 128);
    QCOMPARE(int(lookupTable({0, 100, 100})[127]), 0);
    QCOMPARE(int(lookupTable({0, 100, 100})[129]), 255);
    QCOMPARE(int(lookupTable({0, 0, 200})[64]), 128); // sqrt(64 / 255) * 255
    QCOMPARE(int(lookupTable({0, 0, 200})[255]), 255);
    QCOMPARE(bounded({900, -900, 1}), (DisplayAdjustment{100, -100, 20}));
    const QImage image = adjusted(plain({2, 1}, QColor(0, 64, 255)), lookupTable({0, 0, 200}));
    QCOMPARE(image.pixelColor(1, 0), QColor(0, 128, 255));
}

void ImageTest::adjustmentReachesTheScreen()
{
    ImageSurface surface;
    ViewTransform view;
    view.setViewport({50, 50});
    view.setImage({50, 50});
    const auto middle = [&] {
        QImage screen(50, 50, QImage::Format_RGB32);
        screen.fill(Qt::white);
        QPainter painter(&screen);
        surface.paint(painter, view, {50, 50}, 1);
        painter.end();
        return screen.pixelColor(25, 25).red();
    };
    surface.setImage(MipImage(plain({50, 50}, QColor(64, 64, 64))));
    QCOMPARE(middle(), 64);
    QSignalSpy changed(&surface, &ImageSurface::changed);
    for (int gamma = 100; gamma <= 200; gamma += 10) // a key held down
        surface.setAdjustment({0, 0, gamma});
    QTRY_COMPARE(middle(), 128);
    QVERIFY(changed.size() < 11);
    surface.setAdjustment({});
    QCOMPARE(middle(), 64);
}

QTEST_MAIN(ImageTest)
#include "image_test.moc"
