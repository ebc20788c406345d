// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/importing.h"

#include "app/error_words.h"
#include "storage/import/import.h"

#include <QCoreApplication>

namespace steplight {
namespace {

struct Import {
    Q_DECLARE_TR_FUNCTIONS(Import)

public:
    static QString summaryOf(const ImportReport& report);
};

QString Import::summaryOf(const ImportReport& report)
{
    std::int64_t traces = 0, questions = 0, duplicates = 0, rejected = 0, altered = 0;
    QString firstReason, firstAltered;
    for (const ImportedFile& file : report.files) {
        traces += file.traces;
        questions += file.questionsOnly;
        duplicates += file.duplicates;
        rejected += static_cast<std::int64_t>(file.rejected.size());
        for (const auto& [what, times] : file.altered) {
            altered += times;
            if (firstAltered.isEmpty())
                firstAltered = QString::fromStdString(what);
        }
        if (firstReason.isEmpty() && !file.rejected.empty())
            firstReason = tr("%1, line %2: %3")
                              .arg(QString::fromStdString(file.path))
                              .arg(file.rejected.front().line)
                              .arg(QString::fromStdString(file.rejected.front().reason));
    }
    QStringList words{tr("%n new traces", nullptr, static_cast<int>(traces))};
    if (questions > 0)
        words << tr("%n new questions without a trace", nullptr, static_cast<int>(questions));
    if (duplicates > 0)
        words << tr("%n known already", nullptr, static_cast<int>(duplicates));
    if (report.judgeReplies > 0)
        words << tr("%1 of %2 judge replies joined")
                     .arg(report.judgeMatched)
                     .arg(report.judgeReplies);
    if (report.imagesMissing > 0)
        words << tr("%n images missing", nullptr, static_cast<int>(report.imagesMissing));
    if (rejected > 0)
        words << tr("%n rows rejected, first: %1", nullptr, static_cast<int>(rejected))
                     .arg(firstReason);
    if (altered > 0)
        words << tr("%n parts kept in another form or not at all, first: %1", nullptr,
                    static_cast<int>(altered))
                     .arg(firstAltered);
    QString summary = words.join(QStringLiteral(", ")) % u'.';
    if (report.cancelled)
        summary += u' ' % tr("Cancelled; import the same files again to go on.");
    return summary;
}

bool isFolder(const std::filesystem::path& path)
{
    std::error_code error;
    return std::filesystem::is_directory(path, error);
}

} // namespace

ImportAnswer importDropped(Project& project, const QStringList& dropped, const ImportWatch& watch,
                           std::stop_token stop)
{
    std::vector<std::filesystem::path> paths;
    ImportOptions options;
    for (const QString& path : dropped) {
        paths.emplace_back(path.toStdString());
        if (isFolder(paths.back()))
            options.imageFolders.push_back(paths.back());
    }
    try {
        const ImportReport report = importPaths(
            project, paths, options,
            [&](const ImportProgress& progress) { watch(project, progress); }, stop);
        bool complete = !report.cancelled;
        for (const ImportedFile& file : report.files)
            complete = complete && file.rejected.empty();
        return {Import::summaryOf(report), complete, {}};
    } catch (const std::exception& error) {
        return {{}, false, errorInWords(error)};
    }
}

} // namespace steplight
