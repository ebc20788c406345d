// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/progress_strip.h"

#include "ui/motion.h"
#include "ui/pages/words.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace steplight {

namespace {

constexpr int blinkMs = 300;
constexpr int barWidth = 200;

} // namespace

ProgressStrip::ProgressStrip(QWidget* parent)
    : PanelBar(Qt::TopEdge, parent), m_what(new QLabel(this)), m_bar(new QProgressBar(this)),
      m_left(new QLabel(this)), m_cancel(new QPushButton(tr("Cancel"), this))
{
    m_what->setTextFormat(Qt::PlainText);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(barWidth);
    m_left->setTextFormat(Qt::PlainText);
    m_left->setFont(figuresOf(TextSize::body));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(2 * metrics::grid, metrics::gap, metrics::grid, metrics::gap);
    row->setSpacing(metrics::grid);
    row->addWidget(m_what);
    row->addWidget(m_bar);
    row->addWidget(m_left, 1);
    row->addWidget(m_cancel);
    m_soon.setSingleShot(true);
    m_soon.setInterval(blinkMs);
    hide();
    connect(&m_soon, &QTimer::timeout, this, [this] { setVisible(m_working); });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        emit cancelled();
    });
}

void ProgressStrip::setProgress(const QString& what, qint64 done, qint64 total, double secondsLeft)
{
    begin(what, true);
    showProgress(*m_bar, done, total);
    m_left->setText(leftInWords(secondsLeft));
}

void ProgressStrip::setBusy(const QString& what)
{
    begin(what, false);
    showProgress(*m_bar, 0, 0);
    m_left->clear();
}

void ProgressStrip::begin(const QString& what, bool stoppable)
{
    if (!m_working) {
        m_working = true;
        m_cancel->setEnabled(true);
        m_soon.start();
    }
    m_cancel->setVisible(stoppable);
    m_what->setText(what);
    m_bar->setAccessibleName(what);
}

void ProgressStrip::clear()
{
    m_working = false;
    m_soon.stop();
    hide();
}

} // namespace steplight
