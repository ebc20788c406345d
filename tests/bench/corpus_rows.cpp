// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/corpus_rows.h"

#include "storage/import/import_plan.h"
#include "storage/import/json.h"
#include "storage/import/record_reader.h"
#include "storage/import/solution_text.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

namespace steplight::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t shortestWord = 5;
constexpr std::uint64_t oneWordIn = 6;

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// splitmix64 over the word, so that the same seed gives the same corpus on every machine.
std::uint64_t mixed(std::string_view word, std::uint64_t salt)
{
    std::uint64_t hash = salt;
    for (const char c : word) {
        hash += 0x9E3779B97F4A7C15u + static_cast<unsigned char>(c);
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9u;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBu;
        hash ^= hash >> 31;
    }
    return hash;
}

/// Calls word for each run of small letters that may be exchanged, and rest for all between.
void eachWord(std::string_view text, const std::function<void(std::string_view)>& word,
              const std::function<void(std::string_view)>& rest)
{
    constexpr std::size_t longestTag = 20;
    for (std::size_t i = 0; i < text.size();) {
        auto end = i + 1;
        if (text[i] == '<') {
            const auto close = text.find('>', i);
            end = close != std::string_view::npos && close - i < longestTag ? close + 1 : end;
        } else if (isLetter(text[i]) || text[i] == '\\') {
            while (end < text.size() && isLetter(text[end]))
                ++end;
            const auto run = text.substr(i, end - i);
            const bool small =
                std::all_of(run.begin(), run.end(), [](char c) { return c >= 'a' && c <= 'z'; });
            if (small && run.size() >= shortestWord) {
                word(run);
                i = end;
                continue;
            }
        }
        rest(text.substr(i, end - i));
        i = end;
    }
}

std::optional<RealRow> realRow(Json row)
{
    RealRow real;
    real.question = text(row, "question");
    real.response = text(row, "response");
    real.hasUid = hasField(row, "uid");
    real.answer = firstText(row, {"answer", "correct_answer"});
    real.image = text(row, "image");
    real.imagePath = firstText(row, {"image_path", "combined_image_path"});
    const auto tagged = readTagged(real.response, "step");
    simdjson::dom::array scored;
    if (const auto list = field(row, "steps_with_score");
        !list || list->get(scored) != simdjson::SUCCESS)
        return std::nullopt;
    for (const Json entry : scored)
        real.steps.push_back(
            {text(entry, "step"), static_cast<int>(integer(entry, "num_mc_correct").value_or(0))});
    bool same = real.steps.size() == tagged.parts.size() && !real.steps.empty();
    for (std::size_t i = 0; same && i < real.steps.size(); ++i)
        same = trimmed(real.steps[i].text) == tagged.parts[i].text;
    return same && !real.question.empty() ? std::optional(std::move(real)) : std::nullopt;
}

void eachRecord(const fs::path& file, const std::function<void(Json)>& use)
{
    RecordReader reader(openSource(file));
    simdjson::dom::parser parser;
    for (auto record = reader.next(); record; record = reader.next())
        if (Json row; record->error.empty() &&
                      parser.parse(record->text).get(row) == simdjson::SUCCESS && row.is_object())
            use(row);
}

} // namespace

std::vector<RealRow> readRealRows(const std::vector<fs::path>& folders)
{
    std::vector<RealRow> rows;
    for (const auto& folder : folders) {
        std::set<fs::path> files;
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().extension() == ".jsonl")
                files.insert(entry.path());
        for (const auto& file : files)
            eachRecord(file, [&](Json row) {
                if (auto real = realRow(row))
                    rows.push_back(std::move(*real));
            });
    }
    return rows;
}

std::vector<std::string> readAnalyses(const fs::path& file)
{
    std::vector<std::string> words;
    eachRecord(file, [&](Json row) {
        for (const auto& part : readTagged(text(row, "verification_response"), "analysis").parts)
            words.push_back(part.text);
    });
    return words;
}

WordExchange::WordExchange(const std::vector<RealRow>& rows)
{
    std::set<std::string, std::less<>> words;
    for (const auto& row : rows)
        eachWord(
            row.response, [&](std::string_view word) { words.emplace(word); },
            [](std::string_view) {});
    for (const auto& word : words)
        m_words[word.size()].push_back(word);
}

std::string WordExchange::operator()(std::string_view text, std::uint64_t salt) const
{
    const auto answer = std::min(text.find("<correct_answer>"), text.size());
    std::string result;
    result.reserve(text.size());
    eachWord(
        text.substr(0, answer),
        [&](std::string_view word) {
            const auto hash = mixed(word, salt);
            const auto same = m_words.find(word.size());
            if (hash % oneWordIn == 0 && same != m_words.end())
                result += same->second[hash / oneWordIn % same->second.size()];
            else
                result += word;
        },
        [&](std::string_view rest) { result += rest; });
    return result.append(text.substr(answer));
}

} // namespace steplight::bench
