// SPDX-License-Identifier: GPL-3.0-or-later
// Splitting a file into records: the same records however the file arrives, all bytes read.
#include "fuzz.h"

#include "storage/import/record_reader.h"

#include <algorithm>
#include <cstring>

using namespace steplight;

namespace {

std::vector<Record> split(std::string_view bytes, std::size_t chunk)
{
    constexpr std::size_t limit = 4096;
    const std::size_t total = bytes.size();
    RecordReader reader(
        [&bytes, chunk](char* buffer, std::size_t size) {
            const auto count = std::min({size, chunk, bytes.size()});
            std::memcpy(buffer, bytes.data(), count);
            bytes.remove_prefix(count);
            return count;
        },
        limit);
    std::vector<Record> records;
    while (auto record = reader.next())
        records.push_back(std::move(*record));
    fuzz::require(reader.bytesRead() == static_cast<std::int64_t>(total), "every byte is read");
    return records;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto bytes = fuzz::text(data, size);
    const auto whole = split(bytes, size + 1);
    const auto drops = split(bytes, 7);
    fuzz::require(std::equal(whole.begin(), whole.end(), drops.begin(), drops.end(),
                             [](const Record& a, const Record& b) {
                                 return a.line == b.line && a.number == b.number &&
                                        a.error == b.error &&
                                        (!a.error.empty() || a.text == b.text) &&
                                        a.nonFinite == b.nonFinite && a.inArray == b.inArray;
                             }),
                  "records do not depend on chunks");
    return 0;
}
