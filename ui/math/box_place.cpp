// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/box.h"
#include "ui/math/svg_path.h"

#include <QTransform>

#include <algorithm>

namespace steplight {

namespace {

double shiftOf(BoxAlign align, double free)
{
    return align == BoxAlign::left ? 0 : align == BoxAlign::right ? free : free / 2;
}

// Where the view box lands in width × height: "none" stretches, "slice" fills, the rest fits.
QTransform viewOf(const KatexDrawing& drawing, double width, double height)
{
    if (drawing.boxWidth <= 0 || drawing.boxHeight <= 0)
        return {};
    double sx = width / drawing.boxWidth, sy = height / drawing.boxHeight;
    if (drawing.aspect.endsWith(QLatin1String("slice")))
        sx = sy = std::max(sx, sy);
    else if (drawing.aspect != QStringLiteral("none"))
        sx = sy = std::min(sx, sy);
    const double free = width - drawing.boxWidth * sx;
    const double dx = drawing.aspect.startsWith(QLatin1String("xMin"))   ? 0
                      : drawing.aspect.startsWith(QLatin1String("xMax")) ? free
                                                                         : free / 2;
    return QTransform::fromScale(sx, sy) * QTransform::fromTranslate(dx, 0);
}

void placeDrawing(const Box& box, double x, double y, double width, FormulaPiece& piece)
{
    const KatexDrawing& drawing = *box.drawing;
    const double own = drawing.width.em * box.scale;
    const double w = drawing.width.part == 0 && own > 0 && own < 300 * box.scale ? own : width;
    const double h = box.height > 0 ? box.height : drawing.height.em * box.scale;
    QPainterPath shown;
    if (!drawing.path.isEmpty()) {
        shown = viewOf(drawing, w, h).map(svgPath(drawing.path));
        QPainterPath room; // most outlines are 400 em long and cut where the formula ends
        room.addRect(0, 0, w, h);
        if (shown.boundingRect().width() > w + 0.01)
            shown = shown.intersected(room);
    }
    for (const KatexDrawing::Line& line : drawing.lines) {
        const auto px = [&](const KatexLength& l) { return l.part * w + l.em * box.scale; };
        const auto py = [&](const KatexLength& l) { return l.part * h + l.em * box.scale; };
        QPainterPath stroke(QPointF(px(line.x1), py(line.y1)));
        stroke.lineTo(px(line.x2), py(line.y2));
        QPainterPathStroker pen;
        pen.setWidth(line.thickness * box.scale);
        shown.addPath(pen.createStroke(stroke));
    }
    piece.outlines.push_back(shown.translated(x, y - h));
}

void placeRules(const Box& box, double x, double y, double width, FormulaPiece& piece)
{
    const auto rule = [&](double rx, double ry, double w, double h) {
        if (w > 0 && h > 0) // a strut is not painted
            piece.rules.push_back({QRectF(x + rx, y + ry, w, h), box.dashed});
    };
    if (box.kind == Box::Kind::line)
        rule(0, -box.height, width, box.height);
    if (box.rule)
        rule(box.rule->x(), box.rule->y(), box.rule->width(), box.rule->height());
    if (box.kind == Box::Kind::frame) {
        const double thick = 0.04 * box.scale;
        rule(0, -box.height, width, thick);
        rule(0, -thick, width, thick);
        rule(0, -box.height, thick, box.height);
        rule(width - thick, -box.height, thick, box.height);
    }
}

// Glyphs of one font and size are one run, wherever they stand: it is painted at once.
void placeGlyphs(const FormulaGlyphs& glyphs, const QPointF& at, FormulaPiece& piece)
{
    const auto same = [&](const FormulaGlyphs& run) {
        return run.font >= 0 && run.font == glyphs.font && run.size == glyphs.size;
    };
    auto run = std::find_if(piece.glyphs.begin(), piece.glyphs.end(), same);
    if (run == piece.glyphs.end()) {
        run = piece.glyphs.insert(run, glyphs);
        run->glyphs.clear();
        run->at.clear();
    }
    run->glyphs.insert(run->glyphs.end(), glyphs.glyphs.begin(), glyphs.glyphs.end());
    for (const QPointF& place : glyphs.at)
        run->at.push_back(at + place);
}

double widthOf(const Box& box, double room)
{
    return box.wide ? box.wide->part * room + box.wide->em
                    : box.width - box.space.left - box.space.right;
}

void placeChildren(const Box& box, double x, double y, double width, double room,
                   FormulaPiece& piece)
{
    if (box.kind == Box::Kind::stack) {
        for (const Box& child : box.children)
            placeBox(child, x, y, width, piece);
        return;
    }
    const double inside = box.wide ? width : room;
    const auto taken = [inside](const Box& child) {
        return child.wide ? widthOf(child, inside) + child.space.left + child.space.right
                          : child.width;
    };
    double natural = 0;
    for (const Box& child : box.children)
        natural += box.kind == Box::Kind::layers ? 0 : taken(child);
    if (box.kind == Box::Kind::lap)
        x -= shiftOf(box.align, natural);
    else if (box.kind == Box::Kind::row)
        x += shiftOf(box.align, std::max(0.0, width - natural));
    for (const Box& child : box.children) {
        placeBox(child, box.kind == Box::Kind::layers ? x + child.from * width : x, y, inside,
                 piece);
        x += box.kind == Box::Kind::layers ? 0 : taken(child);
    }
}

} // namespace

void placeBox(const Box& box, double x, double y, double room, FormulaPiece& piece)
{
    x += box.space.left + box.aside;
    y -= box.up;
    const double width = widthOf(box, room);
    if (box.glyphs)
        placeGlyphs(*box.glyphs, {x, y}, piece);
    placeRules(box, x, y, width, piece);
    if (box.drawing)
        placeDrawing(box, x, y, box.wide ? width : room, piece);
    placeChildren(box, x, y, width, room, piece);
}

} // namespace steplight
