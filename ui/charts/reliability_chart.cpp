// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/reliability_chart.h"

#include "ui/charts/chart_look.h"
#include "ui/theme.h"

#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLocale>
#include <QScatterSeries>
#include <QVBoxLayout>
#include <QValueAxis>

namespace steplight {

namespace {

constexpr double pointSize = 9;
constexpr double room = 0.05; // for the points at 0 and 1

} // namespace

ReliabilityChart::ReliabilityChart(QWidget* parent)
    : QWidget(parent), m_chart(new QChart), m_view(new QChartView(m_chart, this)),
      m_plus(new QValueAxis(this)), m_right(new QValueAxis(this)), m_diagonal(new QLineSeries)
{
    setUpChart(*m_chart, *m_view);
    m_chart->legend()->setAlignment(Qt::AlignTop);
    m_chart->addAxis(m_plus, Qt::AlignBottom);
    m_chart->addAxis(m_right, Qt::AlignLeft);
    m_plus->setTitleText(tr("P(+)"));
    m_right->setTitleText(tr("share that is right"));
    for (QValueAxis* axis : {m_plus, m_right}) {
        axis->setRange(-room, 1 + room);
        axis->setTickType(QValueAxis::TicksDynamic);
        axis->setTickAnchor(0);
        axis->setTickInterval(0.5);
        axis->setLabelFormat(QStringLiteral("%.1f"));
    }
    m_diagonal->replace(QList<QPointF>{{0, 0}, {1, 1}});
    add(m_diagonal, false);
    for (Model& model : m_models)
        add(model.points = new QScatterSeries, true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setAccessibleName(tr("Share of right steps by P(+)"));
    paint();
}

ReliabilityChart::~ReliabilityChart() = default;

void ReliabilityChart::add(QXYSeries* series, bool inLegend)
{
    m_chart->addSeries(series);
    series->attachAxis(m_plus);
    series->attachAxis(m_right);
    for (QLegendMarker* marker : m_chart->legend()->markers(series))
        marker->setVisible(inLegend);
}

void ReliabilityChart::setBins(const std::array<std::vector<ReliabilityBin>, 2>& bins,
                               const std::array<QString, 2>& names)
{
    QStringList words;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        Model& model = m_models[i];
        for (QLineSeries* span : model.spans) {
            m_chart->removeSeries(span);
            delete span;
        }
        model.spans.clear();
        QList<QPointF> points;
        QStringList said;
        for (const ReliabilityBin& bin : bins[i]) {
            points.append({bin.plus, bin.right});
            model.spans.push_back(new QLineSeries);
            model.spans.back()->replace(QList<QPointF>{{bin.plus, bin.low}, {bin.plus, bin.high}});
            add(model.spans.back(), false);
            said << tr("at %1 right %2")
                        .arg(QLocale().toString(bin.plus, 'f', 2),
                             QLocale().toString(bin.right, 'f', 2));
        }
        model.points->replace(points);
        model.points->setName(names[i]);
        words << tr("%1: %2").arg(names[i], said.join(QStringLiteral(", ")));
    }
    paint();
    setAccessibleDescription(words.join(QStringLiteral("; ")));
}

/// Full circles and hollow squares tell the two apart where colours do not. No lines: between two
/// bins nothing is known.
void ReliabilityChart::paint()
{
    const Theme& theme = Theme::of(this);
    paintChart(*m_chart, *m_view, {m_plus, m_right});
    for (QValueAxis* axis : {m_plus, m_right}) {
        axis->setTitleBrush(theme.muted);
        axis->setTitleFont(fontOf(TextSize::small));
    }
    m_diagonal->setPen(QPen(theme.edge, 1, Qt::DotLine));
    const std::array<QColor, 2> colours{theme.text, theme.accent};
    for (std::size_t i = 0; i < m_models.size(); ++i) {
        QScatterSeries* points = m_models[i].points;
        points->setMarkerShape(i == 0 ? QScatterSeries::MarkerShapeCircle
                                      : QScatterSeries::MarkerShapeRectangle);
        points->setMarkerSize(pointSize);
        points->setPen(QPen(colours[i], 2));
        points->setBrush(i == 0 ? colours[i] : theme.background);
        for (QLineSeries* span : m_models[i].spans)
            span->setPen(QPen(colours[i], 1));
    }
}

QSize ReliabilityChart::sizeHint() const
{
    return {360, 280};
}

void ReliabilityChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        paint();
    QWidget::changeEvent(event);
}

} // namespace steplight
