// SPDX-License-Identifier: GPL-3.0-or-later
// Paints pieces of formulas in one colour. GUI thread, or any one thread with a painter of its own.
#pragma once

#include "ui/math/formula.h"
#include "ui/math/katex_fonts.h"

#include <QColor>
#include <QFont>

class QPainter;

namespace steplight {

/// at: the baseline's left end; em: pixels of the formula's font, which is formulaScale times the
/// one around.
void paintFormula(QPainter& painter, const FormulaPiece& piece, const QPointF& at, double em,
                  const QColor& colour, const QFont& around, KatexFonts& fonts);

} // namespace steplight
