// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/puzzles/stand_in.h"

#include "engine/core/error.h"
#include "engine/protocol/request.h"
#include "engine/text/sha256.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

namespace steplight::puzzles {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<const char*, double JudgeFaults::*>, 6> chances{{
    {"miss_perception", &JudgeFaults::missPerception},
    {"miss_reasoning", &JudgeFaults::missReasoning},
    {"miss_blind", &JudgeFaults::missBlind},
    {"false_alarm", &JudgeFaults::falseAlarm},
    {"slip", &JudgeFaults::slip},
    {"unparsable", &JudgeFaults::unparsable},
}};

std::string contentOf(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw EngineError("model", file.string() + " cannot be opened. Choose a judge's folder.");
    return {std::istreambuf_iterator<char>(in), {}};
}

Habit habitNamed(const std::string& name)
{
    const auto found = std::find_if(habits.begin(), habits.end(),
                                    [&](Habit habit) { return nameOf(habit) == name; });
    if (found == habits.end())
        throw EngineError("model", "\"" + name + "\" is not a habit.");
    return *found;
}

JudgeFaults faultsFrom(const Json& json)
{
    JudgeFaults faults{0, 0, {}, 0, 0, 0, 0};
    for (const auto& [name, chance] : chances) {
        faults.*chance = json.value(name, 0.0);
        if (!(faults.*chance >= 0 && faults.*chance <= 1))
            throw EngineError("model", std::string(name) + " is not a chance from 0 to 1.");
    }
    for (const std::string& name : json.value("blind", std::vector<std::string>()))
        faults.blind.push_back(habitNamed(name));
    return faults;
}

} // namespace

std::string_view nameOf(Habit habit)
{
    constexpr std::array<std::string_view, habits.size()> names{
        "orange-is-red", "star-is-triangle",   "shift-is-column",
        "count-is-off",  "cycle-is-alternate", "cross-is-pair"};
    return names.at(std::size_t(habit));
}

StandIn::StandIn(const fs::path& folder)
{
    const fs::path file = folder / protocol::judgeFile;
    const std::string text = contentOf(file);
    fs::path known;
    try {
        const Json json = Json::parse(text);
        m_name = json.at("name").get<std::string>();
        m_faults = faultsFrom(json);
        known = folder / fs::path(json.at("puzzles").get<std::string>()).filename();
    } catch (const nlohmann::json::exception& error) {
        throw EngineError("model", file.string() + ": " + error.what());
    }
    const std::string lines = contentOf(known);
    m_hash = Sha256().add(text).add(lines).hex();
    std::istringstream in(lines);
    std::int64_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        const Json json = Json::parse(line, nullptr, false);
        const auto field = [&](const char* name) {
            const auto found = json.find(name);
            return found != json.end() && found->is_string() ? found->get<std::string>()
                                                             : std::string();
        };
        const auto puzzle = json.is_object() ? puzzleFrom(field("state")) : std::nullopt;
        if (!puzzle)
            throw EngineError("model", known.string() + ", line " + std::to_string(number) +
                                           ": this is no puzzle.");
        m_puzzles.insert_or_assign({field("image"), field("question")}, *puzzle);
    }
}

std::string StandIn::summary() const
{
    return m_name + ": a stand-in that knows the truth of " + std::to_string(m_puzzles.size()) +
           " puzzles";
}

std::optional<std::string> StandIn::reply(const protocol::TraceInput& trace,
                                          std::uint64_t seed) const
{
    if (trace.images.size() != 1)
        return std::nullopt;
    const auto found = m_puzzles.find({trace.images[0].hash, trace.question});
    if (found == m_puzzles.end())
        return std::nullopt;
    const std::string hex = Sha256().add(std::to_string(seed)).add(" ").add(trace.id).hex();
    Random random(std::stoull(hex.substr(0, 16), nullptr, 16));
    return judge(found->second, trace.steps, m_faults, random);
}

std::string standInFile(const std::string& name, const JudgeFaults& faults)
{
    Json json{{"name", name}, {"puzzles", "puzzles.jsonl"}};
    for (const auto& [word, chance] : chances)
        if (faults.*chance > 0 && (chance != &JudgeFaults::missBlind || !faults.blind.empty()))
            json[word] = faults.*chance;
    for (const Habit habit : faults.blind)
        json["blind"].push_back(nameOf(habit));
    return json.dump(1) + "\n";
}

std::string standInLine(const std::string& imageHash, const Puzzle& puzzle)
{
    return Json{{"image", imageHash}, {"question", question(puzzle)}, {"state", state(puzzle)}}
               .dump() +
           "\n";
}

} // namespace steplight::puzzles
