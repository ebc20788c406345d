// SPDX-License-Identifier: GPL-3.0-or-later
// text_bench [TOKENIZER_FOLDER [FILE...]]: how fast one thread tokenizes; prints one JSON object of
// MB/s. Default: Qwen2.5-VL's vocabulary of ../shared/data on its rollouts, and one long English
// text made of them.
#include <chrono>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "engine/text/tokenizer.h"

using namespace steplight;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

void collect(const Json& node, std::vector<std::string>& texts)
{
    if (node.is_string() && node.get_ref<const std::string&>().size() <= 20'000)
        texts.push_back(node.get<std::string>());
    else if (node.is_structured())
        for (const Json& child : node)
            collect(child, texts);
}

// Every text of a file of JSON lines.
std::vector<std::string> textsOf(const fs::path& file)
{
    std::vector<std::string> texts;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        if (const Json one = Json::parse(line, nullptr, false); !one.is_discarded())
            collect(one, texts);
    return texts;
}

// Best of five, in megabytes a second.
double speed(const Tokenizer& tokenizer, const std::vector<std::string>& texts)
{
    double best = 0;
    for (int i = 0; i < 5; ++i) {
        std::size_t bytes = 0, tokens = 0;
        const auto begin = std::chrono::steady_clock::now();
        for (const std::string& text : texts) {
            bytes += text.size();
            tokens += tokenizer.encode(text).size();
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        if (tokens > 0)
            best = std::max(best, static_cast<double>(bytes) / took.count() / 1e6);
    }
    return best;
}

} // namespace

int main(int count, char** words)
{
    const fs::path data = STEPLIGHT_SHARED_DATA;
    const fs::path folder =
        count > 1 ? fs::path(words[1]) : data / "tokenizer/qwen2.5-vl-7b-instruct";
    std::vector<fs::path> files(words + std::min(count, 2), words + count);
    if (files.empty())
        files = {data / "vlprm-rollouts/raven_rollouts_2000_3332_streaming.jsonl",
                 data / "vlprm-rollouts/dvqa_run1_int_only_raven_rollouts_0_682_streaming.jsonl"};
    const Tokenizer tokenizer = Tokenizer::load(folder);
    std::vector<std::string> texts;
    for (const fs::path& file : files)
        for (std::string& text : textsOf(file))
            texts.push_back(std::move(text));
    std::string all;
    for (const std::string& text : texts)
        all += text + "\n";
    std::cout << Json{{"texts", texts.size()},
                      {"bytes", all.size()},
                      {"texts_mb_s", speed(tokenizer, texts)},
                      {"one_text_mb_s", speed(tokenizer, {all})}}
              << '\n';
}
