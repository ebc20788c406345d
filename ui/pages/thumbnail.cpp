// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/thumbnail.h"

#include "ui/theme.h"

#include <QPainter>
#include <QTextOption>

#include <algorithm>

namespace steplight {

namespace {

constexpr int tallest = 240;
constexpr int sentenceHeight = 96;

} // namespace

Thumbnail::Thumbnail(QWidget* parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void Thumbnail::setImage(const MipImage& image)
{
    m_image = image;
    m_sentence.clear();
    updateGeometry();
    update();
}

void Thumbnail::setSentence(const QString& sentence)
{
    m_image = {};
    m_sentence = sentence;
    setAccessibleDescription(sentence);
    updateGeometry();
    update();
}

int Thumbnail::heightForWidth(int width) const
{
    if (m_image.isNull())
        return m_sentence.isEmpty() ? 0 : sentenceHeight;
    const QSize size = m_image.size();
    const double scale = std::min(1.0 * width / size.width(), 1.0 * tallest / size.height());
    return std::max(1, static_cast<int>(size.height() * scale));
}

void Thumbnail::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    if (m_image.isNull()) {
        painter.fillRect(rect(), theme.panel);
        painter.setPen(theme.muted);
        painter.setFont(fontOf(TextSize::small));
        QTextOption words(Qt::AlignCenter); // between words; a path anywhere
        words.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        painter.drawText(QRectF(rect()).adjusted(metrics::grid, 0, -metrics::grid, 0), m_sentence,
                         words);
        return;
    }
    const QSizeF size = QSizeF(m_image.size()).scaled(QSizeF(rect().size()), Qt::KeepAspectRatio);
    const double zoom = size.width() * devicePixelRatioF() / m_image.size().width();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QImage& level = m_image.level(m_image.levelFor(zoom));
    painter.drawImage(QRectF(QPointF(0, 0), size), level, QRectF(level.rect()));
}

} // namespace steplight
