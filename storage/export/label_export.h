// SPDX-License-Identifier: GPL-3.0-or-later
// Exports of people's labels in the peers' forms. On the project's thread.
#pragma once

#include "storage/export/export.h"
#include "storage/export/label_form.h"

namespace steplight {

/// Null when there is no such form.
std::unique_ptr<LabelForm> labelForm(std::string_view format, Project& project);

/// exportTraces() for these formats. Throws StorageError "io" and "no-such-rule" when the recipe
/// asks for a rule, a set or a threshold.
ExportReport exportLabels(Project& project, const ExportRecipe& recipe, ExportMode mode,
                          const ExportProgressed& progressed, std::stop_token stop);

} // namespace steplight
