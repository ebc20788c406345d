// SPDX-License-Identifier: GPL-3.0-or-later
// The tree that KaTeX makes of a formula (katex.__renderToDomTree), as plain values. Any thread.
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace steplight {

/// A length of a style: em of the element's font, or a part of the space there is.
struct KatexLength {
    double em = 0;
    double part = 0; ///< 1 = 100 %
};

/// What an <svg> shows: one outline, or lines of a \cancel.
struct KatexDrawing {
    struct Line {
        KatexLength x1, y1, x2, y2;
        double thickness = 0; ///< em
    };
    QString path; ///< SVG path data
    std::vector<Line> lines;
    QString aspect;                     ///< preserveAspectRatio
    double boxWidth = 0, boxHeight = 0; ///< of the viewBox
    KatexLength width, height;
};

struct KatexNode {
    QStringList classes;
    QHash<QString, KatexLength> style; ///< by KaTeX's name: "marginLeft"
    QString text;                      ///< of a symbol
    bool visible = true;               ///< not in a \phantom
    double italic = 0;                 ///< em after it
    double height = 0, depth = 0;      ///< em, as KaTeX computed
    std::optional<KatexDrawing> drawing;
    std::vector<KatexNode> children;

    bool is(QLatin1String name) const { return classes.contains(name); }
    double em(const char* name) const { return style.value(QLatin1String(name)).em; }
    bool has(const char* name) const { return style.contains(QLatin1String(name)); }
};

/// Reads what katex_engine.cpp's script writes; none when it is deeper than is sane.
std::optional<KatexNode> katexTree(const QJsonObject& written);

} // namespace steplight
