// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of error, their refinements, the reasons to overrule an estimate, with their letters,
// as data. What is stored is the stable English key; what is shown is translated, or a project's
// own title. Any thread.
#pragma once

#include "storage/records/guideline.h"

#include <QString>

#include <vector>

namespace steplight {

struct Choice {
    QChar letter; ///< null = by the pointer alone
    QString key;  ///< as it is stored: a kind's word or a reason
    QString text; ///< as it is shown
};

/// p r k f a, and n for none.
std::vector<Choice> errorKindChoices();
/// Of one family; empty where it has none.
std::vector<Choice> refinementChoices(const Grammar& grammar, ErrorKind family);
/// Of all families; "other" (o), the last, stands for own words.
std::vector<Choice> reasonChoices(const Grammar& grammar);
constexpr char16_t ownWords[] = u"other";

/// m j p, of the kinds given.
std::vector<Choice> overruleKindChoices(const std::vector<EstimateKind>& kinds);
std::vector<Choice> overruleChoices(const Grammar& grammar, EstimateKind kind);

QString errorKindInWords(ErrorKind kind);
/// "rollouts", "judge", "PRM".
QString estimateInWords(EstimateKind kind);
/// A refinement's title, the program's words for it, or the free words themselves.
QString reasonInWords(const Grammar& grammar, const QString& reason);
QString titleOf(const Refinement& refinement);
QString titleOf(const OverruleReason& reason);
/// "judge: nitpick, PRM: wrong"; empty when nothing is overruled.
QString overrulesInWords(const Grammar& grammar, const Verdict& verdict);

} // namespace steplight
