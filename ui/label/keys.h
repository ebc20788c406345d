// SPDX-License-Identifier: GPL-3.0-or-later
// The Label page's keys as data: shortcuts, tooltips and the `?` sheet read the same table. GUI
// thread only; words are translated when asked for.
#pragma once

#include <QKeySequence>
#include <QString>

#include <vector>

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
    box,
    badQuestion,
    wrongKey,
    undo,
    undoAgain, ///< bound by the window, listed here
    redo,
    redoAgain, ///< bound by the window, listed here
    nextTrace,
    previousTrace,
    nextDisagreement,
    lights,
    hideScores,
    analysis,
    firstErrorMode,
    copyText
};

struct LabelKeyEntry {
    LabelKey key;
    QString id;                     ///< stable name, for stored bindings
    std::vector<QKeySequence> keys; ///< the defaults; the first is the one that is shown
    QString what;                   ///< what it does, in the user's language
    bool bound = true;              ///< false: the window binds it
};

/// In the order in which people should read it.
std::vector<LabelKeyEntry> labelKeys();
const LabelKeyEntry& labelKey(LabelKey key);

/// "3 or ←"
QString keysInWords(const LabelKeyEntry& entry);
/// "E  Error kind", for buttons: the first key before the words.
QString keyBefore(LabelKey key, const QString& words);
/// "Mark wrong and go on (3 or ←)", for tooltips.
QString withKeys(const QString& what, LabelKey key);

} // namespace steplight
