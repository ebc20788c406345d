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

/// SQL: the row l of labels is somebody's word, not given in training.
inline constexpr const char* notInTraining =
    "l.annotator NOT IN (SELECT key FROM annotators WHERE name GLOB 'training:*')";

inline bool isInTraining(std::string_view annotator)
{
    return annotator.starts_with(trainingPrefix);
}

} // namespace steplight
