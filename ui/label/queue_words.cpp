// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/queue_words.h"

#include <QCoreApplication>

#include <array>

namespace steplight {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Queues)
};

struct Entry {
    const char* key;
    QString name;
    QString holds;
};

std::array<Entry, 11> entries()
{
    return {{
        {"against-judge", Words::tr("PRM against judge"),
         Words::tr("Steps on which the PRM and the judge differ: a PRM learns most from these")},
        {"disagree", Words::tr("Disagreement"),
         Words::tr("Traces with a step on which mc, judge and prm differ by .5 or more")},
        {"dropped", Words::tr("Dropped"),
         Words::tr("The judge found no error, but rollouts say otherwise: usually left out")},
        {"convincing", Words::tr("Convincing, wrong"),
         Words::tr("High P(+) all along, and a wrong answer")},
        {"lucky", Words::tr("Right by luck"),
         Words::tr("A right answer, reached by steps that were found wrong")},
        {"judge-only", Words::tr("Judge alone"),
         Words::tr("Only the judge says that a step is wrong")},
        {"low-confidence", Words::tr("Low confidence"),
         Words::tr("Steps with P(+) near the threshold")},
        {"unlabelled", Words::tr("Unlabelled"), Words::tr("Nobody has labelled any step")},
        {"mine", Words::tr("Mine"), Words::tr("Traces that you have labelled")},
        {"adjudication", Words::tr("Adjudication"),
         Words::tr("Steps that people label differently")},
        {"all", Words::tr("All"), Words::tr("Every trace of the project")},
    }};
}

} // namespace

QString queueInWords(const Queue& queue)
{
    if (queue.builtIn)
        for (const Entry& entry : entries())
            if (queue.name == entry.key)
                return entry.name;
    return QString::fromStdString(queue.name);
}

QString queueExplained(const Queue& queue)
{
    if (queue.builtIn)
        for (const Entry& entry : entries())
            if (queue.name == entry.key)
                return entry.holds;
    return QString::fromStdString(queue.query);
}

} // namespace steplight
