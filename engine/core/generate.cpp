// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/generate.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "engine/core/decode_graph.h"
#include "engine/core/error.h"
#include "engine/core/parameters.h"

namespace steplight {
namespace {

// The prompt that rollouts are taken from.
struct Source {
    std::shared_ptr<const Prefix> prefix; // shared: its last rollout frees it
    std::size_t number = 0;
    std::uint64_t seed = 0;
    std::int64_t maxTokens = 0;
    std::int64_t begun = 0;
    std::int64_t rollouts = 0;
};

struct Live {
    Rollout rollout;
    std::shared_ptr<const Prefix> prefix;
    std::uint64_t seed = 0;
    std::int64_t maxTokens = 0;
    std::vector<std::int64_t> seen; // the different tokens of prompt and rollout, ascending
    bool done = false;
};

class Batch
{
public:
    Batch(const Model& model, const NextPrompt& next, const GenerateOptions& options,
          const FinishedFn& finished, std::stop_token stop)
        : m_model(model), m_next(next), m_options(options), m_finished(finished),
          m_stop(std::move(stop)),
          m_cache(model.config.text, model.text.embed.options(), options.batch,
                  std::min(options.maxTokens, model.config.text.maxPositions))
    {
    }

    void run();
    void cancel(); // hands over all that had begun

private:
    bool openNext();
    void fill();
    void step();
    void choose(std::size_t first, const at::Tensor& logits);
    void add(Live& live, std::int64_t id, double logProb);
    void retire();

