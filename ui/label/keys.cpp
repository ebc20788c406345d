// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/keys.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace steplight {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(LabelKeys)
};

QString id(const char16_t* name)
{
    return QString::fromUtf16(name);
}

} // namespace

std::vector<LabelKeyEntry> labelKeys()
{
    using K = LabelKey;
    return {
        {K::stepUp, id(u"step-up"), {Qt::Key_Up}, Words::tr("Previous step")},
        {K::stepDown, id(u"step-down"), {Qt::Key_Down}, Words::tr("Next step")},
        {K::right, id(u"right"), {Qt::Key_1, Qt::Key_Right}, Words::tr("Right, go on")},
        {K::neutral, id(u"neutral"), {Qt::Key_2}, Words::tr("Neutral, go on")},
        {K::wrong, id(u"wrong"), {Qt::Key_3, Qt::Key_Left}, Words::tr("Wrong, go on")},
        {K::firstError,
         id(u"first-error"),
         {Qt::Key_F},
         Words::tr("First error here: earlier steps are right, later ones stay open")},
        {K::skip, id(u"skip"), {Qt::Key_K}, Words::tr("Skip this step")},
        {K::cannotJudge, id(u"cannot-judge"), {Qt::Key_U}, Words::tr("Cannot judge")},
        {K::errorKind, id(u"error-kind"), {Qt::Key_E}, Words::tr("Kind of error, then a letter")},
        {K::reason, id(u"reason"), {Qt::Key_R}, Words::tr("Reason, then a letter")},
        {K::comment, id(u"comment"), {Qt::Key_C}, Words::tr("Comment")},
        {K::box, id(u"box"), {Qt::Key_B}, Words::tr("Box on the image, for this step's error")},
        {K::badQuestion,
         id(u"bad-question"),
         {QKeySequence(Qt::SHIFT | Qt::Key_Q)},
         Words::tr("Bad question")},
        {K::wrongKey,
         id(u"wrong-key"),
         {QKeySequence(Qt::SHIFT | Qt::Key_W)},
         Words::tr("The answer key is wrong")},
        {K::undo, id(u"undo"), {Qt::Key_Backspace}, Words::tr("Undo")},
        {K::undoAgain,
         id(u"undo-window"),
         {QKeySequence(Qt::CTRL | Qt::Key_Z)},
         Words::tr("Undo"),
         false},
        {K::redo, id(u"redo"), {QKeySequence(Qt::SHIFT | Qt::Key_Backspace)}, Words::tr("Redo")},
        {K::redoAgain,
         id(u"redo-window"),
         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)},
         Words::tr("Redo"),
         false},
        {K::nextTrace, id(u"next-trace"), {Qt::Key_Return, Qt::Key_Enter}, Words::tr("Next trace")},
        {K::previousTrace,
         id(u"previous-trace"),
         {QKeySequence(Qt::SHIFT | Qt::Key_Return), QKeySequence(Qt::SHIFT | Qt::Key_Enter)},
         Words::tr("Previous trace")},
        {K::nextDisagreement,
         id(u"next-disagreement"),
         {Qt::Key_J},
         Words::tr("Next step on which the estimates disagree")},
        {K::lights, id(u"lights"), {Qt::Key_L}, Words::tr("Light by the next kind of estimate")},
        {K::hideScores, id(u"hide-scores"), {Qt::Key_H}, Words::tr("Hide or show the scores")},
        {K::analysis, id(u"analysis"), {Qt::Key_A}, Words::tr("Fold or unfold the judge's words")},
        {K::firstErrorMode,
         id(u"first-error-mode"),
         {QKeySequence(Qt::SHIFT | Qt::Key_F)},
         Words::tr("First-error mode: a wrong step ends the trace")},
        {K::copyText,
         id(u"copy-text"),
         {QKeySequence(Qt::CTRL | Qt::Key_C)},
         Words::tr("Copy the selected text, or the step")},
    };
}

const LabelKeyEntry& labelKey(LabelKey key)
{
    static QString language;
    static std::vector<LabelKeyEntry> entries;
    if (const QString now = Words::tr("Previous step"); entries.empty() || now != language) {
        language = now;
        entries = labelKeys();
    }
    return *std::find_if(entries.begin(), entries.end(),
                         [key](const LabelKeyEntry& entry) { return entry.key == key; });
}

QString keysInWords(const LabelKeyEntry& entry)
{
    QStringList words;
    for (const QKeySequence& keys : entry.keys) {
        QString text = keys.toString(QKeySequence::NativeText);
        text.replace(QStringLiteral("Up"), QStringLiteral("↑"));
        text.replace(QStringLiteral("Down"), QStringLiteral("↓"));
        text.replace(QStringLiteral("Left"), QStringLiteral("←"));
        text.replace(QStringLiteral("Right"), QStringLiteral("→"));
        text.replace(QStringLiteral("Return"), QStringLiteral("Enter"));
        if (!words.contains(text))
            words << text;
    }
    return words.size() < 2 ? words.value(0) : Words::tr("%1 or %2").arg(words[0], words[1]);
}

QString keyBefore(LabelKey key, const QString& words)
{
    return labelKey(key).keys.front().toString(QKeySequence::NativeText) + QStringLiteral("  ") +
           words;
}

QString withKeys(const QString& what, LabelKey key)
{
    return Words::tr("%1 (%2)").arg(what, keysInWords(labelKey(key)));
}

} // namespace steplight
