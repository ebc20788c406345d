// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/typeset_layout.h"

#include "ui/theme.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QTextOption>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace steplight {

namespace {

constexpr int indent = 20;  // of a list's level, of a display formula
constexpr int around = 4;   // above and below a display formula, a table's row
constexpr int column = 16;  // between two columns of a table
constexpr double apart = 2; // a formula from what is above and below it
// How far a formula may shrink to fit; below it is shown as its source.
constexpr double least = 0.6;
constexpr QChar stand = u'x';         // stands for a piece of a formula
constexpr QChar mayBreak = u'\u200b'; // between two pieces
constexpr double leastColumn = 20;
constexpr double unbounded = 1e6;

// A font in which `stand` is as wide as a piece. A letter breaks as a formula should: after a
// space, before none of the marks that follow it.
QFont fontAsWideAs(double width)
{
    QFont font = fontOf(TextSize::small);
    font.setPixelSize(1);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0);
    static const double own = QFontMetricsF(font).horizontalAdvance(stand);
    font.setLetterSpacing(QFont::AbsoluteSpacing, width - own);
    return font;
}

QFont codeFont(const QFont& beside)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QFontInfo(beside).pointSizeF());
    return font;
}

/// Collects what becomes one layout.
struct Words {
    QString text;
    std::vector<std::pair<int, int>> places;
    QList<QTextLayout::FormatRange> formats;
    std::vector<PlacedFormula> formulas;
    std::vector<std::pair<int, int>> codes;

    void add(const QString& shown, qsizetype from, qsizetype to)
    {
        const bool own = shown.size() == to - from; // each character has a place of its own
        for (qsizetype i = 0; i < shown.size(); ++i)
            places.emplace_back(static_cast<int>(own ? from + i : from),
                                static_cast<int>(own ? from + i + 1 : to));
        text += shown;
    }
    void format(qsizetype begin, const QTextCharFormat& as)
    {
        QTextLayout::FormatRange range;
        range.start = static_cast<int>(begin);
        range.length = static_cast<int>(text.size() - begin);
        range.format = as;
        formats.push_back(range);
    }
};

/// Line ends inside a text are line ends on the screen.
QString linesOf(QString lines)
{
    lines.replace(u'\n', QChar::LineSeparator);
    lines.replace(u'\r', u' ');
    lines.replace(QChar::ParagraphSeparator, QChar::LineSeparator);
    return lines;
}

void addText(Words& words, const MarkupSpan& span, const QFont& font)
{
    const qsizetype begin = words.text.size();
    words.add(linesOf(span.text), span.from, span.to);
    if (!span.bold && !span.italic && !span.code)
        return;
    QFont as = span.code ? codeFont(font) : font;
    if (span.bold)
        as.setWeight(QFont::Bold);
    as.setItalic(span.italic);
    QTextCharFormat format;
    format.setFont(as);
    words.format(begin, format);
    if (span.code)
        words.codes.emplace_back(static_cast<int>(begin), static_cast<int>(span.text.size()));
}

void addFormula(Words& words, const MarkupSpan& span, const std::shared_ptr<const Formula>& formula,
                double em, double width)
{
    double widest = 0;
    for (const FormulaPiece& piece : formula->pieces)
        widest = std::max(widest, piece.width * em);
    const double scale = std::min(1.0, width / std::max(1.0, widest));
    const double size = em * scale;
    for (std::size_t i = 0; i < formula->pieces.size(); ++i) {
        const FormulaPiece& piece = formula->pieces[i];
        words.formulas.push_back(
            {static_cast<int>(words.text.size()), formula, static_cast<int>(i), size});
        const qsizetype begin = words.text.size();
        words.add(QString(stand), span.from, span.to);
        QTextCharFormat format;
        format.setFont(fontAsWideAs(piece.width * size));
        format.setForeground(Qt::transparent);
        words.format(begin, format);
        if (i + 1 < formula->pieces.size())
            words.add(QString(piece.endsLine ? QChar(QChar::LineSeparator) : mayBreak), span.from,
                      span.to);
    }
}

