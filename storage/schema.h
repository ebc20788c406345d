// SPDX-License-Identifier: GPL-3.0-or-later
// The numbered schema files, embedded by the build: step i brings a database from version i to
// i + 1. Any thread.
#pragma once

#include <string>
#include <vector>

namespace steplight {

const std::vector<std::string>& schemaSteps();

} // namespace steplight
