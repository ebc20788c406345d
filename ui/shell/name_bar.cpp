// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/name_bar.h"

#include "ui/theme.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace steplight {

NameBar::NameBar(Of what, QWidget* parent)
    : PanelBar(Qt::BottomEdge, parent), m_what(what), m_name(new QLineEdit(this))
{
    constexpr int longest = 80;
    const bool layout = what == Of::layout;
    auto* label = new QLabel(layout ? tr("Name of this layout, such as “Laptop”:")
                                    : tr("Your name, stored with each label you give:"),
                             this);
    auto* use = new QPushButton(layout ? tr("Keep the layout") : tr("Use this name"), this);
    label->setBuddy(m_name);
    m_name->setAccessibleName(layout ? tr("Name of this layout") : tr("Your name"));
    m_name->setMaxLength(longest);
    m_name->setMaximumWidth(280);
    setPrimary(use);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2 * metrics::grid, metrics::gap, metrics::grid, metrics::gap);
    row->setSpacing(metrics::grid);
    row->addWidget(label);
    row->addWidget(m_name, 1);
    row->addWidget(use);
    row->addStretch(1);
    hide();

    const auto done = [this] {
        const QString name = m_name->text().trimmed();
        if (name.isEmpty())
            return;
        leave();
        emit named(name);
    };
    connect(m_name, &QLineEdit::textChanged, use,
            [use](const QString& text) { use->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_name, &QLineEdit::returnPressed, this, done);
    connect(use, &QPushButton::clicked, this, done);
    use->setEnabled(false);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* from, QWidget* to) {
        if (from && !isAncestorOf(from) && isAncestorOf(to))
            m_before = from;
    });
}

void NameBar::ask(const QString& suggestion)
{
    m_name->setText(suggestion);
    m_name->selectAll();
    show();
    if (m_what == Of::layout && !m_name->hasFocus()) {
        m_name->setFocus(Qt::ShortcutFocusReason);
    }
}

void NameBar::leave()
{
    const bool focused = isAncestorOf(QApplication::focusWidget()); // its button may have it
    hide();
    if (focused && m_before)
        m_before->setFocus();
}

void NameBar::keyPressEvent(QKeyEvent* event)
{
    if (m_what == Of::layout && event->key() == Qt::Key_Escape)
        leave();
    else
        PanelBar::keyPressEvent(event);
}

} // namespace steplight
