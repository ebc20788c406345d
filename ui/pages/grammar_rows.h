// SPDX-License-Identifier: GPL-3.0-or-later
// A grammar as the rows of its two tables, and back. Any thread.
#pragma once

#include "storage/records/guideline.h"
#include "ui/pages/grammar_table.h"

#include <QStringList>

namespace steplight {

QStringList familiesInWords();  ///< perception, reasoning, knowledge, format, answer
QStringList overruledInWords(); ///< rollouts, judge, PRM

std::vector<GrammarRow> refinementRows(const Grammar& grammar);
std::vector<GrammarRow> overruleRows(const Grammar& grammar);
/// The title of a new row becomes its word; a title that is the program's own is not stored.
Grammar grammarOf(const std::vector<GrammarRow>& refinements,
                  const std::vector<GrammarRow>& overrules);

QString faultInWords(GrammarFault fault); ///< empty for none

} // namespace steplight
