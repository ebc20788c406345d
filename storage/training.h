// SPDX-License-Identifier: GPL-3.0-or-later
// Labels given in training have an annotator of their own, so that wherever their rows go they are
// nobody's word: they are no rivals, and are left out of agreement, counts and exports. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace steplight {

inline constexpr std::string_view trainingPrefix = "training:";

/// Ann in training is "training:Ann".
inline std::string inTraining(std::string_view annotator)
{
    return std::string(trainingPrefix).append(annotator);
}

/// The answers of the training set, by trace: settings of this key and the trace's id; empty = it
/// is not in the set.
inline constexpr const char* trainingSetting = "training:";
/// SQL: ids of the traces of the set.
inline constexpr const char* trainingIds =
    "SELECT substr(key, 10) FROM settings WHERE key > 'training:' AND key < 'training;'"
    " AND value <> ''";

/// SQL: the row l of labels is somebody's word, not given in training.
inline constexpr const char* notInTraining =
    "l.annotator NOT IN (SELECT key FROM annotators WHERE name GLOB 'training:*')";

inline bool isInTraining(std::string_view annotator)
{
    return annotator.starts_with(trainingPrefix);
}

} // namespace steplight
