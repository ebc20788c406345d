// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/team/gold.h"

#include "storage/team/deal.h"
#include "storage/team/overlap.h"

namespace steplight {

namespace {

const std::string goldVoice = "gold"; // of what those say together who were not dealt to

/// Torn where they differ.
TraceWords goldOf(const std::map<Visibility, Words>& said, const std::string& trace,
                  const GoldDealt& dealt)
{
    TraceWords gold;
    for (const auto& [visibility, words] : said) {
        const auto known = words.find(trace);
        if (known == words.end())
            continue;
        gold.length = known->second.length;
        for (const auto& [step, people] : known->second.steps)
            for (const auto& [name, word] : people) {
                if (dealt.contains(name))
                    continue;
                const auto [place, isNew] = gold.steps[step].try_emplace(goldVoice, word);
                if (isNew)
                    continue;
                place->second.torn |= word.torn || place->second.rating != word.rating;
                if (!haveArea(place->second.regions))
                    place->second.regions = word.regions;
            }
    }
    return gold;
}

const std::vector<Region>* regionsOf(const TraceWords& words, int step, const std::string& name)
{
    const auto said = words.steps.find(step);
    if (said == words.steps.end())
        return nullptr;
    const auto word = said->second.find(name);
    const bool marked = word != said->second.end() && haveArea(word->second.regions);
    return marked ? &word->second.regions : nullptr;
}

} // namespace

void compare(GoldFigures& figures, const TraceWords& said, const std::string& annotator,
             const TraceWords& gold, const std::string& key)
{
    const auto before = figures.steps;
    for (int step = 0; step < said.length; ++step) {
        const auto right = ratingOf(gold, step, key), given = ratingOf(said, step, annotator);
        if (!right || !given)
            continue;
        ++figures.steps;
        figures.agreeing += *right == *given ? 1 : 0;
        const auto *asked = regionsOf(gold, step, key), *marked = regionsOf(said, step, annotator);
        if (asked && marked) {
            ++figures.regions;
            figures.overlapSum += overlap(*asked, *marked);
        }
    }
    const auto right = firstErrorOf(gold, key), given = firstErrorOf(said, annotator);
    if (right && given && said.length > 0) {
        ++figures.firstErrors;
        figures.firstErrorsExact += *right == *given ? 1 : 0;
    }
    figures.traces += figures.steps > before ? 1 : 0;
}

namespace {

std::vector<GoldAnswers> answersOf(Project& project, const GoldDealt& asked, const GoldDealt& dealt)
{
    std::set<std::string> traces;
    for (const auto& [name, ids] : asked)
        traces.insert(ids.begin(), ids.end());
    const auto said = readWords(project, traces);
    std::map<std::string, TraceWords> gold;
    for (const auto& trace : traces)
        gold[trace] = goldOf(said, trace, dealt);
    std::vector<GoldAnswers> all;
    for (const auto& [name, ids] : asked)
        for (const auto& [visibility, words] : said) {
            GoldAnswers answers{name, visibility, {}};
            for (const auto& trace : ids)
                if (const auto answered = words.find(trace); answered != words.end())
                    compare(answers.figures, answered->second, name, gold[trace], goldVoice);
            if (answers.figures.steps > 0)
                all.push_back(answers);
        }
    return all;
}

} // namespace

std::vector<GoldAnswers> goldAnswers(Project& project)
{
    const GoldDealt dealt = goldDealt(project);
    return answersOf(project, dealt, dealt);
}

std::map<Visibility, GoldFigures> goldAnswers(Project& project, const std::string& annotator)
{
    const GoldDealt dealt = goldDealt(project);
    std::map<Visibility, GoldFigures> byMode;
    if (const auto theirs = dealt.find(annotator); theirs != dealt.end())
        for (const auto& answers : answersOf(project, {*theirs}, dealt))
            byMode[answers.visibility] = answers.figures;
    return byMode;
}

} // namespace steplight
