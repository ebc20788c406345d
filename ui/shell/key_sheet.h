// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet that `?` lays over the window: every key and what it does. GUI thread only.
#pragma once

#include <QFrame>
#include <QPointer>
#include <QString>

class QScrollArea;

namespace steplight {

class KeySheet final : public QWidget
{
    Q_OBJECT

public:
    explicit KeySheet(QWidget* parent);

    void toggle(); ///< covers the parent, or goes away

signals:
    void changeRequested();

private:
    void lay();
    QWidget* foot();
    void place();
    int widthOfSheet() const;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

    QFrame* m_sheet = nullptr;
    QScrollArea* m_scroll = nullptr; ///< of the sheet
    int m_sheetHeight = 0;
    QPointer<QWidget> m_focusBefore;
};

} // namespace steplight
