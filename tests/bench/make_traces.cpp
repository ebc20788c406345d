// SPDX-License-Identifier: GPL-3.0-or-later
// make_traces FOLDER: what the engine's rows of ./dev bench score, write on and learn from, as one
// safetensors file that both sides read: real traces of ../shared/data with their photos, asked as
// the published PRM is, or made-up ones of the same shape where that is absent. Token ids are
// folded into the vocabulary of 8,192 that generate_reference.py's model has. Prints
// {"what": "…", "traces": 3, "tokens": […]}.
//
//   trace.0.ids, .rows, .patches, .grid    traces of ten steps; rows i64 [10]
//   prompt.ids, .patches, .grid            the first one's question, as a policy is asked
//   root.ids, node.0.ids … node.63.ids     a tree on the first one's picture: question and first
//                                          step, then a step each
#include <ATen/ATen.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "engine/core/save.h"
#include "engine/prm/prepare.h"
#include "engine/text/chat.h"

using namespace steplight;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t steps = 10, traces = 3, nodes = 64;
constexpr std::int64_t visionStart = 8000, visionEnd = 8001, imagePad = 8002; // of the small model

struct Trace {
    std::string question; // as a policy is asked: with all its instructions
    std::string bare;
    std::vector<std::string> steps;
    std::string imageBytes;
};

