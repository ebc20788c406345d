// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/image_strip.h"

#include "ui/image_loader.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QPixmap>
#include <QScrollBar>
#include <QToolButton>

#include <algorithm>

namespace steplight {

namespace {

constexpr QSize pictureSize(56, 40);

bool sameFiles(const std::vector<ImageRef>& a, const std::vector<ImageRef>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const ImageRef& one, const ImageRef& other) {
                          return one.path == other.path && one.reference == other.reference;
                      });
}

QPixmap pictureOf(const MipImage& image, double devicePixels)
{
    const QSize wanted =
        image.size().scaled(pictureSize * devicePixels, Qt::KeepAspectRatio).expandedTo({1, 1});
    const QImage& level = image.level(image.levelFor(1.0 * wanted.width() / image.size().width()));
    QPixmap picture =
        QPixmap::fromImage(level.scaled(wanted, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    picture.setDevicePixelRatio(devicePixels);
    return picture;
}

} // namespace

ImageStrip::ImageStrip(ImageLoader& loader, QWidget* parent) : QScrollArea(parent), m_loader(loader)
{
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(metrics::gap, metrics::gap, metrics::gap, metrics::gap);
    layout->setSpacing(metrics::gap);
    layout->addStretch(1);
    setPanel(row);
    setWidget(row);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus); // its buttons have it
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    hide();
    connect(&m_loader, &ImageLoader::loaded, this, &ImageStrip::receive);
}

void ImageStrip::setImages(const std::vector<ImageRef>& images)
{
    if (sameFiles(images, m_images))
        return;
    m_images = images;
    m_regions.assign(images.size(), 0);
    for (QToolButton* button : m_buttons) {
        button->hide();
        button->deleteLater(); // it may be the one that was pressed
    }
    m_buttons.clear();
    setVisible(images.size() > 1);
    if (images.size() < 2)
        return;
    for (int image = 0; image < static_cast<int>(images.size()); ++image) {
        addButton(image);
        say(image);
    }
    for (const ImageRef& image : images)
        if (!image.path.empty())
            m_loader.prefetch(QString::fromStdString(image.path));
    fitHeight();
}

void ImageStrip::fitHeight()
{
    const QSize row = widget()->sizeHint();
    const int bar = row.width() > width() ? horizontalScrollBar()->sizeHint().height() : 0;
    setFixedHeight(row.height() + bar);
}

void ImageStrip::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    fitHeight();
}

void ImageStrip::addButton(int image)
{
    auto* button = new QToolButton(widget());
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus); // a click leaves the page its keys
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIconSize(pictureSize);
    QPixmap empty(pictureSize);
    empty.fill(Qt::transparent);
    button->setIcon(QIcon(empty)); // its place, until the picture is there
    button->setMinimumHeight(pictureSize.height() + metrics::grid);
    button->setFont(figuresOf(TextSize::small));
    connect(button, &QToolButton::clicked, this, [this, image, button] {
        button->setChecked(true); // again: it stays the one
        emit chosen(image);
    });
    static_cast<QHBoxLayout*>(widget()->layout())->insertWidget(image, button);
    m_buttons.push_back(button);
    button->show();
}

void ImageStrip::receive(const LoadedImage& loaded)
{
    if (!loaded.error.isEmpty())
        return;
    for (std::size_t i = 0; i < m_buttons.size(); ++i)
        if (m_images[i].path == loaded.path.toStdString())
            m_buttons[i]->setIcon(QIcon(pictureOf(loaded.image, devicePixelRatioF())));
}

void ImageStrip::setCurrent(int image)
{
    for (std::size_t i = 0; i < m_buttons.size(); ++i)
        m_buttons[i]->setChecked(static_cast<int>(i) == image);
    if (image >= 0 && image < static_cast<int>(m_buttons.size()))
        ensureWidgetVisible(m_buttons[static_cast<std::size_t>(image)], metrics::grid, 0);
}

void ImageStrip::setRegions(const std::vector<int>& counts)
{
    for (std::size_t i = 0; i < m_buttons.size() && i < counts.size(); ++i)
        if (m_regions[i] != counts[i]) {
            m_regions[i] = counts[i];
            say(static_cast<int>(i));
        }
}

void ImageStrip::say(int image)
{
    const auto at = static_cast<std::size_t>(image);
    const QString number = QString::number(image + 1);
    const int regions = m_regions[at];
    m_buttons[at]->setText(regions == 0 ? number : number + QStringLiteral(" ▢%1").arg(regions));
    const QString words =
        tr("Image %1 of %2, regions: %3").arg(image + 1).arg(m_images.size()).arg(regions);
    m_buttons[at]->setAccessibleName(words);
    m_buttons[at]->setToolTip(words);
}

} // namespace steplight
