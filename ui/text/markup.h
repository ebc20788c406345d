// SPDX-License-Identifier: GPL-3.0-or-later
// What a model's Markdown and TeX say, with the place of every shown character in the source. HTML,
// links and images are not read: they are text like any other. Values: any thread.
#pragma once

#include <QString>

#include <vector>

namespace steplight {

/// Shown characters of one style, or a formula. Positions are in the source, from ≤ i < to.
struct MarkupSpan {
    qsizetype from = 0, to = 0;
    QString text; ///< shown; of the length to - from, or one character or formula for all of it
    bool formula = false;
    bool display = false; ///< of a formula: on lines of its own
    bool bold = false, italic = false, code = false;
};

enum class CellAlign { left, centre, right };

struct MarkupBlock {
    enum class Kind { paragraph, heading, item, code, formula, table };
    Kind kind = Kind::paragraph;
    qsizetype from = 0, to = 0; ///< with its marks
    int level = 0;    ///< nesting of an item, 0 = outermost; of what belongs to one: plus 1
    QString mark;     ///< before an item: "•", "3."
    bool gap = false; ///< an empty line stands before
    std::vector<MarkupSpan> spans; ///< of all but tables; line ends are line ends
    std::vector<std::vector<std::vector<MarkupSpan>>>
        rows; ///< of a table: cells of spans; the first is its head
    std::vector<CellAlign> columns;
};

/// In the order of the source. Time grows with its length, whatever it says.
std::vector<MarkupBlock> readMarkup(const QString& source);

} // namespace steplight
