// SPDX-License-Identifier: GPL-3.0-or-later
// What a model writes byte by byte, as text. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace steplight {

// Each byte that is no part of a character becomes U+FFFD; other text stays as it is.
std::string asUtf8(std::string_view bytes);

} // namespace steplight
