// SPDX-License-Identifier: GPL-3.0-or-later
// One action and its key: press the key's button, then the new key. GUI thread only.
#pragma once

#include "ui/key_map.h"

#include <QToolButton>

class QLabel;
class QPushButton;

namespace steplight {

/// A button that waits for a key once it is pressed; no shortcut is heard meanwhile.
class KeyButton final : public QToolButton
{
    Q_OBJECT

public:
    explicit KeyButton(QWidget* parent = nullptr);

    bool waits() const { return m_waits; }
    void setWaits(bool waits);
    QSize sizeHint() const override; ///< one width for all

signals:
    void waitsChanged(bool waits);
    void pressedKey(const QKeySequence& key);

private:
    bool event(QEvent* event) override;

    bool m_waits = false;
};

class KeyRow final : public QWidget
{
    Q_OBJECT

public:
    explicit KeyRow(const KeyAction& action, QWidget* parent = nullptr);

    /// Whether the words, the page or a key have the text in them.
    bool has(const QString& text) const;

private:
    void build();
    void refresh();
    void offer(const QKeySequence& key);
    void sayConflict(const QKeySequence& key);
    void closeConflict();

    const KeyAction& m_action;
    KeyButton* m_key;
    QPushButton* m_reset;
    QWidget* m_conflict;
    QLabel* m_why;
    QPushButton* m_take;
    QPushButton* m_cancel;
    QKeySequence m_wanted;
};

} // namespace steplight
