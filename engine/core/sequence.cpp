// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/sequence.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "engine/core/error.h"

namespace steplight {

Sequence layOut(const Config& config, std::span<const std::int64_t> ids,
                std::span<const Grid> grids)
{
    const auto count = static_cast<std::int64_t>(ids.size());
    Sequence s;
    s.ids = at::empty({count}, at::kLong);
    s.pos = at::empty({3, count}, at::kLong);
    std::vector<std::int64_t> imageRows;
    auto id = s.ids.accessor<std::int64_t, 1>();
    auto pos = s.pos.accessor<std::int64_t, 2>();
    std::int64_t next = 0; // the position of the next text token or image
    std::size_t image = 0;
    for (std::int64_t i = 0; i < count;) {
        const std::int64_t token = ids[static_cast<std::size_t>(i)];
        if (token < 0 || token >= config.text.vocab || token == config.videoToken)
            throw EngineError("input", "Token " + std::to_string(token) +
                                           " is unknown to the model or stands for a video.");
        if (token != config.imageToken) {
            id[i] = token;
            pos[0][i] = pos[1][i] = pos[2][i] = next++;
            ++i;
            continue;
        }
        if (image == grids.size())
            throw EngineError("input", "The text has more image tokens than there are images.");
        const std::int64_t m = config.vision.merge;
        const std::int64_t h = grids[image].height / m, w = grids[image].width / m;
        for (std::int64_t k = 0; k < h * w; ++k, ++i) {
            if (i == count || ids[static_cast<std::size_t>(i)] != config.imageToken)
                throw EngineError("input", "The text has fewer tokens for image " +
                                               std::to_string(image + 1) + " than it needs.");
            id[i] = token;
            pos[0][i] = next;
            pos[1][i] = next + k / w;
            pos[2][i] = next + k % w;
            imageRows.push_back(i);
        }
        next += std::max(h, w);
        ++image;
    }
    if (image != grids.size())
        throw EngineError("input", "There are more images than the text has places for.");
    s.imageRows = at::tensor(imageRows, at::kLong);
    return s;
}

Packed pack(std::span<const Sequence> sequences)
{
    Packed all;
    std::vector<at::Tensor> ids, pos, imageRows;
    std::int64_t begin = 0;
    for (const Sequence& s : sequences) {
        ids.push_back(s.ids);
        pos.push_back(s.pos);
        imageRows.push_back(s.imageRows + begin);
        all.plan.segments.push_back({begin, s.ids.size(0), {}});
        begin += s.ids.size(0);
    }
    all.sequence = {at::cat(ids), at::cat(pos, 1), at::cat(imageRows)};
    return all;
}

Packed packTrees(const Config& config, std::span<const Node> nodes)
{
    std::vector<Sequence> parts;
    std::vector<std::vector<std::size_t>> above;
    std::vector<std::int64_t> end; // the position after each node
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const std::size_t parent = nodes[i].parent;
        const bool root = parent == i;
        if (parent > i || nodes[i].ids.empty() || (!root && !nodes[i].grids.empty()))
            throw EngineError("input", "Node " + std::to_string(i) +
                                           " of the tree is empty, stands before its parent, or "
                                           "has images and is no root.");
        Sequence part = layOut(config, nodes[i].ids, nodes[i].grids);
        const std::int64_t begin = root ? 0 : end[parent];
        above.push_back(root ? std::vector<std::size_t>() : above[parent]);
        if (!root)
            above.back().push_back(parent);
        end.push_back(begin + part.pos.max().item<std::int64_t>() + 1);
        part.pos = part.pos + begin;
        parts.push_back(std::move(part));
    }
    if (parts.empty())
        throw EngineError("input", "The tree has no root.");
    Packed all = pack(parts);
    for (std::size_t i = 0; i < parts.size(); ++i)
        all.plan.segments[i].above = std::move(above[i]);
    return all;
}

} // namespace steplight
