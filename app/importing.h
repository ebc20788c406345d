// SPDX-License-Identifier: GPL-3.0-or-later
// An import as the window does it: what was dropped or chosen, and what to say afterwards. On the
// project's thread.
#pragma once

#include "storage/project.h"
#include "storage/records/transfer.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <stop_token>

namespace steplight {

struct ImportAnswer {
    QString summary;      ///< what came in, what did not and why, in a sentence or two
    bool complete = true; ///< false: rows were rejected, or it was cancelled
    QString error;        ///< why nothing more could be read; what was read before is kept
};

using ImportWatch = std::function<void(Project&, const ImportProgress&)>;

/// Data files, judge files and folders of pictures in any mixture. Never throws.
ImportAnswer importDropped(Project& project, const QStringList& paths, const ImportWatch& watch,
                           std::stop_token stop);

} // namespace steplight
