// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/trace_preview.h"

#include "ui/image_loader.h"
#include "ui/pages/lit_step.h"
#include "ui/pages/thumbnail.h"
#include "ui/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace steplight {

namespace {

constexpr qint64 cacheBytes = 64LL * 1024 * 1024;

QLabel* plainLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setMinimumWidth(1); // a long word must not widen the panel
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString answerLine(const TraceDetail& detail)
{
    const QString answer = QString::fromStdString(detail.trace.answer).trimmed();
    const QString key = QString::fromStdString(detail.question.answer).trimmed();
    QString line = answer.isEmpty() ? TracePreview::tr("No final answer")
                                    : TracePreview::tr("Answer: %1").arg(answer);
    if (detail.trace.correct)
        line += *detail.trace.correct ? QStringLiteral(" ✓") : QStringLiteral(" ✕");
    if (!key.isEmpty())
        line += QLatin1Char('\n') + TracePreview::tr("Key: %1").arg(key);
    return line;
}

} // namespace

TracePreview::TracePreview(QWidget* parent)
    : QScrollArea(parent), m_loader(new ImageLoader(this)), m_body(new QWidget(this)),
      m_hint(plainLabel(m_body)), m_where(plainLabel(m_body)), m_question(plainLabel(m_body)),
      m_answer(plainLabel(m_body)), m_image(new Thumbnail(m_body)),
      m_open(new QPushButton(tr("Open on the Label page"), m_body)), m_steps(new QVBoxLayout)
{
    m_hint->setText(tr("Select a trace to see it here."));
    m_question->setFont(fontOf(TextSize::heading));
    setMuted(m_hint);
    setMuted(m_where);
    m_open->setToolTip(tr("Enter, or double click on the row"));
    m_image->setAccessibleName(tr("Picture of the question"));
    m_steps->setSpacing(metrics::gap);

    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(metrics::grid * 2, metrics::grid, metrics::grid * 2, metrics::grid);
    column->setSpacing(metrics::grid);
    for (QWidget* widget : {static_cast<QWidget*>(m_hint), static_cast<QWidget*>(m_where),
                            static_cast<QWidget*>(m_question), static_cast<QWidget*>(m_image),
                            static_cast<QWidget*>(m_answer)})
        column->addWidget(widget);
    column->addLayout(m_steps);
    column->addWidget(m_open, 0, Qt::AlignLeft);
    column->addStretch();
    m_loader->setCacheBytes(cacheBytes);
    setWidget(m_body);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Selected trace"));

    connect(m_open, &QPushButton::clicked, this, &TracePreview::openRequested);
    connect(m_loader, &ImageLoader::loaded, this, [this](const LoadedImage& loaded) {
        if (m_detail.question.images.empty() ||
            loaded.path.toStdString() != m_detail.question.images.front().path)
            return;
        if (loaded.error.isEmpty())
            m_image->setImage(loaded.image);
        else
            m_image->setSentence(loaded.error);
    });
    clear();
}

void TracePreview::setDetail(const TraceDetail& detail)
{
    const bool other = detail.trace.id != m_detail.trace.id;
    m_detail = detail;
    showQuestion();
    showImage();
    showSteps();
    if (other)
        verticalScrollBar()->setValue(0);
}

void TracePreview::setSource(LightSource source)
{
    m_source = source;
    showSteps();
}

void TracePreview::clear()
{
    m_detail = {};
    showQuestion();
    showImage();
    showSteps();
}

void TracePreview::showQuestion()
{
    const bool any = !m_detail.trace.id.empty();
    m_hint->setVisible(!any);
    for (QWidget* widget : {static_cast<QWidget*>(m_where), static_cast<QWidget*>(m_question),
                            static_cast<QWidget*>(m_answer), static_cast<QWidget*>(m_open)})
        widget->setVisible(any);
    showWhere();
    m_where->setVisible(any && !m_where->text().isEmpty());
    m_question->setText(QString::fromStdString(m_detail.question.text).trimmed());
    m_answer->setText(answerLine(m_detail));
}

/// File names are one long word: each is shortened to a line of the panel (U+2060 keeps it on one),
/// whole in the tooltip.
void TracePreview::showWhere()
{
    const QString dot = QStringLiteral(" · ");
    const QFontMetrics words = m_where->fontMetrics();
    const QMargins margins = m_body->layout()->contentsMargins();
    const int room = viewport()->width() - margins.left() - margins.right();
    QStringList whole, shown;
    for (const std::string& part :
         {m_detail.question.dataset, m_detail.trace.policy, m_detail.trace.file})
        if (!part.empty()) {
            whole << QString::fromStdString(part);
            shown << words
                         .elidedText(whole.back(), Qt::ElideMiddle,
                                     room - words.horizontalAdvance(dot))
                         .replace(QChar(0x2026), QStringLiteral("\u2060\u2026\u2060"));
        }
    m_where->setText(shown.join(dot));
    m_where->setToolTip(shown == whole ? QString() : whole.join(QLatin1Char('\n')));
}

void TracePreview::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    showWhere();
}

void TracePreview::showImage()
{
    m_image->setSentence({});
    m_image->setVisible(!m_detail.question.images.empty());
    if (m_detail.question.images.empty())
        return;
    const ImageRef& image = m_detail.question.images.front();
    if (image.path.empty())
        m_image->setSentence(
            tr("Picture not found. Looked for %1").arg(QString::fromStdString(image.lookedFor)));
    else
        m_loader->load(QString::fromStdString(image.path));
}

void TracePreview::showSteps()
{
    while (QLayoutItem* item = m_steps->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    std::optional<Section> section;
    for (std::size_t i = 0; i < m_detail.trace.steps.size(); ++i) {
        const Step& step = m_detail.trace.steps[i];
        if (section != step.section) {
            section = step.section;
            auto* heading = new QLabel(step.section == Section::perception ? tr("Visual elements")
                                                                           : tr("Reasoning"),
                                       m_body);
            setMuted(heading);
            m_steps->addWidget(heading);
        }
        m_steps->addWidget(new LitStep(m_detail, static_cast<int>(i), m_source, m_body));
    }
}

} // namespace steplight
