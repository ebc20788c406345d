// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/step_curve.h"

#include "ui/charts/chart_look.h"
#include "ui/charts/curve_legend.h"
#include "ui/light.h"
#include "ui/theme.h"

#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLegend>
#include <QLineSeries>
#include <QMouseEvent>
#include <QStackedLayout>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <map>

namespace steplight {

namespace {

constexpr double pointSize = 5;
constexpr double above = 1.1; // room for the points at 0 and 1
constexpr double below = -0.1;

QPen penOf(EstimateKind kind, const Theme& theme)
{
    switch (kind) {
    case EstimateKind::prm:
        return QPen(theme.text, 2);
    case EstimateKind::mc:
        return QPen(theme.muted, 1.5, Qt::DashLine);
    case EstimateKind::judge:
        return QPen(theme.muted, 1.5, Qt::DotLine);
    case EstimateKind::given:
        return QPen(theme.muted, 1, Qt::DashDotLine);
    }
    return {};
}

QString nameOf(EstimateKind kind)
{
    switch (kind) {
    case EstimateKind::prm:
        return StepCurve::tr("P(+)");
    case EstimateKind::mc:
        return StepCurve::tr("mc");
    case EstimateKind::judge:
        return StepCurve::tr("judge");
    case EstimateKind::given:
        return StepCurve::tr("given");
    }
    return {};
}

/// One line for each source of each kind; the key says both.
std::map<std::pair<EstimateKind, std::string>, std::vector<const Estimate*>>
linesOf(const std::vector<Estimate>& estimates)
{
    std::map<std::pair<EstimateKind, std::string>, std::vector<const Estimate*>> lines;
    for (const Estimate& estimate : estimates)
        if (estimate.value && !std::isnan(*estimate.value))
            lines[{estimate.kind, estimate.source.run + estimate.source.name}].push_back(&estimate);
    for (auto& [source, line] : lines)
        std::sort(line.begin(), line.end(),
                  [](const Estimate* a, const Estimate* b) { return a->step < b->step; });
    return lines;
}

/// A model's name ends in what tells it from its parent.
QString shortened(const QString& name)
{
    constexpr int most = 12;
    return name.size() <= most ? name : QStringLiteral("…") + name.right(most - 1);
}

} // namespace

StepCurve::StepCurve(QWidget* parent)
    : QWidget(parent), m_chart(new QChart), m_view(new QChartView(m_chart, this)),
      m_legend(new CurveLegend(this)), m_note(new QLabel(this)), m_x(new QValueAxis(this)),
      m_y(new QValueAxis(this))
{
    setUpChart(*m_chart, *m_view);
    m_view->viewport()->installEventFilter(this);
    m_chart->legend()->hide();
    m_chart->addAxis(m_x, Qt::AlignBottom);
    m_chart->addAxis(m_y, Qt::AlignLeft);
    m_y->setRange(below, above);
    m_y->setTickType(QValueAxis::TicksDynamic);
    m_y->setTickAnchor(0);
    m_y->setTickInterval(0.5);
    m_y->setLabelFormat(QStringLiteral("%.1f"));
    m_x->setLabelFormat(QStringLiteral("%d"));
    m_x->setTickType(QValueAxis::TicksDynamic);
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setWordWrap(true);
    setMuted(m_note);
    auto* lines = new QWidget(this);
    lines->setAutoFillBackground(true);
    lines->setBackgroundRole(QPalette::Base); // as the chart beside the names
    auto* row = new QHBoxLayout(lines);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::grid);
    row->addWidget(m_view, 1);
    row->addWidget(m_legend);
    auto* layout = new QStackedLayout(this);
    layout->addWidget(lines);
    layout->addWidget(m_note);
    draw();
}

StepCurve::~StepCurve() = default;

void StepCurve::setEstimates(const std::vector<Estimate>& estimates, int steps, int perceptionSteps)
{
    m_estimates = estimates;
    m_steps = steps;
    m_perceptionSteps = perceptionSteps;
    draw();
}

void StepCurve::setThreshold(double threshold)
{
    if (m_threshold == threshold)
        return;
    m_threshold = threshold;
    draw();
}

void StepCurve::setCurrentStep(int step)
{
    m_currentStep = step;
    markCurrent();
}

void StepCurve::setHidden(bool hidden)
{
    if (m_hidden == hidden)
        return;
    m_hidden = hidden;
    draw();
}

QSize StepCurve::sizeHint() const
{
    return {360, 112};
}

QSize StepCurve::minimumSizeHint() const
{
    return {160, 72};
}

QLineSeries* StepCurve::addRule(const QPointF& from, const QPointF& to, const QPen& pen)
{
    auto* rule = new QLineSeries;
    rule->append(from);
    rule->append(to);
    rule->setPen(pen);
    m_chart->addSeries(rule);
    rule->attachAxis(m_x);
    rule->attachAxis(m_y);
    return rule;
}

