// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/queue_menu.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>

#include <vector>

namespace steplight {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Queues)
};

struct OrderEntry {
    TraceOrder order;
    QString words;
    bool descending; ///< when it is chosen: what is worth looking at comes first
};

/// Those of the Explore table that help to choose what to label next; not by what is labelled: that
/// would move the trace on the screen.
std::vector<OrderEntry> orderEntries()
{
    return {{TraceOrder::imported, Words::tr("As imported"), false},
            {TraceOrder::disagreement, Words::tr("Disagreement"), true},
            {TraceOrder::prmMin, Words::tr("Lowest P(+)"), false},
            {TraceOrder::prmMean, Words::tr("Mean P(+)"), true},
            {TraceOrder::steps, Words::tr("Steps"), false},
            {TraceOrder::correct, Words::tr("Answer"), false},
            {TraceOrder::question, Words::tr("Question"), false},
            {TraceOrder::firstJudge, Words::tr("First error, judge"), false},
            {TraceOrder::dataset, Words::tr("Source"), false}};
}

/// The style draws no words of a section.
void addHeading(QMenu& menu, const QString& words)
{
    if (!menu.isEmpty())
        menu.addSeparator();
    menu.addAction(words)->setEnabled(false);
}

QAction* addChoice(QMenu& menu, QActionGroup* group, const QString& words, bool chosen)
{
    QAction* action = menu.addAction(words);
    action->setCheckable(true);
    action->setChecked(chosen);
    group->addAction(action);
    return action;
}

} // namespace

QString visibilityInWords(Visibility visibility)
{
    switch (visibility) {
    case Visibility::open:
        return Words::tr("Open");
    case Visibility::commitThenReveal:
        return Words::tr("Commit, then reveal");
    case Visibility::blind:
        return Words::tr("Blind");
    }
    return {};
}

QString orderInWords(TraceOrder order, bool descending)
{
    for (const OrderEntry& entry : orderEntries())
        if (entry.order == order)
            return entry.words + (descending ? QStringLiteral(" ↓") : QStringLiteral(" ↑"));
    return {};
}

void addModes(QMenu& menu, std::optional<Visibility> own, Visibility project,
              const std::function<void(std::optional<Visibility>)>& choose)
{
    addHeading(menu, Words::tr("Estimates while labelling"));
    auto* group = new QActionGroup(&menu);
    const auto add = [&](const QString& words, std::optional<Visibility> mode) {
        QObject::connect(addChoice(menu, group, words, own == mode), &QAction::triggered, &menu,
                         [choose, mode] { choose(mode); });
    };
    add(Words::tr("As the project: %1").arg(visibilityInWords(project)), std::nullopt);
    for (const auto mode : {Visibility::open, Visibility::commitThenReveal, Visibility::blind})
        add(visibilityInWords(mode), mode);
}

void addOrders(QMenu& menu, TraceOrder order, bool descending,
               const std::function<void(TraceOrder, bool)>& choose)
{
    addHeading(menu, Words::tr("Order"));
    auto* group = new QActionGroup(&menu);
    for (const OrderEntry& entry : orderEntries()) {
        const bool now = entry.order == order;
        const bool down = now ? !descending : entry.descending;
        QObject::connect(
            addChoice(menu, group, now ? orderInWords(order, descending) : entry.words, now),
            &QAction::triggered, &menu, [choose, entry, down] { choose(entry.order, down); });
    }
}

} // namespace steplight
