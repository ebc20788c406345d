// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/key_row.h"

#include "ui/pages/plain_label.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace steplight {

namespace {

constexpr int keyWidth = 192;
constexpr int resetWidth = 104;

} // namespace

KeyButton::KeyButton(QWidget* parent) : QToolButton(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setMinimumHeight(metrics::hitTarget);
    connect(this, &QToolButton::clicked, this, [this] { setWaits(!m_waits); });
}

QSize KeyButton::sizeHint() const
{
    const QSize text = QToolButton::sizeHint();
    return {std::max(withText(keyWidth), text.width()), text.height()};
}

void KeyButton::setWaits(bool waits)
{
    if (waits == m_waits)
        return;
    m_waits = waits;
    setDown(waits);
    emit waitsChanged(waits);
}

bool KeyButton::event(QEvent* event)
{
    if (m_waits && event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (m_waits && event->type() == QEvent::KeyPress) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        event->accept();
        if (key.key() == Qt::Key_Escape)
            setWaits(false);
        else if (const QKeySequence pressed = sequenceOf(key); !pressed.isEmpty())
            emit pressedKey(pressed);
        return true;
    }
    if (event->type() == QEvent::FocusOut)
        setWaits(false);
    return QToolButton::event(event);
}

KeyRow::KeyRow(const KeyAction& action, QWidget* parent)
    : QWidget(parent), m_action(action), m_key(new KeyButton(this)),
      m_reset(new QPushButton(tr("Reset"), this)), m_conflict(new QWidget(this)),
      m_why(plainLabel(m_conflict)), m_take(new QPushButton(m_conflict)),
      m_cancel(new QPushButton(tr("Cancel"), m_conflict))
{
    setObjectName(action.id);
    build();
    connect(m_key, &KeyButton::waitsChanged, this, &KeyRow::refresh);
    connect(m_key, &KeyButton::pressedKey, this, &KeyRow::offer);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        const QKeySequence usual = m_action.defaults.value(0);
        if (keyMap().conflicts(m_action.id, usual).empty())
            keyMap().reset(m_action.id);
        else
            offer(usual); // another action has it by now
    });
    connect(m_take, &QPushButton::clicked, this, [this] {
        keyMap().take(m_action.id, m_wanted);
        m_key->setFocus();
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        closeConflict();
        m_key->setFocus();
    });
    whenKeysChange(this, [this] {
        closeConflict();
        refresh();
    });
}

void KeyRow::build()
{
    auto* what = new QLabel(this);
    what->setTextFormat(Qt::PlainText);
    what->setText(m_action.what());
    what->setWordWrap(true);
    m_key->setAccessibleName(m_action.what());
    m_key->setEnabled(!m_action.fixed);
    m_reset->setAccessibleDescription(m_action.what());
    m_reset->setFixedWidth(withText(resetWidth));
    QSizePolicy kept = m_reset->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_reset->setSizePolicy(kept);

    auto* line = new QHBoxLayout;
    line->setSpacing(metrics::grid);
    line->addWidget(m_key);
    line->addSpacing(metrics::grid);
    line->addWidget(what, 1);
    line->addWidget(m_reset);
    auto* asks = new QHBoxLayout(m_conflict);
    asks->setContentsMargins(2 * metrics::grid, metrics::gap, 0, metrics::grid);
    asks->setSpacing(metrics::grid);
    asks->addWidget(m_why, 1);
    asks->addWidget(m_take);
    asks->addWidget(m_cancel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 2, 0, 2);
    column->setSpacing(0);
    column->addLayout(line);
    column->addWidget(m_conflict);
    m_conflict->hide();
}

void KeyRow::refresh()
{
    const QString keys = keysInWords(m_action.id);
    m_key->setText(m_key->waits() ? tr("Press a key…") : keys.isEmpty() ? tr("none") : keys);
    m_key->setToolTip(m_action.fixed   ? tr("This key stays")
                      : m_key->waits() ? tr("Esc leaves it as it is")
                                       : tr("Press it, then the new key"));
    const bool changed = keyMap().isChanged(m_action.id);
    QFont font = fontOf(TextSize::body);
    font.setBold(changed);
    m_key->setFont(font);
    m_reset->setVisible(changed);
    QStringList usual;
    for (const QKeySequence& key : m_action.defaults)
        usual << keyInWords(key);
    m_reset->setToolTip(tr("Back to %1").arg(usual.join(QStringLiteral(", "))));
}

void KeyRow::offer(const QKeySequence& key)
{
    if (!canBeSet(key)) {
        m_key->setText(tr("%1 stays as it is").arg(keyInWords(key)));
        return;
    }
    m_key->setWaits(false);
    if (keyMap().conflicts(m_action.id, key).empty())
        keyMap().setKeys(m_action.id, {key});
    else
        sayConflict(key);
}

void KeyRow::sayConflict(const QKeySequence& key)
{
    m_wanted = key;
    QStringList others;
    bool fixed = false;
    for (const KeyAction* other : keyMap().conflicts(m_action.id, key)) {
        others << tr("“%1” (%2)").arg(other->what(), scopeInWords(other->scope));
        fixed = fixed || other->fixed;
    }
    const QString already =
        tr("%1 already means %2.").arg(keyInWords(key), others.join(QStringLiteral(", ")));
    m_why->setText(fixed ? already % u' ' % tr("That cannot be changed.") : already);
    m_take->setVisible(!fixed);
    m_take->setText(
        keyMap().canSwap(m_action.id, key)
            ? tr("Swap: that gets %1").arg(keyInWords(keyMap().keys(m_action.id).front()))
            : tr("Take it: that has no key then"));
    m_conflict->show();
    (fixed ? m_cancel : m_take)->setFocus();
}

void KeyRow::closeConflict()
{
    m_conflict->hide();
}

bool KeyRow::has(const QString& text) const
{
    const QStringList words{m_action.what(), scopeInWords(m_action.scope),
                            keysInWords(m_action.id)};
    return std::any_of(words.begin(), words.end(),
                       [&](const QString& one) { return one.contains(text, Qt::CaseInsensitive); });
}

} // namespace steplight
