// SPDX-License-Identifier: GPL-3.0-or-later
// An element of a formula with its natural width known. Lengths in em of the formula's font. Any
// thread.
#pragma once

#include "ui/math/box_style.h"
#include "ui/math/formula.h"

#include <QFont>

#include <optional>
#include <vector>

namespace steplight {

struct Box {
    enum class Kind {
        row,    ///< children side by side
        stack,  ///< children above one another, each at its `up`
        layers, ///< children over one another, each over its part of the width
        lap,    ///< children side by side, taking no width
        line,   ///< a rule as wide as there is room
        frame,  ///< four rules
    };
    Kind kind = Kind::row;
    double width = 0;                ///< natural, with the space at both sides
    BoxSpace space;                  ///< around it
    double up = 0;                   ///< of its baseline, above its parent's
    double aside = 0;                ///< painted so far to the right
    double height = 0;               ///< of line, frame and drawing: thickness or height
    std::optional<KatexLength> wide; ///< width where it is given
    double from = 0;                 ///< in layers: left edge as a part of the width
    bool dashed = false;
    BoxAlign align = BoxAlign::left;
    double scale = 1;
    std::optional<FormulaGlyphs> glyphs;
    std::optional<QRectF> rule;
    const KatexDrawing* drawing = nullptr; ///< in the tree
    std::vector<Box> children;
};

/// Measures; keeps pointers into the tree.
class BoxMaker
{
public:
    BoxMaker(KatexFonts& fonts, const QFont& around);
    Box make(const KatexNode& node, const BoxStyle& outside);

private:
    Box symbol(const KatexNode& node, const BoxStyle& style);
    Box stack(const KatexNode& node, const BoxStyle& style);
    void fill(const KatexNode& node, const BoxStyle& style, Box& box);

    KatexFonts& m_fonts;
    QFont m_around;
};

/// Paints a box into a piece, its baseline's left end at (x, y); room: the width around it.
void placeBox(const Box& box, double x, double y, double room, FormulaPiece& piece);

} // namespace steplight
