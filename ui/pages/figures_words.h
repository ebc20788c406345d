// SPDX-License-Identifier: GPL-3.0-or-later
// A person's figures as sentences for that person. Any thread; translated when asked for.
#pragma once

#include "storage/records/figures.h"

#include <QString>

#include <utility>
#include <vector>

namespace steplight {

/// What a figure is about, and the figure.
using FigureLine = std::pair<QString, QString>;
std::vector<FigureLine> linesOf(const ModeFigures& mode);
QString goldInWords(const GoldFigures& gold);

} // namespace steplight
