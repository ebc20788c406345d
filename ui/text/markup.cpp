// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/markup.h"

#include "ui/text/markup_atoms.h"
#include "ui/text/markup_inline.h"

#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace steplight {

namespace {

using Kind = MarkupBlock::Kind;

/// A line of the source, without its end; a formula that goes over line ends is on one.
struct Line {
    qsizetype from = 0, to = 0;
};

class BlockReader
{
public:
    explicit BlockReader(const QString& source) : m_source(source), m_atoms(markupAtoms(source))
    {
        split();
    }
    std::vector<MarkupBlock> read();

private:
    void split();
    QString text(const Line& line) const { return m_source.mid(line.from, line.to - line.from); }
    const MarkupAtom* atomIn(const Line& line, MarkupAtom::Kind kind) const;
    bool readTable(std::size_t& at);
    std::vector<Line> cells(const Line& line) const;
    void readLine(const Line& line);
    void add(MarkupBlock block, qsizetype begin, qsizetype end);
    void append(MarkupBlock block);

    const QString& m_source;
    std::vector<MarkupAtom> m_atoms;
    std::vector<Line> m_lines;
    std::vector<MarkupBlock> m_blocks;
    bool m_gap = false;
    int m_level = -1; // of the item that the lines before belong to
};

void BlockReader::split()
{
    auto atom = m_atoms.begin();
    qsizetype begin = 0;
    for (qsizetype i = 0; i <= m_source.size(); ++i) {
        while (atom != m_atoms.end() && atom->to <= i)
            ++atom;
        if (atom != m_atoms.end() && atom->from <= i && i < atom->to) {
            i = atom->to - 1;
            continue;
        }
        if (i == m_source.size() || m_source[i] == u'\n') {
            const qsizetype end = i > begin && m_source[i - 1] == u'\r' ? i - 1 : i;
            m_lines.push_back({begin, end});
            begin = i + 1;
        }
    }
}

const MarkupAtom* BlockReader::atomIn(const Line& line, MarkupAtom::Kind kind) const
{
    const auto first =
        std::lower_bound(m_atoms.begin(), m_atoms.end(), line.from,
                         [](const MarkupAtom& a, qsizetype i) { return a.from < i; });
    for (auto at = first; at != m_atoms.end() && at->from < line.to; ++at)
        if (at->kind == kind)
            return &*at;
    return nullptr;
}

// The parts of a line between bars that are neither in code nor in a formula.
std::vector<Line> BlockReader::cells(const Line& line) const
{
    std::vector<Line> found;
    auto atom = std::lower_bound(m_atoms.begin(), m_atoms.end(), line.from,
                                 [](const MarkupAtom& a, qsizetype i) { return a.from < i; });
    qsizetype begin = line.from;
    for (qsizetype i = line.from; i <= line.to; ++i) {
        while (atom != m_atoms.end() && atom->to <= i)
            ++atom;
        if (atom != m_atoms.end() && atom->from <= i && i < line.to) {
            i = atom->to - 1;
            continue;
        }
        if (i < line.to && m_source[i] != u'|')
            continue;
        Line cell{begin, i};
        while (cell.from < cell.to && m_source[cell.from].isSpace())
            ++cell.from;
        while (cell.from < cell.to && m_source[cell.to - 1].isSpace())
            --cell.to;
        const bool edge = (found.empty() && begin == line.from) || i >= line.to;
        if (cell.from < cell.to || !edge)
            found.push_back(cell);
        begin = i + 1;
    }
    return found;
}

CellAlign alignOf(const QString& rule)
{
    return !rule.endsWith(u':')    ? CellAlign::left
           : rule.startsWith(u':') ? CellAlign::centre
                                   : CellAlign::right;
}

// A head, a line of dashes under it, and lines as long as they have bars.
bool BlockReader::readTable(std::size_t& at)
{
    static const QRegularExpression rule(
        QStringLiteral("^\\s*+\\|?(\\s*+:?-++:?\\s*+\\|)+(\\s*+:?-++:?\\s*+)?$"));
    if (at + 1 >= m_lines.size() || !text(m_lines[at]).contains(u'|') ||
        !rule.match(text(m_lines[at + 1])).hasMatch())
        return false;
    MarkupBlock table;
    table.kind = Kind::table;
    table.from = m_lines[at].from;
    for (const Line& cell : cells(m_lines[at + 1]))
        table.columns.push_back(alignOf(text(cell)));
    // Rows are filled up to the columns of the head: a few letters could ask for millions of cells.
    constexpr std::size_t mostColumns = 64, mostCells = 4000;
    if (table.columns.size() > mostColumns)
        return false;
    const std::size_t mostRows = mostCells / table.columns.size();
    std::size_t end = at;
    for (;
         end < m_lines.size() && table.rows.size() < mostRows && text(m_lines[end]).contains(u'|');
         ++end) {
        if (end == at + 1)
            continue;
        auto& row = table.rows.emplace_back();
        for (const Line& cell : cells(m_lines[end]))
            if (row.size() < table.columns.size())
                row.push_back(inlineSpans(m_source, m_atoms, cell.from, cell.to));
        row.resize(table.columns.size());
        table.to = m_lines[end].to;
    }
    at = end;
    append(std::move(table));
    return true;
}

void BlockReader::append(MarkupBlock block)
{
    block.gap = std::exchange(m_gap, false) && !m_blocks.empty();
    m_blocks.push_back(std::move(block));
}

// Display formulas are blocks of their own, wherever they stand.
void BlockReader::add(MarkupBlock block, qsizetype begin, qsizetype end)
{
    while (const MarkupAtom* display = atomIn({begin, end}, MarkupAtom::Kind::display)) {
        const bool marked = !block.mark.isEmpty();
        const int inside = block.level + (block.kind == Kind::item);
        if (marked || !m_source.mid(begin, display->from - begin).trimmed().isEmpty()) {
            block.to = display->from;
            block.spans = inlineSpans(m_source, m_atoms, begin, display->from);
            append(std::move(block));
        }
        MarkupBlock formula;
        formula.kind = Kind::formula;
        formula.level = inside;
        formula.from = display->from;
        formula.to = display->to;
        formula.spans = {{display->from, display->to, display->text, true, true}};
        append(std::move(formula));
        begin = display->to;
        while (begin < end && m_source[begin].isSpace())
            ++begin;
        if (begin >= end)
            return;
        block = {};
        block.level = inside;
        block.from = begin;
    }
    block.spans = inlineSpans(m_source, m_atoms, begin, end);
    block.to = end;
    append(std::move(block));
}

void BlockReader::readLine(const Line& line)
{
    static const QRegularExpression item(QStringLiteral("^(\\s*)([-*+]|\\d{1,4}[.)])\\s+(?=\\S)"));
    static const QRegularExpression heading(QStringLiteral("^\\s{0,3}#{1,6}\\s+(?=\\S)"));
    // Marks stand at the beginning: no more of a line is looked at than they can be long.
    const QString begin = m_source.mid(line.from, std::min<qsizetype>(line.to - line.from, 120));
    MarkupBlock block;
    block.from = line.from;
    if (const auto match = heading.match(begin); match.hasMatch()) {
        block.kind = Kind::heading;
        m_level = -1;
        add(std::move(block), line.from + match.capturedLength(), line.to);
        return;
    }
    if (const auto match = item.match(begin); match.hasMatch()) {
        block.kind = Kind::item;
        block.level = m_level = std::min(6, static_cast<int>(match.capturedLength(1) / 2));
        block.mark = match.captured(2);
        if (block.mark.size() == 1)
            block.mark = QStringLiteral("•");
        add(std::move(block), line.from + match.capturedLength(), line.to);
        return;
    }
    const bool indented = begin.startsWith(QLatin1String("  ")) || begin.startsWith(u'\t');
    if (!indented)
        m_level = -1;
    qsizetype first = line.from;
    while (first < line.to && m_source[first].isSpace())
        ++first;
    block.level = m_level + 1;
    add(std::move(block), m_level >= 0 ? first : line.from, line.to);
}

std::vector<MarkupBlock> BlockReader::read()
{
    for (std::size_t i = 0; i < m_lines.size();) {
        const Line& line = m_lines[i];
        if (QStringView(m_source).mid(line.from, line.to - line.from).trimmed().isEmpty()) {
            m_gap = true;
            ++i;
            continue;
        }
        if (const MarkupAtom* fence = atomIn(line, MarkupAtom::Kind::fence)) {
            MarkupBlock block;
            block.kind = Kind::code;
            block.from = line.from;
            block.to = line.to;
            const qsizetype begin = m_source.indexOf(u'\n', fence->from) + 1;
            block.spans = {{begin, begin + fence->text.size(), fence->text}};
            block.spans.front().code = true;
            append(std::move(block));
            ++i;
            continue;
        }
        if (!readTable(i)) {
            readLine(line);
            ++i;
        }
    }
    return std::move(m_blocks);
}

} // namespace

std::vector<MarkupBlock> readMarkup(const QString& source)
{
    return BlockReader(source).read();
}

} // namespace steplight
