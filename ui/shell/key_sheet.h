// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet that `?` lays over the window: every key and what it does. GUI thread only.
#pragma once

#include <QFrame>
#include <QPointer>
#include <QString>

#include <cstdint>
#include <vector>

namespace steplight {

struct KeyHint {
    QString keys; ///< as printed: "Ctrl+1", "↑ ↓"
    QString what;
};

struct KeyGroup {
    QString title; ///< the page's name
    std::vector<KeyHint> keys;
};

class KeySheet final : public QWidget
{
    Q_OBJECT

public:
    explicit KeySheet(QWidget* parent);

    /// Puts a group at a place (0 = first), or replaces the one of the same title.
    void add(const KeyGroup& group, std::size_t at = SIZE_MAX);
    void toggle(); ///< covers the parent, or goes away

private:
    static QWidget* column(const KeyGroup& group);
    void lay();
    void place();
    int widthOfSheet() const;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

    std::vector<KeyGroup> m_groups;
    QFrame* m_sheet = nullptr;
    int m_sheetHeight = 0;
    QPointer<QWidget> m_focusBefore;
};

} // namespace steplight
