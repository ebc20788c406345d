// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/box_layout.h"

#include "ui/math/box.h"

namespace steplight {

namespace {

constexpr double tagGap = 2; // em before the number of an equation

// The element that holds the pieces, some spans inside the root.
const KatexNode* piecesOf(const KatexNode& node)
{
    if (node.is(QLatin1String("katex-html")))
        return &node;
    for (const KatexNode& child : node.children)
        if (const KatexNode* found = piecesOf(child))
            return found;
    return nullptr;
}

} // namespace

Formula layFormula(const KatexNode& root, bool display, KatexFonts& fonts, const QFont& around)
{
    Formula formula;
    const KatexNode* pieces = piecesOf(root);
    if (!pieces)
        return formula;
    BoxMaker maker(fonts, around);
    BoxStyle style;
    style.align = display ? BoxAlign::centre : BoxAlign::left;
    for (const KatexNode& node : pieces->children) {
        if (node.is(QLatin1String("newline"))) {
            if (!formula.pieces.empty())
                formula.pieces.back().endsLine = true;
            continue;
        }
        FormulaPiece piece;
        const double before = node.is(QLatin1String("tag")) ? tagGap : 0;
        const Box box = maker.make(node, style);
        piece.width = before + box.width;
        piece.height = node.height;
        piece.depth = node.depth;
        placeBox(box, before, 0, box.width, piece);
        formula.pieces.push_back(std::move(piece));
    }
    return formula;
}

} // namespace steplight
