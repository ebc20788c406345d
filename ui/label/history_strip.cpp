// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/label/history_strip.h"

#include "ui/pages/flow_layout.h"
#include "ui/stamp.h"
#include "ui/theme.h"

#include <QDateTime>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

#include <algorithm>

namespace steplight {

namespace {

constexpr int excerptLength = 18;

QString excerptOf(const Decision& decision)
{
    QString text = QString::fromStdString(decision.questionExcerpt).simplified();
    return text.size() <= excerptLength
               ? text
               : text.left(excerptLength - 1).trimmed() + QStringLiteral("…");
}

QString toolTipOf(const Decision& decision)
{
    const QString when = QLocale().toString(
        QDateTime::fromMSecsSinceEpoch(decision.label.createdAt).time(), QLocale::ShortFormat);
    const QString what =
        decision.label.step < 0
            ? HistoryStrip::tr("the whole trace: %1").arg(verdictWords(decision.label.verdict))
            : HistoryStrip::tr("step %1: %2")
                  .arg(decision.label.step + 1)
                  .arg(verdictWords(decision.label.verdict));
    const QString question = QString::fromStdString(decision.questionExcerpt);
    return QStringLiteral("<p>%1</p>")
        .arg(HistoryStrip::tr("%1, %2. %3 Click to go there and change it.")
                 .arg(when, what, question)
                 .toHtmlEscaped());
}

} // namespace

QString decisionInWords(const Decision& decision)
{
    QString text = verdictGlyph(decision.label.verdict);
    if (decision.label.step >= 0)
        text += QStringLiteral(" %1").arg(decision.label.step + 1);
    if (decision.rows > 1)
        text += QStringLiteral(" (+%1)").arg(decision.rows - 1);
    return text + QStringLiteral(" · ") + excerptOf(decision);
}

HistoryStrip::HistoryStrip(QWidget* parent)
    : QWidget(parent), m_flow(new FlowLayout(this, metrics::gap))
{
    m_flow->setContentsMargins(0, 0, 0, 0);
    setAccessibleName(tr("Last decisions"));
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored); // what does not fit is not shown
    setDecisions({});
}

void HistoryStrip::setDecisions(const std::vector<Decision>& newestFirst)
{
    m_shown.assign(newestFirst.begin(),
                   newestFirst.begin() + std::min<std::ptrdiff_t>(most, static_cast<std::ptrdiff_t>(
                                                                            newestFirst.size())));
    m_flow->clear();
    if (m_shown.empty()) {
        auto* note = new QLabel(tr("Your decisions appear here, each one click away."), this);
        setMuted(note);
        m_flow->addWidget(note);
    }
    for (const Decision& decision : m_shown) {
        auto* button = new QToolButton(this);
        button->setText(decisionInWords(decision).replace(u'&', QStringLiteral("&&")));
        button->setToolTip(toolTipOf(decision));
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setFont(fontOf(TextSize::small));
        button->setMinimumHeight(metrics::hitTarget);
        connect(button, &QToolButton::clicked, this,
                [this, trace = decision.label.traceId, step = decision.label.step] {
                    emit decisionChosen(QString::fromStdString(trace), step);
                });
        m_flow->addWidget(button);
        button->show();
    }
    updateGeometry();
    showWholeRows();
}

void HistoryStrip::resizeEvent(QResizeEvent*)
{
    showWholeRows();
}

/// A row that would be cut is not there, nor can it have the focus.
void HistoryStrip::showWholeRows()
{
    std::vector<QToolButton*> buttons; // not those that wait for their deletion
    for (int i = 0; i < m_flow->count(); ++i)
        if (auto* button = qobject_cast<QToolButton*>(m_flow->itemAt(i)->widget()))
            buttons.push_back(button);
    for (QToolButton* button : buttons)
        button->show();
    m_flow->setGeometry(rect());
    for (QToolButton* button : buttons)
        button->setVisible(button->geometry().bottom() < height());
}

} // namespace steplight
