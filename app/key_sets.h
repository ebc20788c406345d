// SPDX-License-Identifier: GPL-3.0-or-later
// The user's keys: kept between starts, written to and taken from files. GUI thread.
#pragma once

#include "ui/pages/message_bar.h"

#include <QMap>
#include <QString>

namespace steplight {

/// Takes the user's keys up and keeps what is changed from now on. Called again it only takes up.
void keepKeys();

/// The sets of resources/keys, after what other tools have by default: name to file. Empty when
/// they are not installed.
QMap<QString, QString> knownKeySets();

/// Both say what happened. An import that cannot be used changes nothing.
Message exportKeys(const QString& file);
Message importKeys(const QString& file);

} // namespace steplight
