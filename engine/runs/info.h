// SPDX-License-Identifier: GPL-3.0-or-later
// `steplight-engine info`: version, devices, threads, plug-in. Any thread.
#pragma once

#include <string>

namespace steplight {

/// One line of words, or one JSON object {version, protocol, libtorch, devices:[{name, threads}],
/// plugin}.
std::string engineInfo(bool asJson);

/// `info --model FOLDER`: {model:{name, hash, profile, parameters, dtype, note, error}}; error says
/// why it cannot be used.
std::string modelInfo(const std::string& folder, bool asJson);

} // namespace steplight
