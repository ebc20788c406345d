// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/guideline_panel.h"

#include "ui/label/keys.h"
#include "ui/math/formulas.h"
#include "ui/text/document_view.h"
#include "ui/theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace steplight {

namespace {

constexpr int panelWidth = 360;

} // namespace

// Formulas of its own: those of a trace that goes are not wanted any more, these are.
GuidelinePanel::GuidelinePanel(ImageLoader& images, QWidget* parent)
    : QWidget(parent), m_version(new QLabel(this)),
      m_document(new DocumentView(*new Formulas(katexFolder(), this), images, this)),
      m_none(new QWidget(this))
{
    setFixedWidth(panelWidth);
    setAccessibleName(tr("Guideline"));
    m_document->setAccessibleName(tr("Guideline"));
    auto* title = new QLabel(tr("Guideline"), this);
    title->setFont(fontOf(TextSize::heading));
    setMuted(m_version);
    m_version->setTextFormat(Qt::PlainText);
    auto* edit = new QPushButton(tr("Edit"), this);
    auto* close = new QToolButton(this);
    close->setText(QStringLiteral("✕"));
    close->setAutoRaise(true);
    close->setMinimumSize(metrics::hitTarget, metrics::hitTarget);
    close->setAccessibleName(tr("Close"));
    whenKeysChange(close,
                   [close] { close->setToolTip(withKeys(tr("Close"), LabelKey::guideline)); });
    auto* head = new QHBoxLayout;
    head->setContentsMargins(2 * metrics::grid, metrics::grid, metrics::grid, metrics::gap);
    head->setSpacing(metrics::grid);
    head->addWidget(title);
    head->addWidget(m_version, 1);
    head->addWidget(edit);
    head->addWidget(close);

    auto* words = new QLabel(tr("This project has no guideline yet. Write down what counts as an "
                                "error, and it is here, one key away."),
                             m_none);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    auto* write = new QPushButton(tr("Write the guideline"), m_none);
    auto* none = new QVBoxLayout(m_none);
    none->setContentsMargins(3 * metrics::grid, 0, 3 * metrics::grid, 0);
    none->setSpacing(2 * metrics::grid);
    none->addStretch(2);
    none->addWidget(words);
    none->addWidget(write, 0, Qt::AlignCenter);
    none->addStretch(3);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, metrics::hairline, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_document, 1);
    column->addWidget(m_none, 1);
    connect(edit, &QPushButton::clicked, this, &GuidelinePanel::editRequested);
    connect(write, &QPushButton::clicked, this, &GuidelinePanel::editRequested);
    connect(close, &QToolButton::clicked, this, &GuidelinePanel::left);
    setGuideline({}, {});
    hide();
}

void GuidelinePanel::setGuideline(const Guideline& guideline, const QString& folder)
{
    m_version->setText(QString::fromStdString(guideline.version));
    m_document->setDocument(QString::fromStdString(guideline.text), folder);
    m_document->setVisible(!guideline.text.empty());
    m_none->setVisible(guideline.text.empty());
}

void GuidelinePanel::showRule(const QStringList& names)
{
    m_document->showRule(names);
}

void GuidelinePanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(width() - metrics::hairline, 0, metrics::hairline, height(),
                     Theme::of(this).hairline);
}

void GuidelinePanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit left();
    else
        QWidget::keyPressEvent(event);
}

} // namespace steplight
