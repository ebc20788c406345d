// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/model_words.h"

#include "ui/pages/words.h"

#include <QCoreApplication>
#include <QLocale>

namespace steplight {

namespace {

constexpr qsizetype namesShown = 12; // of tensors, a kind

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ModelsPage)
};

QString bytesInWords(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat);
}

QString parametersInWords(qint64 n)
{
    if (n >= 1'000'000'000)
        return Words::tr("%1 B parameters").arg(QLocale().toString(double(n) / 1e9, 'f', 1));
    if (n >= 1'000'000)
        return Words::tr("%1 M parameters").arg(QLocale().toString(double(n) / 1e6, 'f', 1));
    return Words::tr("%n parameters", nullptr, static_cast<int>(n));
}

QString tensorsInWords(const QString& what, const QStringList& names)
{
    QString line = what.arg(names.mid(0, namesShown).join(QStringLiteral(", ")));
    if (names.size() > namesShown)
        line +=
            u' ' % Words::tr("and %n more", nullptr, static_cast<int>(names.size() - namesShown));
    return line;
}

QString memoryInWords(const ModelCheck& check)
{
    const QString needed = Words::tr("It takes %1 of memory").arg(bytesInWords(check.memoryNeeded));
    return check.memoryThere < 0
               ? Words::tr("%1.").arg(needed)
               : Words::tr("%1; %2 were free.").arg(needed, bytesInWords(check.memoryThere));
}

QString verdictInWords(const ModelCheck& check)
{
    if (check.refused)
        return Words::tr(
                   "Not loaded: it takes %1 of memory as float32, and %2 are free here. Close "
                   "other programs, or score on a larger machine.")
            .arg(bytesInWords(check.memoryNeeded), bytesInWords(check.memoryThere));
    if (!check.loads)
        return Words::tr("Does not load. %1").arg(check.error);
    return Words::tr("Loads in %1; every tensor fits. %2")
        .arg(tookInWords(check.seconds), memoryInWords(check));
}

} // namespace

QString sizeInWords(const ModelEntry& entry)
{
    if (isJudge(entry.model))
        return QString::fromStdString(entry.model.note);
    QStringList facts;
    if (entry.model.parameters > 0)
        facts << parametersInWords(entry.model.parameters);
    if (entry.bytes > 0)
        facts << Words::tr("%1 of weights").arg(bytesInWords(entry.bytes));
    if (!entry.model.dtype.empty())
        facts << QString::fromStdString(entry.model.dtype);
    return facts.join(QStringLiteral(" · "));
}

QString architectureInWords(const ModelEntry& entry)
{
    const ModelArchitecture& a = entry.architecture;
    if (a.layers == 0)
        return a.name;
    const QLocale locale;
    QStringList facts;
    if (!a.name.isEmpty())
        facts << a.name;
    facts << Words::tr("%1 layers of width %2").arg(a.layers).arg(locale.toString(a.width))
          << Words::tr("vision tower of %1 layers of width %2")
                 .arg(a.visionLayers)
                 .arg(locale.toString(a.visionWidth))
          << Words::tr("%1 tokens known").arg(locale.toString(a.vocabulary));
    return facts.join(QStringLiteral(" · "));
}

QString profileInWords(const ModelEntry& entry)
{
    const QString name = QString::fromStdString(entry.model.profile);
    if (!entry.profile)
        return name;
    const ModelProfile& p = *entry.profile;
    const QLocale locale;
    QStringList facts{p.fromFile ? Words::tr("%1, from its own file").arg(name)
                                 : Words::tr("%1, built in: the folder has none").arg(name)};
    facts << Words::tr("P(+) is that of “%1” against “%2”").arg(p.plus, p.minus)
          << (p.temperature == 1
                  ? Words::tr("not calibrated")
                  : Words::tr("calibrated with temperature %1").arg(locale.toString(p.temperature)))
          << Words::tr("right from %1 on").arg(locale.toString(p.threshold))
          << Words::tr("images of %1 to %2 pixels")
                 .arg(locale.toString(p.minPixels), locale.toString(p.maxPixels));
    return facts.join(QStringLiteral(" · "));
}

QString promptInWords(const ModelProfile& profile)
{
    QStringList parts;
    for (const QString& part : {profile.system, profile.firstTurn})
        if (!part.isEmpty())
            parts << part;
    return parts.join(QStringLiteral("\n\n"));
}

QString stateInWords(const ModelEntry& entry)
{
    if (entry.missing)
        return Words::tr("Folder is missing");
    if (!entry.model.error.empty())
        return Words::tr("Cannot be used");
    if (isJudge(entry.model))
        return Words::tr("A judge");
    if (!entry.check)
        return Words::tr("Not checked");
    return entry.check->refused ? Words::tr("Too large for this machine")
           : entry.check->loads ? Words::tr("Loads")
                                : Words::tr("Does not load");
}

QString checkInWords(const ModelEntry& entry)
{
    if (!entry.check)
        return Words::tr("Not checked yet. A check compares every tensor, hashes the files and "
                         "loads the model.");
    const ModelCheck& check = *entry.check;
    QStringList lines{verdictInWords(check)};
    if (!check.missing.isEmpty())
        lines << tensorsInWords(Words::tr("Missing: %1"), check.missing);
    if (!check.misshapen.isEmpty())
        lines << tensorsInWords(Words::tr("Of another shape: %1"), check.misshapen);
    if (!check.unused.isEmpty())
        lines << tensorsInWords(Words::tr("Fit nothing: %1"), check.unused);
    for (const ModelCheck::File& file : check.files)
        lines << Words::tr("%1: %2, SHA-256 %3")
                     .arg(file.name, bytesInWords(file.bytes), file.sha256);
    if (check.at > 0)
        lines << Words::tr("Checked %1").arg(momentInWords(check.at));
    return lines.join(u'\n');
}

QString lineageInWords(const ModelEntry& entry)
{
    if (!entry.lineage)
        return {};
    const ModelLineage& from = *entry.lineage;
    QStringList facts{
        Words::tr("from %1").arg(nameOfFolder(from.parent)), tracesInWords(from.learnt),
        Words::tr("%n corrected by people", nullptr, static_cast<int>(from.corrected)),
        Words::tr("rule %1").arg(QString::fromStdString(from.rule))};
    if (from.firstErrorF1)
        facts << Words::tr("first-error F1 %1 on %2 held out")
                     .arg(QLocale().toString(*from.firstErrorF1, 'f', 2),
                          tracesInWords(from.heldOut));
    facts << momentInWords(from.endedAt);
    return facts.join(QStringLiteral(" · "));
}

QString scoredInWords(const ModelScored& scored)
{
    if (scored.traces == 0)
        return Words::tr("nothing in this project yet");
    QStringList facts{tracesInWords(scored.traces),
                      Words::tr("%n steps", nullptr, static_cast<int>(scored.steps)),
                      Words::tr("mean P(+) %1").arg(QLocale().toString(scored.mean, 'f', 2))};
    if (scored.runs > 0)
        facts << Words::tr("%n runs", nullptr, static_cast<int>(scored.runs));
    if (scored.lastAt > 0)
        facts << Words::tr("last %1").arg(momentInWords(scored.lastAt));
    return facts.join(QStringLiteral(" · "));
}

} // namespace steplight
