// SPDX-License-Identifier: GPL-3.0-or-later
// What a style sheet cannot say: flat Fusion with one focus ring, plain arrows and check marks,
// and rows and controls of at least 28 pixels. GUI thread only.
#pragma once

#include <QProxyStyle>

namespace steplight {

class QuietStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    QuietStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                            QPainter* painter, const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option,
                    const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* result) const override;
};

/// Makes it the application's style, once.
void installQuietStyle();

} // namespace steplight