    const Model& m_model;
    const NextPrompt& m_next;
    const GenerateOptions& m_options;
    const FinishedFn& m_finished;
    std::stop_token m_stop;
    SuffixCache m_cache;
    DecodeGraph m_graph{m_model, m_cache};
    std::vector<Live> m_live; // the i-th writes into the cache's slot i
    Source m_source;
    std::size_t m_prompts = 0;
};

void Batch::run()
{
    for (fill(); !m_live.empty(); fill())
        step();
}

// False at the queue's end.
bool Batch::openNext()
{
    std::optional<Prompt> prompt = m_next();
    if (!prompt)
        return false;
    const auto count = static_cast<std::int64_t>(prompt->ids.size());
    const std::int64_t most = m_model.config.text.maxPositions;
    if (count >= most)
        throw EngineError(
            "input", "The prompt has " + std::to_string(count) + " tokens, but the model takes " +
                         std::to_string(most) +
                         " together with what is written (max_position_embeddings in "
                         "config.json). Nothing was written for it. Shorten the prompt, or lower "
                         "the profile's max_pixels.");
    const std::int64_t asked = prompt->maxTokens > 0 ? prompt->maxTokens : m_options.maxTokens;
    const std::int64_t maxTokens = std::min({asked, m_options.maxTokens, most - count});
    m_source = {std::make_shared<const Prefix>(
                    readPrompt(m_model, prompt->ids, prompt->patches, prompt->grids, m_stop)),
                m_prompts++,
                prompt->seed,
                maxTokens,
                0,
                prompt->rollouts};
    return true;
}

// Begins rollouts until the batch is full. Their first tokens come from the prompt's own logits.
void Batch::fill()
{
    while (static_cast<std::int64_t>(m_live.size()) < m_options.batch) {
        while (m_source.begun >= m_source.rollouts) {
            m_source.prefix.reset();
            if (!openNext())
                return;
        }
        const std::size_t first = m_live.size();
        const std::int64_t room = m_options.batch - static_cast<std::int64_t>(first);
        const std::int64_t count = std::min(room, m_source.rollouts - m_source.begun);
        for (std::int64_t i = 0; i < count; ++i) {
            Live live{{m_source.number, m_source.begun++, {}, {}},
                      m_source.prefix,
                      m_source.seed,
                      m_source.maxTokens,
                      {}};
            if (m_options.sampling.repetitionPenalty != 1)
                live.seen = m_source.prefix->seen;
            m_live.push_back(std::move(live));
        }
        choose(first, m_source.prefix->logits.expand({count, -1}));
        retire();
    }
}

void Batch::step()
{
    std::vector<NewToken> tokens;
    for (const Live& live : m_live)
        tokens.push_back({live.prefix.get(), live.rollout.ids.back(),
                          static_cast<std::int64_t>(live.rollout.ids.size()) - 1});
    choose(0, m_graph.step(tokens, m_stop));
    retire();
}

// The next token of the rollouts from `first` on. logits f32 [n, V]
void Batch::choose(std::size_t first, const at::Tensor& logits)
{
    const Sampling& sampling = m_options.sampling;
    std::vector<std::span<const std::int64_t>> seen;
    for (std::size_t i = first; i < m_live.size(); ++i)
        seen.push_back(m_live[i].seen);
    const at::Tensor penalised = penalise(logits, sampling, seen);   // [n, V]
    const at::Tensor total = at::logsumexp(logits, -1).contiguous(); // [n]
    if (!at::isfinite(total).all().item<bool>())
        throwNotFinite(m_model);
    const bool greedy = sampling.temperature == 0;
    const at::Tensor likeliest = greedy ? penalised.argmax(-1) : at::Tensor(); // i64 [n]
    const at::Tensor p = greedy ? at::Tensor() : distribution(penalised, sampling);
    for (std::size_t i = first; i < m_live.size(); ++i) {
        const auto row = static_cast<std::int64_t>(i - first);
        Live& live = m_live[i];
        const auto vocab = static_cast<std::size_t>(logits.size(1));
        const auto index = static_cast<std::uint64_t>(live.rollout.index);
        const std::int64_t id =
            greedy ? likeliest.const_data_ptr<std::int64_t>()[row]
                   : draw({p.const_data_ptr<float>() + row * logits.size(1), vocab},
                          uniform(live.seed, index, live.rollout.ids.size()));
        add(live, id,
            double(logits.const_data_ptr<float>()[row * logits.stride(0) + id]) -
                double(total.const_data_ptr<float>()[row]));
    }
}

void Batch::add(Live& live, std::int64_t id, double logProb)
{
    if (!std::isfinite(logProb))
        throwNotFinite(m_model);
    Rollout& r = live.rollout;
    r.ids.push_back(id);
    r.logProbs.push_back(logProb);
    if (m_options.sampling.repetitionPenalty != 1) {
        const auto place = std::lower_bound(live.seen.begin(), live.seen.end(), id);
        if (place == live.seen.end() || *place != id)
            live.seen.insert(place, id);
    }
    const auto& stops = m_options.stopIds;
    const bool stopped = std::find(stops.begin(), stops.end(), id) != stops.end() ||
                         (m_options.stopped && m_options.stopped(r.ids));
    const bool full = static_cast<std::int64_t>(r.ids.size()) == live.maxTokens;
    live.done = stopped || full;
    if (live.done)
        r.ended = stopped ? Ended::stop : Ended::length;
}

// Hands over what is done; the last rollout moves into the slot that became free.
void Batch::retire()
{
    for (std::size_t i = m_live.size(); i-- > 0;) {
        if (!m_live[i].done)
            continue;
        const Rollout& last = m_live.back().rollout;
        const auto tokens = static_cast<std::int64_t>(last.ids.size()) - 1; // in its slot
        Rollout over = std::move(m_live[i].rollout);
        if (i + 1 < m_live.size()) {
            m_cache.move(static_cast<std::int64_t>(m_live.size()) - 1, static_cast<std::int64_t>(i),
                         tokens);
            m_live[i] = std::move(m_live.back());
        }
        m_live.pop_back();
        m_finished(std::move(over));
    }
}

void Batch::cancel()
{
    for (Live& live : m_live) {
        if (!live.done)
            live.rollout.ended = Ended::cancelled;
        m_finished(std::move(live.rollout));
    }
    m_live.clear();
}

} // namespace

void generate(const Model& model, const NextPrompt& next, const GenerateOptions& options,
              const FinishedFn& finished, std::stop_token stop)
{
    checkSampling(options.sampling, model.config.text.vocab);
    if (options.maxTokens < 1 || options.batch < 1)
        throw EngineError("input", "There must be at least one new token and one rollout at a "
                                   "time. Nothing was written.");
    const c10::InferenceMode inference;
    Batch batch(model, next, options, finished, stop);
    try {
        batch.run();
    } catch (const EngineError& e) {
        batch.cancel();
        if (e.code() != "cancelled")
            throw;
    } catch (...) { // memory is full
        batch.cancel();
        throw;
    }
}

} // namespace steplight
