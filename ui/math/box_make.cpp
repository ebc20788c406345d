// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/box.h"

#include <QFontMetricsF>

#include <algorithm>
#include <array>

namespace steplight {

namespace {

constexpr double measured = 1000; // pixels an em: KaTeX's fonts have so many units
constexpr int aroundPixels = 100;

/// How katex.css sizes the elements of a class; the first that an element has counts.
struct Shape {
    const char* name;
    Box::Kind kind;
    double part; ///< of the width there is
    double from; ///< left edge, as a part of it
};
using Kind = Box::Kind;
constexpr std::array shapes = {
    Shape{"frac-line", Kind::line, 1, 0},
    Shape{"overline-line", Kind::line, 1, 0},
    Shape{"underline-line", Kind::line, 1, 0},
    Shape{"hline", Kind::line, 1, 0},
    Shape{"hdashline", Kind::line, 1, 0},
    Shape{"sout", Kind::line, 1, 0},
    Shape{"fbox", Kind::frame, 1, 0},
    Shape{"fcolorbox", Kind::frame, 1, 0},
    Shape{"stretchy", Kind::layers, 1, 0},
    Shape{"hide-tail", Kind::row, 1, 0},
    Shape{"hbox", Kind::row, 1, 0},
    Shape{"halfarrow-left", Kind::row, .502, 0},
    Shape{"brace-left", Kind::row, .251, 0},
    Shape{"halfarrow-right", Kind::row, .502, .498},
    Shape{"brace-center", Kind::row, .5, .25},
    Shape{"brace-right", Kind::row, .251, .749},
};
constexpr double struckOut = 0.08; // em, .sout

void setShape(const KatexNode& node, Box& box)
{
    const auto shape = std::find_if(shapes.begin(), shapes.end(),
                                    [&](const Shape& s) { return node.is(QLatin1String(s.name)); });
    if (shape != shapes.end()) {
        box.kind = shape->kind;
        box.wide = KatexLength{0, shape->part};
        box.from = shape->from;
    }
    const std::pair<const char*, BoxAlign> laps[] = {
        {"rlap", BoxAlign::left}, {"clap", BoxAlign::centre}, {"llap", BoxAlign::right}};
    for (const auto& [name, align] : laps)
        if (node.is(QLatin1String(name))) {
            box.kind = Kind::lap;
            box.align = align;
        }
}

/// Heights, and the rules of \rule and of the columns of an array.
void setRules(const KatexNode& node, double scale, Box& box)
{
    const auto em = [&](const char* name) { return node.em(name) * scale; };
    box.height = em("height");
    if (box.kind == Kind::line)
        box.height = node.is(QLatin1String("sout")) ? struckOut * scale : em("borderBottomWidth");
    box.dashed = node.is(QLatin1String("hdashline"));
    const double thick = em("borderRightWidth");
    if (node.is(QLatin1String("rule"))) {
        box.width = thick;
        box.rule = QRectF(0, -em("borderTopWidth"), thick, em("borderTopWidth"));
    } else if (node.is(QLatin1String("vertical-separator"))) {
        box.rule = QRectF(-thick / 2, -box.height, thick, box.height);
    }
}

} // namespace

BoxMaker::BoxMaker(KatexFonts& fonts, const QFont& around) : m_fonts(fonts), m_around(around)
{
    m_around.setPixelSize(aroundPixels);
}

Box BoxMaker::symbol(const KatexNode& node, const BoxStyle& style)
{
    Box box;
    FormulaGlyphs run;
    run.size = style.scale;
    const int index = KatexFonts::indexOf(style.face);
    const QRawFont font = m_fonts.at(index, measured);
    const QList<quint32> glyphs = font.glyphIndexesForString(node.text);
    if (font.isValid() && !glyphs.isEmpty() && !glyphs.contains(0U)) {
        run.font = index;
        for (qsizetype i = 0; i < glyphs.size(); ++i) {
            run.glyphs.push_back(glyphs[i]);
            run.at.emplace_back(box.width, 0);
            box.width +=
                font.advancesForGlyphIndexes({glyphs[i]}).value(0).x() / measured * style.scale;
        }
    } else {
        run.text = node.text;
        run.at = {{}};
        run.size = style.scale / formulaScale;
        box.width = QFontMetricsF(m_around).horizontalAdvance(node.text) / aroundPixels * run.size;
    }
    if (node.visible)
        box.glyphs = run;
    box.width += node.italic * style.scale;
    return box;
}

// .vlist-t > .vlist-r > .vlist > span > (.pstrut, element): the baseline of an element is `top`
// plus the strut's height below the stack's.
Box BoxMaker::stack(const KatexNode& node, const BoxStyle& style)
{
    Box box;
    box.kind = Box::Kind::stack;
    box.align = style.align;
    const KatexNode* rows = node.children.empty() ? nullptr : &node.children.front();
    const KatexNode* list = rows && !rows->children.empty() ? &rows->children.front() : nullptr;
    if (!list)
        return box;
    for (const KatexNode& wrapper : list->children) {
        if (wrapper.children.size() < 2)
            continue;
        const BoxStyle inside = style.of(wrapper);
        Box row;
        for (std::size_t i = 1; i < wrapper.children.size(); ++i) {
            row.children.push_back(make(wrapper.children[i], inside));
            row.width += row.children.back().width;
        }
        row.up = -(wrapper.em("top") + wrapper.children.front().em("height")) * style.scale;
        row.align = inside.align;
        row.space = spaceOf(wrapper);
        row.space = {row.space.left * style.scale, row.space.right * style.scale};
        row.wide = KatexLength{-row.space.left - row.space.right, 1};
        if (wrapper.has("width")) {
            row.wide = wrapper.style[QStringLiteral("width")];
            row.wide->em *= style.scale;
        }
        row.width += row.space.left + row.space.right;
        box.width = std::max(box.width, row.width);
        box.children.push_back(std::move(row));
    }
    return box;
}

// What an element without text and stack consists of.
void BoxMaker::fill(const KatexNode& node, const BoxStyle& style, Box& box)
{
    setShape(node, box);
    setRules(node, style.scale, box);
    for (const KatexNode& child : node.children) {
        if (child.drawing)
            box.drawing = &*child.drawing;
        if (child.drawing || child.is(QLatin1String("strut")))
            continue;
        box.children.push_back(make(child, style));
        box.width += box.children.back().width;
    }
}

Box BoxMaker::make(const KatexNode& node, const BoxStyle& outside)
{
    const BoxStyle style = outside.of(node);
    Box box;
    box.align = style.align;
    if (node.is(QLatin1String("vlist-t")))
        box = stack(node, style);
    else if (node.children.empty() && !node.text.isEmpty())
        box = symbol(node, style);
    else
        fill(node, style, box);
    box.scale = style.scale;
    if (box.kind == Box::Kind::lap || node.is(QLatin1String("thinbox")))
        box.width = 0;
    if (node.is(QLatin1String("nulldelimiter")))
        box.width = 0.12 * style.scale;
    if (node.is(QLatin1String("accent-body")) && !node.is(QLatin1String("accent-full")))
        box.width = 0;
    if (node.has("width")) {
        box.wide = node.style[QStringLiteral("width")];
        box.wide->em *= style.scale;
        if (box.wide->part == 0)
            box.width = box.wide->em;
    }
    box.width = std::max(box.width, node.em("minWidth") * style.scale);
    if (!node.is(QLatin1String("vertical-separator")))
        box.up = (node.em("verticalAlign") + node.em("bottom") - node.em("top")) * style.scale;
    else
        box.up = node.em("verticalAlign") * style.scale;
    box.aside = node.em("left") * style.scale;
    const BoxSpace space = spaceOf(node);
    box.space = {space.left * style.scale, space.right * style.scale};
    box.width += box.space.left + box.space.right;
    return box;
}

} // namespace steplight
