// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of all keys of the window: what they do, where, and what the user made of them.
// Process-wide, as palette and language are, because every tooltip and hint reads it. GUI thread
// only; words are translated when asked for.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QMap>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QAction;
class QKeyEvent;

namespace steplight {

/// Where a key is heard. box: on the image while a region is being drawn or is selected; it goes
/// before all others.
enum class KeyScope {
    everywhere,
    label,
    image,
    box,
    adjudication,
    explore,
    runs,
    models,
    exporting
};

struct KeyAction {
    QString id; ///< stable name, in settings and exported sets
    KeyScope scope = KeyScope::everywhere;
    const char* context = nullptr; ///< of the translation of words and sheet
    const char* words = nullptr;
    QList<QKeySequence> defaults; ///< the first is the one that buttons show
    const char* sheet = nullptr;  ///< neighbours with the same one share a line of the `?` sheet
    bool fixed = false;           ///< a manner of the desktop (arrows, Enter, Esc) that stays

    QString what() const;
};

/// Of one action each, complete or only those that differ from the defaults.
using KeyChoice = QMap<QString, QList<QKeySequence>>;

class KeyMap final : public QObject
{
    Q_OBJECT

public:
    /// In the order in which people should read them.
    const std::vector<KeyAction>& actions() const { return m_actions; }
    const KeyAction& action(const QString& id) const; ///< requires a known id
    bool knows(const QString& id) const;

    QList<QKeySequence> keys(const QString& id) const;
    bool isChanged(const QString& id) const { return m_changed.contains(id); }
    void setKeys(const QString& id, const QList<QKeySequence>& keys);
    void reset(const QString& id);

    KeyChoice changes() const { return m_changed; }
    /// Replaces all that was changed; unknown and fixed actions are left out.
    void setChanges(const KeyChoice& changes);

    /// The other actions that hear keys where this one does.
    std::vector<const KeyAction*> overlapping(const QString& id) const;
    /// Those of them that have the key.
    std::vector<const KeyAction*> conflicts(const QString& id, const QKeySequence& key) const;
    /// Whether the one action that has the key could have this one's first in its place.
    bool canSwap(const QString& id, const QKeySequence& key) const;
    /// Gives the action the key; who has it now gets this one's first, or loses it where that
    /// cannot be. Requires that none of them is fixed.
    void take(const QString& id, const QKeySequence& key);
    bool matches(const QString& id, const QKeyEvent& event) const;
    bool matches(const QString& id, const QKeySequence& pressed) const;

signals:
    void changed();

private:
    friend KeyMap& keyMap();
    KeyMap();

    std::vector<KeyAction> m_actions;
    KeyChoice m_changed;
};

KeyMap& keyMap();

/// What was pressed, as a sequence of one: the sign itself where a layout needs Shift for it.
/// Empty for modifiers alone.
QKeySequence sequenceOf(const QKeyEvent& event);
/// Esc, Tab and what is no single key cannot be set.
bool canBeSet(const QKeySequence& key);

/// Calls back at once and after each change, as long as context lives.
void whenKeysChange(QObject* context, const std::function<void()>& then);
/// Gives the action its keys, now and after each change.
void bindKeys(QAction* action, const QString& id);

QString keyInWords(const QKeySequence& key); ///< "Shift+↑"
QString keysInWords(const QString& id);      ///< "3 or ←"; empty when there is none
/// "Mark wrong and go on (3 or ←)", for tooltips.
QString withKeys(const QString& what, const QString& id);
/// "Label", the heading over the actions of a scope.
QString scopeInWords(KeyScope scope);

} // namespace steplight
