// SPDX-License-Identifier: GPL-3.0-or-later
// How regions look on any picture: a bright line in a dark halo, never a colour of the scale of
// light; broken where something is expected and absent. GUI thread only.
#pragma once

#include "storage/records/label.h"
#include "ui/canvas/view_transform.h"

#include <QPen>
#include <QPolygonF>
#include <QString>

#include <vector>

class QPainter;

namespace steplight {

struct Theme;

enum class RegionLook { faint, bright, selected };

/// Corners in image pixels, closed; empty for a region without enough points, and for a point.
QPolygonF outlineOf(const Region& region);
QRectF boxOf(const Region& region); ///< bounding box in image pixels, normalised
Region boxRegion(int image, const QRectF& box);

/// One over the other, the widest first.
std::vector<QPen> linePens(RegionLook look, const Theme& theme);
void paintRegion(QPainter& painter, const Region& region, const QString& tag, RegionLook look,
                 const ViewTransform& view, const Theme& theme);
void paintHandles(QPainter& painter, const QRectF& viewBox, const Theme& theme);
/// Of an outline in view points: its corners, the chosen one (-1 = none) filled.
void paintCorners(QPainter& painter, const QPolygonF& corners, int chosen, const Theme& theme);
void paintCross(QPainter& painter, const QPointF& view, const QSize& widget);
/// A short text on a small panel, at an edge or corner of the area.
void paintNote(QPainter& painter, const QRectF& area, Qt::Alignment where, const QString& text,
               const Theme& theme);

} // namespace steplight
