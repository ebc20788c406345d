// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/image_loader.h"

#include <QFileInfo>
#include <QImageReader>
#include <QPainter>

#include <climits>

namespace steplight {

namespace {

constexpr int prefetchPriority = -1;

/// Refused before decoding: too large, or a form that can point at other files.
QString refusal(const QString& name, QImageReader& reader, const ImageLimits& limits)
{
    const QByteArray format = reader.format();
    if (format.startsWith("svg") || format == "pdf")
        return ImageLoader::tr("%1 is a drawing (%2), not a picture of pixels. Save it as PNG.")
            .arg(name, QString::fromLatin1(format));
    const QSize size = reader.size();
    if (size.width() > limits.side || size.height() > limits.side ||
        qint64(size.width()) * size.height() > limits.pixels)
        return ImageLoader::tr("%1 has %2 × %3 pixels, more than the %4 million that are shown. "
                               "Make a smaller copy and locate that.")
            .arg(name)
            .arg(size.width())
            .arg(size.height())
            .arg(limits.pixels / 1000000);
    return {};
}

QImage opaque(const QImage& image)
{
    if (!image.hasAlphaChannel())
        return image;
    QImage flat(image.size(), QImage::Format_RGB32);
    flat.fill(Qt::white);
    QPainter(&flat).drawImage(0, 0, image);
    return flat;
}

} // namespace

LoadedImage loadImage(const QString& path, const ImageLimits& limits)
{
    LoadedImage result{path, {}, {}};
    const QString name = QFileInfo(path).fileName();
    if (!QFileInfo(path).isFile()) {
        result.error = ImageLoader::tr("There is no file at %1. Locate it to see it.").arg(path);
        return result;
    }
    QImageReader reader(path);
    reader.setAutoTransform(false);
    reader.setDecideFormatFromContent(true);
    result.error = refusal(name, reader, limits);
    if (!result.error.isEmpty())
        return result;
    QImage image;
    if (!reader.read(&image) || image.isNull()) {
        result.error = ImageLoader::tr("%1 could not be read as an image (%2). The file was left "
                                       "as it is; locate a sound copy.")
                           .arg(name, reader.errorString());
        return result;
    }
    result.image = MipImage(opaque(image));
    return result;
}

ImageLoader::ImageLoader(QObject* parent) : QObject(parent)
{
    m_pool.setMaxThreadCount(2);
    setLimits({});
}

ImageLoader::~ImageLoader()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void ImageLoader::setLimits(const ImageLimits& limits)
{
    m_limits = limits;
    constexpr qint64 bytesPerPixel = 8; // 16 bits a channel
    QImageReader::setAllocationLimit(
        static_cast<int>(limits.pixels * bytesPerPixel / (1024 * 1024) + 1));
}

void ImageLoader::setCacheBytes(qint64 bytes)
{
    m_cacheBytes = bytes;
    dropOldest();
}

void ImageLoader::load(const QString& path)
{
    start(path, ++m_newest); // what was asked for last is decoded first
}

void ImageLoader::prefetch(const QString& path)
{
    start(path, prefetchPriority);
}

void ImageLoader::forget(const QString& path)
{
    const auto found = m_cache.find(path);
    if (found == m_cache.end())
        return;
    m_cachedBytes -= found->image.image.bytes();
    m_ages.erase(found->age);
    m_cache.erase(found);
}

void ImageLoader::start(const QString& path, int priority)
{
    if (const auto found = m_cache.find(path); found != m_cache.end()) {
        m_ages.splice(m_ages.begin(), m_ages, found->age);
        QMetaObject::invokeMethod(
            this, [this, image = found->image] { emit loaded(image); }, Qt::QueuedConnection);
        return;
    }
    if (m_underWay.contains(path))
        return;
    m_underWay.insert(path);
    const auto work = [this, path, limits = m_limits] {
        // The destructor waits for the pool: this outlives the call.
        QMetaObject::invokeMethod(
            this, [this, image = loadImage(path, limits)] { arrived(image); },
            Qt::QueuedConnection);
    };
    m_pool.start(work, priority);
}

void ImageLoader::arrived(const LoadedImage& image)
{
    m_underWay.remove(image.path);
    if (image.error.isEmpty()) { // a failure is tried anew: the file may have been mended
        forget(image.path);
        m_ages.push_front(image.path);
        m_cache.insert(image.path, {image, m_ages.begin()});
        m_cachedBytes += image.image.bytes();
        dropOldest();
    }
    emit loaded(image);
}

void ImageLoader::dropOldest()
{
    while (m_cachedBytes > m_cacheBytes && m_ages.size() > 1)
        forget(QString(m_ages.back()));
}

} // namespace steplight
