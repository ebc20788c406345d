// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/training_curve.h"

#include "ui/charts/chart_look.h"
#include "ui/theme.h"

#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QLegend>
#include <QLineSeries>
#include <QLocale>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace steplight {

namespace {

/// Between ticks of whole updates, six of them at the most.
double wholeInterval(double last)
{
    const double least = std::max(1.0, last / 5), ten = std::pow(10, std::floor(std::log10(least)));
    for (const int factor : {1, 2, 5})
        if (factor * ten >= least)
            return factor * ten;
    return 10 * ten;
}

} // namespace

TrainingCurve::TrainingCurve(QWidget* parent)
    : QWidget(parent), m_chart(new QChart), m_view(new QChartView(m_chart, this)),
      m_step(new QValueAxis(this)), m_loss(new QValueAxis(this)), m_share(new QValueAxis(this))
{
    setUpChart(*m_chart, *m_view);
    m_chart->legend()->setAlignment(Qt::AlignTop);
    m_chart->addAxis(m_step, Qt::AlignBottom);
    m_chart->addAxis(m_loss, Qt::AlignLeft);
    m_chart->addAxis(m_share, Qt::AlignRight);
    m_step->setLabelFormat(QStringLiteral("%d"));
    m_step->setTickType(QValueAxis::TicksDynamic);
    m_loss->setLabelFormat(QStringLiteral("%.2f"));
    m_share->setLabelFormat(QStringLiteral("%.1f"));
    m_share->setRange(0, 1);
    m_share->setTickCount(3);
    m_loss->setTickCount(3);
    const auto add = [this](const QString& name, const char* metric, bool share) {
        auto* series = new QLineSeries(this);
        series->setName(name);
        m_lines.push_back({series, metric, share});
    };
    add(tr("loss"), "loss", false);
    add(tr("loss, held out"), "validation_loss", false);
    add(tr("step F1, held out"), "validation_step_f1", true);
    add(tr("first-error F1, held out"), "validation_first_error_f1", true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setAccessibleName(tr("Curves of the training by update"));
    paintLines();
}

TrainingCurve::~TrainingCurve() = default;

void TrainingCurve::setHistory(const MetricsHistory& history)
{
    double last = 1, worst = 0;
    for (const Line& line : m_lines) {
        QList<QPointF> points;
        for (const auto& metrics : history) {
            const auto step = metrics.find("step"), value = metrics.find(line.metric);
            if (step == metrics.end() || value == metrics.end() || !std::isfinite(value->second))
                continue;
            points.append({step->second, value->second});
            last = std::max(last, step->second);
            worst = std::max(worst, line.share ? 0 : value->second);
        }
        line.series->setPointsVisible(points.size() < 30 && line.metric[0] == 'v');
        line.series->replace(points);
    }
    showThose();
    m_step->setRange(0, last);
    m_step->setTickInterval(wholeInterval(last));
    m_loss->setRange(0, worst > 0 ? worst : 1);
    m_loss->applyNiceNumbers();
    describe();
}

/// In the chart, and so in its legend, are the lines that have points.
void TrainingCurve::showThose()
{
    const auto inChart = [](const Line& line) { return line.series->chart() != nullptr; };
    if (std::all_of(m_lines.begin(), m_lines.end(),
                    [&](const Line& line) { return inChart(line) == (line.series->count() > 0); }))
        return;
    for (const Line& line : m_lines)
        if (inChart(line)) {
            m_chart->removeSeries(line.series);
            line.series->setParent(this);
        }
    for (const Line& line : m_lines)
        if (line.series->count() > 0) {
            m_chart->addSeries(line.series);
            line.series->attachAxis(m_step);
            line.series->attachAxis(line.share ? m_share : m_loss);
        }
    paintLines();
}

/// Solid and dashed tell learnt from held out, and dots F1 from loss, where colours do not.
void TrainingCurve::paintLines()
{
    const Theme& theme = Theme::of(this);
    paintChart(*m_chart, *m_view, {m_step, m_loss, m_share});
    m_step->setGridLineVisible(false);
    m_share->setGridLineVisible(false);
    const QPen pens[] = {QPen(theme.muted, 1), QPen(theme.text, 2),
                         QPen(theme.accent, 1.5, Qt::DashLine), QPen(theme.accent, 2)};
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        m_lines[i].series->setPen(pens[i]);
}

void TrainingCurve::describe()
{
    QStringList words;
    for (const Line& line : m_lines)
        if (line.series->count() > 0)
            words << QStringLiteral("%1 %2").arg(
                line.series->name(),
                QLocale().toString(line.series->at(line.series->count() - 1).y(), 'f', 3));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
}

QSize TrainingCurve::sizeHint() const
{
    return {480, 180};
}

void TrainingCurve::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        paintLines();
    QWidget::changeEvent(event);
}

} // namespace steplight
