// SPDX-License-Identifier: GPL-3.0-or-later
// Names a file that holds no data set, for the sentence that refuses it. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace steplight {

/// "a PNG picture", "a ZIP archive: unpack it first": from the first bytes; empty for other files.
std::string_view knownKind(std::string_view beginning);

/// The same, or "text", "binary data".
std::string whatItIs(std::string_view beginning);

} // namespace steplight
