// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in place of an image: a sentence, the path that was looked for, and the way to mend
// it. GUI thread only.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace steplight {

class CanvasNotice final : public QWidget
{
    Q_OBJECT

public:
    explicit CanvasNotice(QWidget* parent = nullptr);

    /// Both plain text. canLocate shows the button.
    void say(const QString& title, const QString& detail, bool canLocate);

signals:
    void locateClicked();

private:
    QLabel* m_title;
    QLabel* m_detail;
    QPushButton* m_locate;
};

} // namespace steplight
