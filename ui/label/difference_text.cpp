// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/difference_text.h"

#include "ui/text/word_difference.h"
#include "ui/theme.h"

#include <QPainter>

namespace steplight {

DifferenceText::DifferenceText(const QString& before, const QString& after, const QFont& font)
    : m_before(before), m_after(after), m_font(font)
{
    QString text;
    QList<QTextLayout::FormatRange> ranges;
    for (const WordChange& change : wordDifference(before, after)) {
        const Mark mark{static_cast<int>(text.size()), static_cast<int>(change.text.size()),
                        change.kind == WordChange::Kind::added};
        text += change.text;
        if (change.kind == WordChange::Kind::same)
            continue;
        QTextCharFormat format;
        if (mark.added) {
            format.setFontWeight(QFont::Bold);
            format.setFontUnderline(true);
        } else {
            format.setFontStrikeOut(true);
        }
        ranges.push_back({mark.from, mark.length, format});
        m_marks.push_back(mark);
    }
    m_layout.setText(text.replace(u'\n', QChar(QChar::LineSeparator)));
    m_layout.setFont(font);
    m_layout.setFormats(ranges);
}

void DifferenceText::lay(int width, int pitch)
{
    m_width = width;
    m_height = 0;
    m_layout.beginLayout();
    for (QTextLine line = m_layout.createLine(); line.isValid(); line = m_layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0, m_height + (pitch - line.height()) / 2});
        m_height += pitch;
    }
    m_layout.endLayout();
}

bool DifferenceText::isAsWanted(const QString& before, const QString& after, const QFont& font,
                                int width) const
{
    return m_before == before && m_after == after && m_font == font && m_width == width;
}

void DifferenceText::paint(QPainter& painter, const QPointF& at, const Theme& theme) const
{
    QList<QTextLayout::FormatRange> colours;
    for (const Mark& mark : m_marks) {
        QTextCharFormat format;
        format.setForeground(mark.added ? theme.text : theme.muted);
        colours.push_back({mark.from, mark.length, format});
    }
    painter.setPen(theme.text);
    m_layout.draw(&painter, at, colours);
}

} // namespace steplight
