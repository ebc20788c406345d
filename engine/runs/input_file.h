// SPDX-License-Identifier: GPL-3.0-or-later
// input.jsonl of a run folder, which may be larger than memory. Any thread.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace steplight {

/// Throws EngineError "input" when it cannot be opened.
void forEachBlock(const std::filesystem::path& path,
                  const std::function<void(std::string_view bytes)>& act);

/// Throws EngineError "input" unless the file has this SHA-256 (hex).
void verifyInput(const std::filesystem::path& path, const std::string& hash);

} // namespace steplight
