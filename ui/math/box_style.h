// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of katex.css that an element inherits or gets from its classes. Values: any thread.
#pragma once

#include "ui/math/katex_fonts.h"
#include "ui/math/katex_tree.h"

namespace steplight {

enum class BoxAlign { left, centre, right };

/// What an element hands on to those inside it.
struct BoxStyle {
    double scale = 1; ///< em of this font, in em of the formula's
    KatexFace face;
    BoxAlign align = BoxAlign::left;
    bool stackedDelimiter = false; ///< inside a delimiter that is made of parts
    QString childFamily;           ///< of the elements directly inside

    /// The style of a node inside an element that has this one.
    BoxStyle of(const KatexNode& node) const;
};

/// Space that an element's classes and style put around it, in em of its own font.
struct BoxSpace {
    double left = 0, right = 0;
};
BoxSpace spaceOf(const KatexNode& node);

} // namespace steplight
