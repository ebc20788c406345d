// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/durable_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/core/error.h"

namespace steplight {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& file)
{
    const std::string why = std::strerror(errno);
    throw EngineError("disk", file.string() + " could not be written (" + why +
                                  "). What stood there before is kept. Make room or choose "
                                  "another folder, then try again.");
}

} // namespace

DurableFile::DurableFile(fs::path place) : m_place(std::move(place)), m_temporary(m_place)
{
    m_temporary += ".partial";
    m_file = ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (m_file < 0)
        fail(m_place);
}

DurableFile::~DurableFile()
{
    if (m_file < 0)
        return;
    ::close(m_file);
    ::unlink(m_temporary.c_str());
}

void DurableFile::write(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t done = ::write(m_file, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            fail(m_place);
        bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
}

void DurableFile::write(std::string_view text)
{
    write(std::as_bytes(std::span(text.data(), text.size())));
}

void DurableFile::commit()
{
    if (::fsync(m_file) != 0)
        fail(m_place);
    if (::rename(m_temporary.c_str(), m_place.c_str()) != 0)
        fail(m_place);
    ::close(m_file);
    m_file = -1;
    syncFolder(m_place.parent_path());
}

void writeDurably(const fs::path& place, std::string_view text)
{
    DurableFile file(place);
    file.write(text);
    file.commit();
}

void syncFolder(const fs::path& folder)
{
    const int fd =
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        fail(folder);
    ::fsync(fd); // some network disks refuse it for folders; the file itself is synced
    ::close(fd);
}

} // namespace steplight
