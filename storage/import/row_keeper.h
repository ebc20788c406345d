// SPDX-License-Identifier: GPL-3.0-or-later
// Puts parsed rows into the project: question, pictures, trace, estimates, labels. Called on the
// project's thread inside a WriteSlice.
#pragma once

#include "storage/images.h"
#include "storage/import/format.h"
#include "storage/import/import.h"

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace steplight {

class RowKeeper
{
public:
    RowKeeper(Project& project, const ImportOptions& options);

    /// The file that the next rows come from: its folder is searched for pictures last.
    void startFile(const std::filesystem::path& file);

    /// Base name of that file.
    const std::string& file() const { return m_file; }

    /// Question and trace have their ids. Adds to questions, questionsOnly, traces, steps or
    /// duplicates; rows is the caller's.
    void keep(ParsedTrace row, const Format& format, ImportedFile& counts);

    /// Gives a question the pictures that it lacks, from what was sent to a judge.
    void attachPictures(const std::string& questionId, const std::vector<ImageSource>& images);

    /// Pictures that were asked for so far: by reference, each once.
    std::int64_t imagesFound() const { return static_cast<std::int64_t>(m_found.size()); }
    std::int64_t imagesMissing() const { return static_cast<std::int64_t>(m_missing.size()); }

private:
    ImageRef resolve(const ImageSource& source);
    ImageRef lookFor(const ImageSource& source);
    void note(const ImageRef& image);
    bool keepQuestion(Question& question, const std::vector<ImageSource>& images);
    void keepEstimates(const Trace& trace, std::vector<Estimate> estimates);

    Project& m_project;
    const ImportOptions& m_options;
    ImageSearch m_search;
    std::string m_file;
    std::unordered_map<std::string, ImageRef> m_resolved; ///< by reference, of this file's folders
    std::unordered_set<std::string> m_found;
    std::unordered_set<std::string> m_missing;
    std::unordered_set<std::string> m_noted;    ///< known questions whose pictures are counted
    std::unordered_set<std::string> m_complete; ///< questions that a judge's request was used for
};

} // namespace steplight
