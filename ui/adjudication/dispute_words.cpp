// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/adjudication/dispute_words.h"

#include "ui/stamp.h"

#include <QCoreApplication>
#include <QStringList>

namespace steplight {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Disputes)
};

const QString between = QStringLiteral("; ");

} // namespace

QString letterOf(int voice)
{
    const QString last(QChar(u'A' + voice % 26));
    return voice < 26 ? last : letterOf(voice / 26 - 1) + last;
}

QString saidInWords(const Grammar& grammar, const Verdict& verdict)
{
    QStringList words{verdictGlyph(verdict) + u' ' + verdictWords(verdict)};
    if (verdict.errorKind != ErrorKind::none)
        words << errorKindInWords(verdict.errorKind);
    if (!verdict.reason.empty())
        words << reasonInWords(grammar, QString::fromStdString(verdict.reason));
    if (!verdict.rewrite.empty())
        words << Words::tr("should read “%1”")
                     .arg(QString::fromStdString(verdict.rewrite).simplified());
    if (!verdict.overrules.empty())
        words << overrulesInWords(grammar, verdict);
    if (!verdict.regions.empty())
        words << Words::tr("%n regions", nullptr, static_cast<int>(verdict.regions.size()));
    if (!verdict.comment.empty())
        words << QStringLiteral("“%1”").arg(QString::fromStdString(verdict.comment).simplified());
    return words.join(QStringLiteral(" · "));
}

QString disputeInWords(const Dispute& dispute)
{
    const QString state = dispute.open > 0
                              ? Words::tr("%n disputed · %1 % agree", nullptr, dispute.open)
                                    .arg(qRound(dispute.agreement * 100))
                              : Words::tr("✓ decided");
    return QString::fromStdString(dispute.question).simplified() + u'\n' + state;
}

std::vector<Choice> disputeReasons()
{
    return {
        {u's', QStringLiteral("ambiguous step"), Words::tr("ambiguous step")},
        {u'g', QStringLiteral("guideline gap"), Words::tr("guideline gap")},
        {u'n', QStringLiteral("annotator error"), Words::tr("annotator error")},
        {u'i', QStringLiteral("image unreadable"), Words::tr("image unreadable")},
        {u'k', QStringLiteral("answer key wrong"), Words::tr("answer key wrong")},
    };
}

std::string withDisputeReason(const std::string& reason, const std::string& why)
{
    QStringList parts = QString::fromStdString(reason).split(between, Qt::SkipEmptyParts);
    for (const Choice& choice : disputeReasons())
        parts.removeAll(choice.key);
    parts << QString::fromStdString(why);
    return parts.join(between).toStdString();
}

QString disputeReasonIn(const std::string& reason)
{
    const QStringList parts = QString::fromStdString(reason).split(between);
    for (const Choice& choice : disputeReasons())
        if (parts.contains(choice.key))
            return choice.key;
    return {};
}

} // namespace steplight
