// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/project_card.h"

#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QContextMenuEvent>
#include <QDir>
#include <QImageReader>
#include <QMenu>
#include <QPainter>

namespace steplight {

namespace {

constexpr int cardWidth = 260;
constexpr int pictureHeight = 146;

QImage readSmall(const QString& path)
{
    QImageReader reader(path);
    const QSize size = reader.size();
    if (!size.isValid())
        return {};
    reader.setScaledSize(
        size.scaled(2 * cardWidth, 2 * pictureHeight, Qt::KeepAspectRatioByExpanding));
    return reader.read();
}

} // namespace

ProjectCard::ProjectCard(const RecentProject& project, QWidget* parent)
    : QAbstractButton(parent), m_project(project)
{
    if (!project.picture.isEmpty())
        m_picture = readSmall(project.picture);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(project.name + QStringLiteral(", ") + counts());
    setToolTip(
        QStringLiteral("<p>%1</p>")
            .arg((project.missing ? tr("%1 is not there any more. Click to take it off the list.")
                                        .arg(QDir::toNativeSeparators(project.folder))
                                  : QDir::toNativeSeparators(project.folder))
                     .toHtmlEscaped()));
    connect(this, &QAbstractButton::clicked, this, &ProjectCard::opened);
}

QSize ProjectCard::sizeHint() const
{
    const int body = QFontMetrics(fontOf(TextSize::body)).height();
    const int small = QFontMetrics(fontOf(TextSize::small)).height();
    return {cardWidth, pictureHeight + body + 2 * small + 3 * metrics::grid};
}

QString ProjectCard::counts() const
{
    if (m_project.missing)
        return tr("The folder is not there any more");
    if (m_project.traces < 0)
        return {};
    QString words = tracesInWords(m_project.traces);
    if (m_project.labelled >= 0)
        words +=
            QStringLiteral(" · ") + tr("%1 steps labelled").arg(countInWords(m_project.labelled));
    return words;
}

void ProjectCard::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    painter.fillRect(rect(), underMouse() ? theme.hover : theme.panel);
    const QRect frame(0, 0, width(), pictureHeight);
    if (m_picture.isNull()) {
        painter.setPen(theme.muted);
        painter.setFont(fontOf(TextSize::title));
        painter.drawText(frame, Qt::AlignCenter, m_project.name.left(1).toUpper());
    } else {
        const QSizeF part =
            QSizeF(frame.size()).scaled(QSizeF(m_picture.size()), Qt::KeepAspectRatio);
        QRectF source(QPointF(), part);
        source.moveCenter(QRectF(m_picture.rect()).center());
        painter.drawImage(QRectF(frame), m_picture, source);
    }
    painter.fillRect(QRect(0, pictureHeight, width(), 1), theme.hairline);

    const QFontMetrics body(fontOf(TextSize::body)), small(fontOf(TextSize::small));
    QRect line(metrics::grid + metrics::gap, pictureHeight + metrics::grid + metrics::gap,
               width() - 2 * (metrics::grid + metrics::gap), body.height());
    painter.setFont(fontOf(TextSize::body));
    painter.setPen(theme.text);
    painter.drawText(line, Qt::AlignVCenter,
                     body.elidedText(m_project.name, Qt::ElideMiddle, line.width()));
    painter.setFont(fontOf(TextSize::small));
    painter.setPen(theme.muted);
    const QString opened = m_project.opened.isValid()
                               ? momentInWords(m_project.opened.toMSecsSinceEpoch())
                               : QString();
    for (const QString& text : {counts(), opened}) {
        line = QRect(line.left(), line.bottom() + 2, line.width(), small.height());
        painter.drawText(line, Qt::AlignVCenter,
                         small.elidedText(text, Qt::ElideRight, line.width()));
    }
    painter.setPen(hasFocus() ? QPen(theme.accent, metrics::focusRing) : QPen(theme.hairline, 1));
    painter.setBrush(Qt::NoBrush);
    const double inset = hasFocus() ? 1 : 0.5;
    painter.drawRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset));
}

void ProjectCard::contextMenuEvent(QContextMenuEvent* event)
{
    QMenu menu(this);
    const QAction* forget = menu.addAction(tr("Take off this list"));
    if (menu.exec(event->globalPos()) == forget)
        emit forgotten();
}

} // namespace steplight
