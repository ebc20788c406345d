// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/decode_graph.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <iostream>

#include "engine/core/device.h"
#include "engine/core/error.h"

namespace steplight {

namespace {

constexpr int stepsBefore = 3; // recording costs about as much as two

} // namespace

struct DecodeGraph::Kept {
    Step step;
    // Held, so that what takes their place cannot look the same.
    at::Tensor slots;                             // the cache's first keys
    std::vector<std::vector<KeysValues>> prompts; // of each group
    at::Tensor logits;
    void* graph = nullptr;
    int steps = 0;

    ~Kept()
    {
        logits.reset(); // in the graph's memory, which goes with it
        if (graph)
            gpu().table->release(graph);
    }
};

DecodeGraph::DecodeGraph(const Model& model, SuffixCache& cache) : m_model(model), m_cache(cache) {}
DecodeGraph::~DecodeGraph() = default;

// The same rows of the same prompts, in the same memory.
bool DecodeGraph::fits(const Step& step) const
{
    if (!m_kept || m_kept->step.groups.size() != step.groups.size() ||
        !m_kept->slots.is_same(m_cache.layer(0).k))
        return false;
    for (std::size_t i = 0; i < step.groups.size(); ++i)
        if (m_kept->step.groups[i].members != step.groups[i].members ||
            !m_kept->prompts[i][0].k.is_same(step.groups[i].prefix->layers[0].k))
            return false;
    return true;
}

at::Tensor DecodeGraph::step(std::span<const NewToken> tokens, std::stop_token stop)
{
    if (!m_model.text.embed.is_cuda() || m_refused)
        return decodeStep(m_model, tokens, m_cache, std::move(stop));
    if (stop.stop_requested()) // nobody asks during a replay
        throw EngineError("cancelled", "The work was cancelled.");
    Step step = planStep(m_model, tokens, m_cache, Reach::whole);
    if (fits(step)) {
        Step& kept = m_kept->step;
        kept.ids.copy_(step.ids);
        kept.pos.copy_(step.pos);
        kept.places.copy_(step.places);
        kept.mask.copy_(step.mask);
    } else {
        m_kept = std::make_unique<Kept>();
        m_kept->slots = m_cache.layer(0).k;
        for (const Group& g : step.groups)
            m_kept->prompts.push_back(g.prefix->layers);
        m_kept->step = std::move(step);
    }
    ++m_kept->steps;
    if (m_kept->graph)
        gpu().table->replay(m_kept->graph);
    else
        m_kept->logits = computeStep(m_model, m_kept->step, m_cache, std::move(stop));
    const at::Tensor logits = m_kept->logits.to(at::kCPU, at::kFloat);
    if (!m_kept->graph && m_kept->steps == stepsBefore)
        record();
    return logits;
}

// Reads the newest tokens into their slots once more, which changes nothing.
void DecodeGraph::record()
{
    const auto work = [](void* self) {
        auto& graph = *static_cast<DecodeGraph*>(self);
        graph.m_kept->logits = computeStep(graph.m_model, graph.m_kept->step, graph.m_cache);
    };
    try {
        const int index = std::max<int>(m_model.text.embed.get_device(), 0);
        m_kept->graph = gpu().table->capture(index, work, this);
    } catch (const c10::Error& error) {
        m_refused = true;
        std::cerr << "decoding is not recorded: " << error.what_without_backtrace() << '\n';
    }
}

} // namespace steplight
