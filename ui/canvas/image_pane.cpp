// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/image_pane.h"

#include "ui/canvas/image_strip.h"
#include "ui/canvas/shape_button.h"
#include "ui/key_map.h"
#include "ui/theme.h"

#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidgetAction>

#include <cmath>

namespace steplight {

namespace {

constexpr double zoomStep = 1.25;

QString firstKey(const char* id)
{
    return keyInWords(keyMap().keys(QString::fromLatin1(id)).value(0));
}

} // namespace

ImagePane::ImagePane(ImageLoader& loader, QWidget* parent)
    : QWidget(parent), m_canvas(new Canvas(loader, this)), m_strip(new ImageStrip(loader, this)),
      m_bar(new QWidget(this))
{
    setPanel(m_bar);
    buildBar();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_canvas, 1);
    layout->addWidget(m_strip);
    layout->addWidget(m_bar);
    connect(m_strip, &ImageStrip::chosen, m_canvas, &Canvas::setCurrentImage);
    connect(m_canvas, &Canvas::regionsShown, this,
            [this] { m_strip->setRegions(m_canvas->regionCounts()); });
    connect(m_canvas, &Canvas::viewChanged, this, &ImagePane::refresh);
    connect(m_canvas, &Canvas::imageChanged, this, &ImagePane::refresh);
    connect(m_canvas, &Canvas::imageShown, this, &ImagePane::refresh);
    connect(m_canvas, &Canvas::adjustmentChanged, this, &ImagePane::refresh);
    m_canvas->installEventFilter(this);
    refresh();
}

QToolButton* ImagePane::addButton(const QString& text, const QString& what, const char* id)
{
    auto* button = new QToolButton(m_bar);
    button->setText(text);
    add(button, what, id);
    return button;
}

void ImagePane::add(QToolButton* button, const QString& what, const char* id)
{
    button->setToolTip(what);
    button->setAccessibleName(what);
    if (id)
        whenKeysChange(button, [button, what, key = QString::fromLatin1(id)] {
            button->setToolTip(withKeys(what, key));
        });
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    m_bar->layout()->addWidget(button);
}

void ImagePane::addTool(const char* id, const QString& what, Region::Shape shape)
{
    auto* button = new ShapeButton(shape, m_bar);
    add(button, what, id);
    connect(button, &QToolButton::clicked, m_canvas, [this, shape] { m_canvas->start(shape); });
}

void ImagePane::hideTools()
{
    for (auto* button : m_bar->findChildren<ShapeButton*>())
        button->hide();
    m_canvas->setDraws(false);
}

void ImagePane::buildBar()
{
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(metrics::gap, metrics::gap, metrics::gap, metrics::gap);
    row->setSpacing(metrics::gap);
    const auto does = [this](QToolButton* button, auto action) {
        connect(button, &QToolButton::clicked, m_canvas, action);
    };
    addTool("box", tr("Draw a box for the current step"), Region::Shape::box);
    addTool("polygon", tr("Draw a polygon"), Region::Shape::polygon);
    addTool("point", tr("Mark a point"), Region::Shape::point);
    addTool("selection", tr("Click on a thing and get its outline"), Region::Shape::selection);
    auto* adjust = addButton(tr("Adjust"), tr("Brightness, contrast, gamma: display only"));
    adjust->setPopupMode(QToolButton::InstantPopup);
    adjust->setMenu(adjustmentMenu());
    row->addStretch(1);
    m_previous = addButton(QStringLiteral("‹"), tr("Previous image"), "previous-image");
    does(m_previous, [this] { m_canvas->setCurrentImage(m_canvas->currentImage() - 1); });
    m_count = new QLabel(m_bar);
    row->addWidget(m_count);
    m_next = addButton(QStringLiteral("›"), tr("Next image"), "next-image");
    does(m_next, [this] { m_canvas->setCurrentImage(m_canvas->currentImage() + 1); });
    row->addStretch(1);
    does(addButton(QStringLiteral("−"), tr("Zoom out"), "zoom-out"),
         [this] { m_canvas->zoomBy(1 / zoomStep); });
    m_zoom = new QLabel(m_bar);
    m_zoom->setFont(figuresOf(TextSize::small));
    m_zoom->setAlignment(Qt::AlignCenter);
    m_zoom->setMinimumWidth(m_zoom->fontMetrics().horizontalAdvance(QStringLiteral("6400 %")));
    row->addWidget(m_zoom);
    does(addButton(QStringLiteral("+"), tr("Zoom in"), "zoom-in"),
         [this] { m_canvas->zoomBy(zoomStep); });
    does(addButton(tr("Fit"), tr("Fit the image into the pane"), "fit"),
         [this] { m_canvas->fit(); });
    does(addButton(tr("1:1"), tr("One image pixel for each pixel of the screen"), "one-to-one"),
         [this] { m_canvas->oneToOne(); });
}

