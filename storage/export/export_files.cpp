// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/export/export_files.h"

#include "storage/error.h"

#include <algorithm>

namespace steplight {
namespace {

constexpr std::size_t mostSamples = 5;

} // namespace

void ExportFiles::write(const std::filesystem::path& file, std::string_view text, std::int64_t rows)
{
    if (!writes())
        return;
    Draft& draft = m_drafts[file];
    if (!draft.file)
        draft.file = std::make_unique<AtomicFile>(file);
    draft.file->write(text);
    draft.rows += rows;
}

void ExportFiles::place(const std::filesystem::path& file, std::string_view text, std::int64_t rows)
{
    if (!writes())
        return;
    std::error_code absent; // AtomicFile says it in words
    std::filesystem::create_directories(file.parent_path(), absent);
    AtomicFile whole(file);
    whole.write(text);
    m_placed.push_back({file.string(), rows, whole.commit()});
}

void ExportFiles::sample(const std::string& row)
{
    if (m_samples.size() < mostSamples)
        m_samples.push_back(row);
}

std::vector<ExportedFile> ExportFiles::commit()
{
    std::vector<ExportedFile> files;
    for (auto& [path, draft] : m_drafts)
        files.push_back({path.string(), draft.rows, draft.file->commit()});
    std::stable_partition(files.begin(), files.end(),
                          [this](const auto& file) { return file.path == m_out; });
    files.insert(files.end(), m_placed.begin(), m_placed.end());
    return files;
}

} // namespace steplight
