// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/math/svg_path.h"

#include <array>
#include <optional>

namespace steplight {

namespace {

class PathReader
{
public:
    explicit PathReader(const QString& data) : m_data(data) {}
    QPainterPath read();

private:
    static int numbersOf(QChar command);
    std::optional<double> number();
    void skip();
    void draw(QChar command, const std::array<double, 6>& n);

    const QString& m_data;
    qsizetype m_at = 0;
    QPainterPath m_path;
    QPointF m_control; // the last curve's, for the smooth ones
    QChar m_before;
};

int PathReader::numbersOf(QChar command)
{
    switch (command.toLower().unicode()) {
    case u'm':
    case u'l':
    case u't':
        return 2;
    case u'h':
    case u'v':
        return 1;
    case u'c':
        return 6;
    case u's':
    case u'q':
        return 4;
    case u'z':
        return 0;
    default:
        return -1;
    }
}

void PathReader::skip()
{
    while (m_at < m_data.size() && (m_data[m_at].isSpace() || m_data[m_at] == u','))
        ++m_at;
}

// "-.5.5" is two numbers.
std::optional<double> PathReader::number()
{
    skip();
    const qsizetype begin = m_at;
    bool point = false;
    while (m_at < m_data.size()) {
        const QChar c = m_data[m_at];
        const bool sign = m_at == begin && (c == u'-' || c == u'+');
        if (!c.isDigit() && !sign && (c != u'.' || point))
            break;
        point |= c == u'.';
        ++m_at;
    }
    bool ok = false;
    const double value = m_data.mid(begin, m_at - begin).toDouble(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

void PathReader::draw(QChar command, const std::array<double, 6>& n)
{
    const QPointF here = m_path.currentPosition();
    const QPointF base = command.isLower() ? here : QPointF();
    const auto point = [&](std::size_t i) { return base + QPointF(n[i], n[i + 1]); };
    const QChar kind = command.toLower();
    const auto after = [&](const char* kinds) {
        return QLatin1String(kinds).contains(m_before.toLower());
    };
    const auto mirrored = [&](const char* kinds) {
        return after(kinds) ? here * 2 - m_control : here;
    };
    QPointF control = here;
    if (kind == u'm') {
        m_path.moveTo(point(0));
    } else if (kind == u'l') {
        m_path.lineTo(point(0));
    } else if (kind == u'h') {
        m_path.lineTo(base.x() + n[0], here.y());
    } else if (kind == u'v') {
        m_path.lineTo(here.x(), base.y() + n[0]);
    } else if (kind == u'c') {
        control = point(2);
        m_path.cubicTo(point(0), control, point(4));
    } else if (kind == u's') {
        const QPointF first = mirrored("cs");
        control = point(0);
        m_path.cubicTo(first, control, point(2));
    } else if (kind == u'q') {
        control = point(0);
        m_path.quadTo(control, point(2));
    } else if (kind == u't') {
        control = mirrored("qt");
        m_path.quadTo(control, point(0));
    } else {
        m_path.closeSubpath();
    }
    m_control = control;
    m_before = command;
}

QPainterPath PathReader::read()
{
    m_path.setFillRule(Qt::WindingFill);
    QChar command;
    for (skip(); m_at < m_data.size(); skip()) {
        if (m_data[m_at].isLetter())
            command = m_data[m_at++];
        else if (numbersOf(command) <= 0)
            return m_path;
        std::array<double, 6> n{};
        const int wanted = numbersOf(command);
        for (int i = 0; i < wanted; ++i) {
            const auto value = number();
            if (!value)
                return m_path;
            n[static_cast<std::size_t>(i)] = *value;
        }
        if (wanted < 0)
            return m_path;
        draw(command, n);
        if (command.toLower() == u'm')
            command = command.isLower() ? QChar(u'l') : QChar(u'L');
    }
    return m_path;
}

} // namespace

QPainterPath svgPath(const QString& data)
{
    return PathReader(data).read();
}

} // namespace steplight
