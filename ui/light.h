// SPDX-License-Identifier: GPL-3.0-or-later
// The scale of light (docs/look.md): how an estimate between 0 and 1 is coloured, marked and
// named. Pure functions of the value and the theme; GUI thread (they deal in colours).
#pragma once

#include "storage/records/trace_row.h"
#include "ui/theme.h"

#include <QColor>
#include <QString>

#include <optional>

class QPainter;
class QRectF;

namespace steplight {

constexpr int lightBins = 7; ///< 0 = surely wrong, 3 = undecided, 6 = surely right

/// The bin of a value in 0..1 (others are clamped). Edges .10 .30 .45 .55 .70 .90, lower edge
/// inclusive; a threshold other than .5 becomes the middle and the edges scale on either side.
/// The threshold must lie inside 0..1, else .5 is taken. NaN is the middle bin: ask first.
int binOf(double value, double threshold = 0.5);

/// Full-strength colour of a bin: strips, cells, chips.
QColor lightColour(int bin, const Theme& theme);
/// A step's background: its bin's colour at 16 % on the theme's background, opaque.
QColor tintColour(int bin, const Theme& theme);
/// Black or white, whichever reads better on the bin's full-strength colour.
QColor chipTextColour(int bin, const Theme& theme);
/// ✕ ▽ ▽ ○ △ △ ✓
QChar lightGlyph(int bin);
/// A mark drawn by path, sharp at any size and independent of fonts; rect is its square.
void paintLightGlyph(QPainter& painter, const QRectF& rect, int bin, const QColor& colour);
/// Hatching for "no estimate"; fills rect.
void paintNoEstimate(QPainter& painter, const QRectF& rect, const Theme& theme);

/// ".97" style number with two decimals; "–" without a value. Never localised: it is a score.
QString lightNumber(std::optional<double> value);

/// Which estimate lights the steps.
enum class LightSource {
    mc,
    judge,
    prm,
    given,
    combined ///< the mean of mc, judge and prm, as far as they speak
};
/// The value in a cell that the chosen source gives; unset when it says nothing.
std::optional<double> lightOf(const LitCell& cell, LightSource source);

} // namespace steplight
