// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/keys.h"

#include <QCoreApplication>
#include <QStringList>

namespace steplight {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(LabelKeys)
};

QString idOf(LabelKey key)
{
    static const char* const names[] = {"step-up",
                                        "step-down",
                                        "right",
                                        "neutral",
                                        "wrong",
                                        "first-error",
                                        "skip",
                                        "cannot-judge",
                                        "error-kind",
                                        "reason",
                                        "comment",
                                        "overrule",
                                        "judge-nitpick",
                                        "box",
                                        "polygon",
                                        "point",
                                        "selection",
                                        "absent",
                                        "tie",
                                        "bad-question",
                                        "wrong-key",
                                        "undo",
                                        "redo",
                                        "next-trace",
                                        "previous-trace",
                                        "next-disagreement",
                                        "lights",
                                        "hide-scores",
                                        "analysis",
                                        "first-error-mode",
                                        "copy-text",
                                        "score-now",
                                        "source-text",
                                        "guideline-panel",
                                        "rewrite",
                                        "go-on-from"};
    return QString::fromLatin1(names[static_cast<int>(key)]);
}

} // namespace

const std::vector<LabelKey>& labelKeys()
{
    static const std::vector<LabelKey> all = [] {
        std::vector<LabelKey> keys;
        for (int i = 0; i <= static_cast<int>(LabelKey::goOnFrom); ++i)
            keys.push_back(static_cast<LabelKey>(i));
        return keys;
    }();
    return all;
}

const KeyAction& labelKey(LabelKey key)
{
    return keyMap().action(idOf(key));
}

QString keyBefore(LabelKey key, const QString& words)
{
    const QList<QKeySequence> keys = keyMap().keys(idOf(key));
    return keys.isEmpty() ? words : keyInWords(keys.front()) + QStringLiteral("  ") + words;
}

QString withKeys(const QString& what, LabelKey key)
{
    return withKeys(what, idOf(key));
}

QString ratingKeysInWords()
{
    QStringList firsts;
    for (const LabelKey key : {LabelKey::right, LabelKey::neutral, LabelKey::wrong})
        firsts << keyInWords(keyMap().keys(idOf(key)).value(0));
    return Words::tr("%1, %2 or %3").arg(firsts[0], firsts[1], firsts[2]);
}

} // namespace steplight
