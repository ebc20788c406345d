// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figures_words.h"

#include "ui/label/choices.h"
#include "ui/pages/words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace steplight {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Figures)
};

const QString between = QStringLiteral(" · ");

QString secondsInWords(qint64 ms)
{
    return Words::tr("%1 s").arg(QLocale().toString(static_cast<double>(ms) / 1000, 'f', 1));
}

QString shareInWords(const QString& what, qint64 count, qint64 all)
{
    const int percent =
        all > 0 ? qRound(100. * static_cast<double>(count) / static_cast<double>(all)) : 0;
    return Words::tr("%1 %2 (%3 %)").arg(what, countInWords(count)).arg(percent);
}

QString ratingsInWords(const ModeFigures& mode)
{
    QStringList words{shareInWords(Words::tr("✓ right"), mode.right, mode.steps),
                      shareInWords(Words::tr("○ neutral"), mode.neutral, mode.steps),
                      shareInWords(Words::tr("✕ wrong"), mode.wrong, mode.steps)};
    if (mode.unrated > 0)
        words << shareInWords(Words::tr("not rated"), mode.unrated, mode.steps);
    return words.join(between);
}

QString kindsInWords(const ModeFigures& mode)
{
    QStringList words;
    for (const auto& [kind, count] : mode.kinds)
        words << shareInWords(kind == ErrorKind::none ? Words::tr("kind not said")
                                                      : errorKindInWords(kind),
                              count, mode.wrong);
    return words.join(between);
}

} // namespace

std::vector<FigureLine> linesOf(const ModeFigures& mode)
{
    std::vector<FigureLine> lines{
        {Words::tr("Steps labelled"),
         Words::tr("%1 today · %2 in seven days · %3 altogether")
             .arg(countInWords(mode.today), countInWords(mode.week), countInWords(mode.steps))},
        {Words::tr("Ratings"), ratingsInWords(mode)}};
    if (mode.wrong > 0)
        lines.emplace_back(Words::tr("Kinds of error"), kindsInWords(mode));
    if (mode.timed > 0)
        lines.emplace_back(Words::tr("Time per step"),
                           Words::tr("%1 in the middle, half of them between %2 and %3 "
                                     "(%4 steps; pauses left out)")
                               .arg(secondsInWords(mode.medianMs), secondsInWords(mode.lowMs),
                                    secondsInWords(mode.highMs), countInWords(mode.timed)));
    if (mode.quickAccepts > 0)
        lines.emplace_back(Words::tr("Worth a second look"),
                           Words::tr("%1 of %2 right-ratings took under half a second; the "
                                     "guideline suggests looking at the image first. Easy steps "
                                     "are quick too: this is a hint, no judgement.")
                               .arg(countInWords(mode.quickAccepts), countInWords(mode.accepts)));
    if (mode.gold)
        lines.emplace_back(Words::tr("Beside gold"), goldInWords(*mode.gold));
    return lines;
}

QString goldInWords(const GoldFigures& gold)
{
    QStringList words{Words::tr("%1 of %2 steps rated the same")
                          .arg(countInWords(gold.agreeing), countInWords(gold.steps))};
    if (gold.firstErrors > 0)
        words << Words::tr("first error the same in %1 of %2 traces")
                     .arg(countInWords(gold.firstErrorsExact), countInWords(gold.firstErrors));
    if (const auto overlap = gold.overlap())
        words << Words::tr("regions overlap by %1 (IoU, %2 steps)")
                     .arg(QLocale().toString(*overlap, 'f', 2), countInWords(gold.regions));
    return words.join(between);
}

} // namespace steplight
