// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/document_view.h"

#include "ui/image_loader.h"
#include "ui/pages/thumbnail.h"
#include "ui/text/typeset_label.h"
#include "ui/theme.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

namespace steplight {

namespace {

constexpr int edgeWidth = 3;

QFont fontOfHeading(int level)
{
    QFont font = fontOf(level == 1   ? TextSize::title
                        : level == 2 ? TextSize::heading
                                     : TextSize::body);
    font.setWeight(level == 1 ? QFont::Normal : QFont::DemiBold);
    return font;
}

} // namespace

DocumentView::DocumentView(Formulas& formulas, ImageLoader& images, QWidget* parent)
    : QScrollArea(parent), m_formulas(formulas), m_images(images)
{
    auto* sheet = new QWidget;
    sheet->setBackgroundRole(QPalette::Base);
    sheet->setAutoFillBackground(true);
    m_column = new QVBoxLayout(sheet);
    m_column->setContentsMargins(2 * metrics::grid, metrics::grid, 2 * metrics::grid,
                                 2 * metrics::grid);
    m_column->setSpacing(metrics::grid);
    m_column->addStretch();
    setWidget(sheet);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    sheet->installEventFilter(this);
    connect(&m_images, &ImageLoader::loaded, this, &DocumentView::take);
    connect(verticalScrollBar(), &QAbstractSlider::actionTriggered, this,
            [this] { m_follows = false; });
}

void DocumentView::setDocument(const QString& markdown, const QString& folder)
{
    std::vector<DocumentPart> parts = readDocument(markdown);
    const bool elsewhere = folder != m_folder;
    m_folder = folder;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool known = i < m_parts.size() && m_parts[i].kind == parts[i].kind;
        if (known && m_parts[i] == parts[i] && !elsewhere)
            continue;
        if (!known) {
            QWidget* widget = made(parts[i]);
            if (i < m_widgets.size()) {
                m_column->removeWidget(m_widgets[i]);
                delete m_widgets[i];
                m_widgets[i] = widget;
            } else {
                m_widgets.push_back(widget);
            }
            m_column->insertWidget(static_cast<int>(i), widget);
        }
        fill(m_widgets[i], parts[i]);
    }
    for (std::size_t i = parts.size(); i < m_widgets.size(); ++i)
        delete m_widgets[i];
    m_widgets.resize(parts.size());
    m_parts = std::move(parts);
    m_rule = headingOf(m_parts, m_names);
    markRule();
}

QWidget* DocumentView::made(const DocumentPart& part)
{
    if (part.kind == DocumentPart::Kind::picture)
        return new Thumbnail(widget());
    return new TypesetLabel(m_formulas, widget());
}

void DocumentView::fill(QWidget* widget, const DocumentPart& part)
{
    if (part.kind != DocumentPart::Kind::picture) {
        auto* label = static_cast<TypesetLabel*>(widget);
        if (part.kind == DocumentPart::Kind::heading)
            label->setFont(fontOfHeading(part.level));
        label->setText(part.text);
        label->setAccessibleName(part.text);
        return;
    }
    auto* picture = static_cast<Thumbnail*>(widget);
    picture->setAccessibleName(part.text);
    picture->setToolTip(plainToolTip(part.text));
    const QString file = documentPicture(m_folder, part.reference);
    picture->setProperty("file", file);
    if (file.isEmpty())
        picture->setSentence(
            tr("There is no picture “%1” in this project's folder guideline or images.")
                .arg(part.reference));
    else
        m_images.load(file);
}

void DocumentView::take(const LoadedImage& image)
{
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        if (m_parts[i].kind != DocumentPart::Kind::picture ||
            m_widgets[i]->property("file").toString() != image.path)
            continue;
        auto* picture = static_cast<Thumbnail*>(m_widgets[i]);
        image.error.isEmpty() ? picture->setImage(image.image) : picture->setSentence(image.error);
    }
}

void DocumentView::showRule(const QStringList& names)
{
    if (names.isEmpty() || names == m_names)
        return;
    m_names = names;
    m_rule = headingOf(m_parts, names);
    m_follows = m_rule >= 0;
    markRule();
    followRule();
}

void DocumentView::markRule()
{
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        if (m_parts[i].kind != DocumentPart::Kind::heading)
            continue;
        const bool marked = static_cast<int>(i) == m_rule;
        QPalette colours = m_widgets[i]->palette();
        colours.setColor(QPalette::Window, Theme::of(this).selected);
        m_widgets[i]->setPalette(marked ? colours : QPalette());
        m_widgets[i]->setBackgroundRole(marked ? QPalette::Window : QPalette::NoRole);
        m_widgets[i]->setAutoFillBackground(marked);
    }
    widget()->update();
}

// A pale ground alone is too little to find it by.
void DocumentView::paintEdge()
{
    if (m_rule < 0)
        return;
    const QRect heading = widgetOf(m_rule)->geometry();
    QPainter painter(widget());
    painter.fillRect(heading.x() - metrics::grid, heading.y(), edgeWidth, heading.height(),
                     Theme::of(this).accent);
}

void DocumentView::followRule()
{
    widget()->update(); // the edge is beside what has moved
    if (!m_follows || m_rule < 0)
        return;
    verticalScrollBar()->setValue(widgetOf(m_rule)->y() - metrics::grid);
}

bool DocumentView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == widget() && event->type() == QEvent::Paint)
        paintEdge();
    // The heights are known only when the sheet has been laid out.
    if (watched == widget() &&
        (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest))
        QMetaObject::invokeMethod(this, &DocumentView::followRule, Qt::QueuedConnection);
    return QScrollArea::eventFilter(watched, event);
}

void DocumentView::changeEvent(QEvent* event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_rule >= 0)
        markRule();
}

} // namespace steplight
