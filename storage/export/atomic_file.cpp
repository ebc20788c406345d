// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/atomic_file.h"

#include "storage/error.h"
#include "storage/identity.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace steplight {
namespace {

constexpr std::size_t blockSize = std::size_t{1} << 20;

} // namespace

AtomicFile::AtomicFile(std::filesystem::path place) : m_place(std::move(place))
{
    m_draft = m_place;
    m_draft += ".part-" + std::to_string(::getpid());
    m_handle = ::open(m_draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (m_handle < 0)
        fail("cannot be written");
}

AtomicFile::~AtomicFile()
{
    if (m_handle < 0)
        return;
    ::close(m_handle);
    ::unlink(m_draft.c_str());
}

void AtomicFile::fail(const char* what)
{
    const int error = errno;
    std::string sentence = m_place.string() + " " + what + ": " + std::strerror(error) + ". ";
    sentence += error == ENOSPC ? "Make room and export again; " : "Check the folder; ";
    if (m_handle >= 0)
        ::close(m_handle);
    if (m_handle >= 0)
        ::unlink(m_draft.c_str());
    m_handle = -1;
    throw StorageError("io", sentence + "what stood there before is unchanged.");
}

void AtomicFile::flush()
{
    for (std::string_view rest = m_waiting; !rest.empty();) {
        const auto written = ::write(m_handle, rest.data(), rest.size());
        if (written < 0 && errno != EINTR)
            fail("cannot be written");
        rest.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    m_waiting.clear();
}

void AtomicFile::write(std::string_view bytes)
{
    m_waiting.append(bytes);
    if (m_waiting.size() >= blockSize)
        flush();
}

std::string AtomicFile::commit()
{
    flush();
    if (::fsync(m_handle) != 0)
        fail("cannot be flushed to the disk");
    const std::string hash = sha256File(m_draft);
    if (::rename(m_draft.c_str(), m_place.c_str()) != 0)
        fail("cannot be put in its place");
    ::close(m_handle);
    m_handle = -1;
    const auto folder = m_place.has_parent_path() ? m_place.parent_path() : ".";
    if (const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        handle >= 0) {
        ::fsync(handle);
        ::close(handle);
    }
    return hash;
}

} // namespace steplight
