// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the outline of a thing in a picture from a few marks on it: an edge-aware fill from clicks,
// GrabCut (Rother et al. 2004) from scribbles and boxes. Works on a reduced copy of the part that
// matters and gives the outline in stored pixels. A pure function, any thread.
#pragma once

#include "ui/canvas/mip_image.h"

#include <QPolygonF>
#include <QRectF>

#include <atomic>
#include <vector>

namespace steplight {

/// Marks in image pixels; a click is a stroke of one point.
struct SelectionHints {
    std::vector<QPolygonF> with;    ///< on the thing
    std::vector<QPolygonF> without; ///< beside it
    QRectF box;                     ///< around it; null = none
    int tolerance = 0; ///< of a fill: steps wider (+) or narrower (-) than what the edges suggest

    bool isEmpty() const { return with.empty() && box.isNull(); }
    bool operator==(const SelectionHints&) const = default;
};

/// The corners of one outline, not closed, 200 at the most, to a tenth of a pixel; empty when
/// nothing was found or cancelled became true.
QPolygonF selectionOf(const MipImage& image, const SelectionHints& hints,
                      const std::atomic<bool>& cancelled);

} // namespace steplight
