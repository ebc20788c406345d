// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/choice_strip.h"

#include "ui/pages/flow_layout.h"
#include "ui/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace steplight {

ChoiceStrip::ChoiceStrip(QWidget* parent)
    : QWidget(parent), m_flow(new FlowLayout(this, metrics::gap))
{
    m_flow->setContentsMargins(metrics::gap, metrics::gap, metrics::gap, metrics::gap);
    setFocusPolicy(Qt::StrongFocus);
    hide();
}

void ChoiceStrip::offer(std::vector<Choice> choices, const QString& current)
{
    m_choices = std::move(choices);
    m_flow->clear();
    QStringList said;
    for (const Choice& choice : m_choices) {
        auto* button = new QToolButton(this);
        // An ampersand would be read as a mnemonic; the letter is handled here.
        const QString words = QString(choice.text).replace(u'&', QStringLiteral("&&"));
        button->setText(choice.letter.isNull()
                            ? words
                            : QStringLiteral("%1  %2").arg(choice.letter.toUpper()).arg(words));
        button->setFont(fontOf(TextSize::small));
        button->setCheckable(true);
        button->setChecked(choice.key == current);
        button->setFocusPolicy(Qt::NoFocus);
        button->setMinimumHeight(metrics::hitTarget);
        connect(button, &QToolButton::clicked, this,
                [this, key = choice.key] { emit chosen(key); });
        m_flow->addWidget(button);
        button->show();
        said << button->text();
    }
    setAccessibleDescription(said.join(QStringLiteral(", ")));
    show();
    setFocus(Qt::ShortcutFocusReason);
}

const Choice* ChoiceStrip::choiceOf(const QKeyEvent& event) const
{
    if (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier) || event.text().size() != 1)
        return nullptr;
    const QChar letter = event.text()[0].toLower();
    const auto at = std::find_if(m_choices.begin(), m_choices.end(),
                                 [letter](const Choice& c) { return c.letter == letter; });
    return at == m_choices.end() ? nullptr : &*at;
}

bool ChoiceStrip::event(QEvent* event)
{
    // Its letters are the page's shortcuts too; while it is there they are its own.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape || choiceOf(*key)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void ChoiceStrip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit left();
    else if (const Choice* choice = choiceOf(*event))
        emit chosen(QString(choice->key)); // a copy: the strip may be offered anew
    else
        QWidget::keyPressEvent(event);
}

void ChoiceStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(theme.panel);
    painter.setPen(QPen(hasFocus() ? theme.accent : theme.hairline, hasFocus() ? 2 : 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), metrics::corner,
                            metrics::corner);
}

} // namespace steplight
