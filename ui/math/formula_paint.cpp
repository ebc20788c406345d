// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/formula_paint.h"

#include <QGlyphRun>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace steplight {

namespace {

void paintGlyphs(QPainter& painter, const FormulaGlyphs& run, const QPointF& at, double em,
                 KatexFonts& fonts)
{
    QList<QPointF> places;
    for (const QPointF& place : run.at)
        places << place * em;
    QGlyphRun glyphs;
    glyphs.setRawFont(fonts.at(run.font, run.size * em));
    glyphs.setGlyphIndexes({run.glyphs.begin(), run.glyphs.end()});
    glyphs.setPositions(places);
    painter.drawGlyphRun(at, glyphs);
}

// At least one pixel of the device thick, and on its raster: a thin rule is not a grey one.
void paintRule(QPainter& painter, const FormulaRule& rule, const QPointF& at, double em,
               const QColor& colour)
{
    const double pixel = 1 / painter.device()->devicePixelRatioF();
    const auto snapped = [pixel](double v) { return std::round(v / pixel) * pixel; };
    const auto thickness = [pixel](double v) {
        return std::max(1.0, std::floor(v / pixel)) * pixel;
    };
    QRectF rect(at + rule.rect.topLeft() * em, rule.rect.size() * em);
    if (rect.height() < rect.width()) {
        const double thick = thickness(rect.height());
        rect = QRectF(rect.x(), snapped(rect.center().y() - thick / 2), rect.width(), thick);
    } else {
        const double thick = thickness(rect.width());
        rect = QRectF(snapped(rect.center().x() - thick / 2), rect.y(), thick, rect.height());
    }
    if (!rule.dashed) {
        painter.fillRect(rect, colour);
        return;
    }
    for (double x = rect.left(); x < rect.right(); x += 6 * rect.height())
        painter.fillRect(
            QRectF(x, rect.y(), std::min(3 * rect.height(), rect.right() - x), rect.height()),
            colour);
}

} // namespace

void paintFormula(QPainter& painter, const FormulaPiece& piece, const QPointF& at, double em,
                  const QColor& colour, const QFont& around, KatexFonts& fonts)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colour);
    for (const FormulaGlyphs& run : piece.glyphs) {
        if (run.font >= 0) {
            paintGlyphs(painter, run, at, em, fonts);
            continue;
        }
        QFont font = around;
        font.setPixelSize(std::max(1, qRound(run.size * em)));
        painter.setFont(font);
        painter.drawText(at + run.at.front() * em, run.text);
    }
    for (const FormulaRule& rule : piece.rules)
        paintRule(painter, rule, at, em, colour);
    for (const QPainterPath& outline : piece.outlines) {
        painter.save();
        painter.translate(at);
        painter.scale(em, em);
        painter.fillPath(outline, colour);
        painter.restore();
    }
    painter.restore();
}

} // namespace steplight
