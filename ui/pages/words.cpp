// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QLocale>

#include <cmath>

namespace steplight {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace

QString countInWords(qint64 n)
{
    return QLocale().toString(n);
}

QString tracesInWords(qint64 n)
{
    // %n would print ungrouped digits: the plural is chosen by n, the number is set here.
    return n == 1 ? Words::tr("1 trace") : Words::tr("%1 traces").arg(countInWords(n));
}

QString questionsInWords(qint64 n)
{
    return n == 1 ? Words::tr("1 question") : Words::tr("%1 questions").arg(countInWords(n));
}

QString updatesInWords(qint64 n)
{
    return n == 1 ? Words::tr("1 update") : Words::tr("%1 updates").arg(countInWords(n));
}

QString solutionsInWords(qint64 n)
{
    return n == 1 ? Words::tr("1 solution") : Words::tr("%1 solutions").arg(countInWords(n));
}

QString tookInWords(double seconds)
{
    if (seconds < 1)
        return Words::tr("%1 ms").arg(std::max(1L, std::lround(seconds * 1000)));
    return Words::tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
}

QString lastedInWords(double seconds)
{
    const auto s = static_cast<qint64>(std::llround(std::max(0.0, seconds)));
    if (s < 60)
        return Words::tr("%1 s").arg(s);
    if (s < 3600)
        return Words::tr("%1 min %2 s").arg(s / 60).arg(s % 60);
    return Words::tr("%1 h %2 min").arg(s / 3600).arg(s % 3600 / 60);
}

QString leftInWords(double seconds)
{
    if (!(seconds >= 0)) // also NaN
        return {};
    if (seconds < 10)
        return Words::tr("a few seconds left");
    if (seconds < 90)
        return Words::tr("about %1 s left").arg(std::lround(seconds / 10) * 10);
    if (seconds < 5400)
        return Words::tr("about %1 min left").arg(std::lround(seconds / 60));
    return Words::tr("about %1 h left").arg(QLocale().toString(seconds / 3600, 'f', 1));
}

QString momentInWords(qint64 msEpoch)
{
    if (msEpoch == 0)
        return QStringLiteral("–");
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(msEpoch);
    const QString clock = at.toString(QStringLiteral("HH:mm"));
    if (at.date() == QDate::currentDate())
        return Words::tr("today %1").arg(clock);
    return at.toString(QStringLiteral("yyyy-MM-dd ")) + clock;
}

QString kindInWords(const QString& runKind)
{
    if (runKind == QLatin1String("score"))
        return Words::tr("Score");
    if (runKind == QLatin1String("train"))
        return Words::tr("Train");
    if (runKind == QLatin1String("synthesize"))
        return Words::tr("Synthesize");
    if (runKind == QLatin1String("judge"))
        return Words::tr("Judge");
    if (runKind == QLatin1String("search"))
        return Words::tr("Search");
    if (runKind == QLatin1String("evaluate"))
        return Words::tr("Evaluate");
    return runKind;
}

QString stateInWords(RunState state)
{
    switch (state) {
    case RunState::waiting:
        return Words::tr("Waiting");
    case RunState::running:
        return Words::tr("Running");
    case RunState::done:
        return Words::tr("Done");
    case RunState::failed:
        return Words::tr("Failed");
    case RunState::cancelled:
        return Words::tr("Cancelled");
    }
    return {};
}

QString queryInWords(const std::string& query)
{
    return query.empty() ? Words::tr("all traces") : QString::fromStdString(query);
}

QString nameOfFolder(const std::string& path)
{
    return QDir(QString::fromStdString(path)).dirName();
}

} // namespace steplight
