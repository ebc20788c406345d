// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels of the canvas: chooses the level, applies the display adjustment away from painting,
// and keeps what was painted last, so that a repaint for a moving box costs nothing. GUI thread.
#pragma once

#include "ui/canvas/display_adjustment.h"
#include "ui/canvas/mip_image.h"
#include "ui/canvas/view_transform.h"

#include <QObject>
#include <QPixmap>
#include <QThreadPool>

namespace steplight {

class ImageSurface final : public QObject
{
    Q_OBJECT

public:
    explicit ImageSurface(QObject* parent = nullptr);
    ~ImageSurface() override;

    void setImage(const MipImage& image); ///< null = nothing to paint
    const MipImage& image() const { return m_image; }
    void setAdjustment(const DisplayAdjustment& adjustment);

    /// Paints the visible part into a widget of the given size.
    void paint(QPainter& painter, const ViewTransform& view, const QSize& size, double pixelRatio);

signals:
    void changed(); ///< adjusted pixels have arrived

private:
    void adjustLevels();
    void arrived(int serial, std::vector<QImage> levels);
    void render(const ViewTransform& view, const QSize& size, double pixelRatio);
    QImage part(int level, const QRect& rect) const;

    MipImage m_image;
    DisplayAdjustment m_adjustment;
    std::vector<QImage> m_adjusted; // by level; a null image = too large to adjust as a whole
    int m_serial = 0;               // of the newest adjustment asked for
    bool m_adjusting = false;
    QPixmap m_frame; // what was painted last
    ViewTransform m_frameView;
    QThreadPool m_pool;
};

} // namespace steplight
