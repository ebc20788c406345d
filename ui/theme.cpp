// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include "ui/quiet_style.h"
#include "ui/theme_sheet.h"

#include <QApplication>
#include <QPainter>
#include <QPalette>
#include <QStyle>
#include <QVariant>
#include <QWidget>
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QStyleHints>
#endif

#include <algorithm>
#include <array>
#include <cmath>

namespace steplight {

namespace {

constexpr const char* userSizeProperty = "steplight.userPointSize";
constexpr std::array<double, 4> pointSizes{9, 10.5, 13, 18};

double pointsOf(TextSize size)
{
    return pointSizes[static_cast<std::size_t>(size)];
}

/// Before Qt 6.10 no desktop says that it wants high contrast; its colours and GNOME's theme do.
Scheme systemScheme()
{
    constexpr double almostBlackOnWhite = 20;
    QApplication::setPalette(QPalette()); // back to what the desktop says
    const QPalette palette = QApplication::palette();
    const QColor window = palette.color(QPalette::Window);
    const bool high = contrastOf(palette.color(QPalette::WindowText), window) >= almostBlackOnWhite;
    const QByteArray gtk = qgetenv("GTK_THEME");
    bool dark = window.lightness() < 128;
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    dark = QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
#endif
    if (gtk.startsWith("HighContrastInverse"))
        return Scheme::highContrastDark;
    if (high || gtk.startsWith("HighContrast"))
        return dark ? Scheme::highContrastDark : Scheme::highContrastLight;
    return dark ? Scheme::dark : Scheme::light;
}

const Theme& themeOf(Scheme scheme)
{
    switch (scheme) {
    case Scheme::system:
        return themeOf(systemScheme());
    case Scheme::light:
        break;
    case Scheme::dark:
        return Theme::darkTheme();
    case Scheme::highContrastLight:
        return Theme::highContrastLightTheme();
    case Scheme::highContrastDark:
        return Theme::highContrastDarkTheme();
    }
    return Theme::lightTheme();
}

QPalette paletteOf(const Theme& theme)
{
    QPalette palette(theme.text, theme.panel, theme.background, theme.edge, theme.hairline,
                     theme.text, theme.background);
    palette.setColor(QPalette::Window, theme.panel);
    palette.setColor(QPalette::Base, theme.background);
    palette.setColor(QPalette::AlternateBase, theme.panel);
    palette.setColor(QPalette::Button, theme.panel);
    palette.setColor(QPalette::ToolTipBase, theme.panel);
    palette.setColor(QPalette::ToolTipText, theme.text);
    palette.setColor(QPalette::BrightText, theme.onAccent);
    palette.setColor(QPalette::PlaceholderText, theme.muted);
    palette.setColor(QPalette::Link, theme.accent);
    palette.setColor(QPalette::LinkVisited, theme.accent);
    palette.setColor(QPalette::Highlight, theme.selected);
    palette.setColor(QPalette::HighlightedText, theme.text);
    for (const auto role :
         {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, blended(theme.muted, theme.panel, 0.7));
    return palette;
}

/// The size the user asks the desktop for, remembered before we set our own. Off screen nobody
/// asked for anything.
double userPointSize(QApplication& application)
{
    const QVariant known = application.property(userSizeProperty);
    if (known.isValid())
        return known.toDouble();
    const bool offscreen = QGuiApplication::platformName() == QStringLiteral("offscreen");
    const double asked = QApplication::font().pointSizeF();
    const double size = offscreen || asked <= 0 ? 10.0 : std::clamp(asked, 9.0, 30.0);
    application.setProperty(userSizeProperty, size);
    return size;
}

void mark(QWidget* widget, const char* name)
{
    widget->setProperty(name, true);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

} // namespace

const Theme& Theme::lightTheme()
{
    static const Theme theme{false,     "#ffffff", "#f6f7f9", "#1b1f24", "#57606a", "#d0d7de",
                             "#808891", "#e9ecf0", "#0b5cad", "#ffffff", "#e2ebf5"};
    return theme;
}

const Theme& Theme::darkTheme()
{
    static const Theme theme{true,      "#14171b", "#1c2026", "#e8eaed", "#9aa4af", "#343b44",
                             "#727b85", "#262b32", "#6cb6ff", "#14171b", "#263749"};
    return theme;
}

const Theme& Theme::highContrastLightTheme()
{
    static const Theme theme{false,     "#ffffff", "#ffffff", "#000000", "#000000", "#5a5a5a",
                             "#000000", "#d8d8d8", "#0000b0", "#ffffff", "#cfe0ff", true};
    return theme;
}

const Theme& Theme::highContrastDarkTheme()
{
    static const Theme theme{true,      "#000000", "#000000", "#ffffff", "#ffffff", "#8c8c8c",
                             "#ffffff", "#333333", "#ffe94d", "#000000", "#1f3a66", true};
    return theme;
}

const Theme& Theme::of(const QPalette& palette)
{
    // A style sheet changes a filled widget's Base and Window, but never this role.
    const QColor panel = palette.color(QPalette::Active, QPalette::ToolTipBase);
    for (const Theme* theme : {&highContrastLightTheme(), &highContrastDarkTheme()})
        if (panel == theme->panel)
            return *theme;
    return panel.lightness() < 128 ? darkTheme() : lightTheme();
}

const Theme& Theme::of(const QWidget* widget)
{
    return of(widget ? widget->palette() : QApplication::palette());
}

QString schemeName(Scheme scheme)
{
    switch (scheme) {
    case Scheme::system:
        break;
    case Scheme::light:
        return QStringLiteral("light");
    case Scheme::dark:
        return QStringLiteral("dark");
    case Scheme::highContrastLight:
        return QStringLiteral("high-contrast");
    case Scheme::highContrastDark:
        return QStringLiteral("high-contrast-dark");
    }
    return QStringLiteral("system");
}

Scheme schemeFromName(const QString& name)
{
    const auto* found = std::find_if(std::begin(allSchemes), std::end(allSchemes),
                                     [&](Scheme one) { return schemeName(one) == name; });
    return found == std::end(allSchemes) ? Scheme::system : *found;
}

void applyTheme(QApplication& application, Scheme scheme, int textPercent)
{
    const double userSize = userPointSize(application) * textPercent / 100;
    const Theme& theme = themeOf(scheme);
    installQuietStyle();
    QFont font = QApplication::font();
    font.setPointSizeF(pointsOf(TextSize::body) * userSize / 10.0);
    QApplication::setFont(font);
    QApplication::setPalette(paletteOf(theme));
    application.setStyleSheet(themeSheet(theme));
}

QFont fontOf(TextSize size)
{
    QFont font = QApplication::font();
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * pointsOf(size) / pointsOf(TextSize::body));
    return font;
}

QFont figuresOf(TextSize size)
{
    QFont font = fontOf(size);
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature("tnum", 1);
#endif
    return font; // before Qt 6.7 the usual interface fonts' figures are of equal width already
}

int withText(int pixels)
{
    const double usual = pointsOf(TextSize::body);
    return static_cast<int>(
        std::lround(pixels * std::max(1.0, QApplication::font().pointSizeF() / usual)));
}

void setMuted(QWidget* widget)
{
    widget->setFont(fontOf(TextSize::small));
    mark(widget, "muted");
}

void setPanel(QWidget* widget)
{
    widget->setAttribute(Qt::WA_StyledBackground);
    mark(widget, "panel");
}

void setPrimary(QWidget* widget)
{
    mark(widget, "primary");
}

void paintSelected(QPainter& painter, const QRect& row, const Theme& theme)
{
    painter.fillRect(row, theme.selected);
    if (!theme.highContrast)
        return;
    painter.save();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, metrics::focusRing));
    painter.drawRect(row.adjusted(1, 1, -1, -1));
    painter.restore();
}

QString plainToolTip(const QString& words)
{
    return QStringLiteral("<p style=\"white-space: pre-wrap\">") + words.toHtmlEscaped() +
           QStringLiteral("</p>");
}

double contrastOf(const QColor& a, const QColor& b)
{
    const auto luminance = [](const QColor& colour) {
        const auto linear = [](double c) {
            return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
               0.0722 * linear(colour.blueF());
    };
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

QColor blended(const QColor& over, const QColor& under, double opacity)
{
    const auto mix = [opacity](int o, int u) {
        return static_cast<int>(std::lround(o * opacity + u * (1 - opacity)));
    };
    return QColor(mix(over.red(), under.red()), mix(over.green(), under.green()),
                  mix(over.blue(), under.blue()));
}

} // namespace steplight
