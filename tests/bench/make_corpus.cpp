// SPDX-License-Identifier: GPL-3.0-or-later
// make_corpus FOLDER [TRACES [SEED]]: writes FOLDER/rollouts.jsonl and FOLDER/judge.jsonl, as many
// traces as the published corpus has, resampled from real rows. The same seed gives the same bytes.
#include "tests/bench/corpus_rows.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>

namespace steplight::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr double stepsPerTrace = 2.6e6 / 3e5; ///< of the published corpus
constexpr int tracesPerQuestion = 4;
constexpr int samples = 16;
constexpr int judgedOneIn = 5;

class Corpus
{
public:
    Corpus(std::vector<RealRow> rows, std::vector<std::string> analyses, std::uint64_t seed)
        : m_rows(std::move(rows)), m_analyses(std::move(analyses)), m_exchange(m_rows),
          m_random(seed), m_seed(seed)
    {
    }

    void write(const fs::path& folder, int traces);

private:
    std::uint64_t draw(std::uint64_t below) { return m_random() % below; }
    const RealRow& drawRow();
    Json rollout(const RealRow& row, int trace);
    std::string reply(const RealRow& row);

    std::vector<RealRow> m_rows;
    std::vector<std::string> m_analyses;
    WordExchange m_exchange;
    std::mt19937_64 m_random;
    std::uint64_t m_seed;
    double m_surplus = 0; ///< steps above the corpus's mean so far
};

/// Real traces are longer than the corpus's mean: above it a shorter one is drawn.
const RealRow& Corpus::drawRow()
{
    const RealRow* row = &m_rows[draw(m_rows.size())];
    for (int tries = 0; tries < 100 && m_surplus > 0; ++tries) {
        if (static_cast<double>(row->steps.size()) <= stepsPerTrace)
            break;
        row = &m_rows[draw(m_rows.size())];
    }
    return *row;
}

/// "a/b_00123.png" of question 7 is "a/b_00123-7.png": another picture, so another question.
std::string numbered(const std::string& path, int question)
{
    const auto dot = path.rfind('.');
    return dot == std::string::npos
               ? path
               : path.substr(0, dot) + "-" + std::to_string(question) + path.substr(dot);
}

std::string uid(int trace)
{
    char text[40];
    std::snprintf(text, sizeof text, "%08x-5eed-4000-8000-%012x", trace, trace);
    return text;
}

Json Corpus::rollout(const RealRow& row, int trace)
{
    const int question = trace / tracesPerQuestion;
    const auto questionSalt = m_seed * 1'000'003 + static_cast<std::uint64_t>(question);
    const auto salt = ~(m_seed * 1'000'003 + static_cast<std::uint64_t>(trace));
    Json json;
    if (row.hasUid)
        json["image"] = numbered(row.image, question);
    else
        json["id"] = uid(trace);
    json[row.hasUid ? "image_path" : "combined_image_path"] = numbered(row.imagePath, question);
    const auto asked = std::min(row.question.find("<question>"), row.question.size());
    const auto after = std::min(row.question.find("</question>", asked), row.question.size());
    json["question"] = row.question.substr(0, asked) +
                       m_exchange(row.question.substr(asked, after - asked), questionSalt) +
                       row.question.substr(after);
    json[row.hasUid ? "answer" : "correct_answer"] = row.answer;
    if (row.hasUid)
        json["uid"] = uid(trace);
    json["response"] = m_exchange(row.response, salt);
    Json scored = Json::array();
    for (const auto& step : row.steps) {
        const int won = std::clamp(step.won + static_cast<int>(draw(5)) - 2, 0, samples);
        scored.push_back({{"step", m_exchange(step.text, salt)},
                          {"score", won / static_cast<double>(samples)},
                          {"num_mc_correct", won},
                          {"num_mc_total", samples}});
    }
    json["steps_with_score"] = std::move(scored);
    return json;
}

std::string Corpus::reply(const RealRow& row)
{
    const auto reasoning = row.response.find("[Reasoning]");
    int perception = 0;
    for (auto at = row.response.find("<step_"); at < reasoning && at != std::string::npos;
         at = row.response.find("<step_", at + 1))
        ++perception;
    const int steps = static_cast<int>(row.steps.size());
    const bool right = draw(100) < 55;
    const int last = right ? steps : 1 + static_cast<int>(draw(row.steps.size()));
    std::string text = "[Visual Elements]\n";
    for (int step = 0; step < last; ++step) {
        if (step == perception)
            text += "\n[Reasoning]\n";
        const auto number = std::to_string(step < perception ? step + 1 : step - perception + 1);
        text += "<analysis_" + number + ">\n" +
                m_exchange(m_analyses[draw(m_analyses.size())], draw(1'000)) + "\n</analysis_" +
                number + ">\n";
    }
    return text + "\n<conclusion>\n" + (right ? "Correct" : "Incorrect") + "\n</conclusion>";
}

void Corpus::write(const fs::path& folder, int traces)
{
    fs::create_directories(folder);
    std::ofstream rollouts(folder / "rollouts.jsonl", std::ios::binary);
    std::ofstream judge(folder / "judge.jsonl", std::ios::binary);
    const RealRow* row = nullptr;
    std::int64_t steps = 0;
    for (int trace = 0; trace < traces; ++trace) {
        if (trace % tracesPerQuestion == 0)
            row = &drawRow();
        rollouts << rollout(*row, trace).dump() << '\n';
        if (draw(judgedOneIn) == 0)
            judge << Json{{"custom_id", uid(trace)}, {"verification_response", reply(*row)}}.dump()
                  << '\n';
        steps += static_cast<std::int64_t>(row->steps.size());
        m_surplus += static_cast<double>(row->steps.size()) - stepsPerTrace;
    }
    if (!rollouts.flush() || !judge.flush())
        throw std::runtime_error(folder.string() + " cannot be written");
    std::printf("%d traces, %lld steps from %zu real rows, seed %llu\n", traces,
                static_cast<long long>(steps), m_rows.size(),
                static_cast<unsigned long long>(m_seed));
}

/// The published rollouts where they are at hand, else the demo's own.
Corpus openCorpus(std::uint64_t seed)
{
    const fs::path shared = STEPLIGHT_SHARED_DATA, demo = STEPLIGHT_SOURCE "/resources/demo";
    const bool real = fs::is_directory(shared / "vlprm-rollouts");
    auto rows = real ? readRealRows({shared / "vlprm-rollouts", shared / "vlprm-vqav2"})
                     : readRealRows({demo});
    auto analyses = readAnalyses(real ? shared / "vlprm-vqav2/judge_results.json"
                                      : demo / "judge_results.json");
    if (rows.empty() || analyses.empty())
        throw std::runtime_error("no rows to draw from");
    return {std::move(rows), std::move(analyses), seed};
}

} // namespace
} // namespace steplight::bench

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fputs("usage: make_corpus FOLDER [TRACES [SEED]]\n", stderr);
        return 2;
    }
    try {
        const auto seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
        steplight::bench::openCorpus(seed).write(argv[1], argc > 2 ? std::atoi(argv[2]) : 300'000);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "make_corpus: %s\n", error.what());
        return 1;
    }
    return 0;
}
