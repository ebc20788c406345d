// SPDX-License-Identifier: GPL-3.0-or-later
// Lays KaTeX's tree out as a browser does with katex.css: widths from the inside out, then places
// from the outside in. Any thread, with fonts of its own.
#pragma once

#include "ui/math/formula.h"
#include "ui/math/katex_fonts.h"
#include "ui/math/katex_tree.h"

#include <QFont>

namespace steplight {

/// around: the font of characters that KaTeX's fonts lack.
Formula layFormula(const KatexNode& root, bool display, KatexFonts& fonts, const QFont& around);

} // namespace steplight
