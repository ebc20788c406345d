// SPDX-License-Identifier: GPL-3.0-or-later
// Emphasis, code and formulas within a line. Any thread.
#pragma once

#include "ui/text/markup.h"
#include "ui/text/markup_atoms.h"

namespace steplight {

/// The spans of source[from, to). Emphasis begins and ends at the edge of a word: 2*3*4 and a_b_c
/// are none.
std::vector<MarkupSpan> inlineSpans(const QString& source, const std::vector<MarkupAtom>& atoms,
                                    qsizetype from, qsizetype to);

} // namespace steplight
