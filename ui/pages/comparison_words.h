// SPDX-License-Identifier: GPL-3.0-or-later
// What a comparison of two models says, in the user's language. GUI thread only.
#pragma once

#include "storage/records/comparison.h"

#include <QString>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace steplight {

using Metrics = std::map<std::string, double>; ///< by the names of docs/evaluation.md

std::optional<double> valueOf(const Metrics& metrics, const std::string& name);

/// The measures that are shown, in order.
struct ShownMetric {
    const char* metric;
    QString name, about;
};
std::vector<ShownMetric> shownMetrics();

QString figureInWords(double value, bool withSign = false); ///< what rounds to 0 has no sign
/// "0.790 to 0.833"; empty where it cannot be told.
QString intervalInWords(const Metrics& metrics, const std::string& name, bool withSign);
/// Whether 0 lies outside of the interval.
bool isCertain(const Metrics& metrics, const std::string& name);
/// "right", "wrong", or how far: Monte-Carlo targets are shares.
QString targetInWords(double target);
/// On what they were measured.
QString aboutInWords(const Comparison& comparison);
/// How often one alone is right of a trace as a whole; empty where no first error is known.
QString verdictInWords(const Metrics& metrics, const QString& first, const QString& second);

} // namespace steplight
