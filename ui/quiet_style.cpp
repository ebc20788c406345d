// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/quiet_style.h"

#include "ui/motion.h"
#include "ui/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>

namespace steplight {

namespace {

constexpr const char* installedProperty = "steplight.style";

void drawArrow(QPainter& painter, const QStyleOption& option, double turn, const Theme& theme)
{
    const QRectF area = option.rect;
    const double half = std::min({area.width(), area.height(), 8.0}) / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(area.center());
    painter.rotate(turn);
    const bool enabled = option.state & QStyle::State_Enabled;
    painter.setPen(QPen(enabled ? theme.muted : theme.hairline, 1.5, Qt::SolidLine, Qt::RoundCap,
                        Qt::RoundJoin));
    painter.drawPolyline(
        QPolygonF{QPointF(-half, -half / 2), QPointF(0, half / 2), QPointF(half, -half / 2)});
    painter.restore();
}

void drawCheckMark(QPainter& painter, const QRectF& rect, const QColor& colour)
{
    const double side = std::min({rect.width(), rect.height(), 16.0});
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.center());
    painter.scale(side, side);
    painter.setPen(QPen(colour, 0.13, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF{{-0.28, 0.02}, {-0.08, 0.22}, {0.28, -0.2}});
    painter.restore();
}

void drawIndicator(QPainter& painter, const QStyleOption& option, bool round, const Theme& theme)
{
    const double side = std::min(option.rect.width(), option.rect.height());
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    box.adjust(0.5, 0.5, -0.5, -0.5);
    const double corner = round ? side / 2 : metrics::corner - 1;
    const bool on = option.state & (QStyle::State_On | QStyle::State_NoChange);
    const bool enabled = option.state & QStyle::State_Enabled;
    const QColor fill = enabled ? theme.accent : theme.muted;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(on ? fill : theme.edge, 1));
    painter.setBrush(on ? fill : theme.background);
    painter.drawRoundedRect(box, corner, corner);
    if (round && on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.onAccent);
        painter.drawEllipse(box.center(), side * 0.2, side * 0.2);
    } else if (option.state & QStyle::State_NoChange) {
        painter.setPen(QPen(theme.onAccent, 2));
        painter.drawLine(box.center() - QPointF(side / 4, 0), box.center() + QPointF(side / 4, 0));
    } else if (on) {
        drawCheckMark(painter, box, theme.onAccent);
    }
    painter.restore();
}

void drawFocusRing(QPainter& painter, const QRect& rect, const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, metrics::focusRing));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), metrics::corner - 1,
                            metrics::corner - 1);
    painter.restore();
}

/// The outline of a combo or spin box, as the style sheet draws line edits.
void drawField(QPainter& painter, const QStyleOption& option, const Theme& theme)
{
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool focused = option.state & QStyle::State_HasFocus;
    const double width = focused ? metrics::focusRing : 1;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(focused ? theme.accent : enabled ? theme.edge : theme.hairline, width));
    painter.setBrush(enabled ? theme.background : theme.panel);
    const double half = width / 2;
    painter.drawRoundedRect(QRectF(option.rect).adjusted(half, half, -half, -half), metrics::corner,
                            metrics::corner);
    painter.restore();
}

} // namespace

QuietStyle::QuietStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void QuietStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const
{
    const Theme& theme = Theme::of(option->palette);
    switch (element) {
    case PE_FrameFocusRect:
        if (qobject_cast<const QPushButton*>(widget))
            return; // the sheet's border is its ring
        drawFocusRing(*painter, option->rect, theme);
        return;
    case PE_IndicatorArrowDown:
    case PE_IndicatorSpinDown:
        drawArrow(*painter, *option, 0, theme);
        return;
    case PE_IndicatorArrowUp:
    case PE_IndicatorSpinUp:
        drawArrow(*painter, *option, 180, theme);
        return;
    case PE_IndicatorArrowLeft:
        drawArrow(*painter, *option, 90, theme);
        return;
    case PE_IndicatorArrowRight:
        drawArrow(*painter, *option, -90, theme);
        return;
    case PE_IndicatorMenuCheckMark:
        drawCheckMark(*painter, option->rect, theme.text);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawIndicator(*painter, *option, false, theme);
        return;
    case PE_IndicatorRadioButton:
        drawIndicator(*painter, *option, true, theme);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void QuietStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                    QPainter* painter, const QWidget* widget) const
{
    const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    const bool flatCombo = combo && !combo->frame;
    if ((control != CC_SpinBox || !spin) && (control != CC_ComboBox || !combo || flatCombo)) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    const Theme& theme = Theme::of(option->palette);
    drawField(*painter, *option, theme);
    QStyleOption arrow = *option;
    const auto part = [&](SubControl sub, double turn) {
        arrow.rect = subControlRect(control, option, sub, widget);
        drawArrow(*painter, arrow, turn, theme);
    };
    if (combo) {
        part(SC_ComboBoxArrow, 0);
    } else if (spin->buttonSymbols != QAbstractSpinBox::NoButtons) {
        part(SC_SpinBoxUp, 180);
        part(SC_SpinBoxDown, 0);
    }
}

QSize QuietStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                   const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_CheckBox:
    case CT_RadioButton:
    case CT_ItemViewItem:
    case CT_HeaderSection:
    case CT_ComboBox:
    case CT_SpinBox:
        result.setHeight(std::max(result.height(), metrics::hitTarget));
        break;
    default:
        break;
    }
    return result;
}

int QuietStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                            const QWidget* widget) const
{
    switch (metric) {
    case PM_HeaderDefaultSectionSizeVertical:
        return std::max(metrics::hitTarget, QProxyStyle::pixelMetric(metric, option, widget));
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 2 * metrics::grid;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return metrics::grid;
    case PM_FocusFrameHMargin: // of the text in an item, in line with its header
        return metrics::grid - 1;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int QuietStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* result) const
{
    switch (hint) {
    case SH_EtchDisabledText:
        return 0;
    case SH_ComboBox_Popup: // a list below, not a menu over the box
        return 0;
    case SH_Widget_Animate:
    case SH_Widget_Animation_Duration:
        return motionReduced() ? 0 : QProxyStyle::styleHint(hint, option, widget, result);
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, result);
    }
}

void installQuietStyle()
{
    if (qApp->property(installedProperty).toBool())
        return;
    QApplication::setStyle(new QuietStyle); // the application owns it
    qApp->setProperty(installedProperty, true);
}

} // namespace steplight
