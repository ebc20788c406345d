// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of a file under the names by which transformers looks for them.
#pragma once

#include <map>
#include <regex>

#include "engine/core/safetensors.h"
#include "tests/core/fixture.h"

namespace fixture {

using Keys = std::map<std::string, std::vector<std::int64_t>>; // {name: shape}

// Renamed as from_pretrained renames them, and PEFT behind its prefix.
inline Keys keysOf(const steplight::SafeTensors& file, const std::string& prefix = "")
{
    const Json rules = readJson("keys.json").at("rename");
    Keys keys;
    for (const auto& [name, info] : file.tensors()) {
        if (!name.starts_with(prefix))
            throw std::runtime_error(name + " does not begin with " + prefix);
        std::string renamed = name.substr(prefix.size());
        for (const auto& rule : rules)
            renamed = std::regex_replace(renamed, std::regex(rule[0].get<std::string>()),
                                         rule[1].get<std::string>());
        keys[renamed] = info.shape;
    }
    return keys;
}

} // namespace fixture
