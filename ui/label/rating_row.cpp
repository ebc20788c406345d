// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/rating_row.h"

#include "ui/pages/flow_layout.h"
#include "ui/theme.h"

#include <QToolButton>

namespace steplight {

RatingRow::RatingRow(QWidget* parent) : QWidget(parent)
{
    setCursor(Qt::ArrowCursor);
    setLayout(new FlowLayout(this, metrics::gap));
    layout()->setContentsMargins(0, 0, 0, 0);
    add(LabelKey::right, QStringLiteral("✓"), false);
    add(LabelKey::neutral, QStringLiteral("○"), false);
    add(LabelKey::wrong, QStringLiteral("✕"), false);
    add(LabelKey::firstError, tr("First error"), true);
    add(LabelKey::skip, tr("Skip"), true);
    add(LabelKey::cannotJudge, tr("Cannot judge"), true);
}

void RatingRow::add(LabelKey key, const QString& text, bool flat)
{
    auto* button = new QToolButton(this);
    button->setAutoRaise(flat);
    if (flat)
        button->setFont(fontOf(TextSize::small));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setMinimumSize(flat ? metrics::hitTarget : 44, metrics::hitTarget);
    whenKeysChange(button, [key, text, button] {
        button->setText(keyBefore(key, text));
        button->setToolTip(withKeys(labelKey(key).what(), key));
    });
    button->setAccessibleName(labelKey(key).what());
    connect(button, &QToolButton::clicked, this, [this, key, button] {
        button->setChecked(!button->isChecked()); // down only when the label is there
        emit chosen(key);
    });
    layout()->addWidget(button);
    m_buttons[key] = button;
}

void RatingRow::setVerdict(const Verdict& verdict)
{
    const bool rated = verdict.state == LabelState::rated;
    m_buttons[LabelKey::right]->setChecked(rated && verdict.rating > 0);
    m_buttons[LabelKey::neutral]->setChecked(rated && verdict.rating == 0);
    m_buttons[LabelKey::wrong]->setChecked(rated && verdict.rating < 0);
    m_buttons[LabelKey::skip]->setChecked(verdict.state == LabelState::skipped);
    m_buttons[LabelKey::cannotJudge]->setChecked(verdict.state == LabelState::cannotJudge);
}

} // namespace steplight
