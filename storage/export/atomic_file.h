// SPDX-License-Identifier: GPL-3.0-or-later
// A file that appears whole or not at all: written beside its place, flushed to the disk, renamed.
// One thread at a time.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace steplight {

class AtomicFile
{
public:
    /// Throws StorageError "io" (a sentence) when the place cannot be written.
    explicit AtomicFile(std::filesystem::path place);
    /// Removes what was written unless commit() was called; an older file stays as it was.
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view bytes);
    /// Puts the file in its place and returns the SHA-256 of its bytes (hex).
    std::string commit();

private:
    void flush();
    [[noreturn]] void fail(const char* what);

    std::filesystem::path m_place;
    std::filesystem::path m_draft;
    std::string m_waiting;
    int m_handle = -1;
};

} // namespace steplight
