// SPDX-License-Identifier: GPL-3.0-or-later
// Colours, sizes and fonts of the window, light and dark, each also in high contrast, and how they
// are put on an application. GUI thread only.
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

class QApplication;
class QPainter;
class QPalette;
class QRect;
class QWidget;

namespace steplight {

enum class Scheme { system, light, dark, highContrastLight, highContrastDark };

/// In the order in which they are offered; names are "system", "light", "dark", "high-contrast" and
/// "high-contrast-dark", in settings and on the command line.
inline constexpr Scheme allSchemes[] = {Scheme::system, Scheme::light, Scheme::dark,
                                        Scheme::highContrastLight, Scheme::highContrastDark};
QString schemeName(Scheme scheme);
Scheme schemeFromName(const QString& name); ///< of anything else: system

/// The only four sizes of text: 9, 10.5, 13 and 18 points for a user whose own font is 10 points.
enum class TextSize { small, body, heading, title };

/// Fixed lengths in device-independent pixels.
namespace metrics {
constexpr int grid = 8;       ///< between things
constexpr int gap = 4;        ///< inside controls
constexpr int corner = 4;     ///< radius
constexpr int hairline = 1;   ///< between panes
constexpr int focusRing = 2;  ///< accent
constexpr int hitTarget = 28; ///< least height and width of anything that is clicked
constexpr int strip = 6;      ///< lit left edge of a step
constexpr int labelEdge = 2;  ///< outline of a step that a person has labelled
} // namespace metrics

/// One theme's colours. Text on background and panel, muted text on both, and accent on both have
/// a contrast of at least 4.5 (WCAG AA), in high contrast 7 (AAA); errors are words, never a colour
/// of their own.
struct Theme {
    bool dark = false;
    QColor background; ///< of content: image surround, steps, tables, fields
    QColor panel;      ///< of what surrounds content: bars, side panes, buttons
    QColor text;
    QColor muted;    ///< secondary text
    QColor hairline; ///< lines between panes
    QColor edge;     ///< outlines of fields and buttons, contrast 3 against both backgrounds
    QColor hover;    ///< a panel under the pointer
    QColor accent;   ///< focus, selection, links
    QColor onAccent; ///< text on the accent
    QColor selected; ///< background of a selected row; text on it stays `text`
    bool highContrast = false; ///< hairlines reach 3, what is selected has an edge of its own

    static const Theme& lightTheme();
    static const Theme& darkTheme();
    static const Theme& highContrastLightTheme();
    static const Theme& highContrastDarkTheme();
    /// The theme that a widget is shown in, from its palette.
    static const Theme& of(const QWidget* widget);
    static const Theme& of(const QPalette& palette);
};

/// Puts base style, palette, fonts and style sheet on the application; may be called again at any
/// time. Scheme::system takes the desktop's choice as it is now, high contrast too; call again when
/// it changes. textPercent is of the size that the desktop asks for; widgets that are there already
/// keep theirs.
void applyTheme(QApplication& application, Scheme scheme, int textPercent = 100);

/// The application's font in one of the four sizes, following the user's font setting.
QFont fontOf(TextSize size);
/// The same with figures of equal width, for numbers that stand in columns.
QFont figuresOf(TextSize size);

/// A length (pixels at the usual size of text) that has text in it: grows with the user\'s, never
/// shrinks.
int withText(int pixels);

/// Marks a widget for the style sheet: text in muted colour and small size.
void setMuted(QWidget* widget);
/// Marks a pane that has the panel's background instead of the content's.
void setPanel(QWidget* widget);
/// Marks a button as the one next action of its page: filled with the accent.
void setPrimary(QWidget* widget);

/// The ground of a selected row that a delegate paints; with an edge in high contrast.
void paintSelected(QPainter& painter, const QRect& row, const Theme& theme);

/// A tool tip that shows untrusted words as they are and wraps them; Qt takes some for HTML.
QString plainToolTip(const QString& words);

/// WCAG 2.1 contrast ratio, 1..21; both colours opaque.
double contrastOf(const QColor& a, const QColor& b);
/// The colour that results from painting over with the given opacity (0..1) on an opaque under.
QColor blended(const QColor& over, const QColor& under, double opacity);

} // namespace steplight
