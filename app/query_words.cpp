// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/query_words.h"

#include <QCoreApplication>

namespace steplight {
namespace {

struct QueryWords {
    Q_DECLARE_TR_FUNCTIONS(QueryWords)

public:
    static std::vector<QueryWord> all()
    {
        const auto word = [](const char* text) { return QString::fromUtf8(text); };
        const QStringList signs{word("+"), word("-")};
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
            {word("today"), tr("labelled today"), {}},
            {word("skipped"), tr("a step was skipped"), {}},
            {word("answer:"), tr("final answer"), {word("right"), word("wrong"), word("unknown")}},
            {word("mc<"), tr("Monte-Carlo share, 0 to 1"), {}},
            {word("prm<"), tr("P(+), 0 to 1"), {}},
            {word("judge:"), tr("the judge's verdict on a step"), signs},
            {word("given:"), tr("the sign that came with the data"), signs},
            {word("label:"),
             tr("a person's label"),
             {word("-1"), word("0"), word("1"), word("none")}},
            {word("error:"), tr("kind of error"), {word("perception"), word("reasoning")}},
            {word("section:"), tr("section of a step"), {word("perception"), word("reasoning")}},
            {word("steps>"), tr("number of steps"), {}},
            {word("any("), tr("all of it on one step: any(mc>=.8 judge:-)"), {}},
            {word("by:"), tr("labelled by a person"), {}},
            {word("dataset:"), tr("name of the data set"), {}},
            {word("policy:"), tr("model that wrote the trace"), {}},
            {word("file:"), tr("file it came from"), {}},
            {word("images:"), tr("pictures"), {word("missing")}},
        };
    }
};

} // namespace

std::vector<QueryWord> queryWords()
{
    return QueryWords::all();
}

} // namespace steplight
