// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/katex_tree.h"

#include <QJsonArray>

#include <algorithm>

namespace steplight {

namespace {

constexpr int deepest =
    400; // nested elements; one level of a fraction or an index takes about seven
constexpr double longest = 2000; // em of any length: what is longer cannot be seen

// "0.5em", "100%", "calc(100% - 0.3em)", "-2px" (katex.css counts on 16 px), "3".
KatexLength lengthOf(QString words)
{
    KatexLength length;
    if (words.startsWith(QLatin1String("calc(100% - "))) {
        length.part = 1;
        length.em = -lengthOf(words.mid(12).chopped(1)).em;
    } else if (words.endsWith(u'%')) {
        length.part = words.chopped(1).toDouble() / 100;
    } else if (words.endsWith(QLatin1String("px"))) {
        length.em = words.chopped(2).toDouble() / 16;
    } else {
        length.em =
            words.endsWith(QLatin1String("em")) ? words.chopped(2).toDouble() : words.toDouble();
    }
    length.em = std::clamp(length.em, -longest, longest);
    return length;
}

KatexDrawing drawingOf(const QJsonObject& svg)
{
    KatexDrawing drawing;
    drawing.path = svg[QStringLiteral("p")].toString();
    drawing.aspect = svg[QStringLiteral("aspect")].toString();
    drawing.width = lengthOf(svg[QStringLiteral("width")].toString());
    drawing.height = lengthOf(svg[QStringLiteral("height")].toString());
    const QStringList box = svg[QStringLiteral("box")].toString().split(u' ');
    if (box.size() == 4) {
        drawing.boxWidth = box[2].toDouble();
        drawing.boxHeight = box[3].toDouble();
    }
    for (const QJsonValue& line : svg[QStringLiteral("lines")].toArray()) {
        const auto at = [&line](const char* name) {
            return lengthOf(line[QLatin1String(name)].toString());
        };
        drawing.lines.push_back({at("x1"), at("y1"), at("x2"), at("y2"), at("stroke-width").em});
    }
    return drawing;
}

bool read(const QJsonObject& written, int depth, KatexNode& node)
{
    if (depth > deepest)
        return false;
    node.classes = written[QStringLiteral("c")].toString().split(u' ', Qt::SkipEmptyParts);
    node.text = written[QStringLiteral("t")].toString();
    node.visible = written[QStringLiteral("v")].toBool(true);
    node.italic = written[QStringLiteral("i")].toDouble();
    node.height = written[QStringLiteral("h")].toDouble();
    node.depth = written[QStringLiteral("d")].toDouble();
    const QJsonObject style = written[QStringLiteral("s")].toObject();
    for (auto at = style.begin(); at != style.end(); ++at)
        node.style.insert(at.key(), lengthOf(at.value().toString()));
    if (written.contains(QStringLiteral("svg")))
        node.drawing = drawingOf(written[QStringLiteral("svg")].toObject());
    const QJsonArray children = written[QStringLiteral("k")].toArray();
    node.children.resize(static_cast<std::size_t>(children.size()));
    for (qsizetype i = 0; i < children.size(); ++i)
        if (!read(children[i].toObject(), depth + 1, node.children[static_cast<std::size_t>(i)]))
            return false;
    return true;
}

} // namespace

std::optional<KatexNode> katexTree(const QJsonObject& written)
{
    KatexNode root;
    return read(written, 0, root) ? std::optional(std::move(root)) : std::nullopt;
}

} // namespace steplight
