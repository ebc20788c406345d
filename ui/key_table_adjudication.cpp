// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/key_table.h"

namespace steplight {

namespace {

constexpr const char* own = "KeyMap";
constexpr KeyScope here = KeyScope::adjudication;

/// Ratings have the keys that they have on the Label page, so a voice is taken by its letter.
std::vector<KeyAction> decisionKeys()
{
    const char* take = QT_TRANSLATE_NOOP("KeyMap", "Take what A, B, C … said");
    std::vector<KeyAction> keys;
    static constexpr const char* words[] = {QT_TRANSLATE_NOOP("KeyMap", "Take what A said"),
                                            QT_TRANSLATE_NOOP("KeyMap", "Take what B said"),
                                            QT_TRANSLATE_NOOP("KeyMap", "Take what C said"),
                                            QT_TRANSLATE_NOOP("KeyMap", "Take what D said"),
                                            QT_TRANSLATE_NOOP("KeyMap", "Take what E said"),
                                            QT_TRANSLATE_NOOP("KeyMap", "Take what F said")};
    for (int voice = 0; voice < 6; ++voice)
        keys.push_back({QStringLiteral("take-%1").arg(QChar(u'a' + voice)),
                        here,
                        own,
                        words[voice],
                        {QKeySequence(Qt::Key_A + voice)},
                        take});
    const auto add = [&](const char* id, const char* what, const QList<QKeySequence>& defaults) {
        keys.push_back({QString::fromLatin1(id), here, own, what, defaults});
    };
    add("decide-right", QT_TRANSLATE_NOOP("KeyMap", "Right, whatever they said"),
        {Qt::Key_1, Qt::Key_Right});
    add("decide-neutral", QT_TRANSLATE_NOOP("KeyMap", "Neutral, whatever they said"), {Qt::Key_2});
    add("decide-wrong", QT_TRANSLATE_NOOP("KeyMap", "Wrong, whatever they said"),
        {Qt::Key_3, Qt::Key_Left});
    add("decide-cannot-judge", QT_TRANSLATE_NOOP("KeyMap", "Cannot judge"), {Qt::Key_U});
    add("dispute-reason", QT_TRANSLATE_NOOP("KeyMap", "Why they differed, then a letter"),
        {Qt::Key_R});
    return keys;
}

std::vector<KeyAction> goingKeys()
{
    const char* steps = QT_TRANSLATE_NOOP("KeyMap", "Previous, next step");
    return {
        {QStringLiteral("dispute-step-up"),
         here,
         own,
         QT_TRANSLATE_NOOP("KeyMap", "Previous step"),
         {Qt::Key_Up},
         steps},
        {QStringLiteral("dispute-step-down"),
         here,
         own,
         QT_TRANSLATE_NOOP("KeyMap", "Next step"),
         {Qt::Key_Down},
         steps},
        {QStringLiteral("next-dispute"),
         here,
         own,
         QT_TRANSLATE_NOOP("KeyMap", "Next disputed step"),
         {Qt::Key_J}},
        {QStringLiteral("next-disputed-trace"),
         here,
         own,
         QT_TRANSLATE_NOOP("KeyMap", "Next disputed trace"),
         {Qt::Key_Return, Qt::Key_Enter}},
        {QStringLiteral("previous-disputed-trace"),
         here,
         own,
         QT_TRANSLATE_NOOP("KeyMap", "Previous disputed trace"),
         {Qt::SHIFT | Qt::Key_Return, Qt::SHIFT | Qt::Key_Enter}},
        {QStringLiteral("who-said"),
         here,
         own,
         QT_TRANSLATE_NOOP("KeyMap", "Who said what, once all is decided"),
         {Qt::Key_W}},
        {QStringLiteral("undo-decision"),
         here,
         own,
         QT_TRANSLATE_NOOP("KeyMap", "Undo the last decision"),
         {Qt::Key_Backspace}},
        {QStringLiteral("redo-decision"),
         here,
         own,
         QT_TRANSLATE_NOOP("KeyMap", "Redo"),
         {Qt::SHIFT | Qt::Key_Backspace}},
    };
}

} // namespace

std::vector<KeyAction> adjudicationTable()
{
    std::vector<KeyAction> table = decisionKeys();
    for (KeyAction& action : goingKeys())
        table.push_back(std::move(action));
    return table;
}

} // namespace steplight
