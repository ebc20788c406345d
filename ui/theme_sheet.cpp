// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme_sheet.h"

namespace steplight {

namespace {

// Borders grow inwards on focus (1 to 2 pixels, padding shrinks), so that nothing moves.
// A control's least height of 26 plus its borders makes the 28 pixels of a hit target.
constexpr char16_t sheet[] = uR"(
*[muted="true"] { color: @muted; }
QMainWindow, QDialog { background: @background; }
QWidget[panel="true"] { background: @panel; }
QToolTip { color: @text; background: @panel; border: 1px solid @hairline; padding: 4px; }

QPushButton, QToolButton {
    background: @panel; border: 1px solid @edge; border-radius: 4px; padding: 0 12px; min-height: 26px;
}
QToolButton { padding: 0 6px; min-width: 14px; min-height: 23px; } /* Qt adds 3 */
QToolButton[autoRaise="true"] { border-color: transparent; background: transparent; }
QPushButton:flat { border-color: transparent; background: transparent; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {
    background: @selected; border-color: @accent;
}
QPushButton:disabled, QToolButton:disabled { border-color: @hairline; }
QToolButton[autoRaise="true"]:disabled { border-color: transparent; }
QPushButton:focus { border: 2px solid @accent; padding: 0 11px; min-height: 24px; }
QToolButton:focus { border: 2px solid @accent; padding: 0 5px; min-height: 21px; }
QPushButton[primary="true"] { background: @accent; color: @onAccent; border-color: @accent; }
QPushButton[primary="true"]:hover { background: @accentHover; }
QPushButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled { background: @hairline; color: @disabled; border-color: @hairline; }
QToolButton[popupMode="1"] { padding-right: 18px; }
QToolButton[popupMode="2"] { padding-right: 16px; }
QToolButton::menu-indicator, QPushButton::menu-indicator { subcontrol-position: right center; right: 4px; width: 10px; }
QToolButton::menu-button { border: none; width: 16px; }

QLineEdit, QPlainTextEdit, QTextEdit {
    background: @background; border: 1px solid @edge; border-radius: 4px;
    selection-background-color: @accent; selection-color: @onAccent;
}
QLineEdit { min-height: 26px; padding: 0 7px; }
QPlainTextEdit, QTextEdit { padding: 3px; }
QLineEdit:focus { border: 2px solid @accent; padding: 0 6px; min-height: 24px; }
#question-scroll { border: 2px solid transparent; }
#question-scroll:focus { border: 2px solid @accent; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid @accent; padding: 2px; }
QLineEdit:disabled { border-color: @hairline; background: @panel; }
QAbstractSpinBox { min-height: 22px; } /* a frame of 3 comes around it */
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QComboBox QAbstractItemView { background: @background; border: 1px solid @hairline; outline: none; }

QAbstractItemView { background: @background; alternate-background-color: @panel; border: none; gridline-color: @hairline; }
QTableView, QTreeView, QListView { selection-background-color: @selected; selection-color: @text; }
QHeaderView { background: @background; border: none; }
QHeaderView::section {
    background: @background; color: @muted; border: none; border-bottom: 1px solid @hairline; padding: 0 8px; min-height: 28px; font-weight: normal;
}
QHeaderView::section:hover { color: @text; }
QTableCornerButton::section { background: @background; border: none; border-bottom: 1px solid @hairline; }

QTabWidget::pane { border: none; border-top: 1px solid @hairline; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @muted; border: none; border-bottom: 2px solid transparent; padding: 0 12px; min-height: 28px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { background: @selected; }

QSplitter::handle { background: @hairline; }
QSplitter::handle:hover { background: @accent; }
QSplitter::handle:horizontal { width: 1px; margin: 0 3px; }
QSplitter::handle:vertical { height: 1px; margin: 3px 0; }

QScrollArea { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: @edge; border: 3px solid transparent; border-radius: 6px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QMenuBar { background: @panel; border-bottom: 1px solid @hairline; }
QMenuBar::item { padding: 6px 10px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @background; border: 1px solid @hairline; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; min-height: 16px; }
QMenu::item:selected { background: @selected; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @hairline; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; left: 4px; }

QProgressBar { background: @hairline; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QSlider:horizontal { min-height: 28px; }
QSlider::groove:horizontal { height: 4px; background: @hairline; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @muted; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; margin: -6px 0; border: 1px solid @edge; border-radius: 8px; background: @background; }
QSlider::handle:horizontal:hover { border-color: @text; }
QSlider::handle:horizontal:focus { border: 2px solid @accent; width: 12px; }
QGroupBox { border: none; border-top: 1px solid @hairline; margin-top: 22px; padding-top: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 0; padding-right: 8px; color: @muted; }
QToolBar { background: @panel; border: none; border-bottom: 1px solid @hairline; spacing: 4px; padding: 4px; }
QStatusBar { background: @panel; border-top: 1px solid @hairline; }
QStatusBar::item { border: none; }
)";

// A pale ground alone is too little; what is painted by delegates: paintSelected().
constexpr char16_t highContrastSheet[] = uR"(
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { border-top: 2px solid @accent; border-bottom: 2px solid @accent; }
QMenu::item:selected { border: 2px solid @accent; padding: 4px 22px 4px 10px; }
QPushButton[primary="true"]:disabled { background: @panel; border-color: @hairline; }
QProgressBar { border: 1px solid @edge; background: @background; }
QSlider::groove:horizontal { background: @edge; }
)";

} // namespace

QString themeSheet(const Theme& theme)
{
    QString text = QString::fromUtf16(sheet);
    if (theme.highContrast)
        text += QString::fromUtf16(highContrastSheet);
    const auto put = [&text](const char* name, const QColor& colour) {
        text.replace(QLatin1Char('@') + QLatin1String(name), colour.name());
    };
    put("accentHover", blended(theme.text, theme.accent, 0.15));
    put("background", theme.background);
    put("panel", theme.panel);
    put("text", theme.text);
    put("muted", theme.muted);
    put("disabled", blended(theme.muted, theme.panel, 0.7));
    put("hairline", theme.hairline);
    put("edge", theme.edge);
    put("hover", theme.hover);
    put("onAccent", theme.onAccent);
    put("accent", theme.accent);
    put("selected", theme.selected);
    return text;
}

} // namespace steplight
