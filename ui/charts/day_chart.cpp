// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/day_chart.h"

#include "ui/charts/chart_look.h"
#include "ui/theme.h"

#include <QBarCategoryAxis>
#include <QBarSeries>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QDateTime>
#include <QEvent>
#include <QLegend>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>

namespace steplight {

DayChart::DayChart(QWidget* parent)
    : QWidget(parent), m_chart(new QChart), m_view(new QChartView(m_chart, this)),
      m_bars(new QBarSet(tr("steps"))), m_day(new QBarCategoryAxis(this)),
      m_steps(new QValueAxis(this))
{
    setUpChart(*m_chart, *m_view);
    m_chart->legend()->hide();
    auto* series = new QBarSeries;
    series->append(m_bars);
    series->setBarWidth(0.7);
    m_chart->addSeries(series);
    m_chart->addAxis(m_day, Qt::AlignBottom);
    m_chart->addAxis(m_steps, Qt::AlignLeft);
    series->attachAxis(m_day);
    series->attachAxis(m_steps);
    m_steps->setLabelFormat(QStringLiteral("%d"));
    m_steps->setTickCount(3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setAccessibleName(tr("Steps labelled by day"));
    paintBars();
}

DayChart::~DayChart() = default;

void DayChart::setDays(const std::vector<DayFigure>& days)
{
    QStringList names, words;
    double most = 1;
    m_bars->remove(0, m_bars->count());
    for (const DayFigure& day : days) {
        const QDate date = QDateTime::fromMSecsSinceEpoch(day.began).date();
        names << date.toString(QStringLiteral("M-d"));
        words << QStringLiteral("%1: %2").arg(date.toString(Qt::ISODate)).arg(day.steps);
        *m_bars << static_cast<double>(day.steps);
        most = std::max(most, static_cast<double>(day.steps));
    }
    m_day->setCategories(names);
    m_steps->setRange(0, most);
    m_steps->applyNiceNumbers();
    setAccessibleDescription(words.join(QStringLiteral("; ")));
}

void DayChart::paintBars()
{
    const Theme& theme = Theme::of(this);
    paintChart(*m_chart, *m_view, {m_steps});
    m_day->setLabelsColor(theme.muted);
    m_day->setLabelsFont(figuresOf(TextSize::small));
    m_day->setLinePen(QPen(theme.hairline, 1));
    m_day->setGridLineVisible(false);
    m_bars->setColor(theme.accent);
    m_bars->setBorderColor(theme.accent);
}

QSize DayChart::sizeHint() const
{
    return {560, withText(170)};
}

void DayChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        paintBars();
    QWidget::changeEvent(event);
}

} // namespace steplight
