// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/markup_inline.h"

#include <algorithm>

namespace steplight {

namespace {

/// A run of * or _ that can begin or end an emphasis.
struct Mark {
    qsizetype at = 0;
    int length = 0;
    bool opens = false, closes = false;
    int used = 0; // 0 = it is text
    bool begins = false;
};

// Letters of scripts that put no space between words are no obstacle: 中文**粗体**中文.
bool wordCharacter(QChar c)
{
    return c.isLetterOrNumber() && c.unicode() < 0x2e80;
}

class InlineReader
{
public:
    InlineReader(const QString& source, const std::vector<MarkupAtom>& atoms, qsizetype from,
                 qsizetype to)
        : m_source(source), m_from(from), m_to(to)
    {
        const auto first =
            std::lower_bound(atoms.begin(), atoms.end(), from,
                             [](const MarkupAtom& a, qsizetype i) { return a.from < i; });
        for (auto at = first; at != atoms.end() && at->to <= to; ++at)
            m_atoms.push_back(&*at);
    }

    std::vector<MarkupSpan> read()
    {
        findMarks();
        pairMarks();
        write();
        return std::move(m_spans);
    }

private:
    QChar charAt(qsizetype i) const { return i >= m_from && i < m_to ? m_source[i] : QChar(u' '); }
    void findMarks();
    void pairMarks();
    void write();
    void writeText(qsizetype begin, qsizetype end);

    const QString& m_source;
    qsizetype m_from, m_to;
    std::vector<const MarkupAtom*> m_atoms;
    std::vector<Mark> m_marks;
    std::vector<MarkupSpan> m_spans;
    bool m_bold = false, m_italic = false;
};

void InlineReader::findMarks()
{
    auto atom = m_atoms.begin();
    for (qsizetype i = m_from; i < m_to;) {
        while (atom != m_atoms.end() && (*atom)->to <= i)
            ++atom;
        if (atom != m_atoms.end() && (*atom)->from <= i) {
            i = (*atom)->to;
            continue;
        }
        const QChar c = m_source[i];
        if (c != u'*' && c != u'_') {
            ++i;
            continue;
        }
        qsizetype end = i;
        while (end < m_to && m_source[end] == c)
            ++end;
        Mark mark{i, static_cast<int>(end - i), false, false, 0, false};
        mark.opens = mark.length <= 3 && !charAt(end).isSpace() && !wordCharacter(charAt(i - 1));
        mark.closes = mark.length <= 3 && !charAt(i - 1).isSpace() && !wordCharacter(charAt(end));
        if (mark.opens || mark.closes)
            m_marks.push_back(mark);
        i = end;
    }
}

// An end belongs to the last open beginning of the same run; what was opened after that is text.
void InlineReader::pairMarks()
{
    std::vector<Mark*> open;
    for (Mark& mark : m_marks) {
        const auto same = [&](const Mark* m) {
            return m->length == mark.length && m_source[m->at] == m_source[mark.at];
        };
        const auto begin = std::find_if(open.rbegin(), open.rend(), same);
        if (mark.closes && begin != open.rend() && (*begin)->at + mark.length < mark.at) {
            (*begin)->used = mark.used = mark.length;
            (*begin)->begins = true;
            open.erase(begin.base() - 1, open.end());
        } else if (mark.opens && open.size() < 8) {
            open.push_back(&mark);
        }
    }
}

void InlineReader::writeText(qsizetype begin, qsizetype end)
{
    if (begin >= end)
        return;
    MarkupSpan span{begin, end, m_source.mid(begin, end - begin)};
    span.bold = m_bold;
    span.italic = m_italic;
    m_spans.push_back(span);
}

void InlineReader::write()
{
    auto atom = m_atoms.begin();
    auto mark = m_marks.begin();
    qsizetype begin = m_from;
    while (true) {
        while (mark != m_marks.end() && mark->used == 0)
            ++mark;
        const bool atomNext =
            atom != m_atoms.end() && (mark == m_marks.end() || (*atom)->from < mark->at);
        if (!atomNext && mark == m_marks.end())
            break;
        if (!atomNext) {
            writeText(begin, mark->at);
            m_italic = mark->used % 2 ? mark->begins : m_italic;
            m_bold = mark->used >= 2 ? mark->begins : m_bold;
            begin = mark->at + mark->used;
            ++mark;
            continue;
        }
        const MarkupAtom& found = **atom++;
        writeText(begin, found.from);
        MarkupSpan span{found.from, found.to, found.text};
        span.formula =
            found.kind == MarkupAtom::Kind::formula || found.kind == MarkupAtom::Kind::display;
        span.code = found.kind == MarkupAtom::Kind::code;
        span.bold = m_bold;
        span.italic = m_italic;
        if (span.code) { // its characters have places of their own
            span.from += (found.to - found.from - found.text.size()) / 2;
            span.to = span.from + found.text.size();
        }
        m_spans.push_back(span);
        begin = found.to;
    }
    writeText(begin, m_to);
}

} // namespace

std::vector<MarkupSpan> inlineSpans(const QString& source, const std::vector<MarkupAtom>& atoms,
                                    qsizetype from, qsizetype to)
{
    return InlineReader(source, atoms, from, to).read();
}

} // namespace steplight