bool fits(const Formula& formula, double em, double width)
{
    return !formula.pieces.empty() &&
           std::all_of(formula.pieces.begin(), formula.pieces.end(),
                       [&](const auto& piece) { return piece.width * em * least <= width; });
}

} // namespace

TypesetLayout::TypesetLayout(TypesetText& text, int width, int pitch)
    : m_text(text), m_width(width), m_pitch(pitch)
{
}

TypesetPart TypesetLayout::part(const std::vector<MarkupSpan>& spans, const QFont& font,
                                double width)
{
    const double em = QFontInfo(font).pixelSize() * formulaScale;
    Words words;
    for (const MarkupSpan& span : spans) {
        const auto formula = span.formula ? m_text.m_set.value({span.text, span.display}) : nullptr;
        if (formula && fits(*formula, em, width))
            addFormula(words, span, formula, em, width);
        else if (span.formula)
            addText(words,
                    {span.from, span.to, m_text.m_source.mid(span.from, span.to - span.from)},
                    font);
        else
            addText(words, span, font);
    }
    TypesetPart made;
    made.layout = std::make_unique<QTextLayout>(words.text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTabStopDistance(QFontMetricsF(font).horizontalAdvance(u' ') * 4.0);
    made.layout->setTextOption(option);
    made.layout->setCacheEnabled(true);
    made.layout->setFormats(words.formats);
    made.places = std::move(words.places);
    made.formulas = std::move(words.formulas);
    made.codes = std::move(words.codes);
    made.from = made.places.empty() ? 0 : made.places.front().first;
    made.to = made.places.empty() ? 0 : made.places.back().second;
    set(made, width);
    return made;
}

// Baselines are a pitch apart, or as far as the formulas of two lines need.
void TypesetLayout::set(TypesetPart& part, double width)
{
    m_lines.clear();
    const double ascent = QFontMetricsF(part.layout->font()).ascent();
    double base = 0, hanging = 0; // of the line before
    auto formula = part.formulas.begin();
    part.layout->beginLayout();
    for (QTextLine line = part.layout->createLine(); line.isValid();
         line = part.layout->createLine()) {
        line.setLineWidth(width);
        double above = ascent, below = line.descent();
        const int end = line.textStart() + line.textLength();
        for (; formula != part.formulas.end() && formula->at < end; ++formula) {
            const FormulaPiece& piece =
                formula->formula->pieces[static_cast<std::size_t>(formula->piece)];
            above = std::max(above, piece.height * formula->em);
            below = std::max(below, piece.depth * formula->em);
        }
        above += above > ascent ? apart : 0;
        below += below > line.descent() ? apart : 0;
        base =
            std::ceil(m_lines.empty() ? above : base + std::max<double>(m_pitch, hanging + above));
        hanging = below;
        line.setPosition({0, base - line.ascent()});
        m_lines.push_back(std::ceil(base + std::max(m_pitch - ascent, below)));
    }
    part.layout->endLayout();
    part.height = m_lines.empty() ? 0 : m_lines.back();
}

void TypesetLayout::paragraph(const MarkupBlock& block)
{
    QFont font = m_text.m_font;
    if (block.kind == MarkupBlock::Kind::heading)
        font.setWeight(QFont::Bold);
    if (block.kind == MarkupBlock::Kind::code)
        font = codeFont(font);
    double left = block.level * indent;
    const double markAt = left;
    if (!block.mark.isEmpty())
        left += std::max<double>(
            indent, QFontMetricsF(font).horizontalAdvance(block.mark + QStringLiteral("  ")));
    const bool alone =
        block.kind == MarkupBlock::Kind::formula || block.kind == MarkupBlock::Kind::code;
    if (alone)
        left += indent;
    TypesetPart made = part(block.spans, font, std::max(60.0, m_width - left));
    made.from = static_cast<int>(block.from);
    made.to = static_cast<int>(block.to);
    made.mark = block.mark;
    made.markAt = markAt;
    made.code = block.kind == MarkupBlock::Kind::code;
    if (made.code)
        made.codes.clear(); // it has a line at its left instead
    if (alone)
        m_y += around;
    made.at = {left, m_y};
    for (const double bottom : m_lines)
        m_text.m_bottoms.push_back(static_cast<int>(m_y + bottom));
    m_y += made.height + (alone ? around : 0);
    if (!m_text.m_bottoms.empty())
        m_text.m_bottoms.back() = static_cast<int>(m_y);
    m_text.m_parts.push_back(std::move(made));
}

// The widths that a table's columns want; where there is less room each gives in proportion.
std::vector<double> TypesetLayout::columnWidths(const MarkupBlock& block)
{
    std::vector<double> widths(block.columns.size(), leastColumn);
    for (std::size_t row = 0; row < block.rows.size(); ++row)
        for (std::size_t c = 0; c < widths.size(); ++c) {
            const auto cell = part(block.rows[row][c], fontOfRow(row), unbounded);
            widths[c] = std::max(widths[c], std::ceil(cell.layout->maximumWidth()) + 1);
        }
    const double all = std::accumulate(widths.begin(), widths.end(), 0.0);
    const double room = m_width - column * static_cast<double>(widths.size());
    if (all > room)
        for (double& width : widths)
            width = std::max(leastColumn, width * room / all);
    return widths;
}

QFont TypesetLayout::fontOfRow(std::size_t row) const
{
    QFont font = m_text.m_font;
    font.setWeight(row == 0 ? QFont::DemiBold : font.weight());
    return font;
}

// The cells of a row have one baseline.
void TypesetLayout::row(std::vector<TypesetPart> cells, const std::vector<double>& widths,
                        const std::vector<CellAlign>& aligns)
{
    const auto baseOf = [](const TypesetPart& cell) {
        const QTextLine line = cell.layout->lineAt(0);
        return cell.layout->lineCount() > 0 ? line.y() + line.ascent() : 0;
    };
    double base = 0, bottom = m_y + m_pitch, x = 0;
    for (const TypesetPart& cell : cells)
        base = std::max(base, baseOf(cell));
    for (std::size_t c = 0; c < cells.size(); ++c) {
        TypesetPart& cell = cells[c];
        const double free = std::max(0.0, widths[c] - cell.layout->maximumWidth());
        cell.at = {x + (aligns[c] == CellAlign::left    ? 0
                        : aligns[c] == CellAlign::right ? free
                                                        : free / 2),
                   m_y + around / 2 + base - baseOf(cell)};
        bottom = std::max(bottom, cell.at.y() + cell.height);
        x += widths[c] + column;
        if (!cell.places.empty())
            m_text.m_parts.push_back(std::move(cell));
    }
    m_y = bottom + around / 2;
}

void TypesetLayout::table(const MarkupBlock& block)
{
    const std::vector<double> widths = columnWidths(block);
    for (std::size_t r = 0; r < block.rows.size(); ++r) {
        std::vector<TypesetPart> cells;
        for (std::size_t c = 0; c < widths.size(); ++c)
            cells.push_back(part(block.rows[r][c], fontOfRow(r), widths[c]));
        row(std::move(cells), widths, block.columns);
        if (r == 0 && !m_text.m_parts.empty()) {
            const double all = std::accumulate(widths.begin(), widths.end(), 0.0);
            const double gaps = column * static_cast<double>(widths.size() - 1);
            m_text.m_parts.back().line = QRectF(0, m_y - 1, all + gaps, 1);
        }
        m_text.m_bottoms.push_back(static_cast<int>(m_y));
    }
}

// One layout that holds the source, character for character.
void TypesetLayout::plain()
{
    MarkupBlock block;
    block.to = m_text.m_source.size();
    block.spans = {{0, m_text.m_source.size(), m_text.m_source}};
    paragraph(block);
}

void TypesetLayout::lay()
{
    if (m_text.m_blocks.empty()) {
        plain();
        return;
    }
    for (const MarkupBlock& block : m_text.m_blocks) {
        if (block.gap)
            m_y += m_pitch / 2;
        if (block.kind == MarkupBlock::Kind::table)
            table(block);
        else
            paragraph(block);
    }
}

} // namespace steplight
