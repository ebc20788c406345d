// SPDX-License-Identifier: GPL-3.0-or-later
// A picture fitted into the width, or the sentence that says why there is none. GUI thread only.
#pragma once

#include "ui/canvas/mip_image.h"

#include <QWidget>

namespace steplight {

class Thumbnail final : public QWidget
{
public:
    explicit Thumbnail(QWidget* parent = nullptr);

    void setImage(const MipImage& image);
    void setSentence(const QString& sentence); ///< instead of a picture
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override { return {240, heightForWidth(240)}; }

private:
    void paintEvent(QPaintEvent* event) override;

    MipImage m_image;
    QString m_sentence;
};

} // namespace steplight
