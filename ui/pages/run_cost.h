// SPDX-License-Identifier: GPL-3.0-or-later
// What a run would be of, as far as it is known before it starts.
#pragma once

#include <QString>

namespace steplight {

struct RunCost {
    qint64 questions = -1; ///< different ones, of what a policy would solve; -1 = not counted
    QString last = {};     ///< how long the last one like it took, as a sentence
};

} // namespace steplight
