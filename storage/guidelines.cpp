// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/guidelines.h"

#include "storage/identity.h"
#include "storage/images.h"
#include "storage/label_rows.h"
#include "storage/sql.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <limits>

namespace steplight {

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t longestText = 1'000'000;  // bytes
constexpr std::size_t longestGrammar = 100'000; // bytes
constexpr std::size_t longestTitle = 200;       // bytes
const char* const pictureFolder = "guideline";
constexpr std::size_t versionDigits = 12;
constexpr std::int64_t aDay = 86'400'000; // ms; a clock that goes wrong by more rules nobody else
constexpr std::int64_t latest = std::numeric_limits<std::int64_t>::max() - 1;

const char* const columns = "SELECT version, text, grammar, annotator, created_at FROM guidelines ";
const char* const newestFirst = "ORDER BY created_at DESC, version DESC";

[[noreturn]] void refuse(const std::string& sentence)
{
    throw StorageError("bad-guideline", sentence + " Nothing was saved.");
}

Json rowText(std::string_view of, std::string_view ofWord, const std::string& word,
             const std::string& title, char letter)
{
    Json row{{std::string(of), ofWord}, {"word", word}};
    if (!title.empty())
        row["title"] = title;
    if (letter != 0)
        row["letter"] = std::string(1, letter);
    return row;
}

/// The text at key; unset when there is something else.
std::optional<std::string> textAt(const Json& row, const char* key)
{
    const auto at = row.find(key);
    if (at == row.end())
        return std::string();
    return at->is_string() ? std::optional(at->get<std::string>()) : std::nullopt;
}

/// word, title and letter of a row; false when one is none.
template <class Row> bool readRow(const Json& json, Row& row)
{
    if (!json.is_object())
        return false;
    const auto word = textAt(json, "word"), title = textAt(json, "title"),
               letter = textAt(json, "letter");
    if (!word || !title || !letter || letter->size() > 1 || title->size() > longestTitle)
        return false;
    row.word = *word;
    row.title = *title;
    row.letter = letter->empty() ? '\0' : letter->front();
    return true;
}

bool readRefinement(const Json& json, Grammar& grammar)
{
    Refinement row;
    if (!readRow(json, row))
        return false;
    const auto family = errorKindFromWord(textAt(json, "family").value_or(""));
    row.family = family.value_or(ErrorKind::none);
    grammar.refinements.push_back(std::move(row));
    return family.has_value();
}

bool readOverrule(const Json& json, Grammar& grammar)
{
    OverruleReason row;
    if (!readRow(json, row))
        return false;
    const auto kind = estimateKindFromWord(textAt(json, "of").value_or(""));
    row.kind = kind.value_or(EstimateKind::given);
    grammar.overrules.push_back(std::move(row));
    return kind.has_value();
}

template <class Read> bool readRows(const Json& json, const char* key, const Read& read)
{
    const auto rows = json.find(key);
    return rows != json.end() && rows->is_array() && std::all_of(rows->begin(), rows->end(), read);
}

/// Regular files, not what links lead to.
void copyPictures(const fs::path& from, const fs::path& into)
{
    std::error_code absent;
    if (fs::equivalent(from, into, absent))
        return;
    for (const auto& entry : fs::directory_iterator(from, absent)) {
        std::error_code refused; // a picture that cannot be copied is missing, and no more
        if (entry.is_symlink(refused) || !entry.is_regular_file(refused))
            continue;
        fs::create_directories(into, refused);
        fs::copy_file(entry.path(), into / entry.path().filename(), fs::copy_options::skip_existing,
                      refused);
    }
}

void requirePicture(const fs::path& file)
{
    std::string head(64 * 1024, '\0'); // a JPEG's size may stand behind its EXIF
    std::ifstream in(file, std::ios::binary);
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    if (!readImageHeader(head))
        throw StorageError("bad-image", file.string() + " is no picture that can be shown. "
                                                        "Nothing was copied.");
}

/// Of a stranger's project: the version is made of the content, and the content can be shown.
bool isGenuine(const std::string& version, const std::string& text, const std::string& grammar)
{
    return text.size() <= longestText && grammar.size() <= longestGrammar &&
           version == sha256(text + '\0' + grammar).substr(0, versionDigits);
}

Guideline readGuideline(const Sql& sql)
{
    Guideline guideline;
    guideline.version = sql.text(0);
    guideline.text = sql.text(1);
    guideline.annotator = sql.text(3);
    guideline.createdAt = sql.integer(4);
    if (auto grammar = grammarFromText(sql.text(2)))
        guideline.grammar = std::move(*grammar);
    else
        guideline.problem = "The kinds of error of the guideline " + guideline.version +
                            " cannot be read; the usual ones stand in for them. Its words are "
                            "kept; save it again to put them right.";
    return guideline;
}

} // namespace

