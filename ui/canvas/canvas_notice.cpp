// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/canvas_notice.h"

#include "ui/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace steplight {

namespace {

QLabel* plainLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignCenter);
    return label;
}

} // namespace

CanvasNotice::CanvasNotice(QWidget* parent)
    : QWidget(parent), m_title(plainLabel(this)), m_detail(plainLabel(this)),
      m_locate(new QPushButton(tr("Locate…"), this))
{
    m_title->setFont(fontOf(TextSize::heading));
    setMuted(m_detail);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* layout = new QVBoxLayout(this);
    layout->addStretch(1);
    layout->addWidget(m_title);
    layout->addWidget(m_detail);
    layout->addSpacing(metrics::grid);
    layout->addWidget(m_locate, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    layout->setContentsMargins(4 * metrics::grid, metrics::grid, 4 * metrics::grid, metrics::grid);
    connect(m_locate, &QPushButton::clicked, this, &CanvasNotice::locateClicked);
}

void CanvasNotice::say(const QString& title, const QString& detail, bool canLocate)
{
    m_title->setText(title);
    // Paths have no spaces to break at; a zero-width space after each slash lets them wrap.
    m_detail->setText(QString(detail).replace(QLatin1Char('/'), QStringLiteral("/\u200b")));
    m_detail->setVisible(!detail.isEmpty());
    m_locate->setVisible(canLocate);
    setAccessibleName(title);
    setAccessibleDescription(detail);
}

} // namespace steplight
