// SPDX-License-Identifier: GPL-3.0-or-later
// Messages between window and engine: a line is refused, or read, and then writing and reading it
// again gives the same line.
#include "fuzz.h"

#include "engine/protocol/call.h"
#include "engine/protocol/event.h"
#include "engine/protocol/example.h"
#include "engine/protocol/lines.h"
#include "engine/protocol/request.h"
#include "engine/protocol/scored_trace.h"

using namespace steplight;
using namespace steplight::protocol;

namespace {

template <class Read, class Write> void roundTrip(std::string_view line, Read read, Write write)
{
    std::string first;
    try {
        first = write(read(line));
    } catch (const Error& error) {
        fuzz::require(*error.what() != '\0', "a refusal has a sentence");
        return;
    }
    fuzz::require(write(read(first)) == first, "what was written reads back the same");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto bytes = fuzz::text(data, size);
    LineSplitter lines(512);
    for (std::size_t at = 0; at < size; at += 5)
        lines.add(bytes.substr(at, 5));
    std::int64_t taken = 0;
    while (const auto line = lines.next()) {
        taken += line->bytes;
        roundTrip(line->text, readEvent, writeEvent);
        std::string id;
        roundTrip(
            line->text, [&](std::string_view text) { return readCall(text, id); }, writeCall);
        roundTrip(line->text, readTrace, writeTrace);
        roundTrip(line->text, readExample, writeExample);
        roundTrip(line->text, readScored, writeScored);
    }
    fuzz::require(taken <= static_cast<std::int64_t>(size), "no byte is taken twice");
    roundTrip(bytes, readRequest, writeRequest);
    return 0;
}
