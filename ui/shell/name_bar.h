// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for a name in the page: the one that is stored with each label, or a layout's. GUI thread
// only.
#pragma once

#include "ui/pages/panel_bar.h"

#include <QPointer>

class QLineEdit;

namespace steplight {

class NameBar final : public PanelBar
{
    Q_OBJECT

public:
    enum class Of { annotator, layout };

    explicit NameBar(Of what, QWidget* parent = nullptr);
    /// An annotator's waits beside what is being done; a layout's, which was asked for, takes the
    /// keyboard until Enter or Esc.
    void ask(const QString& suggestion);

signals:
    void named(const QString& name);

private:
    void keyPressEvent(QKeyEvent* event) override;
    void leave();

    Of m_what;
    QLineEdit* m_name;
    QPointer<QWidget> m_before; ///< had the keyboard
};

} // namespace steplight
