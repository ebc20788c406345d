// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/formula_paint.h"
#include "ui/math/formulas.h"
#include "ui/text/typeset.h"

#include <QPainter>

#include <algorithm>

namespace steplight {

namespace {

constexpr double farthest = 400;    // pixels that a formula may stand above or below its baseline
constexpr double beside = 1e5;      // nothing is cut at the sides
constexpr float codeGround = 0.08F; // opacity of the text's colour behind inline code

/// The characters of a part that stand for source[from, to).
QTextLayout::FormatRange charactersOf(const TypesetPart& part, int from, int to)
{
    QTextLayout::FormatRange range;
    const auto begin = std::find_if(part.places.begin(), part.places.end(),
                                    [&](const auto& p) { return p.second > from; });
    const auto end =
        std::find_if(begin, part.places.end(), [&](const auto& p) { return p.first >= to; });
    range.start = static_cast<int>(begin - part.places.begin());
    range.length = static_cast<int>(end - begin);
    return range;
}

} // namespace

void TypesetText::paintPart(QPainter& painter, const TypesetPart& part, const QPointF& at,
                            const TypesetColours& colours, int from, int to, const QRectF& seen,
                            const std::vector<TypesetUnderline>& underlined) const
{
    QList<QTextLayout::FormatRange> ranges;
    QColor ground = colours.text;
    ground.setAlphaF(codeGround);
    for (const auto& [first, number] : part.codes) {
        QTextLayout::FormatRange code;
        code.start = first;
        code.length = number;
        code.format.setBackground(ground);
        ranges << code;
    }
    for (const TypesetUnderline& one : underlined) {
        QTextLayout::FormatRange words = charactersOf(part, one.from, one.to);
        words.format.setUnderlineStyle(QTextCharFormat::SingleUnderline);
        words.format.setUnderlineColor(one.colour);
        if (words.length > 0)
            ranges << words;
    }
    QTextLayout::FormatRange selected = charactersOf(part, from, to);
    selected.format.setBackground(colours.selection);
    selected.format.setForeground(colours.onSelection);
    if (selected.length > 0)
        ranges << selected;
    painter.setPen(colours.text);
    painter.setFont(m_font);
    part.layout->draw(&painter, at, ranges, seen);
    for (const PlacedFormula& placed : part.formulas) {
        const QTextLine line = part.layout->lineForTextPosition(placed.at);
        const QPointF base(line.cursorToX(placed.at), line.y() + line.ascent());
        if (at.y() + base.y() < seen.top() - farthest)
            continue;
        if (at.y() + base.y() > seen.bottom() + farthest)
            break;
        const bool lit =
            placed.at >= selected.start && placed.at < selected.start + selected.length;
        const FormulaPiece& piece = placed.formula->pieces[static_cast<std::size_t>(placed.piece)];
        if (lit) // the layout's ground is only as high as its letters
            painter.fillRect(QRectF(at.x() + base.x(), at.y() + base.y() - piece.height * placed.em,
                                    piece.width * placed.em,
                                    (piece.height + piece.depth) * placed.em)
                                 .adjusted(0, -1, 0, 1),
                             colours.selection);
        paintFormula(painter, piece, at + base, placed.em, lit ? colours.onSelection : colours.text,
                     m_font, m_formulas->fonts());
    }
    if (!part.mark.isEmpty() && part.layout->lineCount() > 0) {
        painter.setPen(colours.muted);
        painter.setFont(m_font);
        painter.drawText(
            QPointF(at.x() - part.at.x() + part.markAt,
                    at.y() + part.layout->lineAt(0).y() + part.layout->lineAt(0).ascent()),
            part.mark);
    }
    if (part.code)
        painter.fillRect(
            QRectF(at.x() - 10, at.y(), 2, std::min(part.height, seen.bottom() - at.y())),
            colours.line);
    painter.fillRect(part.line.translated(at - part.at), colours.line);
}

void TypesetText::paint(QPainter& painter, const QPointF& at, const TypesetColours& colours,
                        int from, int to, double shown,
                        const std::vector<TypesetUnderline>& underlined) const
{
    const QRectF device(painter.window());
    const QRectF seen = painter.worldTransform().inverted().mapRect(device).intersected(
        QRectF(at.x() - beside, at.y(), 2 * beside, shown));
    for (const TypesetPart& part : m_parts)
        if (at.y() + part.at.y() <= seen.bottom() &&
            at.y() + part.at.y() + part.height >= seen.top())
            paintPart(painter, part, at + part.at, colours, from, to, seen, underlined);
}

} // namespace steplight
