// SPDX-License-Identifier: GPL-3.0-or-later
// A formula that is ready to be painted: glyphs, rules and outlines, without colours. Lengths in em
// of the formula's own font; x to the right, y down, the baseline at 0. A value: any thread.
#pragma once

#include <QHash>
#include <QPainterPath>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <vector>

namespace steplight {

/// A formula's em beside the size of the text around it (katex.css): the letters are equally high.
constexpr double formulaScale = 1.21;

/// What a formula is made of.
struct FormulaKey {
    QString text;         ///< TeX, without the dollars
    bool display = false; ///< on lines of its own
    bool operator==(const FormulaKey&) const = default;
};

inline size_t qHash(const FormulaKey& key, size_t seed = 0)
{
    return qHashMulti(seed, key.text, key.display);
}

/// Glyphs of one font of KaTeX's (an index, math/katex_fonts.h), or words that those fonts lack.
struct FormulaGlyphs {
    int font = -1; ///< -1: text, in the font around the formula
    double size = 1;
    std::vector<quint32> glyphs;
    std::vector<QPointF> at; ///< origin of each glyph; of the text
    QString text;
};

struct FormulaRule {
    QRectF rect;
    bool dashed = false;
};

/// A part of a formula that is never broken; a line may end after each.
struct FormulaPiece {
    double width = 0;
    double height = 0; ///< above the baseline
    double depth = 0;  ///< below
    bool endsLine = false;
    std::vector<FormulaGlyphs> glyphs;
    std::vector<FormulaRule> rules;
    std::vector<QPainterPath> outlines; ///< filled
};

struct Formula {
    std::vector<FormulaPiece> pieces; ///< none: it cannot be set and is shown as its source
};

} // namespace steplight
