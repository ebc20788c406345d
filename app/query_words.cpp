// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/query_words.h"

#include "storage/queries.h"
#include "storage/records/guideline.h"

#include <QCoreApplication>

#include <algorithm>

namespace steplight {
namespace {

/// As values of a word: in quotation marks where they would end too early. A name with a quotation
/// mark in it cannot be written.
QStringList quoted(const std::vector<std::string>& names)
{
    QStringList values;
    for (const std::string& name : names) {
        const QString value = QString::fromStdString(name);
        if (value.contains(QLatin1Char('"')))
            continue;
        const bool plain = std::none_of(value.begin(), value.end(), [](QChar c) {
            return c.isSpace() || QStringLiteral("()|:<>=!").contains(c);
        });
        values << (plain ? value : QStringLiteral("\"%1\"").arg(value));
    }
    return values;
}

int charactersIn(const std::string& text, std::size_t bytes)
{
    return static_cast<int>(QString::fromUtf8(text.data(), static_cast<int>(bytes)).size());
}

/// Those that the program comes with; a project's own are found by the same word.
std::vector<std::string> reasons()
{
    std::vector<std::string> words;
    for (const Refinement& one : defaultGrammar().refinements)
        words.push_back(one.word);
    return words;
}

struct QueryWords {
    Q_DECLARE_TR_FUNCTIONS(QueryWords)

public:
    static std::vector<QueryWord> all(const QueryNames& names)
    {
        const auto word = [](const char* text) { return QString::fromUtf8(text); };
        const QStringList signs{word("wrong"), word("neutral"), word("right"), word("none")};
        const QStringList critics{word("mc"), word("judge"), word("prm"), word("person")};
        return {
            {word("disagree"), tr("mc, judge and PRM differ on a step"), {}},
            {word("dropped"), tr("the judge says right, Monte-Carlo says lost"), {}},
            {word("convincing"), tr("high P(+), wrong answer"), {}},
            {word("lucky"), tr("right answer by a wrong step"), {}},
            {word("judge-only"), tr("only the judge says wrong"), {}},
            {word("low-confidence"), tr("a P(+) between .3 and .7"), {}},
            {word("unlabelled"), tr("no label yet"), {}},
            {word("labelled"), tr("at least one label"), {}},
            {word("left"), tr("undecided steps"), {}},
            {word("mine"), tr("labelled by you"), {}},
            {word("rivals"), tr("two people differ"), {}},
            {word("training"), tr("of the training set"), {}},
            {word("today"), tr("labelled today"), {}},
            {word("skipped"), tr("a step was skipped"), {}},
            {word("answer="), tr("final answer"), {word("right"), word("wrong"), word("unknown")}},
            {word("any step wrong "), tr("somebody calls a step wrong"), {}},
            {word("any step "), tr("all of it on one step: mc>=.8 judge=wrong any step"), {}},
            {word("mc<"), tr("Monte-Carlo share, 0 to 1"), {}},
            {word("mc>="), tr("Monte-Carlo share, 0 to 1"), {}},
            {word("mc=none"), tr("a step without rollouts"), {}},
            {word("prm<"), tr("P(+), 0 to 1"), {}},
            {word("prm>="), tr("P(+), 0 to 1"), {}},
            {word("prm=none"), tr("a step without P(+)"), {}},
            {word("prm - mc > "), tr("P(+) above rollouts on a step"), {}},
            {word("|prm - mc| > "), tr("P(+) and rollouts apart"), {}},
            {word("prm."), tr("P(+) of one PRM: prm.A>.5, prm.A - prm.B > .4"),
             quoted(names.models)},
            {word("judge."), tr("verdict of one judge: judge.A=wrong"), quoted(names.models)},
            {word("judge="), tr("the judge's verdict on a step"), signs},
            {word("given="), tr("the sign that came with the data"), signs},
            {word("first-error:"), tr("the first wrong step: first-error:mc=3"), critics},
            {word("first-error:mc!=judge"), tr("they see the first error elsewhere"), {}},
            {word("label="),
             tr("a person's label"),
             {word("wrong"), word("neutral"), word("right"), word("none"), word("skipped"),
              word("cannot-judge")}},
            {word("label."), tr("one person's label: label.A=wrong"), quoted(names.annotators)},
            {word("error="),
             tr("kind of error in a label"),
             {word("perception"), word("reasoning"), word("knowledge"), word("format"),
              word("answer")}},
            {word("reason:"), tr("reason in a label"), quoted(reasons())},
            {word("overruled"), tr("a person holds an estimate to be mistaken"), {}},
            {word("overruled:"),
             tr("whose estimate a person holds to be mistaken"),
             {word("mc"), word("judge"), word("prm")}},
            {word("section="), tr("section of a step"), {word("perception"), word("reasoning")}},
            {word("steps>"), tr("number of steps"), {}},
            {word("labels>"), tr("number of labelled steps"), {}},
            {word("annotators>="), tr("people who have labelled it"), {}},
            {word("agreed"), tr("two people say the same of a step"), {}},
            {word("disagreed"), tr("two people differ on a step"), {}},
            {word("first-error:agreed"), tr("people end it at the same step"), {}},
            {word("first-error:disagreed"), tr("people end it at different steps"), {}},
            {word("disagreement>"), tr("largest gap on one step, 0 to 1"), {}},
            {word("labelled by "), tr("labelled by a person"), quoted(names.annotators)},
            {word("source:"), tr("data set or file"), quoted(names.datasets) + quoted(names.files)},
            {word("dataset:"), tr("name of the data set"), quoted(names.datasets)},
            {word("policy:"), tr("model that wrote the trace"), quoted(names.policies)},
            {word("file:"), tr("file it came from"), quoted(names.files)},
            {word("model:"), tr("model that an estimate came from"), quoted(names.models)},
            {word("scored by "), tr("scored by a PRM"), quoted(names.models)},
            {word("images="), tr("pictures"), {word("missing"), word("found")}},
        };
    }
};

} // namespace

std::vector<QueryWord> queryWords(const QueryNames& names)
{
    return QueryWords::all(names);
}

QueryReading readQuery(const QString& query)
{
    const std::string text = query.toStdString();
    QueryReading reading;
    try {
        for (const QueryPart& part : queryParts(text)) {
            const int start = charactersIn(text, part.begin);
            const int length = charactersIn(text, part.begin + part.length) - start;
            reading.terms.push_back({start, length, query.mid(start, length)});
        }
    } catch (const QueryError& error) {
        reading.problem = QString::fromStdString(error.problem());
        reading.start = charactersIn(text, error.position());
        reading.length = charactersIn(text, error.position() + error.length()) - reading.start;
    }
    return reading;
}

} // namespace steplight
