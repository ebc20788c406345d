// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/box_style.h"

#include <array>
#include <tuple>

namespace steplight {

namespace {

// .sizing.reset-size6.size3 and .fontsize-ensurer
constexpr std::array sizes = {0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.44, 1.728, 2.074, 2.488};

struct FontRule {
    const char* name;
    const char* family; // nullptr: leaves it
    int bold;           // -1: leaves it
    int italic;
};

// In the order of katex.css: a later one wins.
constexpr std::array fontRules = {
    FontRule{"textbf", nullptr, 1, -1},         FontRule{"textit", nullptr, -1, 1},
    FontRule{"textrm", "Main", -1, -1},         FontRule{"textsf", "SansSerif", -1, -1},
    FontRule{"texttt", "Typewriter", -1, -1},   FontRule{"mathnormal", "Math", -1, 1},
    FontRule{"mathit", "Main", -1, 1},          FontRule{"mathrm", nullptr, -1, 0},
    FontRule{"mathbf", "Main", 1, -1},          FontRule{"boldsymbol", "Math", 1, 1},
    FontRule{"amsrm", "AMS", -1, -1},           FontRule{"mathbb", "AMS", -1, -1},
    FontRule{"textbb", "AMS", -1, -1},          FontRule{"mathcal", "Caligraphic", -1, -1},
    FontRule{"mathfrak", "Fraktur", -1, -1},    FontRule{"textfrak", "Fraktur", -1, -1},
    FontRule{"mathtt", "Typewriter", -1, -1},   FontRule{"mathscr", "Script", -1, -1},
    FontRule{"textscr", "Script", -1, -1},      FontRule{"mathsf", "SansSerif", -1, -1},
    FontRule{"textsf", "SansSerif", -1, -1},    FontRule{"mathboldsf", "SansSerif", 1, -1},
    FontRule{"textboldsf", "SansSerif", 1, -1}, FontRule{"mathitsf", "SansSerif", -1, 1},
    FontRule{"textitsf", "SansSerif", -1, 1},   FontRule{"mainrm", "Main", -1, 0},
};

double sizeRatio(const QStringList& classes)
{
    int from = 6, to = 6;
    for (const QString& name : classes) {
        if (name.startsWith(QLatin1String("reset-size")))
            from = name.mid(10).toInt();
        else if (name.startsWith(QLatin1String("size")))
            to = name.mid(4).toInt();
    }
    const auto at = [](int n) {
        return n < 1 || n > 11 ? 1.0 : sizes[static_cast<std::size_t>(n - 1)];
    };
    return at(to) / at(from);
}

void setFace(const KatexNode& node, KatexFace& face)
{
    for (const FontRule& rule : fontRules) {
        if (!node.is(QLatin1String(rule.name)))
            continue;
        if (rule.family)
            face.family = QLatin1String(rule.family);
        if (rule.bold >= 0)
            face.bold = rule.bold;
        if (rule.italic >= 0)
            face.italic = rule.italic;
    }
    constexpr std::array sized = {
        std::tuple("delimsizing", "size1", "Size1"),  std::tuple("delimsizing", "size2", "Size2"),
        std::tuple("delimsizing", "size3", "Size3"),  std::tuple("delimsizing", "size4", "Size4"),
        std::tuple("op-symbol", "small-op", "Size1"), std::tuple("op-symbol", "large-op", "Size2")};
    for (const auto& [name, size, family] : sized)
        if (node.is(QLatin1String(name)) && node.is(QLatin1String(size)))
            face.family = QLatin1String(family);
}

// text-align is inherited: what these classes set holds for all the stacks inside.
BoxAlign alignOf(const KatexNode& node, BoxAlign before)
{
    for (const char* name :
         {"mfrac", "op-limits", "accent", "col-align-c", "x-arrow", "mover", "munder"})
        if (node.is(QLatin1String(name)))
            return BoxAlign::centre;
    for (const char* name : {"msupsub", "col-align-l", "svg-align"})
        if (node.is(QLatin1String(name)))
            return BoxAlign::left;
    return node.is(QLatin1String("col-align-r")) ? BoxAlign::right : before;
}

} // namespace

BoxStyle BoxStyle::of(const KatexNode& node) const
{
    BoxStyle own = *this;
    own.childFamily.clear();
    if (!childFamily.isEmpty())
        own.face.family = childFamily;
    if (node.is(QLatin1String("sizing")) || node.is(QLatin1String("fontsize-ensurer")))
        own.scale = scale * sizeRatio(node.classes);
    setFace(node, own.face);
    own.align = alignOf(node, align);
    own.stackedDelimiter |= node.is(QLatin1String("delimsizing")) && node.is(QLatin1String("mult"));
    if (own.stackedDelimiter && node.is(QLatin1String("delim-size1")))
        own.childFamily = QStringLiteral("Size1");
    if (own.stackedDelimiter && node.is(QLatin1String("delim-size4")))
        own.childFamily = QStringLiteral("Size4");
    return own;
}

BoxSpace spaceOf(const KatexNode& node)
{
    BoxSpace space{node.em("marginLeft") + node.em("paddingLeft"), node.em("marginRight")};
    const auto add = [&](const char* name, double left, double right) {
        if (node.is(QLatin1String(name)))
            space = {space.left + left, space.right + right};
    };
    add("x-arrow-pad", 0.5, 0.5);
    add("cd-arrow-pad", 0.27777778, 0.55555556);
    add("boxpad", 0.3, 0.3);
    add("cancel-pad", 0.2, 0.2);
    add("cancel-lap", -0.2, -0.2);
    add("anglpad", 0.03889, 0.03889);
    add("angl", 0, 0.03889);
    add("root", 0.27777778, -0.55555556);
    return space;
}

} // namespace steplight
