// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/cost_chart.h"

#include "ui/charts/chart_look.h"
#include "ui/theme.h"

#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QLabel>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QLocale>
#include <QLogValueAxis>
#include <QVBoxLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace steplight {

namespace {

constexpr int leastHeight = 180;
const QString majority = QStringLiteral("majority");

/// The curve that ends highest among those of several solutions, the vote aside; -1 = none.
int bestOf(const std::vector<CostCurve>& curves)
{
    int best = -1;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const auto right = [&](std::size_t at) { return curves[at].points.back().right; };
        if (curves[i].points.size() > 1 && curves[i].strategy != "majority" &&
            (best < 0 || right(i) > right(static_cast<std::size_t>(best))))
            best = static_cast<int>(i);
    }
    return best;
}

} // namespace

CostChart::CostChart(QWidget* parent)
    : QWidget(parent), m_chart(new QChart), m_view(new QChartView(m_chart, this)),
      m_tokens(new QLogValueAxis(this)), m_right(new QValueAxis(this))
{
    setUpChart(*m_chart, *m_view);
    m_chart->legend()->setAlignment(Qt::AlignTop);
    m_chart->addAxis(m_tokens, Qt::AlignBottom);
    m_chart->addAxis(m_right, Qt::AlignLeft);
    m_tokens->setBase(2);
    m_tokens->setLabelFormat(QStringLiteral("%.0f"));
    m_right->setLabelFormat(QStringLiteral("%.1f"));
    auto* title = new QLabel(tr("Right answers against tokens a question"), this);
    setMuted(title);
    m_view->setMinimumHeight(leastHeight);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(title);
    layout->addWidget(m_view, 1);
    setAccessibleName(tr("Right answers against what they cost"));
    paintLines();
}

CostChart::~CostChart() = default;

void CostChart::setCurves(const std::vector<CostCurve>& curves)
{
    m_chart->removeAllSeries();
    const int best = bestOf(curves);
    double least = 1e300, most = 1, low = 1, high = 0;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        auto* line = new QLineSeries;
        line->setName(QString::fromStdString(curves[i].strategy));
        line->setProperty("best", static_cast<int>(i) == best);
        for (const CostCurve::Point& point : curves[i].points) {
            if (!(point.tokens > 0)) // a logarithm has no place for it
                continue;
            line->append(point.tokens, point.right);
            least = std::min(least, point.tokens);
            most = std::max(most, point.tokens);
            low = std::min(low, point.right);
            high = std::max(high, point.right);
        }
        m_chart->addSeries(line);
        line->attachAxis(m_tokens);
        line->attachAxis(m_right);
    }
    m_tokens->setRange(std::min(least, most) / 1.2, most * 1.2);
    m_right->setRange(std::floor(low * 10) / 10, std::max(std::ceil(high * 10) / 10, low + 0.1));
    m_right->setTickCount(3);
    paintLines();
    describe(curves);
}

/// The vote dashed, the best of the others in the accent; the rest is thin, and named in the table.
void CostChart::paintLines()
{
    const Theme& theme = Theme::of(this);
    paintChart(*m_chart, *m_view, {m_tokens, m_right});
    m_tokens->setGridLineVisible(false);
    for (QAbstractSeries* series : m_chart->series()) {
        auto* line = qobject_cast<QLineSeries*>(series);
        const bool best = line->property("best").toBool(), vote = line->name() == majority;
        line->setPen(best   ? QPen(theme.accent, 2)
                     : vote ? QPen(theme.text, 1.5, Qt::DashLine)
                            : QPen(theme.muted, 1));
        const bool tree = line->count() == 1; // named where it lies
        line->setPointsVisible(tree);
        line->setMarkerSize(4);
        line->setPointLabelsVisible(tree);
        line->setPointLabelsFormat(line->name());
        line->setPointLabelsFont(fontOf(TextSize::small));
        line->setPointLabelsColor(theme.text);
        for (QLegendMarker* marker : m_chart->legend()->markers(line))
            marker->setVisible(best || vote);
    }
}

void CostChart::describe(const std::vector<CostCurve>& curves)
{
    QStringList words;
    for (const CostCurve& curve : curves)
        if (!curve.points.empty())
            words << QStringLiteral("%1 %2").arg(
                QString::fromStdString(curve.strategy),
                QLocale().toString(curve.points.back().right, 'f', 3));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
}

QSize CostChart::sizeHint() const
{
    return {480, 220};
}

void CostChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        paintLines();
    QWidget::changeEvent(event);
}

} // namespace steplight