std::string grammarText(const Grammar& grammar)
{
    Json refinements = Json::array(), overrules = Json::array();
    for (const Refinement& row : grammar.refinements)
        refinements.push_back(
            rowText("family", errorKindWord(row.family), row.word, row.title, row.letter));
    for (const OverruleReason& row : grammar.overrules)
        overrules.push_back(
            rowText("of", estimateKindWord(row.kind), row.word, row.title, row.letter));
    return Json{{"refinements", refinements}, {"overrules", overrules}}.dump(
        -1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Grammar> grammarFromText(const std::string& text)
{
    if (text.size() > longestGrammar)
        return std::nullopt;
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    Grammar grammar;
    const auto refinement = [&](const Json& row) { return readRefinement(row, grammar); };
    const auto overrule = [&](const Json& row) { return readOverrule(row, grammar); };
    const bool read =
        readRows(json, "refinements", refinement) && readRows(json, "overrules", overrule);
    return read && isSound(grammar) ? std::optional(grammar) : std::nullopt;
}

std::string guidelineVersion(std::string_view text, const Grammar& grammar)
{
    return sha256(std::string(text) + '\0' + grammarText(grammar)).substr(0, versionDigits);
}

Guideline saveGuideline(Project& project, const std::string& text, const Grammar& grammar,
                        const std::string& annotator)
{
    const std::string json = grammarText(grammar);
    if (!grammarFromText(json))
        refuse("Two kinds of error or reasons have the same letter or word, or one has none.");
    if (text.size() > longestText)
        refuse("The guideline has more than " + std::to_string(longestText) + " bytes.");
    return project.transact([&] {
        Guideline saved = newestGuideline(project);
        const std::string version = guidelineVersion(text, grammar);
        if (version == saved.version)
            return saved;
        runSql(project,
               "INSERT INTO guidelines VALUES (?, ?, ?, ?, ?) ON CONFLICT (version) DO UPDATE"
               " SET annotator = excluded.annotator, created_at = excluded.created_at",
               version, text, json, annotator,
               std::max(millisecondsNow(), std::min(saved.createdAt, latest) + 1));
        return newestGuideline(project);
    });
}

Guideline newestGuideline(Project& project)
{
    Sql sql(project, std::string(columns) + newestFirst + " LIMIT 1");
    return sql.next() ? readGuideline(sql) : Guideline();
}

std::string newestGuidelineVersion(Project& project)
{
    return firstText(project,
                     std::string("SELECT version FROM guidelines ") + newestFirst + " LIMIT 1")
        .value_or("");
}

std::vector<Guideline> guidelines(Project& project)
{
    std::vector<Guideline> all;
    Sql sql(project, std::string(columns) + newestFirst);
    while (sql.next())
        all.push_back(readGuideline(sql));
    return all;
}

int mergeGuidelines(Project& from, Project& into)
{
    copyPictures(from.folder() / pictureFolder, into.folder() / pictureFolder);
    const auto countOf = [&] { return *firstInteger(into, "SELECT count(*) FROM guidelines"); };
    return into.transact([&] {
        const auto before = countOf();
        Sql sql(from, std::string(columns));
        while (sql.next()) {
            const std::string version = sql.text(0), text = sql.text(1), grammar = sql.text(2);
            if (!isGenuine(version, text, grammar))
                continue;
            runSql(into,
                   "INSERT INTO guidelines VALUES (?, ?, ?, ?, ?) ON CONFLICT (version) DO UPDATE"
                   " SET annotator = excluded.annotator, created_at = excluded.created_at"
                   " WHERE (excluded.created_at, excluded.annotator) > (created_at, annotator)",
                   version, text, grammar, sql.text(3),
                   std::min(sql.integer(4), millisecondsNow() + aDay));
        }
        return static_cast<int>(countOf() - before);
    });
}

std::filesystem::path addGuidelinePicture(Project& project, const std::filesystem::path& file)
{
    requirePicture(file);
    const fs::path folder = project.folder() / pictureFolder;
    fs::create_directories(folder);
    const std::string hash = sha256File(file);
    // Markdown ends a reference at a bracket.
    std::string stem = file.stem().string();
    std::replace_if(
        stem.begin(), stem.end(), [](char c) { return c == '(' || c == ')'; }, '-');
    for (int number = 1;; ++number) {
        const std::string end = number == 1 ? "" : "-" + std::to_string(number);
        const fs::path name = stem + end + file.extension().string();
        if (!fs::exists(folder / name))
            fs::copy_file(file, folder / name);
        else if (sha256File(folder / name) != hash)
            continue;
        return name;
    }
}

} // namespace steplight
