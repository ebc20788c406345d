// SPDX-License-Identifier: GPL-3.0-or-later
// A set of keys as a file: {"format": "steplight-keys", "version": 1, "keys": {"right": ["1",
// "Right"], …}}. Keys are written as QKeySequence::PortableText. GUI thread only.
#pragma once

#include "ui/key_map.h"

#include <QByteArray>

namespace steplight {

/// All actions whose keys can be changed, as they are now.
QByteArray writeKeySet(const KeyMap& map);

struct KeySet {
    KeyChoice keys; ///< what the file names; all others keep their defaults
    QString error;  ///< line and reason, a sentence; empty when the set can be used
};

/// Anything may be in bytes. A set in which one key means two things is an error.
KeySet readKeySet(const QByteArray& bytes, const KeyMap& map);

} // namespace steplight
