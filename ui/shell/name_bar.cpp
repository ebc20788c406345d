// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/name_bar.h"

#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace steplight {

NameBar::NameBar(QWidget* parent) : PanelBar(Qt::BottomEdge, parent), m_name(new QLineEdit(this))
{
    constexpr int longest = 80;
    auto* label = new QLabel(tr("Your name, stored with each label you give:"), this);
    auto* use = new QPushButton(tr("Use this name"), this);
    label->setBuddy(m_name);
    m_name->setAccessibleName(tr("Your name"));
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
        hide();
        emit named(name);
    };
    connect(m_name, &QLineEdit::textChanged, use,
            [use](const QString& text) { use->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_name, &QLineEdit::returnPressed, this, done);
    connect(use, &QPushButton::clicked, this, done);
    use->setEnabled(false);
}

void NameBar::ask(const QString& suggestion)
{
    m_name->setText(suggestion);
    m_name->selectAll();
    show();
}

} // namespace steplight
