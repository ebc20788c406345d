// SPDX-License-Identifier: GPL-3.0-or-later
// What people said of a step, as a stamp: an edge and never a fill, so that it cannot be taken for
// an estimate. GUI thread only.
#pragma once

#include "storage/records/label.h"
#include "ui/theme.h"

#include <QSize>
#include <QString>

class QPainter;
class QPoint;

namespace steplight {

/// A person's label: an outlined stamp with ✓ ○ ✕ or the state's glyph, and the initials.
QSize paintStamp(QPainter& painter, const QPoint& topLeft, const Verdict& verdict,
                 const QString& initials, const Theme& theme);
QSize stampSize(const Verdict& verdict, const QString& initials);
/// ✓ ○ ✕ for a rating; ? cannot judge, ↷ skipped, ! bad question or wrong key; empty = unlabelled.
QString verdictGlyph(const Verdict& verdict);
/// "right", "neutral", "wrong", "skipped" … in the user's language.
QString verdictWords(const Verdict& verdict);
/// "Ada Lovelace" → "AL", "王小明" → "王", "dataset:vpb" → "vpb"; at most three characters.
QString initialsOf(const QString& annotator);

} // namespace steplight
