// SPDX-License-Identifier: GPL-3.0-or-later
// The images of a question that has several, small, one beside the other: which one is shown and
// how many regions are on each. Not there for one image or none. GUI thread only.
#pragma once

#include "storage/records/question.h"

#include <QScrollArea>

#include <vector>

class QToolButton;

namespace steplight {

class ImageLoader;
struct LoadedImage;

class ImageStrip final : public QScrollArea
{
    Q_OBJECT

public:
    /// The loader must outlive the strip.
    explicit ImageStrip(ImageLoader& loader, QWidget* parent = nullptr);

    /// The same images again change nothing.
    void setImages(const std::vector<ImageRef>& images);
    void setCurrent(int image);
    void setRegions(const std::vector<int>& counts); ///< one an image

signals:
    void chosen(int image);

private:
    void addButton(int image);
    void fitHeight();
    void resizeEvent(QResizeEvent* event) override;
    void receive(const LoadedImage& loaded);
    void say(int image); ///< its number, its regions

    ImageLoader& m_loader;
    std::vector<ImageRef> m_images;
    std::vector<int> m_regions;
    std::vector<QToolButton*> m_buttons;
};

} // namespace steplight
