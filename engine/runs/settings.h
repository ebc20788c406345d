// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of a request, which are strings. Throws EngineError "malformed" with the setting's
// name and range. Any thread.
#pragma once

#include "engine/protocol/request.h"

#include <cstdint>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

namespace steplight {

std::int64_t countSetting(const protocol::RunRequest& request, const std::string& name,
                          std::int64_t otherwise, std::int64_t least, std::int64_t most);
double numberSetting(const protocol::RunRequest& request, const std::string& name, double otherwise,
                     double least, double most);
std::string textSetting(const protocol::RunRequest& request, const std::string& name,
                        const std::string& otherwise);

/// Which of the words it is, by their order; without the setting, the first.
std::size_t wordSetting(const protocol::RunRequest& request, const std::string& name,
                        std::initializer_list<std::string_view> words);

/// What every kind that loads a model reads: 0 = the engine's own choice; "auto", "cpu", "cuda".
int threadsOf(const protocol::RunRequest& request);
/// Throws EngineError "malformed", which lists them, for a setting that is none of these.
void refuseOtherSettings(const protocol::RunRequest& request, const std::set<std::string>& known);
std::string deviceOf(const protocol::RunRequest& request);

} // namespace steplight
