// SPDX-License-Identifier: GPL-3.0-or-later
// What an engine writes, as the window tails it: the same events however the file grows, every line
// read once, and an end.
#include "fuzz.h"

#include "app/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>

using namespace steplight;

namespace {

/// The events up to a final one, of a file that first had `cut` bytes and then all.
std::string told(const std::filesystem::path& folder, std::string_view bytes, std::size_t cut)
{
    std::string events;
    std::int64_t offset = 0;
    for (const auto size : {cut, bytes.size()}) {
        fuzz::write(folder / "events.jsonl", bytes.substr(0, size));
        for (bool more = true; more;) {
            const auto news = pollRun(QString::fromStdString(folder.string()), offset);
            fuzz::require(!news.reread, "a file that grew is not read again");
            fuzz::require(news.offset >= offset && news.offset <= static_cast<std::int64_t>(size),
                          "the offset goes forward, inside the file");
            fuzz::require(!news.more || news.offset > offset, "more means progress");
            offset = news.offset;
            more = news.more;
            for (const auto& event : news.events) {
                events += protocol::writeEvent(event);
                if (protocol::isFinal(event))
                    return events;
            }
        }
    }
    return events;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto folder = fuzz::scratch();
    static const int lock = ::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    ::flock(lock, LOCK_EX); // an engine is alive
    const auto bytes = fuzz::text(data, size);
    fuzz::require(told(folder, bytes, size) == told(folder, bytes, size / 2),
                  "events do not depend on when one looks");
    return 0;
}
