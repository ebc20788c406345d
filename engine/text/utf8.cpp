// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/utf8.h"

#include <utf8proc.h>

namespace steplight {

std::string asUtf8(std::string_view bytes)
{
    std::string text;
    while (!bytes.empty()) {
        utf8proc_int32_t character = -1;
        const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(bytes.data()),
                                           static_cast<utf8proc_ssize_t>(bytes.size()), &character);
        if (size > 0)
            text.append(bytes.substr(0, static_cast<std::size_t>(size)));
        else
            text.append("\xEF\xBF\xBD");
        bytes.remove_prefix(size > 0 ? static_cast<std::size_t>(size) : 1);
    }
    return text;
}

} // namespace steplight