QSlider* ImagePane::addSlider(QWidget* form, const QString& name,
                              std::pair<const char*, const char*> ids, std::pair<int, int> range,
                              int DisplayAdjustment::*field)
{
    auto* slider = new QSlider(Qt::Horizontal, form);
    slider->setRange(range.first, range.second);
    slider->setMinimumSize(24 * metrics::grid, metrics::hitTarget);
    slider->setAccessibleName(name);
    auto* label = new QLabel(form);
    whenKeysChange(label, [label, name, ids] {
        label->setText(
            QStringLiteral("%1  %2 %3").arg(name, firstKey(ids.first), firstKey(ids.second)));
    });
    static_cast<QFormLayout*>(form->layout())->addRow(label, slider);
    connect(slider, &QSlider::valueChanged, m_canvas, [this, field](int value) {
        DisplayAdjustment adjustment = m_canvas->adjustment();
        adjustment.*field = value;
        m_canvas->changeAdjustment(adjustment);
    });
    return slider;
}

QMenu* ImagePane::adjustmentMenu()
{
    auto* menu = new QMenu(this);
    auto* form = new QWidget(menu);
    auto* layout = new QFormLayout(form);
    m_brightness = addSlider(form, tr("Brightness"), {"darker", "brighter"}, {-100, 100},
                             &DisplayAdjustment::brightness);
    m_contrast = addSlider(form, tr("Contrast"), {"less-contrast", "more-contrast"}, {-100, 100},
                           &DisplayAdjustment::contrast);
    m_gamma = addSlider(form, tr("Gamma"), {"less-gamma", "more-gamma"}, {20, 500},
                        &DisplayAdjustment::gamma);
    auto* reset = new QPushButton(form);
    whenKeysChange(reset, [reset] {
        reset->setText(QStringLiteral("%1  %2").arg(tr("Reset"), firstKey("plain-image")));
    });
    layout->addRow(QString(), reset);
    connect(reset, &QPushButton::clicked, m_canvas, [this] { m_canvas->changeAdjustment({}); });
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(form);
    menu->addAction(action);
    return menu;
}

void ImagePane::refresh()
{
    const bool there = m_canvas->hasImage();
    for (QToolButton* button : m_bar->findChildren<QToolButton*>())
        button->setEnabled(there);
    const int count = m_canvas->imageCount();
    m_previous->setVisible(count > 1);
    m_next->setVisible(count > 1);
    m_count->setVisible(count > 1);
    m_previous->setEnabled(m_canvas->currentImage() > 0);
    m_next->setEnabled(m_canvas->currentImage() + 1 < count);
    m_strip->setImages(m_canvas->images());
    m_strip->setCurrent(m_canvas->currentImage());
    m_strip->setRegions(m_canvas->regionCounts());
    m_count->setText(tr("Image %1 of %2").arg(m_canvas->currentImage() + 1).arg(count));
    const double zoom = m_canvas->transform().zoom() * m_canvas->devicePixelRatioF();
    m_zoom->setText(there ? tr("%1 %").arg(std::lround(zoom * 100)) : QString());
    const auto show = [](QSlider* slider, int value) {
        const QSignalBlocker quiet(slider);
        slider->setValue(value);
    };
    show(m_brightness, m_canvas->adjustment().brightness);
    show(m_contrast, m_canvas->adjustment().contrast);
    show(m_gamma, m_canvas->adjustment().gamma);
}

bool ImagePane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_canvas && event->type() == QEvent::Resize) // a fitted zoom follows the size
        QMetaObject::invokeMethod(this, &ImagePane::refresh, Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

} // namespace steplight
