// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of an order or a run, which are strings by name. Any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace steplight {

using Settings = std::map<std::string, std::string>;

std::string textOf(const Settings& settings, const std::string& name, const std::string& otherwise);
/// From 0 to `most`. Throws StorageError "bad-setting".
double numberOf(const Settings& settings, const std::string& name, double otherwise, double most);
/// One of these words, the first where it is not set. Throws StorageError "bad-setting".
std::string oneOf(const Settings& settings, const std::string& name,
                  const std::vector<std::string>& words);

} // namespace steplight
