// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/typeset.h"

#include "ui/math/formulas.h"
#include "ui/text/typeset_layout.h"
#include "ui/theme.h"

#include <algorithm>

namespace steplight {

namespace {

/// All formulas of the blocks.
std::vector<FormulaKey> formulasIn(const std::vector<MarkupBlock>& blocks)
{
    std::vector<FormulaKey> keys;
    const auto add = [&keys](const std::vector<MarkupSpan>& spans) {
        for (const MarkupSpan& span : spans)
            if (span.formula)
                keys.push_back({span.text, span.display});
    };
    for (const MarkupBlock& block : blocks) {
        add(block.spans);
        for (const auto& row : block.rows)
            for (const auto& cell : row)
                add(cell);
    }
    return keys;
}

} // namespace

TypesetColours TypesetColours::of(const Theme& theme)
{
    return {theme.text, theme.muted, theme.edge, theme.accent, theme.onAccent};
}

TypesetText::TypesetText(const QString& source, const QFont& font, Formulas* formulas)
    : m_source(source), m_font(font), m_formulas(formulas)
{
    if (!m_formulas)
        return;
    m_blocks = readMarkup(m_source);
    for (const FormulaKey& key : formulasIn(m_blocks)) {
        const auto formula = m_formulas->find(key); // all are asked for, also when one is missing
        m_waits |= !formula;
        m_set.insert(key, formula);
    }
    if (m_waits)
        m_blocks.clear();
}

bool TypesetText::isAsWanted(const QString& source, const QFont& font,
                             const Formulas* formulas) const
{
    return !m_waits && m_formulas == formulas && m_font == font && m_source == source;
}

void TypesetText::lay(int width, int pitch)
{
    if (width == m_width)
        return;
    m_width = width;
    m_parts.clear();
    m_bottoms.clear();
    TypesetLayout(*this, width, pitch).lay();
}

int TypesetText::placeAt(const QPointF& point) const
{
    const TypesetPart* nearest = nullptr;
    double least = 0;
    for (const TypesetPart& part : m_parts) { // cells stand side by side: the nearest in both ways
        const QRectF rect(part.at,
                          QSizeF(std::max(1.0, part.layout->boundingRect().right()), part.height));
        const double away =
            std::max({0.0, rect.top() - point.y(), point.y() - rect.bottom()}) * 1000 +
            std::max({0.0, rect.left() - point.x(), point.x() - rect.right()});
        if (!nearest || away < least) {
            nearest = &part;
            least = away;
        }
    }
    if (!nearest)
        return 0;
    const QPointF in = point - nearest->at;
    for (int i = 0; i < nearest->layout->lineCount(); ++i) {
        const QTextLine line = nearest->layout->lineAt(i);
        if (i + 1 < nearest->layout->lineCount() && in.y() >= nearest->layout->lineAt(i + 1).y())
            continue;
        const int at = line.xToCursor(in.x());
        return at <= 0 ? nearest->from
               : static_cast<std::size_t>(at) >= nearest->places.size()
                   ? nearest->to
                   : nearest->places[static_cast<std::size_t>(at)].first;
    }
    return nearest->to;
}

} // namespace steplight
