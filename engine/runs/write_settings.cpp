// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runs/write_settings.h"

#include "engine/runs/settings.h"

namespace steplight {
namespace {

constexpr std::int64_t many = 1'000'000;

} // namespace

WriteOptions writeSettings(const protocol::RunRequest& request, const WriteOptions& otherwise)
{
    WriteOptions o = otherwise;
    Sampling& s = o.sampling;
    s.temperature = numberSetting(request, "temperature", s.temperature, 0, 100);
    s.topP = numberSetting(request, "top_p", s.topP, 0, 1);
    s.topK = countSetting(request, "top_k", s.topK, 0, many);
    s.repetitionPenalty =
        numberSetting(request, "repetition_penalty", s.repetitionPenalty, 0.01, 100);
    o.maxTokens = countSetting(request, "max_tokens", o.maxTokens, 1, many);
    o.batch = countSetting(request, "batch", o.batch, 1, 4096);
    return o;
}

void requireKnownSettings(const protocol::RunRequest& request, const std::set<std::string>& more)
{
    std::set<std::string> known{"temperature", "top_p", "top_k",   "repetition_penalty",
                                "max_tokens",  "batch", "threads", "device"};
    known.insert(more.begin(), more.end());
    refuseOtherSettings(request, known);
}

} // namespace steplight
