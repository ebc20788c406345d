// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/policy/policy.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <set>
#include <utility>

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

// One call of write(), over as many of generate() as it takes.
struct Policy::Writing {
    struct Open {
        std::size_t request = 0;       // in the order of the queue
        WriteRequest asked;            // no rollouts once all are handed over: a queue is long
        std::set<std::int64_t> handed; // of its rollouts
    };

    const NextRequest& next;
    const WriteOptions& options;
    const WrittenFn& written;
    std::stop_token stop;
    std::vector<Open> open; // by the prompt's number in generate()
    std::deque<Open> again; // cut when memory ran out
    std::size_t requests = 0;
    Usage usage;
};

struct Policy::Loaded {
    ModelFolder folder;
    std::string summary;
    TokenIds stopIds; // <|im_end|>, and <|endoftext|> where there is one
    TokenIds banned;  // what stands for pictures, and rows of the embedding without a spelling
    mutable std::optional<std::int64_t> most; // rollouts at a time, once memory ran out

    Prompt prepare(const WriteRequest& request, Usage& usage) const;
    GenerateOptions optionsOf(const WriteOptions& options) const;
    Written read(Rollout&& rollout, const std::vector<std::string>& stops) const;
    void findTokens();
    std::optional<Prompt> open(Writing& writing) const;
    void hand(Writing& writing, Rollout&& rollout) const;
    void hand(Writing& writing, std::vector<Rollout>&& rollouts) const;
    bool write(Writing& writing) const;
    [[noreturn]] void refuse(const WriteOptions& options) const;
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
    prompt.maxTokens = request.maxTokens;
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

std::optional<Prompt> Policy::Loaded::open(Writing& writing) const
{
    if (!writing.again.empty()) {
        writing.open.push_back(std::move(writing.again.front()));
        writing.again.pop_front();
        Usage counted; // when it was opened first
        return prepare(writing.open.back().asked, counted);
    }
    std::optional<WriteRequest> request = writing.next();
    if (!request)
        return std::nullopt;
    writing.open.push_back({writing.requests++, std::move(*request), {}});
    return prepare(writing.open.back().asked, writing.usage);
}

void Policy::Loaded::hand(Writing& writing, Rollout&& rollout) const
{
    Writing::Open& open = writing.open.at(rollout.prompt);
    if (!open.handed.insert(rollout.index).second)
        return; // before memory ran out
    rollout.prompt = open.request;
    if (static_cast<std::int64_t>(open.handed.size()) == open.asked.rollouts) {
        open = {open.request, {}, {}};
        open.asked.rollouts = 0;
    }
    writing.usage.writtenTokens += static_cast<std::int64_t>(rollout.ids.size());
    writing.written(read(std::move(rollout), writing.options.stops));
}

void Policy::Loaded::hand(Writing& writing, std::vector<Rollout>&& rollouts) const
{
    for (Rollout& rollout : rollouts)
        hand(writing, std::move(rollout));
}

// False where memory ran out for the first time: what was cut then waits to be written again.
bool Policy::Loaded::write(Writing& writing) const
{
    WriteOptions options = writing.options;
    options.batch = std::min(options.batch, most.value_or(options.batch));
    std::vector<Rollout> cut;
    try {
        generate(
            folder.model, [&] { return open(writing); }, optionsOf(options),
            [&](Rollout&& rollout) {
                if (rollout.ended == Ended::cancelled)
                    cut.push_back(std::move(rollout));
                else
                    hand(writing, std::move(rollout));
            },
            writing.stop);
    } catch (const EngineError&) {
        hand(writing, std::move(cut));
        throw;
    } catch (...) {
        const bool full = isOutOfMemory(std::current_exception());
        if (full && !most) {
            most = std::max<std::int64_t>(1, options.batch / 2);
            for (Writing::Open& one : std::exchange(writing.open, {}))
                if (static_cast<std::int64_t>(one.handed.size()) < one.asked.rollouts)
                    writing.again.push_back(std::move(one));
            return false;
        }
        hand(writing, std::move(cut));
        if (full)
            refuse(options);
        throw;
    }
    hand(writing, std::move(cut));
    return true;
}

void Policy::Loaded::refuse(const WriteOptions& options) const
{
    const at::Tensor& weight = folder.model.text.embed;
    const std::int64_t each = bytesOfCache(folder.model.config.text, options.maxTokens,
                                           static_cast<std::int64_t>(weight.element_size()));
    const std::string room = roomInWords(memoryThere(weight.device()), each, options.batch);
    throw EngineError("memory", "There is not enough memory to write " +
                                    std::to_string(options.batch) + " at a time, of up to " +
                                    std::to_string(options.maxTokens) + " tokens" +
                                    (room.empty() ? "" : "; " + room) +
                                    ". Set batch or max_tokens lower, lower max_pixels in "
                                    "the profile, or take a larger machine. What was "
                                    "written is kept.");
}

Policy::Policy(std::unique_ptr<Loaded> loaded) : m_loaded(std::move(loaded)) {}
Policy::Policy(Policy&&) noexcept = default;
Policy& Policy::operator=(Policy&&) noexcept = default;
Policy::~Policy() = default;

Policy Policy::load(const std::filesystem::path& path, const ProgressFn& progress, int threads,
                    std::string_view device)
{
    ModelFolder folder = openModelFolder(path, progress, threads);
    const MemoryPlan memory = readWeights(folder, progress, device, For::use);
    std::string summary = sizesOf(folder) + " (" + memory.sentence() + ")";
    auto loaded =
        std::make_unique<Loaded>(Loaded{std::move(folder), std::move(summary), {}, {}, {}});
    loaded->findTokens();
    return Policy(std::move(loaded));
}

Usage Policy::write(const NextRequest& next, const WriteOptions& options, const WrittenFn& written,
                    std::stop_token stop) const
{
    const auto begin = std::chrono::steady_clock::now();
    const Loaded& l = *m_loaded;
    Writing writing{next, options, written, std::move(stop), {}, {}, 0, {}};
    try {
        while (!l.write(writing)) { // once at the most
            giveBackMemory();
            if (options.warn)
                options.warn("Memory ran out. From here on " + std::to_string(*l.most) +
                             " are written at a time; what was cut begins again.");
        }
    } catch (const c10::Error& e) {
        // A GPU that fails does so for everything after it: no fault of this request.
        throw EngineError(device() == "cuda" ? "engine" : "input",
                          std::string("LibTorch: ") + e.what_without_backtrace());
    }
    writing.usage.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return writing.usage;
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
