// SPDX-License-Identifier: GPL-3.0-or-later
// What the vision model said of the pictures met last, by the SHA-256 of their bytes, so that a
// trace that is scored again after an edit, and the other traces of its question, skip it. One
// thread at a time.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <list>
#include <string>

#include "engine/core/image.h"

namespace steplight {

struct Picture {
    at::Tensor features; // [n, d]
    Grid grid;
    std::string hash = {}; // SHA-256 of its bytes; set by the cache
};

class PictureCache
{
public:
    explicit PictureCache(std::size_t mostBytes = 64U << 20) : m_mostBytes(mostBytes) {}

    // What is kept of `bytes`; otherwise what `look` gives, which is then kept in place of the
    // pictures met longest ago. `kept` says which.
    Picture of(const std::string& bytes, const std::function<Picture()>& look, bool& kept);

private:
    std::size_t m_mostBytes; // of features
    std::size_t m_bytes = 0;
    std::list<Picture> m_pictures; // the one met last is first
};

} // namespace steplight
