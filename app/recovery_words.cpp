// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recovery_words.h"

#include "app/error_words.h"
#include "app/run_news.h"
#include "storage/imports.h"
#include "storage/journal.h"
#include "storage/runs.h"
#include "ui/pages/words.h"
#include "ui/stamp.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

namespace steplight {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Recovery)
};

QString timeOf(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds).time().toString(QStringLiteral("HH:mm:ss"));
}

QString decisionsInWords(Project& project, qint64 since)
{
    const JournalFilter then{{}, since, 0};
    const auto last = journal(project, then, 0, 1);
    if (last.empty())
        return Words::tr("No decision was made in that time.");
    const Label& label = last.front().label;
    return Words::tr("All %n decisions of that time are there", nullptr,
                     static_cast<int>(countJournal(project, then))) %
           (label.step < 0 ? Words::tr(", the last at %1: %2.")
                                 .arg(timeOf(label.createdAt), verdictWords(label.verdict))
                           : Words::tr(", the last at %1: step %2, %3.")
                                 .arg(timeOf(label.createdAt))
                                 .arg(label.step + 1)
                                 .arg(verdictWords(label.verdict)));
}

QString importsInWords(Project& project)
{
    QStringList cut;
    for (const ImportRecord& record : importRecords(project))
        if (!record.finished)
            cut << QFileInfo(QString::fromStdString(record.path)).fileName();
    return cut.isEmpty() ? QString()
                         : QStringLiteral(" ") %
                               Words::tr("The import of %1 was cut short; import it again, it goes "
                                         "on where it stopped.")
                                   .arg(cut.join(QStringLiteral(", ")));
}

QString runsInWords(Project& project)
{
    int living = 0;
    for (const Run& run : runs(project))
        living += isOver(run) ? 0 : 1;
    return living == 0 ? QString()
                       : QStringLiteral(" ") %
                             Words::tr("%n runs went on without the window.", nullptr, living);
}

} // namespace

QString recoveryInWords(const LostWindow& lost)
{
    const QString name = QFileInfo(lost.folder).fileName();
    const QString ended = Words::tr("Steplight ended unexpectedly while %1 was open (since %2).")
                              .arg(name, momentInWords(lost.since));
    try {
        Project project(lost.folder.toStdString(), Access::readOnly);
        return ended % QStringLiteral(" ") % decisionsInWords(project, lost.since) %
               importsInWords(project) % runsInWords(project);
    } catch (const std::exception& error) {
        return ended % QStringLiteral(" ") % errorInWords(error);
    }
}

} // namespace steplight
