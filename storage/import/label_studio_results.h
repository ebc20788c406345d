// SPDX-License-Identifier: GPL-3.0-or-later
// What the results of one Label Studio annotation say of a trace. Any thread.
#pragma once

#include "storage/import/format.h"

namespace steplight {

/// The step that a control's name ends in: "rating_12" is {"rating", 12}, "rating_trace" is
/// {"rating", wholeTrace}; unset when it ends in neither.
struct ControlName {
    std::string base;
    std::optional<int> step;
};
ControlName controlName(const std::string& name);

/// The rating of a choice's words ("1", "correct", "cannot-judge"); unset when they are none.
std::optional<Verdict> verdictOfChoice(const std::string& words);

/// Labels of one annotator, a step once. stepIds: of the task's steps, where they have any.
/// What is not kept, or in another form, is counted.
std::vector<Label> labelsOf(Json annotation, const ParsedTrace& task,
                            const std::vector<std::string>& stepIds, Altered& altered);

} // namespace steplight
