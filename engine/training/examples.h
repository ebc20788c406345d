// SPDX-License-Identifier: GPL-3.0-or-later
// The examples of a training, which stay on the disk: only where each line begins is in memory. One
// thread an object.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "engine/protocol/example.h"

namespace steplight {

class Examples
{
public:
    // Told what is left out: the sentence names the line.
    using WarnFn = std::function<void(const std::string& sentence)>;

    // Reads every line once. Throws EngineError "input" when nothing is left to learn from.
    Examples(const std::filesystem::path& input, const WarnFn& warn);

    protocol::Example read(std::size_t index);

    const std::vector<std::size_t>& learnt() const { return m_learnt; }
    const std::vector<std::size_t>& validation() const { return m_validation; }
    bool teachPrm() const { return m_prm > 0; }       // some of those learnt have targets
    bool teachPolicy() const { return m_policy > 0; } // some have none
    bool anyTargets() const { return m_targets > 0; } // validation counted, too
    // Of the targets learnt, those of perception weighed so.
    double plusSum(double perception) const { return m_plus[0] + perception * m_plus[1]; }
    double minusSum(double perception) const { return m_minus[0] + perception * m_minus[1]; }

private:
    struct Place {
        std::int64_t begin = 0;
        std::int64_t bytes = 0;
    };
    void count(const protocol::Example& example);

    std::filesystem::path m_path;
    std::ifstream m_file;
    std::vector<Place> m_places;
    std::vector<std::size_t> m_learnt, m_validation; // indices of m_places
    std::int64_t m_prm = 0, m_policy = 0, m_targets = 0;
    std::array<double, 2> m_plus{}, m_minus{}; // of reasoning, of perception
};

} // namespace steplight
