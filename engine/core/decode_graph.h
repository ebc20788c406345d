// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of one batch on a GPU as a recorded graph: a step launches hundreds of small kernels,
// which costs more than they compute; replaying them is one launch. One thread.
#pragma once

#include <memory>
#include <span>
#include <stop_token>

#include "engine/core/decode_step.h"

namespace steplight {

class DecodeGraph
{
public:
    // Keeps references.
    DecodeGraph(const Model& model, SuffixCache& cache);
    ~DecodeGraph();

    // As decodeStep, which it is on the CPU. Records once the same rollouts have gone on together
    // for a few steps, and again when others take their place.
    at::Tensor step(std::span<const NewToken> tokens, std::stop_token stop);

private:
    struct Kept;
    bool fits(const Step& step) const;
    void record();

    const Model& m_model;
    SuffixCache& m_cache;
    std::unique_ptr<Kept> m_kept; // what the graph reads and writes
    bool m_refused = false;       // this machine does not record
};

} // namespace steplight
