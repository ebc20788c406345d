// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/stamp.h"

#include "ui/chips.h"
#include "ui/light.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QRegularExpression>

#include <algorithm>

namespace steplight {

namespace {

struct Stamp {
    Q_DECLARE_TR_FUNCTIONS(Stamp)
};

} // namespace

QString verdictGlyph(const Verdict& verdict)
{
    switch (verdict.state) {
    case LabelState::unlabelled:
        return {};
    case LabelState::rated:
        return QString(lightGlyph(3 + 3 * std::clamp(verdict.rating, -1, 1)));
    case LabelState::skipped:
        return QStringLiteral("»");
    case LabelState::cannotJudge:
        return QStringLiteral("?");
    case LabelState::badQuestion:
    case LabelState::wrongKey:
        return QStringLiteral("!");
    }
    return {};
}

QString verdictWords(const Verdict& verdict)
{
    switch (verdict.state) {
    case LabelState::unlabelled:
        return Stamp::tr("not labelled");
    case LabelState::rated:
        return verdict.rating > 0   ? Stamp::tr("right")
               : verdict.rating < 0 ? Stamp::tr("wrong")
                                    : Stamp::tr("neutral");
    case LabelState::skipped:
        return Stamp::tr("skipped");
    case LabelState::cannotJudge:
        return Stamp::tr("cannot judge");
    case LabelState::badQuestion:
        return Stamp::tr("bad question");
    case LabelState::wrongKey:
        return Stamp::tr("wrong answer key");
    }
    return {};
}

QString initialsOf(const QString& annotator)
{
    const QString name = annotator.section(QLatin1Char(':'), -1).trimmed();
    static const QRegularExpression breaks(QStringLiteral("[\\s._-]+"));
    const QStringList words = name.split(breaks, Qt::SkipEmptyParts);
    if (words.isEmpty())
        return {};
    const bool latin = words[0][0].script() == QChar::Script_Latin;
    if (words.size() == 1)
        return annotator.contains(QLatin1Char(':')) ? name.left(3) : name.left(latin ? 2 : 1);
    return (QString(words.first()[0]) + words.last()[0]).toUpper();
}

QSize stampSize(const Verdict& verdict, const QString& initials)
{
    if (verdict.state == LabelState::unlabelled)
        return {0, 0};
    const int text =
        initials.isEmpty() ? 0 : QFontMetrics(chipFont()).horizontalAdvance(initials) + 4;
    return {chipHeight() + text + 2, chipHeight()};
}

QSize paintStamp(QPainter& painter, const QPoint& topLeft, const Verdict& verdict,
                 const QString& initials, const Theme& theme)
{
    const QSize size = stampSize(verdict, initials);
    if (size.isEmpty())
        return size;
    const bool unsure = verdict.state == LabelState::cannotJudge;
    const QRectF rect = QRectF(QRect(topLeft, size)).adjusted(0.75, 0.75, -0.75, -0.75);
    painter.save();
    painter.setFont(chipFont());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.text, 1.5, unsure ? Qt::DotLine : Qt::SolidLine));
    painter.setBrush(theme.background);
    painter.drawRoundedRect(rect, metrics::corner, metrics::corner);
    const QRectF glyph(rect.left(), rect.top(), rect.height(), rect.height());
    painter.setPen(theme.text);
    if (verdict.state == LabelState::rated) {
        const double margin = rect.height() * 0.24;
        paintLightGlyph(painter, glyph.adjusted(margin, margin, -margin, -margin),
                        3 + 3 * std::clamp(verdict.rating, -1, 1), theme.text);
    } else {
        painter.drawText(glyph, Qt::AlignCenter, verdictGlyph(verdict));
    }
    painter.drawText(rect.adjusted(rect.height(), 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     initials);
    painter.restore();
    return size;
}

} // namespace steplight
