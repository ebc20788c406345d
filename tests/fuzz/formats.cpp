// SPDX-License-Identifier: GPL-3.0-or-later
// Every importer on every record, whether it would recognise it or not.
#include "fuzz.h"

#include "storage/import/format.h"
#include "storage/import/record_reader.h"

#include <algorithm>
#include <cstring>

using namespace steplight;

namespace {

/// What the database is entitled to expect of a row that was not refused.
void inspect(const ParsedTrace& row)
{
    const auto steps = row.trace ? static_cast<std::int64_t>(row.trace->steps.size()) : 0;
    for (const auto& estimate : row.estimates)
        fuzz::require(estimate.step >= 0 && estimate.step < steps, "an estimate has its step");
    for (const auto& label : row.labels)
        fuzz::require(label.step >= wholeTrace && label.step < steps, "a label has its step");
}

void tryAll(const Record& record)
{
    static simdjson::dom::parser parser;
    Json row;
    if (!record.error.empty() || parser.parse(record.text).get(row) != simdjson::SUCCESS ||
        !row.is_object())
        return;
    recognise(row);
    for (const Format* format : importFormats()) {
        try {
            for (const auto& parsed : format->parse(row, {"fuzz.jsonl"}))
                if (const auto* trace = std::get_if<ParsedTrace>(&parsed))
                    inspect(*trace);
        } catch (const BadRow& bad) {
            fuzz::require(*bad.what() != '\0', "a refused row has a reason");
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    auto bytes = fuzz::text(data, size);
    RecordReader reader([&bytes](char* buffer, std::size_t space) {
        const auto count = std::min(space, bytes.size());
        std::memcpy(buffer, bytes.data(), count);
        bytes.remove_prefix(count);
        return count;
    });
    while (const auto record = reader.next())
        tryAll(*record);
    return 0;
}
