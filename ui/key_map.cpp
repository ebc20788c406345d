// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/key_map.h"

#include "ui/key_table.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeyEvent>

#include <algorithm>

namespace steplight {

namespace {

bool overlap(KeyScope a, KeyScope b)
{
    if (a == b)
        return true;
    if (a == KeyScope::box || b == KeyScope::box)
        return false;
    const auto onOnePage = [](KeyScope page, KeyScope image) {
        return image == KeyScope::image &&
               (page == KeyScope::label || page == KeyScope::adjudication);
    };
    return a == KeyScope::everywhere || b == KeyScope::everywhere || onOnePage(a, b) ||
           onOnePage(b, a);
}

bool isSign(const QString& text)
{
    return text.size() == 1 && text[0].isPrint() && !text[0].isLetterOrNumber() &&
           !text[0].isSpace();
}

} // namespace

QString KeyAction::what() const
{
    return QCoreApplication::translate(context, words);
}

KeyMap::KeyMap() : m_actions(keyTable()) {}

KeyMap& keyMap()
{
    static KeyMap map;
    return map;
}

bool KeyMap::knows(const QString& id) const
{
    return std::any_of(m_actions.begin(), m_actions.end(),
                       [&](const KeyAction& one) { return one.id == id; });
}

const KeyAction& KeyMap::action(const QString& id) const
{
    const auto found = std::find_if(m_actions.begin(), m_actions.end(),
                                    [&](const KeyAction& one) { return one.id == id; });
    Q_ASSERT(found != m_actions.end());
    return *found;
}

QList<QKeySequence> KeyMap::keys(const QString& id) const
{
    const auto found = m_changed.find(id);
    return found == m_changed.end() ? action(id).defaults : *found;
}

void KeyMap::setKeys(const QString& id, const QList<QKeySequence>& keys)
{
    if (keys == this->keys(id))
        return;
    if (keys == action(id).defaults)
        m_changed.remove(id);
    else
        m_changed[id] = keys;
    emit changed();
}

void KeyMap::reset(const QString& id)
{
    setKeys(id, action(id).defaults);
}

void KeyMap::setChanges(const KeyChoice& changes)
{
    KeyChoice kept;
    for (auto one = changes.begin(); one != changes.end(); ++one)
        if (knows(one.key()) && !action(one.key()).fixed &&
            one.value() != action(one.key()).defaults)
            kept[one.key()] = one.value();
    if (kept == m_changed)
        return;
    m_changed = kept;
    emit changed();
}

std::vector<const KeyAction*> KeyMap::overlapping(const QString& id) const
{
    std::vector<const KeyAction*> found;
    for (const KeyAction& other : m_actions)
        if (other.id != id && overlap(action(id).scope, other.scope))
            found.push_back(&other);
    return found;
}

std::vector<const KeyAction*> KeyMap::conflicts(const QString& id, const QKeySequence& key) const
{
    std::vector<const KeyAction*> found = overlapping(id);
    std::erase_if(found, [&](const KeyAction* one) { return !keys(one->id).contains(key); });
    return found;
}

bool KeyMap::canSwap(const QString& id, const QKeySequence& key) const
{
    const auto others = conflicts(id, key);
    if (others.size() != 1 || others.front()->fixed || keys(id).isEmpty())
        return false;
    const auto again = conflicts(others.front()->id, keys(id).front());
    return std::all_of(again.begin(), again.end(),
                       [&](const KeyAction* one) { return one->id == id; });
}

void KeyMap::take(const QString& id, const QKeySequence& key)
{
    const bool swaps = canSwap(id, key);
    KeyChoice wanted = m_changed;
    for (const KeyAction* other : conflicts(id, key)) {
        QList<QKeySequence> theirs = keys(other->id);
        if (swaps)
            theirs.replace(theirs.indexOf(key), keys(id).front());
        else
            theirs.removeAll(key);
        wanted[other->id] = theirs;
    }
    wanted[id] = {key};
    setChanges(wanted);
}

bool KeyMap::matches(const QString& id, const QKeyEvent& event) const
{
    return matches(id, sequenceOf(event));
}

bool KeyMap::matches(const QString& id, const QKeySequence& pressed) const
{
    return !pressed.isEmpty() && keys(id).contains(pressed);
}

QKeySequence sequenceOf(const QKeyEvent& event)
{
    const int key = event.key();
    if (key == 0 || key == Qt::Key_unknown || key == Qt::Key_AltGr ||
        (key >= Qt::Key_Shift && key <= Qt::Key_ScrollLock) ||
        (key >= Qt::Key_Super_L && key <= Qt::Key_Direction_R))
        return {};
    Qt::KeyboardModifiers modifiers = event.modifiers() & (Qt::ShiftModifier | Qt::ControlModifier |
                                                           Qt::AltModifier | Qt::MetaModifier);
    if (isSign(event.text()))
        return {QKeyCombination(modifiers & ~Qt::ShiftModifier,
                                static_cast<Qt::Key>(event.text()[0].unicode()))};
    return {QKeyCombination(modifiers, static_cast<Qt::Key>(key))};
}

bool canBeSet(const QKeySequence& key)
{
    if (key.count() != 1)
        return false;
    const Qt::Key plain = key[0].key();
    return plain != Qt::Key_Escape && plain != Qt::Key_Tab && plain != Qt::Key_Backtab &&
           plain != Qt::Key_unknown && plain != 0;
}

void whenKeysChange(QObject* context, const std::function<void()>& then)
{
    then();
    QObject::connect(&keyMap(), &KeyMap::changed, context, then);
}

void bindKeys(QAction* action, const QString& id)
{
    whenKeysChange(action, [action, id] { action->setShortcuts(keyMap().keys(id)); });
}

QString keyInWords(const QKeySequence& key)
{
    static const QMap<QString, QString> signs{{QStringLiteral("Up"), QStringLiteral("↑")},
                                              {QStringLiteral("Down"), QStringLiteral("↓")},
                                              {QStringLiteral("Left"), QStringLiteral("←")},
                                              {QStringLiteral("Right"), QStringLiteral("→")},
                                              {QStringLiteral("Return"), QStringLiteral("Enter")},
                                              {QStringLiteral("-"), QStringLiteral("−")}};
    const QString whole = key.toString(QKeySequence::PortableText);
    for (auto sign = signs.begin(); sign != signs.end(); ++sign)
        if (whole == sign.key() || whole.endsWith(u'+' % sign.key())) {
            const QString native = key.toString(QKeySequence::NativeText);
            const qsizetype plus = native.lastIndexOf(u'+', -2);
            return native.left(plus + 1) % sign.value();
        }
    return key.toString(QKeySequence::NativeText);
}

QString keysInWords(const QString& id)
{
    QStringList words;
    for (const QKeySequence& key : keyMap().keys(id))
        if (const QString text = keyInWords(key); !words.contains(text))
            words << text;
    if (keyMap().action(id).fixed)
        return words.join(u' ');
    return words.size() < 2
               ? words.value(0)
               : QCoreApplication::translate("LabelKeys", "%1 or %2").arg(words[0], words[1]);
}

QString withKeys(const QString& what, const QString& id)
{
    const QString keys = keysInWords(id);
    return keys.isEmpty() ? what
                          : QCoreApplication::translate("LabelKeys", "%1 (%2)").arg(what, keys);
}

QString scopeInWords(KeyScope scope)
{
    switch (scope) {
    case KeyScope::label:
        return QCoreApplication::translate("TopBar", "Label");
    case KeyScope::image:
        return QCoreApplication::translate("MainShell", "Image");
    case KeyScope::box:
        return QCoreApplication::translate("KeyMap", "Region on the image");
    case KeyScope::adjudication:
        return QCoreApplication::translate("KeyMap", "Adjudication");
    case KeyScope::explore:
        return QCoreApplication::translate("MainShell", "Explore");
    case KeyScope::runs:
        return QCoreApplication::translate("MainShell", "Runs");
    case KeyScope::models:
        return QCoreApplication::translate("MainShell", "Models");
    case KeyScope::exporting:
        return QCoreApplication::translate("MainShell", "Export");
    case KeyScope::everywhere:
        break;
    }
    return QCoreApplication::translate("MainShell", "Everywhere");
}

} // namespace steplight
