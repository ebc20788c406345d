// SPDX-License-Identifier: GPL-3.0-or-later
// The real rows that a generated corpus is drawn from, and new rows made of them. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace steplight::bench {

struct ScoredStep {
    std::string text;
    int won = 0; ///< of 16
};

struct RealRow {
    std::string question, answer, image, imagePath, response;
    bool hasUid = false; ///< rows with a uid, or those with a number and a combined_image_path
    std::vector<ScoredStep> steps;
};

/// Rows of every *.jsonl in the folders that are whole rollouts, in order of file name.
std::vector<RealRow> readRealRows(const std::vector<std::filesystem::path>& folders);

/// What judges said of single steps, out of a file of replies.
std::vector<std::string> readAnalyses(const std::filesystem::path& file);

/// Exchanges about one word in six of a text for another of the same length that the corpus uses;
/// the same salt exchanges the same words, so a step stays the step of its response. Tags,
/// headings, numbers and answers stay.
class WordExchange
{
public:
    explicit WordExchange(const std::vector<RealRow>& rows);
    std::string operator()(std::string_view text, std::uint64_t salt) const;

private:
    std::map<std::size_t, std::vector<std::string>> m_words; ///< by length
};

} // namespace steplight::bench
