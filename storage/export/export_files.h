// SPDX-License-Identifier: GPL-3.0-or-later
// The files that one export writes: each appears whole or not at all, at the export's end. One
// thread at a time.
#pragma once

#include "storage/export/atomic_file.h"
#include "storage/export/export.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace steplight {

class ExportFiles
{
public:
    /// preview: nothing is written; samples() are kept all the same.
    ExportFiles(std::filesystem::path out, ExportMode mode) : m_out(std::move(out)), m_mode(mode) {}

    const std::filesystem::path& out() const { return m_out; }
    bool writes() const { return m_mode == ExportMode::write; }

    /// Adds to a file, which is begun with its first text. Throws StorageError "io".
    void write(const std::filesystem::path& file, std::string_view text, std::int64_t rows = 0);
    /// A whole file at once, in its place when this returns; for forms of many files.
    void place(const std::filesystem::path& file, std::string_view text, std::int64_t rows);
    /// A row's text, apart from what separates it from others.
    void sample(const std::string& row);
    const std::vector<std::string>& samples() const { return m_samples; }

    /// Puts the others in their places and lists all, out() first.
    std::vector<ExportedFile> commit();

private:
    struct Draft {
        std::unique_ptr<AtomicFile> file;
        std::int64_t rows = 0;
    };
    std::filesystem::path m_out;
    ExportMode m_mode;
    std::map<std::filesystem::path, Draft> m_drafts;
    std::vector<ExportedFile> m_placed;
    std::vector<std::string> m_samples;
};

} // namespace steplight
