// SPDX-License-Identifier: GPL-3.0-or-later
// Counts, times and states as the pages say them, in the user's language. GUI thread only.
#pragma once

#include "storage/records/run.h"

#include <QString>

namespace steplight {

QString countInWords(qint64 n);        ///< "300,000"
QString tracesInWords(qint64 n);       ///< "1 trace", "300,000 traces"
QString questionsInWords(qint64 n);    ///< of a search
QString updatesInWords(qint64 n);      ///< of a training
QString solutionsInWords(qint64 n);    ///< of a synthesis
QString tookInWords(double seconds);   ///< "8 ms", "1.2 s"
QString leftInWords(double seconds);   ///< "about 3 min left"; empty when unknown (< 0)
QString lastedInWords(double seconds); ///< "45 s", "3 min 20 s", "2 h 5 min"
QString momentInWords(qint64 msEpoch); ///< "today 14:02", "2026-11-23 14:02"; "–" for 0
QString kindInWords(const QString& runKind);
QString stateInWords(RunState state);
QString queryInWords(const std::string& query); ///< the query, or "all traces"
QString nameOfFolder(const std::string& path);  ///< its last part

} // namespace steplight
