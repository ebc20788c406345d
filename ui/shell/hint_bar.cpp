// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/hint_bar.h"

#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace steplight {

HintBar::HintBar(QWidget* parent)
    : PanelBar(Qt::BottomEdge, parent), m_number(new QLabel(this)), m_text(new QLabel(this)),
      m_action(new QPushButton(this)), m_next(new QPushButton(tr("Next hint"), this))
{
    auto* end = new QPushButton(tr("No more hints"), this);
    setMuted(m_number);
    m_number->setFont(figuresOf(TextSize::small));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_next->setToolTip(tr("Goes on without doing this"));
    for (QPushButton* button : {m_next, end})
        button->setFlat(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2 * metrics::grid, metrics::gap, metrics::grid, metrics::gap);
    row->setSpacing(metrics::grid);
    row->addWidget(m_number);
    row->addWidget(m_text, 1);
    for (QPushButton* button : {m_action, m_next, end}) {
        button->setFocusPolicy(Qt::TabFocus); // a click leaves the page its keys
        row->addWidget(button);
    }
    hide();
    connect(m_action, &QPushButton::clicked, this, &HintBar::acted);
    connect(m_next, &QPushButton::clicked, this, &HintBar::skipped);
    connect(end, &QPushButton::clicked, this, [this] {
        hide();
        emit ended();
    });
}

void HintBar::show(const Hint& hint)
{
    m_number->setText(tr("%1 of %2").arg(hint.number).arg(hint.of));
    m_text->setText(hint.text);
    setAccessibleName(hint.text);
    m_action->setText(hint.action);
    m_action->setVisible(!hint.action.isEmpty());
    m_next->setVisible(hint.number < hint.of);
    setVisible(true);
}

} // namespace steplight
