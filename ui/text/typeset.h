// SPDX-License-Identifier: GPL-3.0-or-later
// Words as they are shown: typeset Markdown and TeX, or the plain source. Places in it are always
// places in the source, so that what is selected is copied exactly. Lengths in device-independent
// pixels. GUI thread only.
#pragma once

#include "ui/math/formula.h"
#include "ui/text/markup.h"

#include <QColor>
#include <QFont>
#include <QHash>
#include <QTextLayout>

#include <memory>
#include <utility>
#include <vector>

class QPainter;

namespace steplight {

class Formulas;
struct Theme;

/// A piece of a formula that stands for one character of a layout.
struct PlacedFormula {
    int at = 0; ///< the character
    std::shared_ptr<const Formula> formula;
    int piece = 0;
    double em = 0; ///< pixels
};

/// Lines of text at one place: a paragraph, a cell, a formula.
struct TypesetPart {
    std::unique_ptr<QTextLayout> layout;
    std::vector<std::pair<int, int>> places; ///< of each character in the source: from, to
    int from = 0, to = 0;                    ///< in the source, with its marks
    std::vector<PlacedFormula> formulas;
    QPointF at; ///< top left
    QString mark;
    double markAt = 0; ///< left edge of the mark
    bool code = false;
    std::vector<std::pair<int, int>> codes; ///< characters of inline code: first, number
    QRectF line;                            ///< below a table's head, from the top left of the text
    double height = 0;
};

struct TypesetColours {
    QColor text, muted, line, selection, onSelection;
    static TypesetColours of(const Theme& theme);
};

/// A part of the source with a line below it.
struct TypesetUnderline {
    int from = 0, to = 0;
    QColor colour;
};

class TypesetText
{
public:
    /// formulas: null shows the source, which is also shown until every formula is known.
    TypesetText(const QString& source, const QFont& font, Formulas* formulas);

    void lay(int width, int pitch); ///< pitch: least distance of two lines

    const QString& source() const { return m_source; }
    const QFont& font() const { return m_font; }
    /// Made of the same, and nothing is missing: need not be made anew.
    bool isAsWanted(const QString& source, const QFont& font, const Formulas* formulas) const;
    int lineCount() const { return static_cast<int>(m_bottoms.size()); }
    /// Height of the first lines.
    int heightOf(int lines) const
    {
        return lines > 0 ? m_bottoms[static_cast<std::size_t>(lines - 1)] : 0;
    }
    int height() const { return heightOf(lineCount()); }
    /// The place in the source nearest to a point.
    int placeAt(const QPointF& point) const;

    /// from < to: what is selected. shown: lines below this height are left out.
    void paint(QPainter& painter, const QPointF& at, const TypesetColours& colours, int from,
               int to, double shown, const std::vector<TypesetUnderline>& underlined = {}) const;

private:
    friend class TypesetLayout;
    void paintPart(QPainter& painter, const TypesetPart& part, const QPointF& at,
                   const TypesetColours& colours, int from, int to, const QRectF& seen,
                   const std::vector<TypesetUnderline>& underlined) const;

    QString m_source;
    QFont m_font;
    Formulas* m_formulas;
    bool m_waits = false;
    std::vector<MarkupBlock> m_blocks;                       ///< empty: the source is shown
    QHash<FormulaKey, std::shared_ptr<const Formula>> m_set; ///< the formulas in them
    std::vector<TypesetPart> m_parts;
    std::vector<int> m_bottoms; ///< of each line
    int m_width = -1;
};

} // namespace steplight
