// SPDX-License-Identifier: GPL-3.0-or-later
// What the Label page shows of a trace of the training set (docs/team.md): answers after one's own
// label, never before. GUI thread.
#pragma once

#include "storage/records/guideline.h"
#include "storage/records/trace_detail.h"
#include "storage/team/training.h"

#include <QString>

namespace steplight {

/// Without what tells an answer before the trainee's label: others' labels and given signs. With
/// the answer beside each label of theirs. Without answers, all but what was said in training.
TraceDetail untold(TraceDetail detail, const std::optional<Answers>& answers,
                   const std::string& trainee);
std::vector<Label> untold(std::vector<Label> labels, const std::optional<Answers>& answers,
                          const std::string& trainee);

QString trainingBegins(); ///< before the first label
/// The answer to what was said just now: of several steps the first that differs, else the last.
QString answerInWords(const Grammar& grammar, const Answers& answers,
                      const std::map<int, Verdict>& said);

} // namespace steplight
