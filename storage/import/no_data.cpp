// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/import/no_data.h"

#include <algorithm>
#include <array>

namespace steplight {
namespace {

struct Kind {
    std::string_view beginning;
    std::string_view name;
};

constexpr std::array<Kind, 9> kinds{{
    {"\x89PNG", "a PNG picture"},
    {"\xFF\xD8\xFF", "a JPEG picture"},
    {"GIF8", "a GIF picture"},
    {"%PDF", "a PDF document"},
    {"SQLite format 3", "an SQLite database"},
    {"PAR1", "a Parquet table: convert it to JSON Lines first"},
    {"PK\x03\x04", "a ZIP archive: unpack it first"},
    {"\x1F\x8B", "a gzip archive: unpack it first"},
    {"\x28\xB5\x2F\xFD", "a Zstandard archive: unpack it first"},
}};

} // namespace

std::string_view knownKind(std::string_view beginning)
{
    const auto* kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) {
        return beginning.starts_with(k.beginning);
    });
    return kind != kinds.end() ? kind->name : std::string_view();
}

std::string whatItIs(std::string_view beginning)
{
    if (const auto known = knownKind(beginning); !known.empty())
        return std::string(known);
    if (beginning.find('\0') != beginning.npos)
        return "binary data";
    return "text, none of it a JSON object";
}

} // namespace steplight
