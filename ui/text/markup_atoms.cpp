// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/markup_atoms.h"

#include <QRegularExpression>
#include <QSet>

#include <optional>

namespace steplight {

namespace {

class AtomReader
{
public:
    explicit AtomReader(const QString& source) : m_source(source) {}
    std::vector<MarkupAtom> read();

private:
    using Kind = MarkupAtom::Kind;
    bool at(qsizetype i, QLatin1String mark) const
    {
        return QStringView(m_source).mid(i).startsWith(mark);
    }
    QChar charAt(qsizetype i) const
    {
        return i >= 0 && i < m_source.size() ? m_source[i] : QChar();
    }
    qsizetype find(const QString& mark, qsizetype from);
    std::optional<MarkupAtom> between(Kind kind, qsizetype from, const QString& open,
                                      const QString& close);
    std::optional<MarkupAtom> dollar(qsizetype from);
    std::optional<MarkupAtom> environment(qsizetype from);
    std::optional<MarkupAtom> fence(qsizetype from);
    std::optional<MarkupAtom> code(qsizetype from);
    std::optional<MarkupAtom> atomAt(qsizetype i);

    const QString& m_source;
    QSet<QString>
        m_absent; // marks that do not come any more: looked for once, not at every opening one
};

qsizetype AtomReader::find(const QString& mark, qsizetype from)
{
    if (m_absent.contains(mark))
        return -1;
    const qsizetype found = m_source.indexOf(mark, from);
    if (found < 0)
        m_absent.insert(mark);
    return found;
}

std::optional<MarkupAtom> AtomReader::between(Kind kind, qsizetype from, const QString& open,
                                              const QString& close)
{
    const qsizetype begin = from + open.size(), end = find(close, begin);
    if (end < 0 || QStringView(m_source).mid(begin, end - begin).trimmed().isEmpty())
        return {};
    return MarkupAtom{kind, from, end + close.size(), m_source.mid(begin, end - begin)};
}

std::optional<MarkupAtom> AtomReader::dollar(qsizetype from)
{
    if (at(from, QLatin1String("$$")))
        return between(Kind::display, from, QStringLiteral("$$"), QStringLiteral("$$"));
    const qsizetype begin = from + 1;
    if (charAt(begin).isSpace() || charAt(from - 1) == u'$')
        return {};
    qsizetype end = begin; // the first dollar after decides
    for (; end < m_source.size() && m_source[end] != u'$'; ++end) {
        if (m_source[end] == u'\\')
            ++end;
        else if (m_source[end] == u'\n' && charAt(end + 1) == u'\n')
            return {};
    }
    if (end >= m_source.size() || end == begin || charAt(end - 1).isSpace() ||
        charAt(end - 1) == u'(' || charAt(end + 1).isDigit())
        return {};
    const QString text = m_source.mid(begin, end - begin);
    // "$20 bill … 5$": an amount and a word.
    static const QRegularExpression amount(QStringLiteral("^\\d[\\d,.]*\\s+[A-Za-z]{2,}[^\\\\]*$"));
    if (amount.match(text).hasMatch())
        return {};
    return MarkupAtom{Kind::formula, from, end + 1, text};
}

std::optional<MarkupAtom> AtomReader::environment(qsizetype from)
{
    constexpr qsizetype longest = 31; // of \begin{name}
    const qsizetype length = QStringView(m_source).mid(from, longest).indexOf(u'}');
    const QString name = length < 0 ? QString() : m_source.mid(from + 7, length - 7);
    static const QSet<QString> known = [] {
        QSet<QString> names;
        for (const char* one :
             {"align", "aligned", "alignat", "array", "bmatrix", "cases", "equation", "gather",
              "gathered", "matrix", "pmatrix", "split", "vmatrix", "Bmatrix", "Vmatrix"})
            names << QLatin1String(one) << QLatin1String(one) + QLatin1Char('*');
        return names;
    }();
    if (!known.contains(name))
        return {};
    const QString end = QStringLiteral("\\end{%1}").arg(name);
    const qsizetype found = find(end, from);
    if (found < 0)
        return {};
    return MarkupAtom{Kind::display, from, found + end.size(),
                      m_source.mid(from, found + end.size() - from)};
}

// ``` at the beginning of a line up to the next such line, or the end: a reply may be cut off.
std::optional<MarkupAtom> AtomReader::fence(qsizetype from)
{
    const QString mark = m_source.mid(from, 3);
    const qsizetype begin = m_source.indexOf(u'\n', from) + 1;
    if (begin == 0)
        return {};
    const qsizetype found =
        begin > 0 && m_source.mid(begin, 3) == mark ? begin - 1 : find(u'\n' + mark, begin - 1);
    const qsizetype end = found < 0 ? m_source.size() : found;
    qsizetype to = found < 0 ? end : m_source.indexOf(u'\n', found + 1);
    if (to < 0)
        to = m_source.size();
    return MarkupAtom{Kind::fence, from, to,
                      m_source.mid(begin, std::max<qsizetype>(0, end - begin))};
}

std::optional<MarkupAtom> AtomReader::code(qsizetype from)
{
    if (charAt(from - 1) == u'`') // only a whole run begins or ends code
        return {};
    qsizetype begin = from;
    while (charAt(begin) == u'`')
        ++begin;
    const QString mark = m_source.mid(from, begin - from);
    qsizetype end = begin;
    while (end < m_source.size() && m_source[end] != u'\n' && m_source[end] != u'`')
        ++end;
    if (end == begin || m_source.mid(end, mark.size()) != mark)
        return {};
    return MarkupAtom{Kind::code, from, end + mark.size(), m_source.mid(begin, end - begin)};
}

std::optional<MarkupAtom> AtomReader::atomAt(qsizetype i)
{
    const QChar c = m_source[i];
    const bool lineBegins = i == 0 || m_source[i - 1] == u'\n';
    if (lineBegins && (at(i, QLatin1String("```")) || at(i, QLatin1String("~~~"))))
        return fence(i);
    if (c == u'`')
        return code(i);
    if (c == u'$')
        return dollar(i);
    if (c != u'\\')
        return {};
    std::optional<MarkupAtom> atom;
    if (at(i, QLatin1String("\\(")))
        atom = between(Kind::formula, i, QStringLiteral("\\("), QStringLiteral("\\)"));
    else if (at(i, QLatin1String("\\[")))
        atom = between(Kind::display, i, QStringLiteral("\\["), QStringLiteral("\\]"));
    else if (at(i, QLatin1String("\\begin{")))
        atom = environment(i);
    if (!atom && QStringLiteral("$*_`#|").contains(charAt(i + 1)) && !charAt(i + 1).isNull())
        atom = MarkupAtom{Kind::escape, i, i + 2, m_source.mid(i + 1, 1)};
    return atom;
}

std::vector<MarkupAtom> AtomReader::read()
{
    std::vector<MarkupAtom> atoms;
    for (qsizetype i = 0; i < m_source.size();) {
        auto atom = atomAt(i);
        if (!atom) {
            ++i;
            continue;
        }
        i = atom->to;
        atoms.push_back(std::move(*atom));
    }
    return atoms;
}

} // namespace

std::vector<MarkupAtom> markupAtoms(const QString& source)
{
    return AtomReader(source).read();
}

} // namespace steplight
