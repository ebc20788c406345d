// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/comparison_words.h"

#include "ui/pages/comparison_view.h"
#include "ui/pages/words.h"

#include <QLocale>

#include <cmath>

namespace steplight {

namespace {

constexpr double leastShown = 0.0005;

qint64 count(const Metrics& metrics, const std::string& name)
{
    return std::llround(valueOf(metrics, name).value_or(0));
}

} // namespace

std::optional<double> valueOf(const Metrics& metrics, const std::string& name)
{
    const auto found = metrics.find(name);
    return found == metrics.end() ? std::nullopt : std::optional(found->second);
}

QString figureInWords(double value, bool withSign)
{
    const QString text = QLocale().toString(std::abs(value), 'f', 3);
    if (std::abs(value) < leastShown)
        return text;
    return value < 0 ? QStringLiteral("−") + text : withSign ? QStringLiteral("+") + text : text;
}

QString intervalInWords(const Metrics& metrics, const std::string& name, bool withSign)
{
    const auto low = valueOf(metrics, name + "_low"), high = valueOf(metrics, name + "_high");
    return low && high ? ComparisonView::tr("%1 to %2", "an interval")
                             .arg(figureInWords(*low, withSign), figureInWords(*high, withSign))
                       : QString();
}

bool isCertain(const Metrics& metrics, const std::string& name)
{
    const auto low = valueOf(metrics, name + "_low"), high = valueOf(metrics, name + "_high");
    return low && high && (*low >= leastShown || *high <= -leastShown);
}

std::vector<ShownMetric> shownMetrics()
{
    const QString within = QStringLiteral("  ");
    return {
        {"step_f1", ComparisonView::tr("Step F1"),
         ComparisonView::tr(
             "Mean of the F1 of right and of wrong steps, as VisualProcessBench has it")},
        {"first_error_f1", ComparisonView::tr("First-error F1"),
         ComparisonView::tr(
             "Finds the very first error, and passes what has none, as ProcessBench has it")},
        {"perception_first_error_f1", within + ComparisonView::tr("of perception"),
         ComparisonView::tr("The same with errors of perception alone")},
        {"reasoning_first_error_f1", within + ComparisonView::tr("of reasoning"),
         ComparisonView::tr("The same with errors of reasoning alone")},
        {"auc", ComparisonView::tr("AUC"),
         ComparisonView::tr(
             "The chance that a right step scores above a wrong one, whatever the threshold")},
        {"ece", ComparisonView::tr("ECE, less is better"),
         ComparisonView::tr("How far P(+) and the share of right steps are apart, in ten bins")},
        {"brier", ComparisonView::tr("Brier, less is better"),
         ComparisonView::tr("Mean squared distance of P(+) and truth")},
        {"best_mean", ComparisonView::tr("Best of N"),
         ComparisonView::tr("The solution with the greatest mean P(+) has the right answer")}};
}

QString targetInWords(double target)
{
    return target == 1   ? ComparisonView::tr("right")
           : target == 0 ? ComparisonView::tr("wrong")
                         : QLocale().toString(target, 'f', 2);
}

QString aboutInWords(const Comparison& comparison)
{
    const Metrics& m = comparison.metrics;
    const qint64 people = count(m, "people_steps"), machines = count(m, "machine_steps");
    QStringList words{
        ComparisonView::tr("Measured %1 on %2 of %3 questions; %4 steps are known, %5 of them by "
                           "people.")
            .arg(momentInWords(comparison.at), tracesInWords(count(m, "traces")),
                 countInWords(count(m, "questions")), countInWords(people + machines),
                 countInWords(people))};
    if (const qint64 n = count(m, "left_out_unscored"))
        words
            << ComparisonView::tr("Left out: %1 that not both have scored.").arg(tracesInWords(n));
    if (const qint64 n = count(m, "left_out_unknown"))
        words
            << ComparisonView::tr("Left out: %1 of which nothing is known.").arg(tracesInWords(n));
    if (const qint64 n = count(m, "left_out_learnt"))
        words << ComparisonView::tr("Left out: %1 that a model may have learnt from.")
                     .arg(tracesInWords(n));
    if (const qint64 n = count(m, "choosing_traces"))
        words << ComparisonView::tr("The thresholds were chosen on %1 of other questions.")
                     .arg(tracesInWords(n));
    return words.join(QLatin1Char(' '));
}

QString verdictInWords(const Metrics& m, const QString& first, const QString& second)
{
    const auto chance = valueOf(m, "mcnemar_p");
    if (!chance)
        return {};
    return ComparisonView::tr("%1 alone tells the first error, or that there is none, in %2; %3 "
                              "alone in %4. McNemar's test: p = %5.")
        .arg(first, tracesInWords(count(m, "only_model_right")), second,
             tracesInWords(count(m, "only_against_right")),
             *chance < 0.001 ? QLocale().toString(*chance, 'g', 1)
                             : QLocale().toString(*chance, 'f', 3));
}

} // namespace steplight
