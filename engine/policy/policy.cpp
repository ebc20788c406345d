// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/policy/policy.h"

#include <algorithm>
#include <chrono>
#include <new>

#include "engine/core/device.h"
#include "engine/core/generate.h"
#include "engine/prm/model_folder.h"

namespace steplight {
namespace {

// Where the first stop string begins in the text.
std::size_t findStop(const std::string& text, const std::vector<std::string>& stops)
{
    std::size_t first = std::string::npos;
    for (const std::string& stop : stops)
        first = std::min(first, text.find(stop));
    return first;
}

const char* finishOf(Ended ended)
{
    switch (ended) {
    case Ended::stop:
        return "stop";
    case Ended::length:
        return "length";
    case Ended::cancelled:
        break;
    }
    return "cancelled";
}

} // namespace

struct Policy::Loaded {
    ModelFolder folder;
    std::string summary;
    TokenIds stopIds; // <|im_end|>, and <|endoftext|> where there is one
    TokenIds banned;  // what stands for pictures, and rows of the embedding without a spelling

    Prompt prepare(const WriteRequest& request, Usage& usage) const;
    GenerateOptions optionsOf(const WriteOptions& options) const;
    Written read(Rollout&& rollout, const std::vector<std::string>& stops) const;
    void findTokens();
};

void Policy::Loaded::findTokens()
{
    stopIds = {folder.tokens.imEnd};
    if (const auto end = folder.tokenizer.id("<|endoftext|>"))
        stopIds.push_back(*end);
    for (std::int64_t id = 0; id < folder.model.config.text.vocab; ++id) {
        const ChatTokens& t = folder.tokens;
        if (id == t.visionStart || id == t.visionEnd || id == t.imagePad || id == t.videoPad ||
            folder.tokenizer.decode({id}).empty())
            banned.push_back(id);
    }
    if (const auto pad = folder.tokenizer.id("<|vision_pad|>"))
        banned.push_back(*pad);
}

Prompt Policy::Loaded::prepare(const WriteRequest& request, Usage& usage) const
{
    Pictures pictures = preparePictures(folder, request.imageBytes);
    Prompt prompt;
    prompt.ids = renderOpenChat(folder.tokenizer, folder.tokens, request.system, request.user,
                                pictures.tokens, request.written);
    prompt.patches = std::move(pictures.patches);
    prompt.grids = std::move(pictures.grids);
    prompt.rollouts = request.rollouts;
    prompt.seed = request.seed;
    usage.promptTokens += static_cast<std::int64_t>(prompt.ids.size());
    for (const std::int64_t count : pictures.tokens)
        usage.imageTokens += count;
    return prompt;
}

GenerateOptions Policy::Loaded::optionsOf(const WriteOptions& options) const
{
    std::size_t longest = 0; // bytes
    for (const std::string& stop : options.stops) {
        if (stop.empty())
            throw EngineError("input", "A stop string is empty. Nothing was written.");
        longest = std::max(longest, stop.size());
    }
    GenerateOptions o;
    o.sampling = options.sampling;
    o.sampling.banned.insert(o.sampling.banned.end(), banned.begin(), banned.end());
    o.maxTokens = options.maxTokens;
    o.stopIds = stopIds;
    o.batch = options.batch;
    if (longest > 0)
        // Every token has a byte at least, so a stop string that the newest one completes lies
        // within the last `longest` tokens.
        o.stopped = [this, longest, &options](std::span<const std::int64_t> ids) {
            const auto tail = ids.last(std::min(ids.size(), longest));
            return findStop(folder.tokenizer.decode({tail.begin(), tail.end()}), options.stops) !=
                   std::string::npos;
        };
    return o;
}

Written Policy::Loaded::read(Rollout&& r, const std::vector<std::string>& stops) const
{
    Written w{r.prompt, r.index, {}, finishOf(r.ended), std::move(r.logProbs)};
    w.ended =
        !r.ids.empty() && std::find(stopIds.begin(), stopIds.end(), r.ids.back()) != stopIds.end();
    if (w.ended)
        r.ids.pop_back();
    w.text = folder.tokenizer.decode(r.ids);
    w.text.resize(std::min(w.text.size(), findStop(w.text, stops)));
    return w;
}

Policy::Policy(std::unique_ptr<Loaded> loaded) : m_loaded(std::move(loaded)) {}
Policy::Policy(Policy&&) noexcept = default;
Policy& Policy::operator=(Policy&&) noexcept = default;
Policy::~Policy() = default;

Policy Policy::load(const std::filesystem::path& path, const ProgressFn& progress, int threads,
                    std::string_view device)
{
    const at::TensorOptions place = placeOf(device);
    ModelFolder folder = openModelFolder(path, progress, threads);
    readWeights(folder, progress, place);
    std::string summary = sizesOf(folder);
    auto loaded = std::make_unique<Loaded>(Loaded{std::move(folder), std::move(summary), {}, {}});
    loaded->findTokens();
    return Policy(std::move(loaded));
}

Usage Policy::write(const NextRequest& next, const WriteOptions& options, const WrittenFn& written,
                    std::stop_token stop) const
{
    const auto begin = std::chrono::steady_clock::now();
    const Loaded& l = *m_loaded;
    Usage usage;
    try {
        generate(
            l.folder.model,
            [&]() -> std::optional<Prompt> {
                const std::optional<WriteRequest> request = next();
                return request ? std::optional(l.prepare(*request, usage)) : std::nullopt;
            },
            l.optionsOf(options),
            [&](Rollout&& rollout) {
                usage.writtenTokens += static_cast<std::int64_t>(rollout.ids.size());
                written(l.read(std::move(rollout), options.stops));
            },
            stop);
    } catch (const std::bad_alloc&) {
        throw EngineError("memory", "There is not enough memory for these rollouts. Write fewer at "
                                    "a time (batch), or shorter ones.");
    } catch (const c10::Error& e) {
        throw EngineError("input", std::string("LibTorch: ") + e.what_without_backtrace());
    }
    usage.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return usage;
}

const std::string& Policy::name() const
{
    return m_loaded->folder.name;
}
const std::string& Policy::modelHash() const
{
    return m_loaded->folder.modelHash;
}
const Profile& Policy::profile() const
{
    return m_loaded->folder.profile;
}
std::string Policy::device() const
{
    return m_loaded->folder.model.text.embed.is_cuda() ? "cuda" : "cpu";
}
const std::string& Policy::summary() const
{
    return m_loaded->summary;
}

} // namespace steplight
