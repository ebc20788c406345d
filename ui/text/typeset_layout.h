// SPDX-License-Identifier: GPL-3.0-or-later
// Sets blocks of markup under one another. GUI thread only; lives during one TypesetText::lay().
#pragma once

#include "ui/text/typeset.h"

namespace steplight {

class TypesetLayout
{
public:
    TypesetLayout(TypesetText& text, int width, int pitch);
    void lay();

private:
    void paragraph(const MarkupBlock& block);
    void table(const MarkupBlock& block);
    std::vector<double> columnWidths(const MarkupBlock& block);
    QFont fontOfRow(std::size_t row) const;
    void row(std::vector<TypesetPart> cells, const std::vector<double>& widths,
             const std::vector<CellAlign>& aligns);
    TypesetPart part(const std::vector<MarkupSpan>& spans, const QFont& font, double width);
    void set(TypesetPart& part, double width); ///< remembers each line's bottom
    void plain();

    TypesetText& m_text;
    int m_width;
    int m_pitch;
    double m_y = 0;
    std::vector<double> m_lines; // bottoms of the lines of the last set()
};

} // namespace steplight
