// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/choices.h"

#include <QCoreApplication>
#include <QStringList>

namespace steplight {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(LabelChoices)
};

const QString betweenReasons = QStringLiteral("; "); // of a decision: what, then why they differed

QString text(std::string_view word)
{
    return QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()));
}

QChar letterOf(char letter)
{
    return letter == 0 ? QChar() : QChar::fromLatin1(letter);
}

struct Known {
    const char* word;
    QString shown;
};

QString shownAs(const std::vector<Known>& known, const std::string& word)
{
    for (const Known& one : known)
        if (word == one.word)
            return one.shown;
    return text(word);
}

/// What a label may say without a title of the project's own; the last two are of labels from
/// before estimates could be overruled.
QString knownReason(const std::string& word)
{
    return shownAs({{"object", Words::tr("wrong object")},
                    {"text read", Words::tr("text misread")},
                    {"count", Words::tr("miscounted")},
                    {"colour", Words::tr("colour")},
                    {"shape or size", Words::tr("shape or size")},
                    {"position", Words::tr("position")},
                    {"missed object", Words::tr("missed object")},
                    {"invented object", Words::tr("invented object")},
                    {"arithmetic", Words::tr("arithmetic")},
                    {"logic", Words::tr("logic")},
                    {"question misread", Words::tr("question misread")},
                    {"unsupported", Words::tr("unsupported")},
                    {"judge nitpick", Words::tr("judge nitpicks")},
                    {"scorer misperceived", Words::tr("scorer misperceived")}},
                   word);
}

QString knownOverrule(const std::string& word)
{
    return shownAs({{"lucky", Words::tr("lucky")},
                    {"unlucky", Words::tr("unlucky")},
                    {"too few rollouts", Words::tr("too few rollouts")},
                    {"nitpick", Words::tr("nitpick")},
                    {"misperceived", Words::tr("misperceived")},
                    {"misread the step", Words::tr("misread the step")},
                    {"position or length", Words::tr("position or length")},
                    {"wrong", Words::tr("wrong")}},
                   word);
}

} // namespace

std::vector<Choice> errorKindChoices()
{
    using E = ErrorKind;
    return {
        {u'p', text(errorKindWord(E::perception)), Words::tr("perception")},
        {u'r', text(errorKindWord(E::reasoning)), Words::tr("reasoning")},
        {u'k', text(errorKindWord(E::knowledge)), Words::tr("knowledge")},
        {u'f', text(errorKindWord(E::format)), Words::tr("format")},
        {u'a', text(errorKindWord(E::answer)), Words::tr("answer")},
        {u'n', text(errorKindWord(E::none)), Words::tr("none")},
    };
}

std::vector<Choice> refinementChoices(const Grammar& grammar, ErrorKind family)
{
    std::vector<Choice> choices;
    for (const Refinement& one : grammar.refinements)
        if (one.family == family)
            choices.push_back({letterOf(one.letter), text(one.word), titleOf(one)});
    return choices;
}

std::vector<Choice> reasonChoices(const Grammar& grammar)
{
    std::vector<Choice> choices;
    for (const Refinement& one : grammar.refinements)
        choices.push_back({letterOf(one.letter), text(one.word), titleOf(one)});
    choices.push_back(
        {letterOf(ownWordsLetter), QString::fromUtf16(ownWords), Words::tr("own words")});
    return choices;
}

std::vector<Choice> overruleKindChoices(const std::vector<EstimateKind>& kinds)
{
    std::vector<Choice> choices;
    for (const EstimateKind kind : kinds) {
        const QString word = text(estimateKindWord(kind));
        choices.push_back({word.front(), word, estimateInWords(kind)});
    }
    return choices;
}

std::vector<Choice> overruleChoices(const Grammar& grammar, EstimateKind kind)
{
    std::vector<Choice> choices;
    for (const OverruleReason& one : grammar.overrules)
        if (one.kind == kind)
            choices.push_back({letterOf(one.letter), text(one.word), titleOf(one)});
    return choices;
}

QString errorKindInWords(ErrorKind kind)
{
    for (const Choice& choice : errorKindChoices())
        if (choice.key == text(errorKindWord(kind)))
            return choice.text;
    return {};
}

QString estimateInWords(EstimateKind kind)
{
    switch (kind) {
    case EstimateKind::mc:
        return Words::tr("rollouts");
    case EstimateKind::judge:
        return Words::tr("judge");
    case EstimateKind::prm:
        return Words::tr("PRM");
    case EstimateKind::given:
        return Words::tr("given");
    }
    return {};
}

QString reasonInWords(const Grammar& grammar, const QString& reason)
{
    const std::string word = reason.toStdString();
    if (const Refinement* own = findRefinement(grammar, word))
        return titleOf(*own);
    const QStringList parts = reason.split(betweenReasons);
    if (parts.size() == 1)
        return knownReason(word);
    QStringList words;
    for (const QString& part : parts)
        words << reasonInWords(grammar, part);
    return words.join(betweenReasons);
}

QString titleOf(const Refinement& refinement)
{
    return refinement.title.empty() ? knownReason(refinement.word) : text(refinement.title);
}

QString titleOf(const OverruleReason& reason)
{
    return reason.title.empty() ? knownOverrule(reason.word) : text(reason.title);
}

QString overrulesInWords(const Grammar& grammar, const Verdict& verdict)
{
    QStringList all;
    for (const auto& [kind, word] : verdict.overrules) {
        const OverruleReason* own = findOverrule(grammar, kind, word);
        all << Words::tr("%1: %2").arg(estimateInWords(kind),
                                       own ? titleOf(*own) : knownOverrule(word));
    }
    return all.join(QStringLiteral(", "));
}

} // namespace steplight
