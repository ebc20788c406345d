// SPDX-License-Identifier: GPL-3.0-or-later
// How people answer the gold traces that split dealt them (docs/team.md). Called on the project's
// thread; the project is only read.
#pragma once

#include "storage/project.h"
#include "storage/records/figures.h"
#include "storage/team/words.h"

#include <map>
#include <string>
#include <vector>

namespace steplight {

/// Beside the labels of those who were not dealt to; steps on which these differ are left out.
struct GoldAnswers {
    std::string annotator;
    Visibility visibility = Visibility::open;
    GoldFigures figures;
};
std::vector<GoldAnswers> goldAnswers(Project& project);
/// Of one person.
std::map<Visibility, GoldFigures> goldAnswers(Project& project, const std::string& annotator);

/// Adds what the annotator says of a trace beside what key, of whatever name, says of it.
void compare(GoldFigures& figures, const TraceWords& said, const std::string& annotator,
             const TraceWords& gold, const std::string& key);

} // namespace steplight
