// SPDX-License-Identifier: GPL-3.0-or-later
// Decodes image files on a pool of threads and hands them over by value; the last ones stay in a
// small cache, so that the next trace's picture is there at once. Called on the GUI thread only.
#pragma once

#include "ui/canvas/mip_image.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <QThreadPool>

#include <list>

namespace steplight {

/// What is refused before any pixel is decoded.
struct ImageLimits {
    int side = 32768;                    ///< pixels
    qint64 pixels = 256LL * 1000 * 1000; ///< width × height
};

/// An image file's pixels as stored (never turned by EXIF), or why there are none.
struct LoadedImage {
    QString path;
    MipImage image;
    QString error; ///< a sentence; empty when image holds pixels
};

/// Reads one file now, on the calling thread; transparent parts become white. Any thread.
LoadedImage loadImage(const QString& path, const ImageLimits& limits = {});

class ImageLoader final : public QObject
{
    Q_OBJECT

public:
    explicit ImageLoader(QObject* parent = nullptr);
    ~ImageLoader() override;

    /// Also sets Qt's limit on memory for decoding, for the whole program.
    void setLimits(const ImageLimits& limits);
    /// Bytes of decoded pixels kept; the most recently used image is always kept. 128 MB at start.
    void setCacheBytes(qint64 bytes);
    qint64 cachedBytes() const { return m_cachedBytes; }

    /// Asks for an image: loaded() follows, never at once. Requests for a path that is under way
    /// already are answered by one signal.
    void load(const QString& path);
    /// The same when nothing else is to be done.
    void prefetch(const QString& path);
    /// Forgets what was loaded from a path (the file was replaced or located anew).
    void forget(const QString& path);

signals:
    void loaded(const steplight::LoadedImage& image);

private:
    struct Cached {
        LoadedImage image;
        std::list<QString>::iterator age;
    };

    void start(const QString& path, int priority);
    void arrived(const LoadedImage& image);
    void dropOldest();

    ImageLimits m_limits;
    qint64 m_cacheBytes = 128LL * 1024 * 1024;
    qint64 m_cachedBytes = 0;
    QHash<QString, Cached> m_cache;
    std::list<QString> m_ages; // most recently used first
    QSet<QString> m_underWay;
    int m_newest = 0;
    QThreadPool m_pool;
};

} // namespace steplight

Q_DECLARE_METATYPE(steplight::LoadedImage)
