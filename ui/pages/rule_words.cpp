// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/rule_words.h"

#include "ui/pages/train_options.h"

namespace steplight {

std::vector<ExportChoice> ruleChoices()
{
    return {
        {QStringLiteral("human-first"),
         TrainOptions::tr("People first, then machines"),
         TrainOptions::tr(
             "A person's rating stands. Where there is none, the judge says what is wrong, and "
             "rollouts veto what it calls right."),
         {}},
        {QStringLiteral("human"),
         TrainOptions::tr("People only"),
         TrainOptions::tr("Only steps that a person rated, up to the first that nobody did."),
         {}},
        {QStringLiteral("paper"),
         TrainOptions::tr("As published, without people"),
         TrainOptions::tr(
             "The judge says what is wrong, and rollouts veto what it calls right. Corrections "
             "change nothing: for comparison."),
         {}},
        {QStringLiteral("judge"),
         TrainOptions::tr("Judge alone"),
         TrainOptions::tr("What the judge says; rollouts and people change nothing."),
         {}},
        {QStringLiteral("consensus"),
         TrainOptions::tr("Judge and rollouts agree"),
         TrainOptions::tr("Only traces in which both see the same first error, or none."),
         {}},
        {QStringLiteral("mc-hard"),
         TrainOptions::tr("Rollouts alone"),
         TrainOptions::tr(
             "The first step from which no rollout wins, or no more than the threshold, is wrong."),
         {}},
        {QStringLiteral("mc-soft"),
         TrainOptions::tr("Rollouts, as probabilities"),
         TrainOptions::tr(
             "Each step's target is the share of rollouts that won, drawn towards a half where "
             "there were few."),
         {}}};
}

} // namespace steplight
