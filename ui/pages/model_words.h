// SPDX-License-Identifier: GPL-3.0-or-later
// What a model is, in words. GUI thread only.
#pragma once

#include "ui/pages/model_entry.h"

namespace steplight {

QString sizeInWords(const ModelEntry& entry);         ///< "1.2 M parameters · 4.8 MiB · F32"
QString architectureInWords(const ModelEntry& entry); ///< may be empty
QString profileInWords(const ModelEntry& entry);
QString promptInWords(const ModelProfile& profile); ///< system and first turn, for a tooltip
QString stateInWords(const ModelEntry& entry);      ///< "Loads", "Folder is missing"
QString checkInWords(const ModelEntry& entry);      ///< what a load check found, several lines
QString lineageInWords(const ModelEntry& entry);
QString scoredInWords(const ModelScored& scored); ///< "412 traces, 2,901 steps, …"

} // namespace steplight
