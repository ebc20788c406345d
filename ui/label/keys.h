// SPDX-License-Identifier: GPL-3.0-or-later
// The Label page's part of the key table (ui/key_map.h). GUI thread only.
#pragma once

#include "ui/key_map.h"

namespace steplight {

enum class LabelKey {
    stepUp,
    stepDown,
    right,
    neutral,
    wrong,
    firstError,
    skip,
    cannotJudge,
    errorKind,
    reason,
    comment,
    overrule,
    judgeNitpick,
    box,
    polygon,
    point,
    selection,
    absent,
    tie,
    badQuestion,
    wrongKey,
    undo,
    redo,
    nextTrace,
    previousTrace,
    nextDisagreement,
    lights,
    hideScores,
    analysis,
    firstErrorMode,
    copyText,
    scoreNow,
    sourceText,
    guideline,
    rewrite,
    goOnFrom
};

const std::vector<LabelKey>& labelKeys();
const KeyAction& labelKey(LabelKey key);

/// "E  Error kind", for buttons: the first key before the words.
QString keyBefore(LabelKey key, const QString& words);
/// "Mark wrong and go on (3 or ←)", for tooltips.
QString withKeys(const QString& what, LabelKey key);
/// "1, 2 or 3": the first key of each rating.
QString ratingKeysInWords();

} // namespace steplight
