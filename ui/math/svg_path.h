// SPDX-License-Identifier: GPL-3.0-or-later
// SVG path data (SVG 1.1, section 8.3) without arcs, which KaTeX does not use. Any thread.
#pragma once

#include <QPainterPath>
#include <QString>

namespace steplight {

/// Up to the first thing that is not a path.
QPainterPath svgPath(const QString& data);

} // namespace steplight
