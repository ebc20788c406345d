// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what make_traces.cpp wrote. Any thread.
#pragma once

#include <ATen/ATen.h>

#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/safetensors.h"
#include "engine/core/score.h"

namespace steplight::bench {

class Traces
{
public:
    explicit Traces(const std::filesystem::path& folder) : m_file(SafeTensors::openFolder(folder))
    {
    }

    bool has(const std::string& name) const { return m_file.tensors().contains(name); }
    std::vector<std::int64_t> numbers(const std::string& name) const
    {
        const at::Tensor t = toTensor(m_file.tensors().at(name), at::kLong);
        return {t.const_data_ptr<std::int64_t>(), t.const_data_ptr<std::int64_t>() + t.numel()};
    }
    at::Tensor patches(const std::string& name) const
    {
        return toTensor(m_file.tensors().at(name + ".patches"), at::kFloat);
    }
    std::vector<Grid> grids(const std::string& name) const
    {
        const auto grid = numbers(name + ".grid");
        return {{grid[0], grid[1], grid[2]}};
    }
    // Those of ten steps.
    std::vector<ScoreInput> all() const
    {
        std::vector<ScoreInput> inputs;
        for (std::string name = "trace.0"; has(name + ".ids");
             name = "trace." + std::to_string(inputs.size()))
            inputs.push_back({numbers(name + ".ids"), numbers(name + ".rows"), patches(name),
                              grids(name), name});
        return inputs;
    }

private:
    SafeTensors m_file;
};

} // namespace steplight::bench
