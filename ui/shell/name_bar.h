// SPDX-License-Identifier: GPL-3.0-or-later
// Asks once, in the page, for the name that is stored with each label. GUI thread only.
#pragma once

#include "ui/pages/panel_bar.h"

class QLineEdit;

namespace steplight {

class NameBar final : public PanelBar
{
    Q_OBJECT

public:
    explicit NameBar(QWidget* parent = nullptr);
    void ask(const QString& suggestion);

signals:
    void named(const QString& name);

private:
    QLineEdit* m_name;
};

} // namespace steplight