/// A missing step cuts the line: what follows is a new series.
void StepCurve::addLine(const std::vector<const Estimate*>& line, const QPen& pen)
{
    const Theme& theme = Theme::of(this);
    QLineSeries* series = nullptr;
    int last = 0;
    for (const Estimate* estimate : line) {
        if (!series || estimate->step != last + 1) {
            series = new QLineSeries;
            series->setPen(pen);
            series->setPointsVisible(true);
            series->setMarkerSize(pointSize);
            m_chart->addSeries(series);
            series->attachAxis(m_x);
            series->attachAxis(m_y);
        }
        last = estimate->step;
        series->append(last + 1, *estimate->value);
        const QColor light = lightColour(binOf(*estimate->value, m_threshold), theme);
        series->setPointConfiguration(series->count() - 1,
                                      {{QXYSeries::PointConfiguration::Color, light}});
    }
}

void StepCurve::draw()
{
    const Theme& theme = Theme::of(this);
    m_current = nullptr;
    m_chart->removeAllSeries();
    paintChart(*m_chart, *m_view, {m_x, m_y});
    m_x->setGridLineVisible(false);
    m_x->setRange(0.5, std::max(1, m_steps) + 0.5);
    m_x->setTickAnchor(1);
    m_x->setTickInterval(std::max(1, m_steps / 12 + 1));
    const auto lines = linesOf(m_estimates);
    const bool empty = lines.empty() || m_hidden;
    m_note->setText(m_hidden ? tr("Scores are hidden.") : tr("No estimates for this trace yet."));
    static_cast<QStackedLayout*>(layout())->setCurrentIndex(empty ? 1 : 0);
    describe();
    if (empty)
        return;
    const QPen rule(theme.edge, 1, Qt::DotLine);
    addRule({0.5, m_threshold}, {m_steps + 0.5, m_threshold}, QPen(theme.edge, 1));
    if (m_perceptionSteps > 0 && m_perceptionSteps < m_steps)
        addRule({m_perceptionSteps + 0.5, below}, {m_perceptionSteps + 0.5, above}, rule);
    std::vector<LegendEntry> entries;
    for (auto line = lines.begin(); line != lines.end(); ++line) {
        const EstimateKind kind = line->first.first;
        const auto ofKind = std::count_if(lines.begin(), lines.end(),
                                          [&](const auto& one) { return one.first.first == kind; });
        const auto next = std::next(line); // sources of one kind stand together, run by run
        const bool newest = next == lines.end() || next->first.first != kind;
        const QString source = QString::fromStdString(line->second.front()->source.name);
        const QPen pen = newest ? penOf(kind, theme) : QPen(theme.muted, 1);
        entries.push_back({ofKind == 1
                               ? nameOf(kind)
                               : QStringLiteral("%1 %2").arg(nameOf(kind), shortened(source)),
                           pen});
        addLine(line->second, pen);
    }
    m_legend->setEntries(entries);
    m_current = addRule({}, {}, QPen(theme.accent, 1.5));
    markCurrent();
}

/// Moves the line through the current step; away when there is none.
void StepCurve::markCurrent()
{
    if (!m_current)
        return;
    const bool there = m_currentStep >= 0 && m_currentStep < m_steps;
    const double x = m_currentStep + 1.0;
    m_current->replace(there ? QList<QPointF>{{x, below}, {x, above}} : QList<QPointF>());
}

void StepCurve::describe()
{
    setAccessibleName(tr("Curve of estimates by step"));
    QStringList words;
    for (const auto& [source, line] : linesOf(m_estimates)) {
        const auto lowest =
            std::min_element(line.begin(), line.end(), [](const Estimate* a, const Estimate* b) {
                return *a->value < *b->value;
            });
        words << tr("%1 lowest %2 at step %3")
                     .arg(nameOf(source.first), lightNumber((*lowest)->value))
                     .arg((*lowest)->step + 1);
    }
    setAccessibleDescription(m_hidden ? m_note->text() : words.join(QStringLiteral("; ")));
}

void StepCurve::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        draw();
    QWidget::changeEvent(event);
}

void StepCurve::resizeEvent(QResizeEvent* event)
{
    m_legend->fitInto(height());
    QWidget::resizeEvent(event);
}

bool StepCurve::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::MouseButtonRelease) {
        const QPoint at = static_cast<QMouseEvent*>(event)->position().toPoint();
        const QPointF value = m_chart->mapToValue(m_chart->mapFromScene(m_view->mapToScene(at)));
        const int step = static_cast<int>(std::lround(value.x())) - 1;
        if (step >= 0 && step < m_steps)
            emit stepClicked(step);
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace steplight
