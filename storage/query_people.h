// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL of what a query asks of people: who labelled what, and whether they agree. Current labels
// only. Any thread. For storage's own files.
#pragma once

#include "storage/queries.h"

#include <string>

namespace steplight {

/// The person has a label on the row t of traces.
Condition labelledBy(const std::string& name);
/// Their label is so, on some step of the row t (or on it as a whole), or on the row s of steps.
/// value: "-1", "0", "1", "skipped", "cannot-judge", "any", or "none" = no label.
Condition traceLabelledSo(const std::string& name, const std::string& value);
Condition stepLabelledSo(const std::string& name, const std::string& value);

/// How many people have a label on the row t of traces, or on the row s of steps: an expression.
std::string annotatorsOnTrace();
std::string annotatorsOnStep();

/// Two people or more have labelled the row s of steps and say the same.
std::string agreedOnStep();
/// Two people or more have said where the row t goes wrong first (or nowhere), having rated every
/// step before that, and they say the same (agreed) or not.
Condition firstErrorsAgree(bool agreed);

} // namespace steplight