std::string contentOf(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// "… <question>\nHow old?\n</question> …" -> "How old?"
std::string bareQuestion(const std::string& question)
{
    const std::string begin = "<question>\n", end = "\n</question>";
    const std::size_t at = question.find(begin);
    if (at == std::string::npos)
        return question;
    const std::size_t from = at + begin.size();
    return question.substr(from, question.find(end, from) - from);
}

// Those of vlprm-vqav2, in its order.
std::vector<Trace> readTraces(const fs::path& data)
{
    std::vector<Trace> all;
    const Json index = Json::parse(contentOf(data / "index.json"));
    std::ifstream in(data / "rollouts.jsonl");
    std::string line;
    for (std::size_t i = 0; std::getline(in, line); ++i) {
        const Json row = Json::parse(line);
        if (i >= index.size() || index[i]["image_embedded"].is_null())
            continue;
        Trace trace;
        trace.question = row["question"];
        trace.bare = bareQuestion(trace.question);
        for (const Json& step : row["steps_with_score"])
            trace.steps.push_back(step["step"]);
        trace.imageBytes =
            contentOf(data / "vqav2" / index[i]["image_embedded"].get<std::string>());
        all.push_back(std::move(trace));
    }
    return all;
}

std::vector<Trace> madeUp()
{
    Trace trace;
    trace.question = trace.bare = "How many of the shapes that are red lie left of the largest?";
    for (std::size_t i = 0; i < steps; ++i)
        trace.steps.push_back("Shape " + std::to_string(i + 1) +
                              " is a red circle that lies left of the largest one, so that it "
                              "is counted and the count goes up by one.");
    trace.imageBytes =
        contentOf(fs::path(STEPLIGHT_SOURCE) / "tests/fixtures/engine/images/300x280-9.png");
    return std::vector<Trace>(traces, trace);
}

class Maker
{
public:
    explicit Maker(const fs::path& tokenizer)
        : m_tokenizer(Tokenizer::load(tokenizer)), m_profile(defaultProfile()),
          m_tokens(findChatTokens(m_tokenizer, m_profile))
    {
        m_vision.hidden = m_vision.heads = 1;
    }

    void addTrace(const Trace& trace)
    {
        const std::string name = "trace." + std::to_string(m_lengths.size());
        const PreparedImage image = prepareImage(trace.imageBytes, m_profile, {}, m_vision);
        const PrmChat chat = chatOf(trace.bare, trace.steps, image.grid);
        add(name + ".ids", folded(chat.ids));
        add(name + ".rows", chat.rows);
        addImage(name, image);
        m_lengths.push_back(chat.ids.size());
    }
    void addPrompt(const Trace& trace)
    {
        const PreparedImage image = prepareImage(trace.imageBytes, m_profile, {}, m_vision);
        add("prompt.ids", folded(renderOpenChat(m_tokenizer, m_tokens, m_profile.policy.system,
                                                trace.question, {tokensOf(image.grid)}, "")));
        addImage("prompt", image);
    }
    // On the first trace's picture; the nodes take the steps of all in turn.
    void addTree(const std::vector<Trace>& all)
    {
        const Grid grid = prepareImage(all.front().imageBytes, m_profile, {}, m_vision).grid;
        const std::string& first = all.front().steps.front();
        std::vector<std::string> texts;
        for (const Trace& trace : all)
            texts.insert(texts.end(), trace.steps.begin(), trace.steps.end());
        for (std::size_t i = 0; i < nodes; ++i) {
            const PrmChat two = chatOf(all.front().bare, {first, texts[i % texts.size()]}, grid);
            const auto begin = two.ids.begin() + two.rows[0] + 1;
            if (i == 0)
                add("root.ids", folded({two.ids.begin(), begin}));
            add("node." + std::to_string(i) + ".ids",
                folded({begin, two.ids.begin() + two.rows[1] + 1}));
        }
    }
    void write(const fs::path& folder, const std::string& what) const
    {
        fs::create_directories(folder);
        writeSafeTensors(folder / "model.safetensors", m_all);
        std::cout << Json{{"what", what}, {"traces", m_lengths.size()}, {"tokens", m_lengths}}
                  << '\n';
    }

private:
    PrmChat chatOf(const std::string& question, const std::vector<std::string>& text,
                   const Grid& grid) const
    {
        return renderPrmChat(m_tokenizer, m_tokens, m_profile.system,
                             renderTurns(m_profile, question, {}, text), {tokensOf(grid)});
    }
    static std::int64_t tokensOf(const Grid& grid) { return grid.patches() / 4; }
    TokenIds folded(TokenIds ids) const
    {
        for (std::int64_t& id : ids)
            id = id == m_tokens.imagePad      ? imagePad
                 : id == m_tokens.visionStart ? visionStart
                 : id == m_tokens.visionEnd   ? visionEnd
                                              : id % 7900;
        return ids;
    }
    void add(const std::string& name, const TokenIds& numbers)
    {
        m_all.push_back({name, at::tensor(numbers, at::kLong)});
    }
    void addImage(const std::string& name, const PreparedImage& image)
    {
        m_all.push_back({name + ".patches", image.patches});
        add(name + ".grid", {1, image.grid.height, image.grid.width});
    }

    Tokenizer m_tokenizer;
    Profile m_profile;
    ChatTokens m_tokens;
    VisionConfig m_vision;
    std::vector<NamedTensor> m_all;
    std::vector<std::size_t> m_lengths;
};

} // namespace

int main(int count, char** words)
{
    if (count != 2) {
        std::cerr << "usage: make_traces FOLDER\n";
        return 2;
    }
    const fs::path data = STEPLIGHT_SHARED_DATA;
    const bool real = fs::exists(data / "vlprm-vqav2/rollouts.jsonl");
    std::vector<Trace> all = real ? readTraces(data / "vlprm-vqav2") : madeUp();
    Maker maker(real ? data / "tokenizer/qwen2.5-vl-7b-instruct"
                     : fs::path(STEPLIGHT_SOURCE) / "tests/fixtures/engine/tiny-old");
    std::vector<Trace> chosen;
    for (const Trace& trace : all)
        if (trace.steps.size() == steps && chosen.size() < traces)
            chosen.push_back(trace);
    for (const Trace& trace : chosen)
        maker.addTrace(trace);
    maker.addPrompt(chosen.front());
    maker.addTree(chosen);
    maker.write(words[1], real ? "real traces of vlprm-vqav2 with their photos"
                               : "made-up traces and pictures: ../shared/data is absent");
}
