// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a text inside which no other mark means anything: formulas, code, escaped marks. Any
// thread.
#pragma once

#include <QString>

#include <vector>

namespace steplight {

struct MarkupAtom {
    enum class Kind { formula, display, code, fence, escape };
    Kind kind = Kind::escape;
    qsizetype from = 0, to = 0;
    QString text; ///< without its marks
};

/// $…$, \(…\), \[…\], $$…$$, \begin{…}…\end{…}, `…`, fenced code, \* and the like; none inside
/// another.
/// "$5 and $6" is money: a formula does not begin or end with a space, and no digit follows it.
std::vector<MarkupAtom> markupAtoms(const QString& source);

} // namespace steplight
