// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures written into the data itself. Any thread.
#pragma once

#include "storage/import/format.h"

#include <optional>
#include <string>
#include <string_view>

namespace steplight {

/// Unset when it is not base64. Blanks and line ends inside are skipped.
std::optional<std::string> decodeBase64(std::string_view text);

/// A data URI gives its bytes and "sha256:<hex>" as reference, anything else itself as reference.
/// Throws BadRow for a data URI that cannot be read.
ImageSource imageFrom(std::string_view uriOrPath);

/// The picture that a field holds as bare base64.
ImageSource imageFromBase64(std::string_view base64);

} // namespace steplight
